"""What a sweep shows: the paired effect at every point of its grid, as the table of `weightshed compare` has it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .result import Result
from .words import Slice


def axes(run: Result) -> list[dict]:
    """The axes of the study's sweep, in the order of the file: key, is_assumption, position and values; none without one."""
    return _sweep(run).get("axes", [])


def effects(run: Result, slice_: Slice) -> pd.DataFrame:
    """The paired effect of every policy but the reference over the worlds of each point, at the last recorded date.

    One row per policy and point. Columns: policy; one per axis, NaN where it does not concern the policy; effect, low and
    high (mean, and 10% and 90% quantile of the differences, in the measure's unit); sign_probability (share of the pairs
    with the more frequent sign; NaN when every difference is 0) and pairs. Raises ValueError without a sweep.
    """
    sweep = _sweep(run)
    if not sweep:
        raise ValueError(f"{run.path}: the study has no [sweep]")
    keys = [axis["key"] for axis in sweep["axes"]]
    of_policy, of_world = (np.array(sweep[name], dtype=float) for name in ("of_policy", "of_world"))
    last = run.data[slice_.measure].isel(time=-1).sel(slice_.selection).transpose("policy", "world", "member").values
    points, member_of = np.unique(np.nan_to_num(of_world, nan=np.inf), axis=0, return_inverse=True)
    rows = []
    for p in range(1, len(run.policies)):
        difference = last[p].astype(np.float64) - last[0]
        for k in range(len(points)):
            pairs = difference[np.ravel(member_of) == k]
            pairs = pairs[np.isfinite(pairs)]
            at = np.where(np.isinf(points[k]), of_policy[p], points[k])
            sign = max(np.mean(pairs > 0), np.mean(pairs < 0)) if pairs.any() else np.nan
            low, high = np.quantile(pairs, [0.1, 0.9]) if pairs.size else (np.nan, np.nan)
            rows.append({"policy": run.policies[p], **dict(zip(keys, at)),
                         "effect": pairs.mean() if pairs.size else np.nan, "low": low, "high": high,
                         "sign_probability": sign, "pairs": pairs.size})
    return pd.DataFrame(rows)


def _sweep(run: Result) -> dict:
    return run.settings.get("sweep", {})
