"""What moves an effect, from the worlds that a result has: first-order indices by SALib, which need no design for them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .extra import module

FEWEST_WORLDS = 64  # with fewer, an assumption that does nothing explains a tenth of the variance by accident
DUMMIES = 40  # columns of no meaning, with which the assumptions are compared
HARMONICS = 4  # enough for a curve with two bends; each more adds noise
RESAMPLES = 500
MOST = 12  # assumptions that get an interval


def shares(assumptions: pd.DataFrame, effect: np.ndarray, seed: int) -> tuple[pd.DataFrame, float]:
    """The share of the variance between worlds that each assumption explains alone (random balance designs, corrected for
    bias), with its 95 % interval: factor, first, first_low, first_high, the largest MOST first. SALib takes the interval from
    half samples, so it is wide. Worlds without a value are left out. Assumptions that were fitted together are correlated,
    and one may get the credit of another.

    Second comes the noise: the share that one column in twenty of pure chance exceeds here. Raises ValueError with fewer
    than FEWEST_WORLDS worlds or an effect that is the same in all of them.
    """
    known = np.isfinite(effect)
    if known.sum() < FEWEST_WORLDS:
        raise ValueError(f"only {int(known.sum())} worlds have a value; an assumption can be told from chance with at least "
                         f"{FEWEST_WORLDS}")
    if np.ptp(effect[known]) == 0.0:
        raise ValueError("the effect is the same in every world, so no assumption moves it")
    outcome = effect[known].astype(float)

    def explained(columns: np.ndarray, resamples: int) -> dict:
        problem = {"num_vars": columns.shape[1], "names": [str(i) for i in range(columns.shape[1])],
                   "bounds": [[0.0, 1.0]] * columns.shape[1]}
        return module("SALib.analyze.rbd_fast").analyze(problem, columns, outcome, M=HARMONICS, num_resamples=resamples, seed=seed)

    inputs = assumptions.to_numpy(dtype=float)[known]
    dummies = np.random.default_rng(seed).random((len(inputs), DUMMIES))
    noise = float(np.quantile(np.asarray(explained(dummies, 2)["S1"], dtype=float), 0.95))
    order = np.argsort(-np.asarray(explained(inputs, 2)["S1"], dtype=float), kind="stable")[:MOST]
    found = explained(inputs[:, order], RESAMPLES)
    first, width = (np.asarray(found[key], dtype=float) for key in ("S1", "S1_conf"))
    table = pd.DataFrame({"factor": [str(assumptions.columns[i]) for i in order], "first": first,
                          "first_low": np.maximum(first - width, 0.0), "first_high": np.minimum(first + width, 1.0)})
    return table, noise
