"""Published figures with which a slice can be compared: rows of /published that the engine ties to a measure."""

from __future__ import annotations

import math
from typing import Any, Iterator

import pandas as pd
import xarray as xr

from .words import Slice

_FIELDS = ("measure", "where", "reading", "unit", "value", "low", "high", "period_start", "period_end", "source")
_TO_STORED = {"percent": 0.01}  # a share is stored as a fraction; every other unit is the measure's own


def figures(published: xr.Dataset, series: pd.DataFrame, slice_: Slice) -> pd.DataFrame:
    """Published figures for the slice, in the measure's own unit, one row per figure in order of time; maybe none.

    Columns: start, end (dates), value, low, high, source. `series` is the reference table of monthly figures, which
    state no tolerance: a month for which a figure with a tolerance is published is not drawn twice.
    """
    rows = []
    for at in _tied(published, slice_, "value"):
        if not math.isfinite(at["value"]):
            continue  # a range without a middle is not drawn
        factor = _TO_STORED.get(at["unit"], 1.0)
        rows.append([pd.Timestamp(at["period_start"]), pd.Timestamp(at["period_end"]),
                     *(factor * at[key] for key in ("value", "low", "high")), at["source"]])
    periods = {(row[0], row[1]) for row in rows}
    rows += [row for row in _monthly(series, slice_) if (row[0], row[1]) not in periods]
    rows.sort(key=lambda row: (row[0], row[1]))
    return pd.DataFrame(rows, columns=["start", "end", "value", "low", "high", "source"])


def record(series: pd.DataFrame, slice_: Slice, until: pd.Timestamp) -> pd.DataFrame:
    """The recorded series of the slice up to a date, in the measure's own unit, in order of time; maybe no rows.

    Columns: date (last day of the period), value, source. `series` as for figures.
    """
    rows = sorted((row[1], row[2], row[5]) for row in _monthly(series, slice_) if row[1] <= until)
    return pd.DataFrame(rows, columns=["date", "value", "source"])


def dates(published: xr.Dataset, slice_: Slice) -> pd.DataFrame:
    """Published dates of what the slice dates: value, low, high (dates), source; one row per date, maybe none."""
    rows = [[*(_day(at[key]) for key in ("value", "low", "high")), at["source"]]
            for at in _tied(published, slice_, "date")]
    return pd.DataFrame(rows, columns=["value", "low", "high", "source"])


def _tied(published: xr.Dataset, slice_: Slice, reading: str) -> Iterator[dict[str, Any]]:
    """The rows that the slice is read on; none where the file does not tie rows to measures (format 1.0)."""
    if not set(_FIELDS) <= set(published.variables):
        return
    for row in zip(*(published[key].values for key in _FIELDS)):
        at = {key: value if isinstance(value, float) else str(value) for key, value in zip(_FIELDS, row)}
        labels = dict(part.split("=", 1) for part in at["where"].split(";") if part)
        if at["reading"] == reading and at["measure"] == slice_.measure and labels.items() <= slice_.selection.items():
            yield at


def _monthly(series: pd.DataFrame, slice_: Slice) -> Iterator[list[Any]]:
    """Months of the series of the measure's value, for the entity that the slice names."""
    if "reading" not in series:
        return  # format 1.0
    for row in series.itertuples():
        if (row.series, row.reading) == (slice_.measure, "value") and row.entity in slice_.selection.values():
            end, value = pd.Timestamp(row.date), _TO_STORED.get(row.unit, 1.0) * float(row.value)
            yield [end.replace(day=1), end, value, value, value, row.source]


def _day(year: float) -> pd.Timestamp:
    return pd.Timestamp(int(year), 1, 1) + pd.Timedelta(days=365.25 * (year % 1.0))
