"""A backtest of the monthly share of new derivatives on one country's bases: fitted to the months before a cut-off,
scored on those after it, and compared with three extrapolations that need no model."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import curve_fit

from ..study import library
from .bank import Bank
from .targets import HALF_BAND

MEASURE = "derivative_share_without_bulk"
#: Percentage points: no tolerance is published; +- 5 points per month, as for the single months of P23.
TOLERANCE = 5.0


@dataclass
class Record:
    """The published series of one entity, in months of the bank's time axis."""

    dates: np.ndarray  # last days of the months
    share: np.ndarray  # percent

    def before(self, cutoff: np.datetime64) -> np.ndarray:
        return self.dates <= cutoff


@dataclass
class Score:
    """Forecasts of the months after the cut-off by one method, percent; the model's with an 80 % interval."""

    method: str
    forecast: np.ndarray
    error: float  # mean absolute, percentage points
    low: np.ndarray | None = None
    high: np.ndarray | None = None
    covered: float | None = None


def read_record(country: str = "CN") -> Record:
    """The series in the reference tables. Raises FileNotFoundError without them."""
    for folder in library():
        path = folder / "reference" / "published_series.csv"
        if path.exists():
            with path.open(newline="") as file:
                rows = [r for r in csv.DictReader(file) if r["series"] == MEASURE and r["entity"] == country]
            rows.sort(key=lambda r: r["date"])
            return Record(np.array([np.datetime64(r["date"]) for r in rows]), np.array([float(r["value"]) for r in rows]))
    raise FileNotFoundError("reference/published_series.csv: not in the scenario library")


def modelled(bank: Bank, record: Record, country: str = "CN") -> np.ndarray:
    """Worlds × months, percent: each world's own share in the months of the record."""
    days = bank.coordinates["time"].astype("datetime64[D]")
    at = [int(np.flatnonzero(days == date)[0]) for date in record.dates]
    where = int(np.flatnonzero(bank.coordinates["country"] == country)[0])
    return 100.0 * bank.series[MEASURE][:, at, where]


def known_quarters(record: Record, cutoff: np.datetime64):
    """Summaries for calibrate(extra=…): medians of three months, the last of them ending at the cut-off, in units of
    their tolerance. Months one by one would count a share that changes slowly many times over; a median passes over
    single spikes (September 2024)."""
    known = np.flatnonzero(record.before(cutoff))
    quarters = known[len(known) % 3:].reshape(-1, 3)
    deviation = TOLERANCE / HALF_BAND

    def summaries(bank: Bank) -> tuple[np.ndarray, np.ndarray]:
        worlds = modelled(bank, record)[:, quarters]
        return np.median(worlds, axis=2) / deviation, np.median(record.share[quarters], axis=1) / deviation

    return summaries


def score(worlds: np.ndarray, record: Record, cutoff: np.datetime64) -> list[Score]:
    """The model's worlds and the extrapolations, on the months after the cut-off."""
    known = record.before(cutoff)
    truth, ahead = record.share[~known], int((~known).sum())
    past = record.share[known]
    months = np.arange(len(past), dtype=float)
    later = len(past) + np.arange(ahead, dtype=float)
    forecasts = {
        "last value (median of three months)": np.full(ahead, np.median(past[-3:])),
        "linear trend": np.polyval(np.polyfit(months, past, 1), later),
        "logistic trend": _logistic(months, past, later),
    }
    low, middle, high = np.quantile(worlds[:, ~known], (0.1, 0.5, 0.9), axis=0)
    scores = [Score("model (median, 80 % interval)", middle, _error(middle, truth), low, high,
                    float(np.mean((low <= truth) & (truth <= high))))]
    scores += [Score(method, forecast, _error(forecast, truth)) for method, forecast in forecasts.items()]
    return scores


def _error(forecast: np.ndarray, truth: np.ndarray) -> float:
    return float(np.mean(np.abs(forecast - truth)))


def _logistic(months: np.ndarray, past: np.ndarray, later: np.ndarray) -> np.ndarray:
    def curve(t: np.ndarray, ceiling: float, rate: float, midpoint: float) -> np.ndarray:
        return ceiling / (1.0 + np.exp(-rate * (t - midpoint)))

    bounds = ([0.0, 0.0, -24.0], [100.0, 2.0, 60.0])
    found, _ = curve_fit(curve, months, past, p0=(50.0, 0.2, 12.0), bounds=bounds, maxfev=20_000)
    return curve(later, *found)
