"""Quantiles of a measure and paired effects of a policy over time, from the cells of a result."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import xarray as xr

from .words import Scale, Slice, scale_of

CELL = ("world", "member")
QUANTILES = (0.10, 0.25, 0.50, 0.75, 0.90)


def measures(data: xr.Dataset) -> list[str]:
    """Names of the measures: variables over policy, world, member and time, in the order of the file."""
    return [str(key) for key, var in data.data_vars.items() if var.dims[:4] == ("policy", "world", "member", "time")]


def own_dimensions(data: xr.Dataset, measure: str) -> tuple[str, ...]:
    """The dimensions of a measure after policy, world, member and time."""
    return tuple(str(d) for d in data[measure].dims[4:])


def values(data: xr.Dataset, slice_: Slice, policy: str) -> np.ndarray:
    """The slice under `policy` as an array [cell, time] of float64; NaN where pending or without a value."""
    array = data[slice_.measure].sel({"policy": policy, **slice_.selection})
    array = array.transpose(*CELL, "time")
    return np.asarray(array.values, dtype=np.float64).reshape(-1, array.sizes["time"])


def has_values(data: xr.Dataset, slice_: Slice) -> bool:
    """True when some cell of the reference policy has a value at some date."""
    return bool(np.isfinite(values(data, slice_, str(data["policy"].values[0]))).any())


def scale(data: xr.Dataset, slice_: Slice) -> Scale:
    """How values of the slice are shown; decided by its unit and its largest value under the reference policy."""
    found = np.abs(values(data, slice_, str(data["policy"].values[0])))
    largest = float(np.nanmax(found)) if np.isfinite(found).any() else 0.0
    return scale_of(str(data[slice_.measure].attrs.get("units", "")), slice_, largest)


def fan(data: xr.Dataset, slice_: Slice, policy: str) -> pd.DataFrame:
    """Quantiles over (world, member): one row a recorded time, columns q10, q25, q50, q75, q90, mean, cells."""
    cells = values(data, slice_, policy)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # times at which no cell has a value give NaN
        quantiles = np.nanquantile(cells, QUANTILES, axis=0)
        mean = np.nanmean(cells, axis=0)
    frame = pd.DataFrame({f"q{int(100 * q)}": row for q, row in zip(QUANTILES, quantiles)})
    frame.insert(0, "time", data["time"].values)
    frame["mean"] = mean
    frame["cells"] = np.isfinite(cells).sum(axis=0)
    return frame


def effect(data: xr.Dataset, slice_: Slice, policy: str, vs: str) -> pd.DataFrame:
    """Paired effect of `policy` against `vs` over (world, member), one row a recorded time.

    Columns: effect (mean of the paired differences), low and high (10th and 90th percentile of the differences),
    positive and negative (share of cells on each side of zero; a tie is on neither), cells (pairs with a value).
    """
    difference = values(data, slice_, policy) - values(data, slice_, vs)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        mean = np.nanmean(difference, axis=0)
        low, high = np.nanquantile(difference, (0.10, 0.90), axis=0)
    cells = np.isfinite(difference).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        positive = np.where(cells > 0, (difference > 0).sum(axis=0) / cells, np.nan)
        negative = np.where(cells > 0, (difference < 0).sum(axis=0) / cells, np.nan)
    return pd.DataFrame({"time": data["time"].values, "effect": mean, "low": low, "high": high, "positive": positive,
                         "negative": negative, "cells": cells})


def row_at(frame: pd.DataFrame, at: pd.Timestamp | None) -> pd.Series:
    """The row of the recording period that `at` lies in or last before it; the last row when `at` is None."""
    if at is None:
        return frame.iloc[-1]
    month_end = pd.Timestamp(at) + pd.offsets.MonthEnd(0)
    before = frame[frame["time"] <= month_end]
    if before.empty:
        raise ValueError(f"{pd.Timestamp(at).date()} is before the first recorded date "
                         f"({pd.Timestamp(frame['time'].iloc[0]).date()})")
    return before.iloc[-1]


def main_slice(data: xr.Dataset, measure: str) -> Slice:
    """The slice shown when none is asked for: totals ("all", "world") where the measure has them, China for countries
    and the first pair; else the label with the largest mean at the end under the reference policy."""
    chosen: list[tuple[str, str]] = []
    dims = own_dimensions(data, measure)
    for dim in dims:
        labels = [str(label) for label in data[dim].values]
        preferred = next((label for label in ("all", "world", "CN", "cn-us", "open") if label in labels), None)
        if preferred is None:
            last = data[measure].isel(policy=0, time=-1)
            level = last.mean([d for d in last.dims if d != dim], skipna=True).values
            preferred = labels[int(np.nanargmax(level))] if np.isfinite(level).any() else labels[0]
        chosen.append((dim, preferred))
    return Slice(measure, tuple(chosen))


def slices(data: xr.Dataset, measure: str) -> list[Slice]:
    """Every slice of a measure that may be reported: all labels of one dimension at a time, the others as in the
    main slice. Repeats are left out."""
    base = main_slice(data, measure)
    found = [base]
    for dim, _ in base.coords:
        for label in data[dim].values:
            one = Slice(measure, tuple((d, str(label) if d == dim else v) for d, v in base.coords))
            if one not in found:
                found.append(one)
    return found
