"""Where a policy fails: boxes of assumptions found by PRIM and CART of the EMA workbench, and counted by ourselves."""

from __future__ import annotations

import logging
import re
import warnings
from dataclasses import dataclass
from typing import Callable

import numpy as np
import pandas as pd

from .extra import module

FEWEST_WORLDS = 32  # with fewer, some assumption separates any three worlds from the rest
SMALLEST = 0.1  # of the worlds that a box must hold
MOST_LIMITS = 3  # of a box: more cannot be said in a sentence
WORTH = 0.02  # what a limit must add to the harmonic mean of coverage and density to stay

_LIMIT = re.compile(r"\s*([A-Za-z][\w.]*)\s*(<=|>=|<|>)\s*([-+]?[\d.]+(?:[eE][-+]?\d+)?)\s*")


@dataclass(frozen=True)
class Limit:
    """One side of a box, in the unit of the assumption's card."""

    assumption: str
    sign: str  # ">=" or "<=" where we find it; a reader may also give ">" or "<"
    value: float

    def holds(self, values: np.ndarray) -> np.ndarray:
        compare: dict[str, Callable] = {">": np.greater, ">=": np.greater_equal, "<": np.less, "<=": np.less_equal}
        return compare[self.sign](values, self.value)

    def __str__(self) -> str:
        return f"{self.assumption}{self.sign}{self.value:.12g}"


def parsed(text: str) -> list[Limit]:
    """Limits from a text like "research.induced_share>1.2, supply.leak_base<=0.3". Raises ValueError for what is none."""
    limits = []
    for part in re.split(r",|\band\b", text):
        match = _LIMIT.fullmatch(part)
        if match is None:
            raise ValueError(f"{part.strip()!r} is no limit; write ASSUMPTION>VALUE, with >, >=, < or <=, and commas between limits")
        limits.append(Limit(match[1], match[2], float(match[3])))
    return limits


@dataclass(frozen=True)
class Box:
    """A box with what is counted in it: histories are pairs of histories, one under the policy and one under the reference,
    in the same world with the same luck."""

    limits: tuple[Limit, ...]
    histories: int  # inside
    failing: int  # of these
    all_histories: int
    all_failing: int
    worlds: int  # inside
    all_worlds: int

    @property
    def coverage(self) -> float:
        """Share of all failing histories that lie inside, 0 to 1; NaN when none fails."""
        return self.failing / self.all_failing if self.all_failing else np.nan

    @property
    def density(self) -> float:
        """Share of the histories inside that fail, 0 to 1; NaN when there is none."""
        return self.failing / self.histories if self.histories else np.nan

    def as_text(self) -> str:
        return ", ".join(map(str, self.limits))


def counted(assumptions: pd.DataFrame, fails: np.ndarray, limits: list[Limit]) -> Box:
    """Counts histories inside and outside of limits. `assumptions` has a row a world; `fails` is over (world, member): 1
    fails, 0 does not, NaN has no value and counts nowhere. Raises ValueError for an assumption that does not vary."""
    inside = np.ones(len(assumptions), dtype=bool)
    for limit in limits:
        if limit.assumption not in assumptions:
            raise ValueError(f"{limit.assumption} does not vary over the worlds of this result; these do: "
                             + ", ".join(map(str, assumptions.columns)))
        inside &= limit.holds(assumptions[limit.assumption].to_numpy())
    known = np.isfinite(fails)
    failing = known & (fails == 1.0)
    return Box(tuple(limits), int(known[inside].sum()), int(failing[inside].sum()), int(known.sum()), int(failing.sum()),
               int(known[inside].any(axis=1).sum()), int(known.any(axis=1).sum()))


def found(assumptions: pd.DataFrame, fails: np.ndarray) -> tuple[Box, Box, tuple[float, float]]:
    """The boxes of PRIM and of CART, and how boxes like PRIM's fare in worlds that they were not found from: coverage and
    density of boxes that were found from one half of the worlds (every other one) and counted in the other half, both ways
    together; NaN where a half has nothing to tell apart.

    Of all boxes on PRIM's first peeling trajectory (of all leaves of CART's tree), each made simple, a box is the one with the
    greatest harmonic mean of coverage and density. It has as many limits, MOST_LIMITS at most, as fare best in the other half.
    A box without limits: nothing was found.
    """
    halves = [np.arange(len(assumptions)) % 2 == i for i in (0, 1)]
    sides = [(assumptions[h].reset_index(drop=True), fails[h]) for h in halves]
    fared: dict[int, tuple[float, float, float]] = {}
    if all(0 < np.nansum(f) < np.isfinite(f).sum() for _, f in sides):
        paths = [_prim(*side) for side in sides]
        for most in range(1, MOST_LIMITS + 1):
            fared[most] = _elsewhere([_peeled(path, *own, most) for path, own in zip(paths, sides)], sides[::-1])
    most = max(fared, key=lambda k: (fared[k][0], -k)) if fared else 1
    box = _peeled(_prim(assumptions, fails), assumptions, fails, most)
    return box, _best(_cart(assumptions, fails), assumptions, fails, most), fared[most][1:] if fared else (np.nan, np.nan)


