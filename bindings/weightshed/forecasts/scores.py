"""Scores of one forecast: equally likely draws against the value that came. The rules are those of scoringrules."""

from __future__ import annotations

import numpy as np
import scoringrules


def interval(draws: np.ndarray, level: float = 0.8) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the central interval that holds `level` (0 to 1) of the draws, as /summary takes them: linear between order
    statistics.

    `draws` has shape (…, draws); both ends have shape (…), in the unit of the draws. Raises ValueError for a level outside
    0 to 1, and for draws that are missing or not finite.
    """
    if not 0.0 < level < 1.0:
        raise ValueError(f"level {level}: must lie between 0 and 1")
    low, high = np.quantile(_checked(draws), ((1.0 - level) / 2.0, (1.0 + level) / 2.0), axis=-1)
    return low, high


def covered(draws: np.ndarray, value: np.ndarray | float, level: float = 0.8) -> np.ndarray:
    """True where the value lies in the central interval of the draws, ends included. Shapes and errors: see interval."""
    low, high = interval(draws, level)
    given = _finite(value)
    return (low <= given) & (given <= high)


def interval_score(draws: np.ndarray, value: np.ndarray | float, level: float = 0.8) -> np.ndarray:
    """Width of the central interval, plus 2 / (1 - level) times the distance by which the value lies outside; 0 or more,
    in the unit of the draws, less is better (Gneiting and Raftery 2007). Shapes and errors: see interval."""
    low, high = interval(draws, level)
    return np.asarray(scoringrules.interval_score(_finite(value), low, high, 1.0 - level))


def crps(draws: np.ndarray, value: np.ndarray | float) -> np.ndarray:
    """Continuous ranked probability score of the draws' empirical distribution: mean distance from the value, less half of
    the mean distance between draws; 0 or more, in the unit of the draws, less is better (Matheson and Winkler 1976).

    `draws` has shape (…, draws), `value` and the score (…). The estimator is the quantile decomposition, which is exact for
    the empirical distribution; the "fair" one would take draws off a larger population and can be negative. Raises
    ValueError for draws that are missing or not finite, and for a value that is not finite.
    """
    return np.asarray(scoringrules.crps_ensemble(_finite(value), _checked(draws), estimator="qd"))


def pit(draws: np.ndarray, value: np.ndarray | float) -> np.ndarray:
    """Probability integral transform by mid-ranks: the share of draws below the value plus half of the share equal to it;
    0 to 1, 0.5 in the middle. Nothing is drawn, so that the same forecast has the same value.

    Over many forecasts of a calibrated source it is close to uniform (Czado, Gneiting and Held 2009, without their
    randomisation). Shapes and errors: see crps.
    """
    found, given = _checked(draws), _finite(value)[..., np.newaxis]
    return (found < given).mean(axis=-1) + 0.5 * (found == given).mean(axis=-1)


def brier(probability: np.ndarray | float, outcome: np.ndarray | float) -> np.ndarray:
    """Squared distance between a probability (0 to 1) and what happened (1 or True) or did not (0 or False); 0 to 1, less
    is better (Brier 1950). Arrays have one shape. Raises ValueError for anything else, and for missing values."""
    return np.asarray(scoringrules.brier_score(_finite(outcome), _finite(probability)))


def _checked(draws: np.ndarray) -> np.ndarray:
    """The draws as float64: scoringrules lets unsigned integers wrap around."""
    found = np.asarray(draws, dtype=np.float64)
    if found.ndim == 0 or found.shape[-1] == 0:
        raise ValueError("a forecast needs at least one draw")
    if not np.isfinite(found).all():
        raise ValueError("every draw of a forecast must be a finite number")
    return found


def _finite(value: np.ndarray | float) -> np.ndarray:
    found = np.asarray(value, dtype=np.float64)
    if not np.isfinite(found).all():
        raise ValueError("a forecast can be scored only on finite numbers")
    return found
