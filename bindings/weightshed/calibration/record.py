"""Series of the reference tables, and what a calibration takes from them as summaries of its worlds."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import numpy as np

from ..study import library
from .bank import Bank
from .targets import HALF_BAND

#: The monthly share of new derivatives without bulk uploads: a measure, and a series of published_series.csv.
MONTHLY_SHARE = "derivative_share_without_bulk"
#: Percentage points: no tolerance is published; +- 5 points per month, as for the single months of P23.
TOLERANCE = 5.0

#: Summaries of the worlds of a bank (worlds × summaries) and their observed values, both in units of their tolerance.
Extra = Callable[[Bank], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Series:
    """Recorded values in order of date, in the unit of the table."""

    dates: np.ndarray  # datetime64[D]
    values: np.ndarray

    def until(self, date: np.datetime64) -> "Series":
        return Series(self.dates[self.dates <= date], self.values[self.dates <= date])

    def since(self, date: np.datetime64) -> "Series":
        return Series(self.dates[self.dates >= date], self.values[self.dates >= date])


def table(name: str) -> Path:
    """The reference table of that name in the scenario library. Raises FileNotFoundError without it."""
    for folder in library():
        path = folder / "reference" / f"{name}.csv"
        if path.exists():
            return path
    raise FileNotFoundError(f"reference/{name}.csv: not in the scenario library")


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a reference table, all columns as text."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def series(path: Path, name: str, entity: str) -> Series:
    """The values of one entity in a file with the columns of published_series.csv; maybe none."""
    found = sorted((r["date"], float(r["value"])) for r in rows(path) if (r["series"], r["entity"]) == (name, entity))
    return Series(np.array([date for date, _ in found], dtype="datetime64[D]"), np.array([value for _, value in found]))


def quarterly_medians(known: Series, country: str = "CN") -> Extra:
    """Medians of three months of the monthly share of a country, the last of them ending with the record. Months one by one
    would count a share that changes slowly many times over; a median passes over single spikes (September 2024)."""
    first = len(known.dates) % 3
    deviation = TOLERANCE / HALF_BAND

    def medians(values: np.ndarray) -> np.ndarray:
        return np.median(values[..., first:].reshape(*values.shape[:-1], -1, 3), axis=-1) / deviation

    def summaries(bank: Bank) -> tuple[np.ndarray, np.ndarray]:
        return medians(100.0 * levels_of(bank, MONTHLY_SHARE, "country", country, known.dates)), medians(known.values)

    return summaries


def levels(known: Series, measure: str, dimension: str, label: str, tolerance: float) -> Extra:
    """The values of a measure at the dates of a series of the same unit; `tolerance` is half of a band."""
    deviation = tolerance / HALF_BAND

    def summaries(bank: Bank) -> tuple[np.ndarray, np.ndarray]:
        return levels_of(bank, measure, dimension, label, known.dates) / deviation, known.values / deviation

    return summaries


def together(extras: list[Extra]) -> Extra:
    """The summaries of several, side by side."""

    def summaries(bank: Bank) -> tuple[np.ndarray, np.ndarray]:
        found = [extra(bank) for extra in extras]
        return np.concatenate([f[0] for f in found], axis=1), np.concatenate([f[1] for f in found])

    return summaries


def levels_of(bank: Bank, measure: str, dimension: str, label: str, dates: np.ndarray) -> np.ndarray:
    """Worlds × dates, in the unit of the measure."""
    days = bank.coordinates["time"].astype("datetime64[D]")
    at = [int(np.flatnonzero(days == date)[0]) for date in dates]
    return bank.series[measure][:, at, int(np.flatnonzero(bank.coordinates[dimension] == label)[0])]
