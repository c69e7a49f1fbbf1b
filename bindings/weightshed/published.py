"""Which published figure a measure can be held against: the pattern numbers of docs/patterns.md and their slices."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    columns = ["start", "end", "value", "low", "high", "source"]
    group = run.published
    if not set(_FIELDS) <= set(group.variables):  # no such table, or another model's
        return pd.DataFrame(columns=columns)
    rows = []
    for i in range(group.sizes["row"]):
        at = {key: group[key].values[i] for key in _FIELDS}
        measure, labels = SAME.get((str(at["pattern"]), str(at["part"])), ("", {}))
        if measure != slice_.measure or any(slice_.selection.get(d) != label for d, label in labels.items()):
            continue
        factor = _TO_STORED[str(at["unit"])]
        rows.append([pd.Timestamp(str(at["period_start"])), pd.Timestamp(str(at["period_end"])),
                     *(factor * float(at[key]) for key in ("value", "low", "high")), str(at["source"])])
    if not rows:
        rows = _series(run, slice_)
    return pd.DataFrame(rows, columns=columns)


def _series(run: "Run", slice_: Slice) -> list[list]:
    """Monthly figures of the reference tables for a slice of the measure of the same name; they state no tolerance."""
    table = run.settings.get("tables", {}).get("published_series")
    if table is None:
        return []
    columns = table["columns"]
    cells = pd.DataFrame({key: columns[key]["text"] for key in ("series", "entity", "date", "unit", "source")})
    cells["value"] = [float(v) for v in columns["value"].get("number") or columns["value"]["text"]]
    rows = []
    for row in cells[(cells["series"] == slice_.measure) & cells["entity"].isin(slice_.selection.values())].itertuples():
        end, value = pd.Timestamp(row.date), _TO_STORED[row.unit] * row.value
        rows.append([end.replace(day=1), end, value, value, value, row.source])
    return rows


def dates(run: "Run", slice_: Slice) -> pd.DataFrame:
    """Published dates of what the slice dates: value, low, high, source; maybe none."""
    group = run.published
    rows = []
    for i in range(group.sizes["row"] if set(_FIELDS) <= set(group.variables) else 0):
        at = {key: group[key].values[i] for key in _FIELDS}
        measure, labels = SAME_DATE.get((str(at["pattern"]), str(at["part"])), ("", {}))
        if measure == slice_.measure and all(slice_.selection.get(d) == label for d, label in labels.items()):
            rows.append([*(_day(float(at[key])) for key in ("value", "low", "high")), str(at["source"])])
    return pd.DataFrame(rows, columns=["value", "low", "high", "source"])


def _day(year: float) -> pd.Timestamp:
    return pd.Timestamp(int(year), 1, 1) + pd.Timedelta(days=365.25 * (year % 1.0))
