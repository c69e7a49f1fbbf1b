"""What can be set in a panel of sliders: the levers of a study's policies, the assumptions that matter most, the measures."""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import dataclass, field, replace
from typing import Any, Iterable, Mapping

import numpy as np

from .. import _core, words
from ..errors import Error, problem
from ..frozen import FrozenMap
from ..policies import Action, Policy
from ..study import Study
from ..summary import PREFERRED
from ..worlds import Assumption

MOST_ASSUMPTIONS = 3
EXPLORED = "explored"  # the policy that the sliders make
#: Money is moved in billions: a slider of eleven digits cannot be read.
BILLION = 1e9
_NUMBER = re.compile(r"\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)\s*(.*)")


@dataclass(frozen=True)
class Choice:
    """Where the sliders stand: the actions of the explored policy, and the assumptions that are held fixed (in the unit of
    their cards)."""

    actions: tuple[Action, ...]
    fixed: Mapping[str, float] = field(default_factory=FrozenMap)

    def study_of(self, study: Study) -> Study:
        """The study with its reference and the explored policy, as a value: its run has the numbers that are shown."""
        return replace_policy(study, self.actions, self.fixed)


def replace_policy(study: Study, actions: tuple[Action, ...], fixed: Mapping[str, float]) -> Study:
    """The study with its reference and one policy of those actions, from the study's own fork on."""
    return study.replace(policies=(study.policies[0], Policy(EXPLORED, actions, label="As set by the sliders")),
                         fork=study.settings["fork"], assume={**study.assume, **fixed}, sweep={}, lineage="none")


def step_of(low: float, high: float, value: float) -> float:
    """The step of a slider: a round number, some hundredth of its range, that the value lies on. A browser moves the handle to
    the nearest step, and would show 1.52 where 1.5 is meant."""
    exponent = math.floor(math.log10((high - low) / 100.0)) + 1
    steps = (digit * 10.0 ** power for power in range(exponent, exponent - 4, -1) for digit in (5, 2, 1))
    return next((step for step in steps if step <= (high - low) / 50.0 and abs((value - low) / step - round((value - low) / step)) < 1e-6),
                (high - low) / 100.0)


@dataclass(frozen=True)
class Dial:
    """The value of an action as a slider has it: a number from `low` to `high` in a unit, or one of `words`."""

    action: Action
    value: float | str
    low: float
    high: float
    unit: str
    words: tuple[str, ...] = ()

    @property
    def step(self) -> float:
        """Of the slider, in its unit."""
        return step_of(self.low, self.high, float(self.value))

    def at(self, value: float | str, day: datetime.date | None) -> Action:
        """The action with another value and date; exactly as it was where the slider stands where it stood."""
        changed = self.action if day is None or day == self.action.at else replace(self.action, at=day)
        if value == self.value:
            return changed
        if isinstance(value, str):
            return replace(changed, to=value)
        factor = BILLION if self.unit.startswith("billion ") else 1.0
        unit = self.unit.removeprefix("billion ")
        # A browser's steps add up to 0.7000000000000001.
        return replace(changed, to=f"{value * factor:.12g} {unit}" if isinstance(self.action.to, str) else float(f"{value * factor:.12g}"))

    @property
    def name(self) -> str:
        """The lever and whom it concerns: "us.export_control of China"."""
        parts = [self.action.lever]
        for word, names in (("of", self.action.of), ("in", self.action.in_)):
            if names:
                parts.append(f"{word} {', '.join(map(words.name, [names] if isinstance(names, str) else names))}")
        return " ".join(parts)


