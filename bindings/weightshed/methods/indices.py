"""Morris and Sobol indices: SALib's designs and estimators, with blocks that lost a run left out as a whole.

A design is a table of points in the unit cube, one column a factor, one row a run. Its rows come in blocks that are compared
with each other: a Morris trajectory of one run more than factors, a block of Saltelli's of two more. SALib turns one
missing run into indices of zero for everything, so a block is used whole or not at all.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .extra import module
from .plan import FEWEST_BLOCKS, FEWEST_TRAJECTORIES

LEVELS = 4  # of a Morris design
RESAMPLES = 1000  # of the bootstrap behind the intervals
MOST_LOST = 0.1  # share of blocks that may be missing: a study that fails more often fails somewhere, not at random


def trajectories(factors: int, count: int, seed: int) -> np.ndarray:
    """A Morris design: `count` trajectories of factors + 1 points. The levels are the middles of four equal parts of
    probability, so that no run stands at the end of a range."""
    points = module("SALib.sample.morris").sample(_problem(factors), count, num_levels=LEVELS, seed=seed)
    return (points * (LEVELS - 1) + 0.5) / LEVELS


def blocks(factors: int, count: int, seed: int) -> np.ndarray:
    """Saltelli's design: `count` blocks of factors + 2 points; a power of two balances them."""
    return module("SALib.sample.sobol").sample(_problem(factors), count, calc_second_order=False, seed=seed)


def screened(points: np.ndarray, outcome: np.ndarray, seed: int) -> tuple[pd.DataFrame, int]:
    """Morris's measures of each column of a design of `trajectories`, and how many trajectories were left out.

    Columns: mu_star (mean size of the change from one end of the distribution to the other), low and high (its 95 %
    interval), mu (mean change with its sign), sigma (standard deviation: interplay and curvature), all in the unit of the
    outcome. Raises ValueError when too many trajectories lack a value or the outcome never changes.
    """
    factors = points.shape[1]
    kept = _whole(outcome, factors + 1, FEWEST_TRAJECTORIES)
    rows = np.repeat(kept, factors + 1)
    # SALib divides by the step between levels, as if they went from 0 to 1; ours are three quarters as far apart.
    spread = LEVELS / (LEVELS - 1)
    found = module("SALib.analyze.morris").analyze(
        _problem(factors), (points[rows] * LEVELS - 0.5) / (LEVELS - 1), outcome[rows].astype(float), num_resamples=RESAMPLES,
        num_levels=LEVELS, seed=seed)
    table = pd.DataFrame({key: np.asarray(found[key], dtype=float) * spread for key in ("mu_star", "mu", "sigma")})
    width = np.nan_to_num(np.asarray(found["mu_star_conf"], dtype=float)) * spread
    return table.assign(low=np.maximum(table["mu_star"] - width, 0.0), high=table["mu_star"] + width), int((~kept).sum())


def shares(factors: int, outcome: np.ndarray, seed: int) -> tuple[pd.DataFrame, int]:
    """Sobol's indices of each factor from the runs of a design of `blocks`, and how many blocks were left out.

    Columns: first (share of the variance that the factor explains alone), total (share that is left when all others are
    known), each with `_low` and `_high`, the ends of its 95 % interval. Estimates of a small first-order index may be
    negative. Raises ValueError when too many blocks lack a value or the outcome never changes.
    """
    kept = _whole(outcome, factors + 2, FEWEST_BLOCKS)
    used = outcome[np.repeat(kept, factors + 2)].astype(float)
    # SALib takes a seed of 0 for none, and its intervals would differ from call to call.
    found = module("SALib.analyze.sobol").analyze(_problem(factors), used, calc_second_order=False,
                                                  num_resamples=RESAMPLES, seed=seed + 1)
    table = pd.DataFrame()
    for name, key in (("first", "S1"), ("total", "ST")):
        value, width = (np.asarray(found[k], dtype=float) for k in (key, f"{key}_conf"))
        low = value - width
        table[name], table[f"{name}_low"], table[f"{name}_high"] = value, low, value + width
    return table.assign(total_low=np.maximum(table["total_low"], 0.0)), int((~kept).sum())


def _whole(outcome: np.ndarray, size: int, fewest: int) -> np.ndarray:
    """Which blocks have a value in every run."""
    kept = np.isfinite(outcome.reshape(-1, size)).all(axis=1)
    lost = 1.0 - kept.mean()
    if lost > MOST_LOST or kept.sum() < fewest:
        raise ValueError(f"{int((~kept).sum())} of {len(kept)} blocks of the design lack a value in some run; indices need at "
                         f"least {1 - MOST_LOST:.0%} of the blocks and no fewer than {fewest}")
    if np.ptp(outcome[np.repeat(kept, size)]) == 0.0:
        raise ValueError("the effect is the same in every run, so no assumption moves it")
    return kept


def _problem(factors: int) -> dict:
    return {"num_vars": factors, "names": [str(i) for i in range(factors)], "bounds": [[0.0, 1.0]] * factors}
