"""A policy as plain values: dated actions on levers, and the conditions that may trigger them."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, Mapping

from . import _core, checking
from .checking import Problems
from .frozen import FrozenMap, day, frozen, in_order, read, toml
from .notebook import MOST, Sheet

#: A date, or its ISO text: "2027-01-04".
Day = datetime.date | str
#: A number in the unit of its card, or a text with its unit: "0.6 / year".
Quantity = float | str
#: One name, or several: an action on each.
Names = str | tuple[str, ...] | list[str]

_REFERENCE = '\n[[policy]]\nname = "reference of the check"\n'


@dataclass(frozen=True)
class Condition:
    """One value of a measure held against bounds: it holds while the value lies strictly beyond them.

    `above` and `below` are in the unit of the measure, or texts with a unit; `lasting` is how long it has to hold without a
    break ("3 months"; None: one check is enough); `where` has a label for each dimension of the measure.
    """

    measure: str
    _: KW_ONLY
    above: Quantity | None = None
    below: Quantity | None = None
    lasting: str | None = None
    where: Mapping[str, str] = field(default_factory=FrozenMap)
    _order: tuple[str, ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        for name in ("above", "below", "where"):
            object.__setattr__(self, name, frozen(getattr(self, name)))

    def as_table(self) -> dict[str, Any]:
        """As TOML's table."""
        named = {"measure": self.measure, **self.where, "above": self.above, "below": self.below, "for": self.lasting}
        return in_order({k: v for k, v in named.items() if v is not None}, self._order)

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> "Condition":
        """From TOML's table."""
        where = {k: v for k, v in table.items() if k not in ("measure", "above", "below", "for")}
        return cls(table["measure"], above=table.get("above"), below=table.get("below"), lasting=table.get("for"),
                   where=where, _order=tuple(table))

    def said(self) -> str:
        """In words: "frontier_lag (pair=us_open-cn_open) is above 4 months for 3 months"."""
        where = ", ".join(f"{key}={label}" for key, label in self.where.items())
        bounds = [f"{word} {bound}" for word, bound in (("above", self.above), ("below", self.below)) if bound is not None]
        return (f"{self.measure}{f' ({where})' if where else ''} is {' and '.join(bounds)}" + (f" for {self.lasting}" if self.lasting else ""))


@dataclass(frozen=True, repr=False)
class Trigger:
    """Conditions that wake an action: all of them, or `any` one. See Trigger.when for the usual single one."""

    conditions: tuple[Condition, ...]
    any: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "conditions", tuple(self.conditions))

    @classmethod
    def when(cls, measure: str, above: Quantity | None = None, below: Quantity | None = None, lasting: str | None = None,
             **where: str) -> "Trigger":
        """One condition: Trigger.when("frontier_lag", above="4 months", lasting="3 months", pair="us_open-cn_open")."""
        return cls((Condition(measure, above=above, below=below, lasting=lasting, where=where),))

    def as_table(self) -> dict[str, Any]:
        """As TOML's table: a single condition stands by itself."""
        if len(self.conditions) == 1 and not self.any:
            return self.conditions[0].as_table()
        return {"any" if self.any else "all": [c.as_table() for c in self.conditions]}

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> "Trigger":
        """From TOML's table."""
        given = table.get("any", table.get("all", (table,)))
        return cls(tuple(Condition.from_table(c) for c in given), "any" in table)

    def said(self) -> str:
        """In words: its conditions with "and" or "or" between them."""
        return (" or " if self.any else " and ").join(condition.said() for condition in self.conditions)

    def __repr__(self) -> str:
        return f"<trigger: once {self.said()}>"

    def toml(self) -> str:
        """The inline table that a scenario has after `when =`."""
        return toml(self.as_table())

    @classmethod
    def from_toml(cls, text: str) -> "Trigger":
        """What `toml` wrote, unchanged. Raises ValueError for a text that is not TOML, KeyError without a measure."""
        return cls.from_table(read(text))

    def check(self) -> Problems:
        """Problems as a table, one row each, in a study like the library's baseline; it shows nothing when there are none."""
        action = '{ lever = "us.export_control", to = 0.5, when = ' + self.toml() + " }"
        return checking.of_part(_study_with(action), "policy[1].actions[0].when")


_ACTION = ("lever", "of", "in", "sectors", "at", "until", "ramp", "to", "when")


