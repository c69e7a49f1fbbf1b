"""A scenario as plain values: the fields of Study, and the way to TOML and back."""

from __future__ import annotations

import dataclasses
import datetime
import re
import textwrap
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Mapping, Self

from . import _core
from .frozen import FrozenMap, day, frozen, in_order, key, toml
from .policies import Day, Policy, Quantity
from .worlds import Assumption, Listed, World, is_listed, rows_of, shared_structure

#: Keys of [run] and [measure] and the fields that hold them, in the order in which they are written.
_RUN = {k: k for k in ("past", "observed_until", "start", "end", "fork", "seed", "members", "worlds", "design", "scale", "step")}
_MEASURE = {"record": "measures", "every": "every", "lineage": "lineage", "patterns": "patterns"}


@dataclass(frozen=True, kw_only=True, repr=False)
class Scenario:
    """The plain values of a study. See docs/scenarios-format.md for what each may be.

    `policies`: the first is the reference. `start`, `end`: both days belong to the run; `observed_until` is required with an
    observed past. `worlds`: a number of draws, "calibrated", {"calibrated": 16}, None beside a
    list, or the worlds themselves: a pandas table or a mapping with a column for each parameter (and `world_key`), or a list of
    World; they become the `design`. `design`: "sobol", "random", {"list": "worlds.csv"}, relative to the folder of `path`, or
    {"list": rows}. `step`: "week" or "two weeks". `assume`: by parameter a number in its unit, a text
    with a unit, or an Assumption. `structure`: by mechanism a variant, a tuple of them, or "*". `measures`: what is recorded,
    in order of interest; none given: all. `further` holds other keys of the file by their dotted path. `path` says what the
    study is called, and where its own paths begin; the file need not exist.
    """

    title: str
    policies: tuple[Policy, ...]
    start: Day
    end: Day
    past: str = "observed"
    observed_until: Day | None = None
    fork: Day | None = None
    seed: int = 1
    members: int = 1
    worlds: int | str | Mapping[str, int] | Listed | None = 1
    design: str | Mapping[str, Any] = "sobol"
    scale: float = 0.01
    step: str = "week"
    assume: Mapping[str, "Quantity | datetime.date | Assumption"] = field(default_factory=FrozenMap)
    structure: Mapping[str, str | tuple[str, ...]] = field(default_factory=FrozenMap)
    sweep: Mapping[str, Any] = field(default_factory=FrozenMap)
    measures: tuple[str, ...] = ()
    every: str = "month"
    lineage: str = "none"
    patterns: bool = False
    question: str = ""
    further: Mapping[str, Any] = field(default_factory=FrozenMap)
    path: Path = field(default=Path("study.toml"), compare=False)
    _order: Mapping[str, tuple[str, ...]] = field(default_factory=FrozenMap, compare=False)

    def __post_init__(self) -> None:
        put = object.__setattr__
        if is_listed(self.worlds):
            put(self, "structure", {**self.structure, **shared_structure(self.worlds)})
            put(self, "design", {"list": rows_of(self.worlds)})  # type: ignore[arg-type]
            put(self, "worlds", None)
        for name in ("worlds", "design", "sweep", "measures", "further"):
            put(self, name, frozen(getattr(self, name)))
        for name in ("start", "end", "observed_until", "fork"):
            put(self, name, day(getattr(self, name)))
        put(self, "policies", (self.policies,) if isinstance(self.policies, Policy) else tuple(self.policies))
        put(self, "assume", FrozenMap({k: Assumption.from_table(v) if isinstance(v, FrozenMap) else v
                                       for k, v in frozen(self.assume).items()}))
        variants = {str(card["key"]): card["initial"] for card in _core.structures()}
        put(self, "structure", FrozenMap({**frozen(self.structure), **{k: v for k, v in variants.items() if k not in self.structure}}))
        if not self.measures:
            put(self, "measures", tuple(str(card["key"]) for card in _core.measures()))
        if isinstance(self.design, Mapping) and self.worlds == 1:
            put(self, "worlds", None)  # a list has as many as it has
        put(self, "question", " ".join(self.question.split()))
        put(self, "path", Path(self.path))

    @property
    def name(self) -> str:
        """What the study is called: results are NAME.h5 unless something else is asked for."""
        return self.path.stem

    def replace(self, **changes: Any) -> Self:
        """The study with other values: replace(members=8, policies=[…]). A list of worlds takes the place of their number, and
        the other way round. Raises TypeError for an unknown field, with the nearest."""
        known = [f.name for f in dataclasses.fields(self) if not f.name.startswith("_")]
        for unknown in changes.keys() - set(known):
            nearest = _core.nearest_name(unknown, known)
            raise TypeError(f"a study has no '{unknown}'" + (f"; did you mean '{nearest}'?" if nearest else ""))
        listed = isinstance(changes.get("design", self.design), Mapping)
        if listed and "design" in changes:
            changes.setdefault("worlds", None)
        elif listed and "worlds" in changes:
            changes.setdefault("design", "sobol")
        elif not listed and self.worlds is None:
            changes.setdefault("worlds", 1)
        return dataclasses.replace(self, **changes)

    def in_world(self, world: World) -> Self:
        """The study in one world: its assumptions and variants fixed, no sweep. The key of luck is not part of a study: it
        is Ecosystem that takes it."""
        return self.replace(assume={**self.assume, **world.assume}, structure={**self.structure, **world.structure}, worlds=1,
                            design="sobol", sweep={})

    def as_tables(self) -> dict[str, Any]:
        """The sections of the scenario as TOML's tables, in the order of the file where there was one."""
        def section(name: str, fields: Mapping[str, str]) -> dict[str, Any]:
            values = {k: getattr(self, f) for k, f in fields.items() if getattr(self, f) is not None}
            own = {k.split(".", 1)[1]: v for k, v in self.further.items() if k.startswith(f"{name}.")}
            return in_order({**values, **own}, self._order.get(name, ()))

        tables: dict[str, Any] = {"title": self.title, "run": section("run", _RUN), "assume": self.assume,
                                  "structure": self.structure, "policy": self.policies, "sweep": self.sweep,
                                  "measure": section("measure", _MEASURE)}
        written = self._order.get("", ())
        untitled = bool(written) and "title" not in written and self.title == self.name
        return {k: v for k, v in tables.items() if (v or k in written) and not (k == "title" and untitled)}

    def toml(self) -> str:
        """The study as a scenario file, with its question as the comment that opens it. It loads to the same study, with the
        same digest."""
        lines = textwrap.wrap(self.question, 116, break_long_words=False, break_on_hyphens=False)
        text = "".join(f"# {line}\n" for line in lines) + ("\n" if lines else "")
        for name, table in self.as_tables().items():
            if name == "title":
                text += f"title = {toml(table)}\n"
            elif name == "policy":
                text += "".join("\n" + policy.toml() for policy in table)
            else:
                values = {k: v.as_table() if isinstance(v, Assumption) else v for k, v in table.items()}
                text += f"\n[{name}]\n" + "".join(f"{key(k)} = {_written(v)}\n" for k, v in values.items())
        return text

    @classmethod
    def _fields(cls, resolved: str) -> dict[str, Any]:
        """The fields of a resolved scenario."""
        tables = frozen(tomllib.loads(resolved))
        run, measure = tables.get("run", {}), tables.get("measure", {})
        further = {f"{name}.{k}": v for name, table, known in (("run", run, _RUN), ("measure", measure, _MEASURE))
                   for k, v in table.items() if k not in known}
        return {**({"title": tables["title"]} if "title" in tables else {}),
                **{_RUN[k]: v for k, v in run.items() if k in _RUN},
                **({} if "worlds" in run else {"worlds": None}),
                **{_MEASURE[k]: v for k, v in measure.items() if k in _MEASURE},
                **{k: tables[k] for k in ("assume", "structure", "sweep") if k in tables},
                "policies": tuple(Policy.from_table(p) for p in tables["policy"]), "further": further,
                "_order": FrozenMap({"": tuple(tables), "run": tuple(run), "measure": tuple(measure)})}


def _written(value: Any) -> str:
    """A value of a section, on one line; of a list of worlds, with a line for each."""
    rows = value.get("list") if isinstance(value, Mapping) else None
    if not isinstance(rows, tuple) or len(value) > 1:
        return toml(value)
    return "{ list = [\n" + "".join(f"  {toml(row)},\n" for row in rows) + "] }"


def plainly_written(resolved: str) -> bool:
    """Whether `Scenario.toml` writes sections and inline tables where this text has them."""
    headers = set(re.findall(r"^\[+[^\]\n]*\]+$", resolved, re.MULTILINE))
    return headers <= {"[run]", "[assume]", "[structure]", "[[policy]]", "[sweep]", "[measure]"}
