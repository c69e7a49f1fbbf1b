"""Published figures as targets of a calibration: value, tolerance and the scale on which they are compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable

import numpy as np
import pandas as pd
import xarray as xr

#: 10 % and 90 % point of the standard normal: a tolerance band is read as an 80 % interval.
HALF_BAND = 1.2815515655446004


@dataclass(frozen=True)
class Target:
    """One published figure. `value` and `deviation` are on the scale of `read`: logarithms where the band is a factor."""

    name: str  # "P2/CN": number and part
    value: float
    deviation: float  # standard deviation of the error that the tolerance band grants
    logarithmic: bool = False
    latest: float = np.inf  # a date that a history never reaches counts as this

    def read(self, values: np.ndarray) -> np.ndarray:
        """Readings of histories on the target's scale; NaN stays NaN unless the figure is a date."""
        values = np.asarray(values, dtype=float)
        if np.isfinite(self.latest):
            values = np.where(np.isfinite(values), np.minimum(values, self.latest), self.latest)
        return np.log(np.maximum(values, 1e-9)) if self.logarithmic else values

    def shown(self, values: np.ndarray | float) -> np.ndarray:
        """Back from the target's scale to the unit of the figure."""
        return np.exp(values) if self.logarithmic else np.asarray(values)


def name_of(pattern: str, part: str) -> str:
    return f"{pattern}/{part}" if part else pattern


def targets(published: xr.Dataset, measured: Iterable[str], known_until: str | None = None,
            leave_out: Iterable[str] = (), past: str = "observed", only: Iterable[str] = ()) -> list[Target]:
    """The figures that calibrate a past: counted there, with a band, read by the model, and not for validation. In the
    simulated past, figures that the record imposes in the observed past count too. A figure without a value is fitted to
    the middle of its band. `known_until` (ISO date) keeps only figures whose period had ended by then; `only` (numbers
    of patterns) keeps only those."""
    found, table, kept = set(measured), frame(published), set(only)
    counts = {"observed"} if past == "observed" else {"observed", "given"}
    chosen = []
    for row in table.itertuples():
        name = name_of(row.pattern, row.part)
        if row.counted not in counts or row.validation or not np.isfinite(row.low) or not row.high > row.low:
            continue
        if not np.isfinite(row.value) and past == "observed" or kept and row.pattern not in kept:
            continue
        if name not in found or row.pattern in leave_out or (known_until and row.period_end > known_until):
            continue
        chosen.append(_target(name, row))
    return chosen


def frame(published: xr.Dataset) -> pd.DataFrame:
    """The group /published of a result as a table, words and numbers in their own types."""
    table = pd.DataFrame({str(k): v.values for k, v in published.variables.items() if v.dims == ("row",)})
    for column in table.columns:
        if column in ("value", "low", "high"):
            table[column] = table[column].astype(float)
        else:
            table[column] = table[column].astype(str)
    table["validation"] = table["validation"] == "true"
    return table


def _target(name: str, row: object) -> Target:
    value, low, high = float(row.value), float(row.low), float(row.high)  # type: ignore[attr-defined]
    if not np.isfinite(value):
        value = 0.5 * (low + high)
    # A band of a factor is symmetric in logarithms: high / value = value / low.
    factor = low > 0 and value > 0 and abs(np.log(high / value) - np.log(value / low)) < 0.01 * np.log(high / low)
    if factor and high / low > 1.5:
        return Target(name, float(np.log(value)), float(np.log(high / low) / 2 / HALF_BAND), True)
    latest = value + 2.0 if row.unit == "date" else np.inf  # type: ignore[attr-defined]
    return Target(name, value, (high - low) / 2 / HALF_BAND, False, latest)
