"""Bands and paired effects over time, read from the /summary of a result, and which slice of a measure is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import xarray as xr

from .words import Scale, Slice, counted, scale_of

if TYPE_CHECKING:
    from .run import Run

QUANTILES = {"q10": 0.10, "q25": 0.25, "q50": 0.50, "q75": 0.75, "q90": 0.90}

#: Labels that stand for the whole of a dimension, or that most readers ask for first: of downloads, those of models
#: under a year old, which the published shares count.
PREFERRED = ("under_a_year", "all", "world", "CN", "cn-us", "releases", "permissive", "top_50_entities", "Qwen-Llama",
             "self_hosted_open_weights")


def measures(data: xr.Dataset) -> list[str]:
    """Names of the measures: variables over policy, world, member and time, in the order of the file."""
    return [str(key) for key, var in data.data_vars.items() if var.dims[:4] == ("policy", "world", "member", "time")]


def own_dimensions(data: xr.Dataset, measure: str) -> tuple[str, ...]:
    """The dimensions of a measure after policy, world, member and time."""
    return tuple(str(d) for d in data[measure].dims[4:])


def fan(run: "Run", slice_: Slice, policy: str) -> pd.DataFrame:
    """Quantiles over (world, member): one row a recorded time, columns time, q10, q25, q50, q75, q90."""
    array = run.summary[slice_.measure].sel({"policy": policy, **slice_.selection})
    found = {key: array.sel(quantile=q, method="nearest").values.astype(np.float64) for key, q in QUANTILES.items()}
    return pd.DataFrame({"time": run.summary["time"].values, **found})


def effect(run: "Run", slice_: Slice, policy: str) -> pd.DataFrame:
    """Paired effect of `policy` against the reference over (world, member), one row a recorded time.

    Columns: time, effect (mean of the paired differences), low and high (10 % and 90 % quantile of the differences),
    sign_probability (share of pairs with the more frequent sign; NaN when every difference is 0), variance_removed
    (share of the variance that pairing removed), pairs (with a value on both sides).
    """
    chosen = {"policy": policy, **slice_.selection}
    columns = {"effect": "effect", "low": "effect_low", "high": "effect_high",
               "sign_probability": "effect_sign_probability", "variance_removed": "effect_variance_removed",
               "pairs": "effect_pairs"}
    found = {key: run.summary[f"{slice_.measure}_{name}"].sel(chosen).values.astype(np.float64)
             for key, name in columns.items()}
    frame = pd.DataFrame({"time": run.summary["time"].values, **found})
    return frame.assign(pairs=frame["pairs"].fillna(0).astype(int))


def is_zero(row: pd.Series) -> bool:
    """True when an effect is exactly zero in every pair."""
    return bool(row["pairs"] > 0 and row["effect"] == 0.0 and not np.isfinite(row["sign_probability"]))


CLEAR = 0.9  # an effect is clear when its sign holds in at least this share of the pairs


def is_clear(sign_probability: Any) -> Any:
    """Whether a sign (or each of an array) is clear; one that no pair has is not."""
    return np.asarray(sign_probability, dtype=np.float64) >= CLEAR


def strength(row: pd.Series) -> float:
    """Size of an effect in widths of its own 80 % interval: what figures and briefs rank effects by."""
    if row["pairs"] == 0 or not np.isfinite(row["effect"]) or row["effect"] == 0.0:
        return 0.0
    return float(abs(row["effect"]) / (row["high"] - row["low"])) if row["high"] > row["low"] else float("inf")


FEW = 16  # below, one pair moves the probability of a sign by more than six points


def doubt(run: "Run", kind: str = "pair") -> str:
    """A plain sentence when so few pairs stand behind effects that they look surer than they are, such as "from 12 pairs
    of one world: chance only, no uncertainty of assumptions"; else empty. `kind` is what is counted: pairs, or histories
    of one policy."""
    count, worlds = int(run.data.sizes["world"] * run.data.sizes["member"]), int(run.data.sizes["world"])
    if count >= FEW and worlds > 1:
        return ""
    start = f"from {counted(count, kind)} of {'one world' if worlds == 1 else counted(worlds, 'world')}"
    if worlds > 1:
        return f"{start}: too few to be sure of an interval or a sign"
    return (f"{start}: chance only, no uncertainty of assumptions"
            + (", and few draws of chance" if count < FEW else ""))


def mean(run: "Run", slice_: Slice, policy: str) -> np.ndarray:
    """Mean over (world, member) at each recorded time; NaN where no cell has a value."""
    array = run.data[slice_.measure].sel({"policy": policy, **slice_.selection})
    return array.astype(np.float64).mean(("world", "member"), skipna=True).values


def has_values(run: "Run", slice_: Slice) -> bool:
    """True when some cell of the reference policy has a value at some date."""
    return bool(np.isfinite(fan(run, slice_, run.reference)["q50"]).any())


def scale(run: "Run", slice_: Slice) -> Scale:
    """How values of the slice are shown; decided by its unit and its largest quantile under the reference policy."""
    found = np.abs(fan(run, slice_, run.reference)[list(QUANTILES)].to_numpy())
    largest = float(np.nanmax(found)) if np.isfinite(found).any() else 0.0
    return scale_of(str(run.data[slice_.measure].attrs.get("units", "")), slice_, largest)


def row_at(frame: pd.DataFrame, at: pd.Timestamp | str | None = None) -> pd.Series:
    """The last row of the month that `at` lies in, or before it; the last row when `at` is None."""
    if at is None:
        return frame.iloc[-1]
    month_end = pd.Timestamp(at) + pd.offsets.MonthEnd(0)
    before = frame[frame["time"] <= month_end]
    first, last = (pd.Timestamp(frame["time"].iloc[i]) for i in (0, -1))
    if before.empty:
        raise ValueError(f"{pd.Timestamp(at).date()} is before the first recorded date ({first.date()})")
    if month_end > last + pd.offsets.MonthEnd(0):
        raise ValueError(f"{pd.Timestamp(at).date()} is after the last recorded date ({last.date()})")
    return before.iloc[-1]


def main_slice(run: "Run", measure: str) -> Slice:
    """The slice shown when none is asked for: the whole ("all", "world") where a dimension has it, China for
    countries and the first pair; else the label with the largest median at the end under the reference policy."""
    chosen: list[tuple[str, str]] = []
    dims = own_dimensions(run.data, measure)
    for dim in dims:
        labels = [str(label) for label in run.data[dim].values]
        preferred = next((label for label in PREFERRED if label in labels), None)
        if preferred is None:
            last = run.summary[measure].isel(policy=0, time=-1).sel(quantile=0.5, method="nearest")
            level = last.mean([d for d in last.dims if d != dim], skipna=True).values
            preferred = labels[int(np.nanargmax(level))] if np.isfinite(level).any() else labels[0]
        chosen.append((dim, preferred))
    return Slice(measure, tuple(chosen))


def slices(run: "Run", measure: str) -> list[Slice]:
    """Slices worth reporting: the main one, and every other label of one dimension at a time."""
    base = main_slice(run, measure)
    found = [base]
    for dim, _ in base.coords:
        for label in run.data[dim].values:
            one = Slice(measure, tuple((d, str(label) if d == dim else v) for d, v in base.coords))
            if one not in found:
                found.append(one)
    return found
