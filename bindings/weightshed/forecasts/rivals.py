"""Naive rivals of a projection: forecasts of a recorded series that need no model of what is behind it.

Each takes the dates and values known when the forecast is made, of which the last is its origin, the dates to forecast,
and the bounds of the quantity. It gives equally likely draws: the quantiles at 0.5/999, 1.5/999, … of its predictive
distribution. None sees anything after the origin: what is not known then must not be passed.
"""

from __future__ import annotations

import warnings
from typing import Callable

import numpy as np
from scipy import stats
from scipy.optimize import OptimizeWarning, curve_fit

DRAWS = 999
#: A spread from fewer than three changes says next to nothing.
FEWEST_VALUES = 4
#: The curve has three parameters, and its spread needs as many degrees of freedom as that of a walk.
FEWEST_VALUES_OF_A_CURVE = 6

_LEVELS = (np.arange(DRAWS) + 0.5) / DRAWS
_DAYS_PER_MONTH = 365.2425 / 12.0

Bounds = tuple[float, float] | None
Rival = Callable[[np.ndarray, np.ndarray, np.ndarray, Bounds], np.ndarray]


class NoForecast(ValueError):
    """A rival has nothing to say about a series; the message says why, as the rest of a sentence."""


def last_value(dates: np.ndarray, values: np.ndarray, targets: np.ndarray, bounds: Bounds = None) -> np.ndarray:
    """The last value, as a Gaussian random walk without drift: draws of shape (targets, 999), in the unit of the values.

    The variance per month is the mean of (change)² / months over the n known changes. Since it is estimated, the predictive
    distribution is Student's t with n degrees of freedom, of scale √(variance × months ahead). Draws beyond `bounds` are
    moved to them. Raises NoForecast for fewer than four values and for a record that never changes, and ValueError for
    input of the wrong shape or order.
    """
    months, ahead = _checked(dates, values, targets, bounds, FEWEST_VALUES)
    scaled = np.diff(values) / np.sqrt(np.diff(months))
    spread = np.sqrt(np.mean(scaled**2) * ahead)
    return _within(_student(np.full(len(ahead), values[-1]), spread, len(scaled)), bounds)


def drift(dates: np.ndarray, values: np.ndarray, targets: np.ndarray, bounds: Bounds = None) -> np.ndarray:
    """A Gaussian random walk with drift, of the logit where there are `bounds`: draws of shape (targets, 999), in the unit
    of the values.

    The drift is the whole change over the whole time, which is the best linear estimate for unequally spaced dates; the
    variance per month comes from the n changes around it. The predictive distribution is Student's t with n - 1 degrees of
    freedom, of scale √(variance × (h + h² / T)) at h months ahead with T months on record: the second term is what the
    drift is not known by. Values at a bound, where the logit does not exist, are moved off it by half of the least
    distance that the record has otherwise. Raises NoForecast as last_value and for a record that lies at its bounds
    throughout; ValueError as last_value.
    """
    months, ahead = _checked(dates, values, targets, bounds, FEWEST_VALUES)
    level = _logit(values, bounds) if bounds else np.asarray(values, dtype=np.float64)
    known = months[-1] - months[0]
    slope = (level[-1] - level[0]) / known
    scaled = (np.diff(level) - slope * np.diff(months)) / np.sqrt(np.diff(months))
    freedom = len(scaled) - 1
    spread = np.sqrt(np.sum(scaled**2) / freedom * (ahead + ahead**2 / known))
    draws = _student(level[-1] + slope * ahead, spread, freedom)
    return _expit(draws, bounds) if bounds else draws


