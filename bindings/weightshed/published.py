"""Which published figure a measure can be held against: the pattern numbers of docs/patterns.md and their slices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterator

import pandas as pd

from .words import Slice

if TYPE_CHECKING:
    from .run import Run

#: (pattern, part) of /published to the measure and labels that are the same thing; percent there, shares here.
SAME = {
    ("P2", "CN"): ("download_share", {"age": "under_a_year", "creator_country": "CN"}),
    ("P2", "US"): ("download_share", {"age": "under_a_year", "creator_country": "US"}),
    ("P3", "CN"): ("derivative_share", {"country": "CN"}),
    ("P5", "mean"): ("frontier_lag", {"pair": "cn-us"}),
    ("P7", ""): ("frontier_lag", {"pair": "open-closed"}),
    ("P25", ""): ("frontier_lag", {"pair": "us_open-cn_open"}),
    ("P23a", "2024-01"): ("derivative_share", {"country": "CN"}),
    ("P23a", "2024-06"): ("derivative_share", {"country": "CN"}),
    ("P23b", "2024-10"): ("derivative_share", {"country": "CN"}),
    ("P23b", "2025-01"): ("derivative_share", {"country": "CN"}),
}
#: (pattern, part) of /published, a date, to the measure that dates the same thing.
SAME_DATE = {("P1", ""): ("overtaking", {"race": "Qwen-Llama"})}
_FIELDS = ("pattern", "part", "unit", "value", "low", "high", "period_start", "period_end", "source")
_TO_STORED = {"percent": 0.01, "months": 1.0}


def figures(run: "Run", slice_: Slice) -> pd.DataFrame:
    """Published figures for the slice, in the measure's own unit: start, end, value, low, high, source; maybe none."""
    rows = []
    for at in _same(run, slice_, SAME):
        factor = _TO_STORED[str(at["unit"])]
        rows.append([pd.Timestamp(str(at["period_start"])), pd.Timestamp(str(at["period_end"])),
                     *(factor * float(at[key]) for key in ("value", "low", "high")), str(at["source"])])
    return pd.DataFrame(rows or _series(run, slice_), columns=["start", "end", "value", "low", "high", "source"])


def dates(run: "Run", slice_: Slice) -> pd.DataFrame:
    """Published dates of what the slice dates: value, low, high, source; maybe none."""
    rows = [[*(_day(float(at[key])) for key in ("value", "low", "high")), str(at["source"])]
            for at in _same(run, slice_, SAME_DATE)]
    return pd.DataFrame(rows, columns=["value", "low", "high", "source"])


def _same(run: "Run", slice_: Slice, same: dict) -> Iterator[dict[str, Any]]:
    """The rows of /published that `same` gives to the slice; none where the file has no such table, or another model's."""
    group = run.published
    if not set(_FIELDS) <= set(group.variables):
        return
    for i in range(group.sizes["row"]):
        at = {key: group[key].values[i] for key in _FIELDS}
        measure, labels = same.get((str(at["pattern"]), str(at["part"])), ("", {}))
        if measure == slice_.measure and all(slice_.selection.get(d) == label for d, label in labels.items()):
            yield at


def _series(run: "Run", slice_: Slice) -> list[list]:
    """Monthly figures of the reference tables for a slice of the measure of the same name; they state no tolerance."""
    rows = []
    for row in run.reference_table("published_series").itertuples():
        if row.series == slice_.measure and row.entity in slice_.selection.values():
            end, value = pd.Timestamp(row.date), _TO_STORED[row.unit] * float(row.value)
            rows.append([end.replace(day=1), end, value, value, value, row.source])
    return rows


def _day(year: float) -> pd.Timestamp:
    return pd.Timestamp(int(year), 1, 1) + pd.Timedelta(days=365.25 * (year % 1.0))
