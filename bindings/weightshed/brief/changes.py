"""What policies change, at the end of each year: effects with their intervals, levels and certainty, each computed once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from .. import words
from ..reading import FEW, LIMITS, Line, Reading
from . import certainty, sizes, variants


COST = "policy_cost"  # the measure of public money, which is a price and no outcome
SMALL, SMALL_POINTS = 0.05, 0.01  # of its level, and of a share of something: a smaller effect is called small


@dataclass(frozen=True)
class Change:
    """The paired effect of a policy on a line at the end of a year, in the measure's unit; shares are of the level."""

    line: Line
    policy: str
    year: int
    effect: float  # mean of the paired differences
    low: float  # 10% and 90% quantile of them
    high: float
    probability: float  # share of pairs with the commoner sign, 0 to 1; NaN: every difference is zero
    pairs: int
    level: float  # mean under the reference
    result: float  # mean under the policy
    share: float  # effect / level; of orders of magnitude, the factor less one
    share_low: float  # 10% and 90% quantile of the pairs' own ratios
    share_high: float
    certainty: str
    variant: str = ""  # of a contested mechanism, under which it is read; empty: under all
    against: str = ""  # what it is compared with in place of the reference: another variant, or another policy

    @property
    def is_sure(self) -> bool:
        return self.certainty in certainty.SURE

    @property
    def is_something(self) -> bool:
        """Whether there is an effect to speak of."""
        return self.pairs > 0 and self.certainty != certainty.NO_EFFECT

    @property
    def is_small(self) -> bool:
        """An effect of under a twentieth of the level, or of a share of something, by less than a percentage point."""
        return abs(self.share) < SMALL or (self.line.scale.unit == "%" and abs(self.effect) < SMALL_POINTS)

    @property
    def rises(self) -> bool:
        return self.effect > 0.0


@dataclass(frozen=True)
class Apart:
    """An effect under the first variant of a contested mechanism and under another, and what the other adds to it in pairs of
    the same assumptions and luck."""

    base: Change
    other: Change
    adds: Change