def logistic_trend(dates: np.ndarray, values: np.ndarray, targets: np.ndarray, bounds: Bounds = None) -> np.ndarray:
    """A logistic curve through the record, which rises or falls between the lower bound and a ceiling of its own: draws of
    shape (targets, 999), in the unit of the values.

    The curve is fitted by least squares. The predictive distribution is Student's t with n - 3 degrees of freedom around
    it; its variance is that of the residuals plus that of the fitted curve (delta method), taken as independent from month
    to month, so that the intervals are narrow where a series stays off its trend for long. Draws beyond `bounds` are moved
    to them. Raises NoForecast without bounds, for fewer than six values, for a record that never changes and where no
    curve can be fitted; ValueError as last_value.
    """
    if bounds is None:
        raise NoForecast("a logistic trend needs a quantity with bounds")
    months, ahead = _checked(dates, values, targets, bounds, FEWEST_VALUES_OF_A_CURVE)
    above, known = np.asarray(values, dtype=np.float64) - bounds[0], months[-1] - months[0]
    past, later = (months - months[0]) / known, 1.0 + ahead / known  # the record is one unit of time long, and one high
    size = above.max()
    share, most = above / size, (bounds[1] - bounds[0]) / size
    start = (min(most, 1.5), 4.0 if share[-1] >= share[0] else -4.0, 0.5)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", OptimizeWarning)
            found, covariance = curve_fit(_curve, past, share, p0=start, maxfev=20_000,
                                          bounds=([0.0, -50.0, -10.0], [most, 50.0, 10.0]))
    except (RuntimeError, OptimizeWarning):
        raise NoForecast("no logistic curve can be fitted to the record") from None
    freedom = len(share) - 3
    noise = np.sum((share - _curve(past, *found)) ** 2) / freedom
    slopes = _slopes(later, *found)
    variance = noise + np.einsum("ti,ij,tj->t", slopes, covariance, slopes)
    draws = _student(_curve(later, *found), np.sqrt(variance), freedom)
    return _within(bounds[0] + size * draws, bounds)


#: By the name under which scores show them.
RIVALS: dict[str, Rival] = {"last value": last_value, "random walk with drift": drift, "logistic trend": logistic_trend}


def _checked(dates: np.ndarray, values: np.ndarray, targets: np.ndarray, bounds: Bounds,
             fewest: int) -> tuple[np.ndarray, np.ndarray]:
    """Months of the record, and months from its end to each target."""
    if len(dates) != len(values) or not np.isfinite(values).all():
        raise ValueError("a record needs one finite value per date")
    if bounds and len(values) and not bounds[0] <= np.min(values) <= np.max(values) <= bounds[1]:
        raise ValueError(f"a recorded value lies outside {bounds[0]:g} to {bounds[1]:g}")
    if len(values) < fewest:
        raise NoForecast(f"{len(values)} recorded values; it needs at least {fewest}")
    if np.ptp(values) == 0.0:
        raise NoForecast("the record never changes, so that its spread is unknown")
    days = np.asarray(dates, dtype="datetime64[D]").astype(np.int64)
    later = np.asarray(targets, dtype="datetime64[D]").astype(np.int64)
    if (np.diff(days) <= 0).any():
        raise ValueError("the dates of a record must be different and in order")
    if (later <= days[-1]).any():
        raise ValueError("a target must lie after the last date of the record")
    return days / _DAYS_PER_MONTH, (later - days[-1]) / _DAYS_PER_MONTH


def _student(middle: np.ndarray, spread: np.ndarray, freedom: int) -> np.ndarray:
    return middle[:, np.newaxis] + spread[:, np.newaxis] * stats.t.ppf(_LEVELS, freedom)


def _within(draws: np.ndarray, bounds: Bounds) -> np.ndarray:
    return np.clip(draws, *bounds) if bounds else draws


def _logit(values: np.ndarray, bounds: tuple[float, float]) -> np.ndarray:
    low, high = bounds
    distance = np.minimum(np.asarray(values, dtype=np.float64) - low, high - np.asarray(values, dtype=np.float64))
    if not (distance > 0.0).any():
        raise NoForecast("the record lies at its bounds throughout")
    least = 0.5 * distance[distance > 0.0].min()
    inside = np.clip(values, low + least, high - least)
    return np.log((inside - low) / (high - inside))


def _expit(level: np.ndarray, bounds: tuple[float, float]) -> np.ndarray:
    return bounds[0] + (bounds[1] - bounds[0]) / (1.0 + np.exp(-np.clip(level, -700.0, 700.0)))


def _curve(time: np.ndarray, ceiling: float, rate: float, midpoint: float) -> np.ndarray:
    return ceiling / (1.0 + np.exp(-rate * (time - midpoint)))


def _slopes(time: np.ndarray, ceiling: float, rate: float, midpoint: float) -> np.ndarray:
    """Derivatives of the curve by its parameters, shape (times, 3)."""
    rise = _curve(time, 1.0, rate, midpoint)
    steep = ceiling * rise * (1.0 - rise)
    return np.stack([rise, steep * (time - midpoint), -rate * steep], axis=-1)
