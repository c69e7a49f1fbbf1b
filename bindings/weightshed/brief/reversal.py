"""What would reverse an effect: the assumptions ranked by how far they move it, and the value at which its sign changes.

Behind `ranked` stands a regression over the worlds of the run; another ranking would replace that function alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import sensitivity
from .changes import Change, Changes

FEWEST_WORLDS = 16  # fewer, and no reversal is claimed
RESAMPLES = 200
SEED = 20250901  # of the resampling, so that a brief has the same numbers each time
DEFINED = 0.8  # share of the resamples in which the line must cross zero for its range to be told


@dataclass(frozen=True)
class Reversal:
    """The assumption that can reverse an effect, and where; all values in the unit of the assumption."""

    assumption: str
    at: float
    low: float  # 10% and 90% quantile of the crossing over resampled worlds
    high: float
    tested_low: float  # least and greatest value among the worlds
    tested_high: float
    above: bool  # the effect is reversed above `at`, else below
    intercept: float  # the fitted effect at a value of zero, and its slope, the other assumptions at their medians
    slope: float

    @property
    def is_tested(self) -> bool:
        return self.tested_low <= self.at <= self.tested_high


def ranked(book: Changes, change: Change) -> pd.DataFrame:
    """The assumptions that the scenario lets vary, the one that moves the effect most first, as sensitivity.flip_points has
    them. Empty with too few worlds."""
    if len(_draws(book)[0]) < FEWEST_WORLDS:
        return pd.DataFrame()
    try:
        return _fit(book, change, None)
    except ValueError:
        return pd.DataFrame()


def clear(table: pd.DataFrame) -> pd.DataFrame:
    """The assumptions whose slope is at least two standard errors from zero."""
    if table.empty:
        return table
    return table[(table["high_effect"] - table["low_effect"]).abs() > sensitivity.CLEAR_SLOPE * table["standard_error"]]


def find(book: Changes, change: Change) -> Reversal | None:
    """The assumption that moves the effect most among those that reverse it within the range of their card; None when none
    does, or when the worlds do not settle where."""
    table = clear(ranked(book, change))
    table = table[table["in_range"]] if len(table) else table
    if table.empty:
        return None
    row = table.iloc[0]
    crossings = _resampled(book, change, str(row["assumption"]))
    if np.isfinite(crossings).mean() < DEFINED:
        return None
    low, high = np.clip(np.nanquantile(crossings, (0.1, 0.9)), row["low"], row["high"])
    values = draws(book, str(row["assumption"]))
    slope = (row["high_effect"] - row["low_effect"]) / (row["q90"] - row["q10"])
    return Reversal(str(row["assumption"]), float(row["flip"]), float(min(low, row["flip"])), float(max(high, row["flip"])),
                    float(values.min()), float(values.max()), bool((slope > 0) != change.rises), float(-slope * row["flip"]), float(slope))


def _draws(book: Changes) -> list[np.ndarray]:
    """The worlds of each variant of a contested mechanism, draw by draw: a draw counts once, by the mean of its variants."""
    return list(book.variants.values()) or [np.arange(book.run.data.sizes["world"])]


def draws(book: Changes, assumption: str) -> np.ndarray:
    """The value of an assumption in each set of assumptions."""
    return book.run.design["value"].sel(parameter=assumption).values[_draws(book)[0]]


def of_worlds(book: Changes, change: Change) -> np.ndarray:
    """The mean effect under each set of assumptions."""
    cells = book.cells(change.line, change.year)
    effects = np.nanmean(cells[book.run.policies.index(change.policy)] - cells[0], axis=1)
    return np.mean([effects[worlds] for worlds in _draws(book)], axis=0)


def _fit(book: Changes, change: Change, worlds: np.ndarray | None) -> pd.DataFrame:
    run = book.run
    found, once = book.cells(change.line, change.year), _draws(book)
    mean = np.mean([found[:, at] for at in once], axis=0)
    cells, design = run.data["status"].astype(float).isel(world=once[0]).copy(data=mean), run.design.isel(world=once[0])
    if worlds is not None:
        cells, design = cells.isel(world=worlds), design.isel(world=worlds)
    return sensitivity.flip_points(cells, change.policy, design, run.registry, run.varied)


def _resampled(book: Changes, change: Change, assumption: str) -> np.ndarray:
    """Where the line crosses zero when the worlds are drawn again with replacement; NaN where it does not."""
    chance, count = np.random.default_rng(SEED), len(_draws(book)[0])
    names = book.run.varied
    columns = np.column_stack([np.ones(count), *(draws(book, name) for name in names)])
    effects, middle = of_worlds(book, change), np.median(columns, axis=0)
    position = 1 + names.index(assumption)
    found = np.full(RESAMPLES, np.nan)
    for i in range(RESAMPLES):
        chosen = chance.integers(0, count, count)
        chosen = chosen[np.isfinite(effects[chosen])]
        line, _, rank, _ = np.linalg.lstsq(columns[chosen], effects[chosen], rcond=None)
        if rank == columns.shape[1] and line[position] != 0.0:
            rest = line @ middle - line[position] * middle[position]
            found[i] = -rest / line[position]
    return found