class Changes:
    """The changes of a run, read from its histories."""

    def __init__(self, run: Reading):
        self.run = run
        self._cells: dict[Line, np.ndarray] = {}
        self._known: dict[tuple[Line, str, int, str, str], Change] = {}

    @cached_property
    def years(self) -> list[int]:
        """Years after whose end, or at whose last recorded date, effects are read: from the fork on."""
        return [int(year) for year in self._ends.index]

    @cached_property
    def _ends(self) -> pd.Series:
        """Position of the last recorded date of each year in which policies may differ."""
        time = pd.DatetimeIndex(self.run.data["time"].values)
        last = pd.Series(range(len(time)), index=time).groupby(time.year).max()
        split = self.run.fork or self.run.vintage
        later = last[[time[i] > split for i in last]]
        return later if len(later) else last.tail(1)

    def date(self, year: int) -> pd.Timestamp:
        return pd.Timestamp(self.run.data["time"].values[self._ends[year]])

    def when(self, year: int) -> str:
        """A year as a reader says its end: "2032", or "June 2027" where the run ends within it."""
        date = self.date(year)
        return str(year) if date.month == 12 else words.month(date)

    @property
    def few(self) -> bool:
        """Whether the pairs are too few to say how sure anything is."""
        return self.run.pairs < FEW or self.run.data.sizes["world"] < LIMITS["worlds"]

    @cached_property
    def lines(self) -> list[Line]:
        """The lines with numbers that a brief can speak of, without dates and what a policy costs, in the order of the study's
        interest. Measures that have no words for a reader who does not know the model are told only when they are asked for."""
        known = [line for line in self.run.main_lines if line.has_values and not line.scale.is_date and line.measure != COST]
        return [line for line in known if line.card.reader or line.measure in self.run.asked.measures] or known

    @cached_property
    def cost(self) -> Line | None:
        """What policies cost governments, where it was recorded."""
        if COST not in self.run.measures or "governments" not in map(str, self.run.data["payer"].values):
            return None
        return self.run.line(self.run.slice(COST, payer="governments"))

    @cached_property
    def variants(self) -> dict[str, np.ndarray]:
        """The worlds of each variant of a contested mechanism, see variants.of; empty where a study is about several policies,
        for whose effects its worlds are one range."""
        return variants.of(self.run) if len(self.others) == 1 else {}

    @cached_property
    def others(self) -> list[str]:
        """Every policy but the reference."""
        return self.run.policies[1:]

    def cells(self, line: Line, year: int) -> np.ndarray:
        """Every cell at the end of a year, over policy, world and member."""
        if line not in self._cells:
            ends = line.values.isel(time=list(self._ends)).transpose("policy", "world", "member", "time")
            self._cells[line] = ends.values
        return self._cells[line][..., self.years.index(year)]

    def change(self, line: Line, policy: str, year: int, variant: str = "", against: str = "") -> Change:
        """The change of a policy at the end of a year; of the reference, zero. `variant`: in its worlds alone; `against`: with a
        variant, what the line is with the effect that it has there in place of that under the variant `against`; without one,
        the policy that stands in place of the reference. Raises KeyError or ValueError for a variant or a policy that the
        study does not run."""
        key = (line, policy, year, variant, against)
        if key not in self._known:
            cells, which = self.cells(line, year), self.run.policies.index(policy)
            reference, own = (self._under(cells[i], variant) for i in (0, which))
            if against and not variant:
                reference = cells[self.run.policies.index(against)]
            elif against:
                without, before = self._under(cells[0], against), self._under(cells[which], against)
                reference, own = before, without + (own - reference)
            self._known[key] = replace(_change(line, policy, year, reference, own), variant=variant, against=against)
        return self._known[key]

    def _under(self, cells: np.ndarray, variant: str) -> np.ndarray:
        return cells[self.variants[variant]] if variant else cells

    def apart(self, change: Change) -> Apart | None:
        """A change under the variants of the contested mechanism that the study runs: the first, and of the others the one that
        adds most, surely if any does. None where no mechanism is contested."""
        if change.variant or not self.variants:
            return None
        first, *others = self.variants
        base, *rest = (self.again(change, change.year, name) for name in self.variants)
        found = [Apart(base, own, self.again(change, change.year, name, first)) for name, own in zip(others, rest)]
        found = [one for one in found if one.adds.pairs]
        return max(found, key=lambda one: (one.adds.is_sure, abs(one.adds.effect)), default=None)

    def again(self, change: Change, year: int, variant: str = "", against: str = "") -> Change:
        """The same change in another year, or under a variant."""
        return self.change(change.line, change.policy, year, variant or change.variant, against or change.against)

    def last(self, line: Line, policy: str) -> Change:
        return self.change(line, policy, self.years[-1])

    def established(self, line: Line, policy: str) -> Change:
        """The change at its best-established year: among the years with a sure direction, the one with the largest effect;
        without one, the last year."""
        sure = [c for c in (self.change(line, policy, year) for year in self.years) if c.is_sure and not self.few]
        return max(sure, key=lambda c: (abs(c.effect), c.year), default=self.last(line, policy))


def _change(line: Line, policy: str, year: int, reference: np.ndarray, own: np.ndarray) -> Change:
    known = np.isfinite(own) & np.isfinite(reference)
    difference = np.where(known, own - reference, np.nan)
    pairs = int(known.sum())
    if pairs == 0:
        nothing = float("nan")
        return Change(line, policy, year, *[nothing] * 4, 0, *[nothing] * 5, certainty.NO_EFFECT)
    found, before = difference[known], reference[known]
    larger = max(np.mean(found > 0.0), np.mean(found < 0.0))
    probability = float(larger) if larger > 0.0 else float("nan")
    mean, level = float(found.mean()), float(before.mean())
    if sizes.is_factor(line):
        ratios, share = 10.0 ** found - 1.0, 10.0 ** mean - 1.0
    else:
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios = np.where(before > 0.0, found / before, np.nan)
        share = mean / level if level > 0.0 else float("nan")
    least = certainty.LITTLE if sizes.is_factor(line) else certainty.LITTLE * abs(level)
    with np.errstate(invalid="ignore"):
        of_worlds = np.nanmean(difference[known.any(axis=1)], axis=1)
    ratios = ratios[np.isfinite(ratios)]
    low, high = np.quantile(ratios, (0.1, 0.9)) if ratios.size else (np.nan, np.nan)
    return Change(line, policy, year, mean, *map(float, np.quantile(found, (0.1, 0.9))), probability, pairs, level,
                  float(own[known].mean()), share, float(low), float(high),
                  certainty.in_words(probability, of_worlds, float(np.mean(np.abs(found) <= least))))
