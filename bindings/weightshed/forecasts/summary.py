"""Pairs pooled over origins, by target and band of horizons: mean scores, the best rival, and what chance leaves open."""

from __future__ import annotations

from typing import Callable

import numpy as np
import pandas as pd
from scipy import stats

from .origins import BANDS
from .pairs import MODEL
from .rivals import RIVALS

#: A band with fewer pairs is shown and not judged.
FEWEST_PAIRS = 5
#: Resamplings of the origins; the interval holds the middle 80% of them.
RESAMPLES, LEVEL, SEED = 1999, 0.8, 1

#: Probability below which a coverage is called too low or too high.
SURPRISING = 0.1
TOO_NARROW, TOO_WIDE = "too narrow", "too wide"

BETTER, WORSE, UNCLEAR, NOT_JUDGED = "better", "worse", "not told apart", "not judged"


def by_band(pairs: pd.DataFrame) -> pd.DataFrame:
    """One row per target and band, in the order of the pairs. Pairs for which no rival had a record long enough are left out,
    unless that is true of all of them.

    Columns: target, unit, band, origins, pairs; crps of the model and crps_error (standard error over resampled origins);
    coverage (share), width and interval_score of its 80% intervals; crps of each rival under its name; rival (the one with
    the lowest of those that forecast every pair), ratio of the model's crps to it with low and high; coverage, width and
    interval_score of that rival under rival_…; verdict; intervals. Below FEWEST_PAIRS nothing is judged; one origin cannot
    be resampled, and its ratio has no interval.
    """
    found = []
    for target in pairs["target"].unique():
        of_target = pairs[pairs["target"] == target]
        for first, last in BANDS:
            band = _comparable(of_target[of_target["band"] == f"{first}–{last}"])
            if not band.empty:
                found.append({"target": target, "unit": band["unit"].iloc[0], "band": f"{first}–{last}", **_row(band)})
    return pd.DataFrame(found)


def _comparable(band: pd.DataFrame) -> pd.DataFrame:
    methods = band.groupby(["origin", "date"])["method"].transform("nunique")
    return band[methods > 1] if (methods > 1).any() else band


def _row(band: pd.DataFrame) -> dict[str, object]:
    model = band[band["method"] == MODEL]
    row: dict[str, object] = {
        "origins": model["origin"].nunique(), "pairs": len(model), "crps": model["crps"].mean(),
        "crps_error": _error(model["origin"], model["crps"]), **_intervals(model, ""),
        "intervals": _honesty(int(model["covered"].sum()), len(model))}
    complete = {}
    for rival in RIVALS:
        of_rival = band[band["method"] == rival]
        row[rival] = of_rival["crps"].mean() if len(of_rival) == len(model) else np.nan
        if len(of_rival) == len(model):
            complete[rival] = of_rival
    if not complete:
        return {**row, "verdict": NOT_JUDGED}
    best = min(complete, key=lambda rival: complete[rival]["crps"].mean())
    ratio, low, high = ratio_of(model["origin"], model["crps"], complete[best]["crps"])
    return {**row, "rival": best, "ratio": ratio, "low": low, "high": high, **_intervals(complete[best], "rival_"),
            "verdict": _verdict(len(model), low, high)}


def _intervals(forecasts: pd.DataFrame, prefix: str) -> dict[str, float]:
    return {f"{prefix}coverage": forecasts["covered"].mean(), f"{prefix}width": forecasts["width"].mean(),
            f"{prefix}interval_score": forecasts["interval_score"].mean()}


def _honesty(inside: int, count: int) -> str:
    """Whether 80% intervals hold far fewer or far more of the values than chance explains, were the pairs independent."""
    if count < FEWEST_PAIRS or stats.binomtest(inside, count, LEVEL).pvalue >= SURPRISING:
        return ""
    return TOO_NARROW if inside < LEVEL * count else TOO_WIDE


def ratio_of(origins: pd.Series, ours: pd.Series, theirs: pd.Series) -> tuple[float, float, float]:
    """Ratio of two mean scores of the same pairs, and the ends of its 80% interval over resampled origins (NaN for one)."""
    own, other = _sums(origins, ours), _sums(origins, theirs)
    ratio = float(own.sum() / other.sum())
    drawn = _resampled(len(own), lambda chosen: own[chosen].sum(axis=-1) / other[chosen].sum(axis=-1))
    if drawn is None:
        return ratio, float("nan"), float("nan")
    return ratio, float(drawn.confidence_interval.low), float(drawn.confidence_interval.high)


def difference_of(origins: pd.Series, ours: pd.Series, theirs: pd.Series) -> tuple[float, float, float]:
    """Difference of two mean scores of the same pairs, with the same interval."""
    difference, count = _sums(origins, ours) - _sums(origins, theirs), _sums(origins, ours * 0 + 1)
    drawn = _resampled(len(count), lambda chosen: difference[chosen].sum(axis=-1) / count[chosen].sum(axis=-1))
    middle = float(difference.sum() / count.sum())
    if drawn is None:
        return middle, float("nan"), float("nan")
    return middle, float(drawn.confidence_interval.low), float(drawn.confidence_interval.high)


def _error(origins: pd.Series, scored: pd.Series) -> float:
    sums, count = _sums(origins, scored), _sums(origins, scored * 0 + 1)
    drawn = _resampled(len(sums), lambda chosen: sums[chosen].sum(axis=-1) / count[chosen].sum(axis=-1))
    return float("nan") if drawn is None else float(drawn.standard_error)


def _sums(origins: pd.Series, scored: pd.Series) -> np.ndarray:
    """By origin; rows of both stand in the same order."""
    return pd.Series(scored.to_numpy(dtype=float)).groupby(origins.to_numpy()).sum().to_numpy()


def _resampled(blocks: int, statistic: Callable[[np.ndarray], np.ndarray]):  # type: ignore[no-untyped-def]
    """A bootstrap of whole origins: the pairs of one share what was known, and their errors go together."""
    if blocks < 2:
        return None
    return stats.bootstrap((np.arange(blocks),), lambda chosen, axis=-1: statistic(chosen), vectorized=True,
                           n_resamples=RESAMPLES, confidence_level=LEVEL, method="percentile",
                           random_state=np.random.default_rng(SEED))


def _verdict(count: int, low: float, high: float) -> str:
    if count < FEWEST_PAIRS or not np.isfinite(low):
        return NOT_JUDGED
    return BETTER if high < 1.0 else WORSE if low > 1.0 else UNCLEAR
