"""What would reverse an effect: the assumptions ranked by how far they move it, and the value at which its sign changes.

Behind `ranked` stands a regression over the worlds of the run; another ranking would replace that function alone. Its line
crosses zero also where the effect only fades, so `Reversal.kind` says once what the crossing is worth, and the sentence of
the summary, the table of claims and the figure all go by it:

- `SEEN`: the worlds beyond the crossing have the other sign (sensitivity.is_seen). Only this is called a reversal.
- `EXTENDED`: the crossing lies clearly beyond what was tested, by more than an `EDGE` of it. It is the line's, and told so.
- `FADES`: the crossing lies among the worlds or at their edge, but they do not show the other sign: towards that edge little
  is left of the effect.
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
SEEN, EXTENDED, FADES = "seen", "extended", "fades"
EDGE = 1.0 / FEWEST_WORLDS  # of the tested range: about as far apart as worlds are, so nearer to its end is at its end
NEAR, FADED = 0.25, 0.5  # of the worlds, those nearest to an end; and how much of the mean effect they have at most where it fades
DEFINED = 0.8  # share of the resamples in which the line must cross zero for its range to be told


@dataclass(frozen=True)
class Reversal:
    """The assumption with which an effect would reverse, or fades, and where; all values in the unit of the assumption."""

    assumption: str
    kind: str  # SEEN, EXTENDED or FADES
    at: float
    low: float  # 10% and 90% quantile of the crossing over resampled worlds
    high: float
    tested_low: float  # least and greatest value among the worlds
    tested_high: float
    above: bool  # the line reverses the effect above `at`, else below
    intercept: float  # the fitted effect at a value of zero, and its slope, the other assumptions at their medians
    slope: float


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
    """Of the assumptions whose line reverses the effect within the range of their card, the one that moves it most, and before
    it one of which the worlds show the reversal; None when there is none, or when the worlds do not settle where."""
    table = clear(ranked(book, change))
    table = table[table["in_range"]] if len(table) else table
    found = [one for _, row in table.iterrows() if (one := _of_row(book, change, row)) is not None]
    return next((one for one in found if one.kind == SEEN), found[0] if found else None)


def _of_row(book: Changes, change: Change, row: pd.Series) -> Reversal | None:
    name, at = str(row["assumption"]), float(row["flip"])
    crossings = _resampled(book, change, name)
    if np.isfinite(crossings).mean() < DEFINED:
        return None
    values, effects = draws(book, name), of_worlds(book, change)
    slope = float((row["high_effect"] - row["low_effect"]) / (row["q90"] - row["q10"]))
    above = (slope > 0.0) != change.rises
    kind = _kind(values, effects, (at, bool(row["seen"]), above))
    if kind is None:
        return None
    low, high = np.clip(np.nanquantile(crossings, (0.1, 0.9)), row["low"], row["high"])
    return Reversal(name, kind, at, float(min(low, at)), float(max(high, at)), float(values.min()), float(values.max()), above,
                    -slope * at, slope)


def _kind(values: np.ndarray, effects: np.ndarray, crossing: tuple[float, bool, bool]) -> str | None:
    """What a crossing of the line is worth; None where the worlds show neither a reversal nor that the effect fades. `crossing`
    is its value, whether the worlds show it, and whether the line reverses the effect above it."""
    at, is_seen, above = crossing
    low, high = float(values.min()), float(values.max())
    if is_seen:
        return SEEN
    if not low - EDGE * (high - low) <= at <= high + EDGE * (high - low):
        return EXTENDED
    known = np.isfinite(effects)
    ordered = effects[known][np.argsort(values[known] if not above else -values[known], kind="stable")]
    nearest = ordered[:max(1, round(NEAR * len(ordered)))].mean()
    return FADES if abs(nearest) <= FADED * abs(ordered.mean()) else None


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