@dataclass(frozen=True, repr=False)
class Action:
    """A lever set to a value from a date on, or once a condition holds.

    `to` is a number in the lever's unit, a text with a unit, or a word of a lever that has words; `of`, `in_` and `sectors`
    are names, where the lever takes them (None: all); `until` ends it; `ramp` is a length of time ("6 months"); `when` wakes
    it, and `at` is then the date before which it sleeps; `options` are what the lever takes besides ("fee", "delay").
    """

    lever: str
    to: Quantity
    at: Day | None = None
    _: KW_ONLY
    of: Names | None = None
    in_: Names | None = None
    sectors: Names | None = None
    until: Day | None = None
    ramp: str | None = None
    when: Trigger | None = None
    options: Mapping[str, Quantity] = field(default_factory=FrozenMap)
    _order: tuple[str, ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        for name in ("to", "of", "in_", "sectors", "ramp", "options"):
            object.__setattr__(self, name, frozen(getattr(self, name)))
        for name in ("at", "until"):
            object.__setattr__(self, name, day(getattr(self, name)))

    def as_table(self) -> dict[str, Any]:
        """As TOML's table."""
        named = {"lever": self.lever, "of": self.of, "in": self.in_, "sectors": self.sectors, "at": self.at, "until": self.until,
                 "ramp": self.ramp, "to": self.to, **self.options, "when": self.when.as_table() if self.when else None}
        return in_order({k: v for k, v in named.items() if v is not None}, self._order)

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> "Action":
        """From TOML's table."""
        when = Trigger.from_table(table["when"]) if "when" in table else None
        return cls(table["lever"], table["to"], table.get("at"), of=table.get("of"), in_=table.get("in"),
                   sectors=table.get("sectors"), until=table.get("until"), ramp=table.get("ramp"), when=when,
                   options={k: v for k, v in table.items() if k not in _ACTION}, _order=tuple(table))

    def toml(self) -> str:
        """The inline table that a scenario has among the `actions` of a policy."""
        return toml(self.as_table())

    @classmethod
    def from_toml(cls, text: str) -> "Action":
        """What `toml` wrote, unchanged. Raises ValueError for a text that is not TOML, KeyError without `lever` or `to`."""
        return cls.from_table(read(text))

    def check(self) -> Problems:
        """Problems as a table, one row each, in a study like the library's baseline; it shows nothing when there are none."""
        return checking.of_part(_study_with(self.toml()), "policy[1].actions[0]")

    def said(self) -> tuple[str, str, str, str]:
        """In words: the lever, whom it concerns, its value with its unit, and when it holds."""
        unit = next((card["unit"] for card in _core.levers() if card["key"] == self.lever), "1")
        value = f"{self.to:,.12g}" + ("" if unit == "1" else f" {unit}") if isinstance(self.to, (int, float)) else str(self.to)
        options = "".join(f", {name} {option}" for name, option in self.options.items())
        whom = [f"{word}{_listed(names)}" for word, names in (("", self.of), ("in ", self.in_), ("sectors: ", self.sectors)) if names is not None]
        when = [f"{word} {given}" for word, given in (("from", self.at), ("over", self.ramp), ("until", self.until)) if given is not None]
        return self.lever, ", ".join(whom), value + options, ", ".join([*when, *([f"once {self.when.said()}"] if self.when else [])])

    def __repr__(self) -> str:
        lever, whom, value, when = self.said()
        return f"<action: {lever}{f' of {whom}' if whom else ''} to {value}{f', {when}' if when else ''}>"


@dataclass(frozen=True, repr=False)
class Policy:
    """What somebody decides: dated actions on levers. The first policy of a study is its reference.

    `label` is for figures and tables (default: the name), `short` for tight places, `sentence` a noun phrase for briefs, whose
    verb is in the plural if `plural`.
    """

    name: str
    actions: tuple[Action, ...] = ()
    _: KW_ONLY
    label: str = ""
    short: str = ""
    sentence: str = ""
    plural: bool = False
    _order: tuple[str, ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        given = (self.actions,) if isinstance(self.actions, Action) else self.actions
        object.__setattr__(self, "actions", tuple(given))

    def as_table(self) -> dict[str, Any]:
        """As TOML's table; what is left out has its default."""
        named = {"name": self.name, "label": self.label, "short": self.short, "sentence": self.sentence, "plural": self.plural,
                 "actions": [action.as_table() for action in self.actions]}
        return in_order({k: v for k, v in named.items() if k == "name" or v or k in self._order}, self._order)

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> "Policy":
        """From TOML's table."""
        return cls(table["name"], tuple(Action.from_table(a) for a in table.get("actions", ())), label=table.get("label", ""),
                   short=table.get("short", ""), sentence=table.get("sentence", ""), plural=table.get("plural", False),
                   _order=tuple(table))

    def toml(self) -> str:
        """The [[policy]] table of a scenario."""
        lines = []
        for name, value in self.as_table().items():
            if name == "actions" and value:
                lines.append("actions = [\n" + "".join(f"  {toml(action)},\n" for action in value) + "]")
            else:
                lines.append(f"{name} = {toml(value)}")
        return "[[policy]]\n" + "\n".join(lines) + "\n"

    @classmethod
    def from_toml(cls, text: str) -> "Policy":
        """What `toml` wrote, unchanged: the first [[policy]] of the text. Raises ValueError for a text that is not TOML,
        KeyError where there is no policy, or one without a name."""
        return cls.from_table(frozen(tomllib.loads(text))["policy"][0])

    def check(self) -> Problems:
        """Problems as a table, one row each, in a study like the library's baseline; it shows nothing when there are none."""
        return checking.of_part('extends = "baseline"\n' + _REFERENCE + self.toml(), "policy[1]")

    def sheet(self) -> Sheet:
        """What a notebook shows: a row for each action."""
        cards = {str(card["key"]): card for card in _core.levers()}
        columns = (("lever", ""), ("of", ""), ("set to", ""), ("range", ""), ("when", ""))
        rows = []
        for action in self.actions[:MOST]:
            lever, whom, value, when = action.said()
            rows.append((lever, whom, value, _range(cards[lever]) if lever in cards else "", when))
        more = len(self.actions) - len(rows)
        notes = [f"{more} more in .actions"] if more else [] if rows else ["No action: it changes nothing that is not already decided."]
        return Sheet(f"Policy {self.name}" + (f": {self.label}" if self.label else ""), columns, tuple(rows), tuple(notes))

    def __repr__(self) -> str:
        return self.sheet().text()

    def _repr_html_(self) -> str:
        return self.sheet().html()


def _listed(names: Names) -> str:
    return names if isinstance(names, str) else ", ".join(names)


def _range(card: Mapping[str, Any]) -> str:
    """What a lever may be set to, in its unit, and what changes nothing."""
    if card["words"]:
        return ", ".join(card["words"])
    return f"{card['low']:,.6g} to {card['high']:,.6g}; {card['neutral']:,.6g} is neutral"


def _study_with(action: str) -> str:
    """The baseline with an action under a policy of its own."""
    return f'extends = "baseline"\n{_REFERENCE}\n[[policy]]\nname = "policy of the check"\nactions = [{action}]\n'
