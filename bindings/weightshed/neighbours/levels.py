"""What a result says of its measures as one long table: quantiles, and effects against the reference."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from .. import summary
from ..reading import Reading

#: Columns that every table has, before the dimensions of its measures.
FRONT = ["measure", "unit", "policy", "time"]

_EFFECT = ["effect", "effect_low", "effect_high", "effect_sign_probability", "effect_pairs"]


def chosen(run: Reading) -> dict[str, dict[str, list[str]]]:
    """The labels of each measure that are asked for, by dimension: of all measures that have the dimensions asked for, or of
    those asked for. Raises weightshed.Error for an unknown measure, dimension or label."""
    asked = run.asked.labels
    found = {}
    for measure in run.shown_measures:
        run.require_measure(measure)
        dims = [str(d) for d in run.data[measure].dims[4:]]
        for dimension in asked:
            run.require_dimension(dimension, dims, measure)
        found[measure] = {d: [str(v) for v in run.data[d].values] if "*" in asked.get(d, "*")
                          else [run.label_of(d, label) for label in asked[d]] for d in dims}
    return found


def table(run: Reading) -> pd.DataFrame:
    """One row per measure, combination of labels, policy and recorded date.

    Columns: measure, unit, policy, time; one per dimension (empty where the measure has it not); q10, q25, q50, q75, q90 over
    histories, effect (mean of the paired differences from the reference), effect_low, effect_high (the 80% of them in the
    middle), all in the measure's unit; sign_probability (0 to 1); pairs (with a value on both sides). NaN where no history has
    a value. Raises weightshed.Error for an unknown measure, dimension or label.
    """
    frames = []
    for measure, labels in chosen(run).items():
        dims = ["policy", "time", *labels]
        levels = run.summary[measure].sel(labels)
        columns = {key: levels.sel(quantile=q, method="nearest", drop=True) for key, q in summary.QUANTILES.items()}
        columns |= {name.removeprefix("effect_") if name.endswith(("pairs", "probability")) else name:
                    run.summary[f"{measure}_{name}"].sel(labels) for name in _EFFECT}
        frames.append(_long(run, measure, {k: v.transpose(*dims).astype(np.float64) for k, v in columns.items()}))
    found = _joined(run, frames)
    return found.assign(pairs=found["pairs"].fillna(0).astype(int))


def histories(run: Reading) -> pd.DataFrame:
    """Every recorded value: one row per measure, combination of labels, policy, world, member and date.

    Columns: measure, unit, policy, time, one per dimension (empty where the measure has it not), world, member, value (float32
    in the measure's unit; NaN where a history has none). Raises as `table` does.
    """
    frames = []
    for measure, labels in chosen(run).items():
        cells = run.data[measure].sel(labels).transpose("policy", "time", *labels, "world", "member")
        frames.append(_long(run, measure, {"value": cells}))
    return _joined(run, frames)


def dimensions(run: Reading) -> list[str]:
    """The dimensions of the measures of a table, in the order of its columns."""
    return list(dict.fromkeys(d for labels in chosen(run).values() for d in labels))


def _long(run: Reading, measure: str, columns: dict[str, xr.DataArray]) -> pd.DataFrame:
    frame = xr.Dataset(columns).reset_coords(drop=True).to_dataframe().reset_index()
    return frame.assign(measure=measure, unit=str(run.data[measure].attrs.get("units", "")))


def _joined(run: Reading, frames: list[pd.DataFrame]) -> pd.DataFrame:
    found = pd.concat(frames, ignore_index=True)
    dims = dimensions(run)
    found[dims] = found[dims].fillna("")
    return found[[*FRONT, *dims, *(c for c in found.columns if c not in (*FRONT, *dims))]]