def dial_of(action: Action) -> Dial:
    """The slider of an action. Raises weightshed.Error for an unknown lever, with the nearest."""
    cards = {str(card["key"]): card for card in _core.levers()}
    card = cards.get(action.lever) or cards.get(action.lever.partition(".")[2])
    if card is None:
        raise Error.of([problem("", "lever", f"no lever '{action.lever}'", "", _core.nearest_name(action.lever, list(cards)))])
    if card["words"]:
        return Dial(action, str(action.to), 0.0, 0.0, "", tuple(card["words"]))
    read = _NUMBER.fullmatch(str(action.to))
    if read is None:
        raise Error.of([problem("", action.lever, f"'{action.to}' is no number", "a number, or a number with a unit")])
    value, unit = float(read[1]), read[2] or str(card["unit"])
    low, high = float(card["low"]), float(card["high"])
    if unit != card["unit"]:  # of a unit that is not the card's we know no range
        low, high = min(0.0, 2.0 * value), max(1.0, 2.0 * value)
    if unit.startswith("USD"):
        high = min(high, max(4.0 * value, BILLION))
        return Dial(action, value / BILLION, low / BILLION, high / BILLION, f"billion {unit}")
    return Dial(action, value, low, high, "" if unit == "1" else unit)


@dataclass(frozen=True)
class Held:
    """An assumption that can be held fixed: its range in the study, and where it lies by itself."""

    key: str
    phrase: str
    low: float
    high: float
    middle: float

    @property
    def step(self) -> float:
        """Of the slider."""
        return (self.high - self.low) / 100.0


def held_of(study: Study, ranked: Iterable[str] = ()) -> list[Held]:
    """The assumptions that can be held: those of `ranked`, then those that the study states, at most three, as far as they
    vary in it."""
    drawn = {str(card["key"]): np.asarray(card["values"], dtype=float) for card in study._core.assumptions}
    cards = {str(card["key"]): card for card in _core.parameters()}
    wanted = [key for key in dict.fromkeys([*ranked, *study.assume]) if key in drawn and key in cards]
    found = []
    for key in wanted:
        values, stated = drawn[key], study.assume.get(key)
        low, high = float(values.min()), float(values.max())
        if isinstance(stated, Assumption) and stated.range and all(isinstance(end, (int, float)) for end in stated.range):
            low, high = (float(end) for end in stated.range)
        if high > low:
            nearest = round(100.0 * (float(np.median(values)) - low) / (high - low)) / 100.0  # on a step of the slider
            found.append(Held(key, str(cards[key]["phrase"]) or key, low, high, float(f"{low + nearest * (high - low):.12g}")))
    return found[:MOST_ASSUMPTIONS]


@dataclass(frozen=True)
class Shown:
    """One value of a measure that can be drawn: the slice, its card, and where it lies in what a history records."""

    slice: words.Slice
    card: words.Card
    place: tuple[int, ...]

    @property
    def heading(self) -> str:
        return words.sentence(words.phrase(self.slice, self.card))


def shown_of(study: Study, measure: str | None, coords: Mapping[str, str]) -> list[Shown]:
    """What can be drawn: the main value of each measure that the study records, the one asked for first. Raises
    weightshed.Error for an unknown measure, dimension or label, with the nearest."""
    recorded = list(study.measures)
    first = measure or recorded[0]
    if first not in recorded:
        raise Error.of([problem("", "measure", f"the study does not record '{first}'", ", ".join(recorded),
                                _core.nearest_name(first, recorded))])
    own = _shown(study, first, coords)
    return [own, *(_shown(study, name, {}) for name in recorded if name != first)]


def _shown(study: Study, measure: str, coords: Mapping[str, str]) -> Shown:
    card = next(card for card in _core.measures() if card["key"] == measure)
    dims = [dim for dim in card["dimensions"] if dim]
    labels: dict[str, str] = {}
    for dim in coords:
        if dim not in dims:
            raise Error.of([problem("", dim, f"{measure} has no dimension '{dim}'", ", ".join(dims) or "none",
                                    _core.nearest_name(dim, dims))])
    known = study._core.coordinates
    for dim in dims:
        preferred = next((label for label in PREFERRED if label in known[dim]), known[dim][0])
        labels[dim] = coords.get(dim, preferred)
        if labels[dim] not in known[dim]:
            raise Error.of([problem("", dim, f"no {dim} '{labels[dim]}'", ", ".join(known[dim]),
                                    _core.nearest_name(labels[dim], known[dim]))])
    return Shown(words.Slice(measure, tuple(labels.items())), words.card_of(card),
                 tuple(known[dim].index(label) for dim, label in labels.items()))