def _peeled(path: list[list[Limit]], assumptions: pd.DataFrame, fails: np.ndarray, most: int) -> Box:
    """The best box of a path. PRIM peels it once more along its own assumptions alone, which sets its limits more finely than
    a path along all of them, where each has few turns."""
    box = _best(path, assumptions, fails, most)
    if not box.limits:
        return box
    own = assumptions[sorted({x.assumption for x in box.limits})]
    return max(box, _best(_prim(own, fails), own, fails, most), key=_score)


def _elsewhere(own: list[Box], others: list[tuple[pd.DataFrame, np.ndarray]]) -> tuple[float, float, float]:
    """Harmonic mean, coverage and density of boxes counted in other worlds, together."""
    counts = [counted(*other, list(box.limits)) for box, other in zip(own, others)]
    inside, failing, every = (sum(getattr(c, key) for c in counts) for key in ("histories", "failing", "all_failing"))
    return 2.0 * failing / (inside + every), failing / every, failing / inside if inside else np.nan


def _prim(assumptions: pd.DataFrame, fails: np.ndarray) -> list[list[Limit]]:
    """The boxes on the first peeling trajectory of PRIM."""
    cases, failing = _cases(assumptions, fails)
    with _quietly():
        method = module("ema_workbench.analysis.prim").Prim(cases, failing, threshold=float(failing.mean()), mass_min=SMALLEST)
        return [_limits(box, cases) for box in method.find_box().box_lims]


def _cart(assumptions: pd.DataFrame, fails: np.ndarray) -> list[list[Limit]]:
    """The leaves of CART's tree."""
    cases, failing = _cases(assumptions, fails)
    with _quietly():
        tree = module("ema_workbench.analysis.cart").CART(cases, failing, mass_min=SMALLEST)
        tree.build_tree()
        return [_limits(box, cases) for box in tree.boxes]


def _cases(assumptions: pd.DataFrame, fails: np.ndarray) -> tuple[pd.DataFrame, np.ndarray]:
    """One row a history with a value. Columns are floats: the workbench fails on whole numbers."""
    known = np.isfinite(fails)
    world = np.repeat(np.arange(len(fails)), fails.shape[1])[known.ravel()]
    return assumptions.iloc[world].astype(float).reset_index(drop=True), fails[known] == 1.0


def enough(fails: np.ndarray) -> None:
    """Raises ValueError when a box would say nothing."""
    known = np.isfinite(fails)
    worlds = int(known.any(axis=1).sum())
    if worlds < FEWEST_WORLDS:
        raise ValueError(f"only {worlds} worlds have a value; a box that is not chance needs at least {FEWEST_WORLDS}")
    failing = int(np.nansum(fails))
    if failing in (0, int(known.sum())):
        raise ValueError(f"{'no' if failing == 0 else 'every'} history fails, so there is nothing to tell apart")


def _limits(lims: pd.DataFrame, cases: pd.DataFrame) -> list[Limit]:
    """The sides of a box that leave some case out."""
    found = []
    for name in map(str, lims.columns):
        low, high = float(lims[name].iloc[0]), float(lims[name].iloc[1])
        found += [Limit(name, ">=", low)] if (cases[name] < low).any() else []
        found += [Limit(name, "<=", high)] if (cases[name] > high).any() else []
    return found


def _best(candidates: list[list[Limit]], assumptions: pd.DataFrame, fails: np.ndarray, most: int) -> Box:
    """The best of some boxes, each made simple; the limits rounded so that the same worlds lie inside."""
    box = max((_simplest(limits, assumptions, fails, most) for limits in candidates), key=_score)
    limits = [_rounded(limit, assumptions[limit.assumption].to_numpy(float)) for limit in box.limits]
    return counted(assumptions, fails, limits)


def _simplest(limits: list[Limit], assumptions: pd.DataFrame, fails: np.ndarray, most: int) -> Box:
    """The box with at most `most` limits and none that is not worth a clause, the least worthy dropped first. CART splits a leaf further when
    both halves are of one kind; dropping the limit between them puts it together again."""
    box = counted(assumptions, fails, limits)
    while box.limits:
        fewer = max((counted(assumptions, fails, [x for x in box.limits if x != limit]) for limit in box.limits), key=_score)
        if len(box.limits) <= most and _score(box) - _score(fewer) >= WORTH:
            break
        box = fewer
    return box


def _rounded(limit: Limit, values: np.ndarray) -> Limit:
    """The limit with the fewest digits that leave the same worlds on the same side."""
    inside = limit.holds(values)
    # Between the last world outside and the first inside any value will do; the middle leaves most room.
    beyond = values[~inside]
    nearest = values[inside].min() if limit.sign == ">=" else values[inside].max()
    middle = (nearest + (beyond.max() if limit.sign == ">=" else beyond.min())) / 2.0
    shorter = (Limit(limit.assumption, limit.sign, float(f"{middle:.{digits}g}")) for digits in range(1, 17))
    return next((x for x in shorter if (x.holds(values) == inside).all()), limit)


def _score(box: Box) -> float:
    """Harmonic mean of coverage and density."""
    together = box.histories + box.all_failing
    return 2.0 * box.failing / together if together else 0.0


class _quietly(warnings.catch_warnings):
    """Without the workbench's warnings and log lines, which are about itself."""

    def __enter__(self) -> None:
        super().__enter__()
        warnings.simplefilter("ignore")
        logging.getLogger("EMA").setLevel(logging.ERROR)
