"""Where the variance of an effect comes from, over time: chance, assumptions, structure."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..reading import Line, Reading
from . import worlds

PARTS = ("chance", "assumptions", "structure")


def budget(run: Reading, line: Line, policy: str) -> pd.DataFrame:
    """One row per recorded date: time, effect (mean of the paired differences) and variance (of one of them), in the
    measure's unit and its square; chance, assumptions and structure, shares of the variance that add up to 1.

    Chance is the variance between members of a world, structure that between the variants of one draw of the assumptions,
    and assumptions that between draws. What chance leaves in the mean of a world is taken off the other two; a share that
    this makes negative is 0. NaN where nothing varies, and for all shares when a world has one member, which does not tell
    chance from assumptions. Dates on which a history has no value are left out of its world's numbers; a world needs two.
    Raises ValueError for an unknown policy and for a sweep.
    """
    worlds.refuse_sweep(run)
    worlds.effects(run, line, policy)  # refuses what cannot be compared
    values = line.values.transpose("policy", "world", "member", "time").load()
    difference = values.sel(policy=policy).values - values.sel(policy=run.reference).values
    grid = _by_draw(difference, worlds.draws(run), worlds.variants(run))
    rows = [_shares(grid[..., t]) for t in range(grid.shape[-1])]
    return pd.DataFrame({"time": values["time"].values, **{key: [row[key] for row in rows] for key in ("effect", "variance", *PARTS)}})


def _by_draw(difference: np.ndarray, draw: np.ndarray, variant: list[str]) -> np.ndarray:
    """Worlds × members × dates as draws × variants × members × dates."""
    kinds = sorted(set(variant))
    grid = np.full((draw.max() + 1, len(kinds), *difference.shape[1:]), np.nan)
    for world, (d, kind) in enumerate(zip(draw, variant)):
        grid[d, kinds.index(kind)] = difference[world]
    return grid


def _shares(grid: np.ndarray) -> dict[str, float]:
    """Of draws × variants × members at one date, over the draws that have a value everywhere."""
    known = grid[np.isfinite(grid).all(axis=(1, 2))]
    found = dict.fromkeys(("effect", "variance", *PARTS), np.nan)
    if len(known) == 0:
        return found
    found["effect"], members = float(known.mean()), known.shape[2]
    if members < 2 or len(known) < 2:
        return found
    chance = known.var(axis=2, ddof=1).mean()
    of_draw = known.mean(axis=(1, 2))
    assumptions = of_draw.var(ddof=1) - (known.mean(axis=1).var(axis=1, ddof=1) / members).mean()
    apart = known - known.mean(axis=1, keepdims=True)  # what a variant adds under the same luck
    structure = (apart.mean(axis=2) ** 2).mean() - (apart.var(axis=2, ddof=1) / members).mean()
    parts = np.maximum([chance, assumptions, structure], 0.0)
    if parts.sum() > 0.0:
        found |= {"variance": float(parts.sum()), **dict(zip(PARTS, (parts / parts.sum()).tolist()))}
    else:
        found["variance"] = 0.0
    return found
