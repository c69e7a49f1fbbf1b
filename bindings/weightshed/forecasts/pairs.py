"""Pairs of a forecast and what came: one row per origin, target, date and method, with quantiles and scores."""

from __future__ import annotations

from typing import Iterator

import numpy as np
import pandas as pd

from . import scores
from .fit import Projection
from .origins import band_of, months_between
from .rivals import RIVALS, NoForecast
from .targets import POOLS, Target

MODEL = "model"
#: Quantiles that are written beside each score, in percent.
QUANTILES = (5, 10, 25, 50, 75, 90, 95)


def pairs(projections: list[Projection], targets: list[Target]) -> pd.DataFrame:
    """All pairs, in order of target, origin, date and method.

    Columns: target, origin, date, horizon (months), band, unit, method, draws (their number), q05 to q95, value, crps,
    interval_score and width (of the 80% interval), pit, covered. A rival that has too short a record gives no row.
    """
    found = [row for target in targets for projection in projections for row in _rows(projection, target)]
    return pd.DataFrame(found)


def pooled(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs with those of each pool under its name, first, in place of those of its targets."""
    together = [pairs[pairs["target"].isin(pool.of)].assign(target=pool.name) for pool in POOLS]
    parts = {name for pool in POOLS for name in pool.of}
    return pd.concat([*together, pairs[~pairs["target"].isin(parts)]], ignore_index=True)


def _rows(projection: Projection, target: Target) -> Iterator[dict[str, object]]:
    origin, scored = projection.origin, target.scored(projection.origin)
    if len(scored.dates) == 0:
        return
    modelled = target.draws(projection.run, origin, scored.dates)
    for date, value, histories in zip(scored.dates, scored.values, modelled):
        # A history without a value has no frontier to compare yet.
        forecasts = {MODEL: histories[np.isfinite(histories)], **_rivals(target, origin, date)}
        for method, draws in forecasts.items():
            low, high = scores.interval(draws)
            horizon = months_between(origin, date)
            yield {"target": target.name, "origin": str(origin), "date": str(date), "horizon": horizon,
                   "band": band_of(horizon), "unit": target.unit, "method": method, "draws": len(draws),
                   **{f"q{q:02d}": quantile for q, quantile in zip(QUANTILES, np.percentile(draws, QUANTILES))},
                   "value": value, "crps": float(scores.crps(draws, value)),
                   "interval_score": float(scores.interval_score(draws, value)), "width": float(high - low),
                   "pit": float(scores.pit(draws, value)), "covered": bool(scores.covered(draws, value))}


def _rivals(target: Target, origin: np.datetime64, date: np.datetime64) -> dict[str, np.ndarray]:
    known = target.history(origin, date)
    found = {}
    for name, rival in RIVALS.items():
        try:
            draws = rival(known.dates, known.values, np.array([date]), target.bounds)[0]
        except NoForecast:
            continue
        found[name] = draws if target.least is None else np.maximum(draws, target.least)
    return found
