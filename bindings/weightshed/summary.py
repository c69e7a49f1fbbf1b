"""Bands and paired effects over time, read from the group /summary of a result, and the slice of a measure to show."""

from __future__ import annotations

from typing import Iterable, Mapping

import numpy as np
import pandas as pd
import xarray as xr

from .words import Slice

QUANTILES = {"q10": 0.10, "q25": 0.25, "q50": 0.50, "q75": 0.75, "q90": 0.90}

#: Labels for the whole of a dimension, or that most readers want first: of downloads, those of models under a year old,
#: which the published shares count.
PREFERRED = ("under_a_year", "all", "world", "CN", "cn-us", "releases", "permissive", "top_50_entities", "Qwen-Llama",
             "self_hosted_open_weights")

MOST_SLICES = 4  # of one measure, where policies touch several

_EFFECT = {"effect": "effect", "low": "effect_low", "high": "effect_high",
           "sign_probability": "effect_sign_probability", "variance_removed": "effect_variance_removed",
           "pairs": "effect_pairs"}

_SHARES = {"within": "variance_within", "worlds": "variance_worlds", "members": "variance_members",
           "draws": "effective_draws"}


def fan(summary: xr.Dataset, slice_: Slice, policy: str) -> pd.DataFrame:
    """Quantiles over (world, member), one row per recorded time, in the measure's unit.

    Columns: time, q10, q25, q50, q75, q90; NaN where no cell has a value.
    """
    array = summary[slice_.measure].sel({"policy": policy, **slice_.selection})
    found = {key: array.sel(quantile=q, method="nearest").values.astype(np.float64) for key, q in QUANTILES.items()}
    return pd.DataFrame({"time": summary["time"].values, **found})


def effect(summary: xr.Dataset, slice_: Slice, policy: str) -> pd.DataFrame:
    """Paired effect of `policy` against the reference over (world, member), one row per recorded time.

    Columns: time, effect (mean of the paired differences), low and high (10 % and 90 % quantile of the differences),
    all in the measure's unit; sign_probability (0 to 1: share of pairs with the more frequent sign; NaN when every
    difference is 0), variance_removed (share of the variance that pairing removed, 1 at most), pairs (number of those
    with a value on both sides).
    """
    chosen = {"policy": policy, **slice_.selection}
    found = {key: summary[f"{slice_.measure}_{name}"].sel(chosen).values.astype(np.float64)
             for key, name in _EFFECT.items()}
    frame = pd.DataFrame({"time": summary["time"].values, **found})
    return frame.assign(pairs=frame["pairs"].fillna(0).astype(int))


def shares(summary: xr.Dataset, slice_: Slice, policy: str) -> pd.DataFrame:
    """Where the variance of one history comes from, one row per recorded time; see docs/format.md.

    Columns: time; within (luck that a world has for itself), worlds (assumptions and structure) and members (luck that
    worlds share), which add up to 1; draws (effective draws of the mean). NaN where nothing is known, as in every file
    before format 1.2.
    """
    found = {}
    for key, name in _SHARES.items():
        variable = f"{slice_.measure}_{name}"
        known = variable in summary
        found[key] = (summary[variable].sel({"policy": policy, **slice_.selection}).values.astype(np.float64) if known
                      else np.full(summary.sizes["time"], np.nan))
    return pd.DataFrame({"time": summary["time"].values, **found})


def main_slice(summary: xr.Dataset, measure: str) -> Slice:
    """The slice shown when none is asked for: the whole ("all", "world") where a dimension has it, China for
    countries and the first pair; else the label with the largest median at the end under the reference policy."""
    array = summary[measure]
    chosen: list[tuple[str, str]] = []
    for dim in array.dims[3:]:  # after policy, quantile and time
        labels = [str(label) for label in summary[dim].values]
        preferred = next((label for label in PREFERRED if label in labels), None)
        if preferred is None:
            last = array.isel(policy=0, time=-1).sel(quantile=0.5, method="nearest")
            level = last.mean([d for d in last.dims if d != dim], skipna=True).values
            preferred = labels[int(np.nanargmax(level))] if np.isfinite(level).any() else labels[0]
        chosen.append((str(dim), preferred))
    return Slice(measure, tuple(chosen))


def main_slices(summary: xr.Dataset, measure: str, touched: Iterable[Mapping[str, str]] = ()) -> list[Slice]:
    """The slices shown when none is asked for: those that the policies' actions touch (`touched`: a label by dimension for
    each action), the ones that they touch along most dimensions first, at most MOST_SLICES; without any, the main slice."""
    main = main_slice(summary, measure)
    known = {dim: {str(label) for label in summary[dim].values} for dim in main.selection}
    own = [{dim: label for dim, label in aim.items() if label in known.get(dim, ())} for aim in touched]
    aims = sorted((aim for aim in own if aim), key=lambda aim: -len(aim))
    found = dict.fromkeys(Slice(measure, tuple((d, aim.get(d, label)) for d, label in main.coords)) for aim in aims)
    return list(found)[:MOST_SLICES] or [main]
