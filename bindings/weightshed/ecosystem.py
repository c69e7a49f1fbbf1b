"""A live model: one history that is stepped, changed, forked and looked into."""

from __future__ import annotations

import datetime
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterator, Mapping

import numpy as np
import pandas as pd

from . import _core, checking, lineage, notebook, tables, words
from .errors import Error, problem
from .frozen import toml
from .policies import Action, Day, Policy, Quantity
from .study import Study
from .worlds import World

if TYPE_CHECKING:
    import networkx
    import xarray as xr

#: What can be looked into, and what a row is.
TABLES = ("labs", "bases", "authors", "adopters", "graph", "merges")


class Columns(Mapping[str, np.ndarray]):
    """The columns of a table of the live model as NumPy arrays that read the model's memory in place and cannot be written to.

    They show the state of `date` and keep it alive: a step after that leaves what is shown as it is, and goes on from a copy.
    So an array never changes and never dangles, whatever becomes of the ecosystem; let go of old ones, or steps have to copy.
    `words` says what the codes of a column mean, by position; a code beyond them is "none".
    """

    def __init__(self, date: datetime.date, arrays: dict[str, np.ndarray], meanings: dict[str, list[str]]):
        self.date = date
        self.words = meanings
        self._arrays = arrays

    def __getitem__(self, column: str) -> np.ndarray:
        if column not in self._arrays:
            nearest = _core.nearest_name(column, list(self._arrays))
            raise KeyError(f"no column {column!r}" + (f"; did you mean {nearest!r}?" if nearest else "") +
                           f" There are {', '.join(self._arrays)}.")
        return self._arrays[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._arrays)

    @property
    def rows(self) -> int:
        """Number of records."""
        return len(next(iter(self._arrays.values())))

    def frame(self) -> pd.DataFrame:
        """A copy as a table with words in place of codes; a column of several values a row becomes several columns. Labs have
        a further column `lab`, their names."""
        found: dict[str, Any] = {"lab": self.words["lab"]} if "lab" in self.words and "lab" not in self._arrays else {}
        for name, values in self._arrays.items():
            if name in self.words:
                known = np.append(np.array(self.words[name], dtype=object), "none")
                found[name] = known[np.minimum(values.astype(np.int64), len(known) - 1)]
            elif values.ndim > 1:
                found.update({f"{name}_{i}": values[:, i] for i in range(values.shape[1])})
            else:
                found[name] = values
        return pd.DataFrame(found)

    def __repr__(self) -> str:
        return f"<{self.rows} rows on {self.date}: {', '.join(self._arrays)}>"


class Ecosystem:
    """One history of a study, under one policy, in one world, for one member of chance, from the study's start on.

    `policy` is a name (default: the reference) or a Policy of your own; `world` a number, or a World. Steps are weeks. The bits
    are those of a run: until the study's fork the history follows the reference, then the policy. Raises weightshed.Error with
    every problem of the study at once, and for an unknown policy (with the nearest), world or member.

        eco = ws.Ecosystem(ws.load("baseline"))
        eco.run_until("2027-01-01")
        other = eco.copy()                                       # a fork: the same past, its own future
        other.change("us.export_control", 0.95, of="CN")
        other.run_until("2028-01-01")

    The interpreter lock is released while it steps. Ctrl-C is heard between two steps: KeyboardInterrupt leaves the ecosystem
    at the end of a step, from which it can go on. Another thread that asks meanwhile gets RuntimeError; give it a copy.
    """

    def __init__(self, study: Study, policy: str | Policy | None = None, world: int | World = 0, member: int = 0):
        key = None
        if isinstance(world, World):
            with warnings.catch_warnings():  # that no world is drawn is meant here
                warnings.simplefilter("ignore", UserWarning)
                key = study._core.world_keys[0] if world.key is None else world.key
                study, world = study.in_world(world), 0
                study.check_now()
        if isinstance(policy, Policy):
            study = study.replace(policies=(*[p for p in study.policies if p.name != policy.name], policy), sweep={})
            policy = policy.name
        names = [str(p["name"]) for p in study._core.policies]
        settings = study.settings
        if policy is not None and policy not in names:
            raise Error.of([problem("", "policy", f"no policy '{policy}'", ", ".join(names), _core.nearest_name(policy, names))])
        for what, number, count in (("world", world, settings["worlds"]), ("member", member, settings["members"])):
            if not 0 <= number < count:
                raise Error.of([problem("", what, f"no {what} {number}", f"0 to {count - 1}")])
        self.study = study
        self.policy = policy or names[0]
        self._live = _core.Live(study._core, names.index(self.policy), world, member, key)

    # --- time ---

    @property
    def date(self) -> datetime.date:
        """The day on which the next step starts; a step covers a week."""
        return datetime.date.fromisoformat(self._live.now)

    @property
    def steps(self) -> int:
        """Steps done so far."""
        return self._live.steps

    @property
    def is_over(self) -> bool:
        """Whether the last whole step of the study is done."""
        return self._live.is_over

    def step(self, steps: int = 1) -> None:
        """Simulates so many weeks. Raises weightshed.Error when fewer are left in the study, and does none of them then;
        RuntimeError for a history that failed; KeyboardInterrupt on Ctrl-C."""
        self._live.step(steps)

    def run_until(self, date: Day) -> None:
        """Simulates up to the first step that starts on or after a day or a month ("2027-01-04", "2027-01", a date). Raises
        weightshed.Error for a date that is behind the history or after the study's end; KeyboardInterrupt on Ctrl-C."""
        self._live.run_until(str(date))

    def copy(self) -> "Ecosystem":
        """A fork: the same state, policy and luck, with a future of its own. Nothing is copied before one of the two steps."""
        fork = object.__new__(Ecosystem)
        fork.study, fork.policy, fork._live = self.study, self.policy, self._live.copy()
        return fork

    # --- levers ---

    def change(self, lever: str | Action, to: Quantity | None = None, **more: Any) -> None:
        """Lays an action on top of the policy: change("us.export_control", 0.95, of="CN", ramp="6 months"), or an Action.

        Without `at` it begins with the next step. The same action in a study gives the same bits. Raises weightshed.Error with
        every problem: an unknown lever, name or option with the nearest, a value outside its range, a date behind the history
        or in the observed past.
        """
        if isinstance(lever, str):
            if to is None:
                raise TypeError("change(lever, to): `to` is the value that the lever takes")
            lever = Action(lever, to, **more)
        table = lever.as_table()
        table.setdefault("at", self.date)
        checking.told_by_key(lambda: self._live.change(toml([table])), Path("change"), "policy[0].actions[0]")

    # --- what there is to see ---

    @property
    def new_events(self) -> pd.DataFrame:
        """Events of the last call of `step` or `run_until`: time, kind, actor, value; in order of time."""
        return self._events(False)

    @property
    def events(self) -> pd.DataFrame:
        """All events so far, as `new_events`."""
        return self._events(True)

    def _events(self, every: bool) -> pd.DataFrame:
        table = pd.DataFrame(self._live.events(every), columns=["time", "kind", "actor", "value"])
        table["time"] = pd.Timestamp(0) + pd.to_timedelta(table["time"].astype(float), unit="D")
        return tables.EventLog.made(table, where=f"{'' if every else 'of the last step or run_until, '}up to {self.date} under {self.policy}")

    def observe(self, measure: str, **coords: str) -> "xr.DataArray":
        """A measure now, on its own dimensions, in its unit: levels as they are, flows over the last four weeks, measures of a
        year over the last 52; NaN before that many have passed. `coords` choose labels, as people write them. Raises
        weightshed.Error for an unknown measure, dimension or label, with the nearest."""
        import xarray as xr

        cards = _core.measures()
        names = [str(card["key"]) for card in cards]
        if measure not in names:
            raise Error.of([problem("", "measure", f"no measure '{measure}'", "", _core.nearest_name(measure, names))])
        number = names.index(measure)
        dims = [d for d in cards[number]["dimensions"] if d]
        labels = self.study._core.coordinates
        found = xr.DataArray(self._live.observe(number), {d: labels[d] for d in dims}, dims, measure,
                             {"units": cards[number]["unit"], "long_name": cards[number]["long_name"]})
        return found.sel({d: self._label(d, dims, label) for d, label in coords.items()})

    def _label(self, dimension: str, dims: list[str], given: str) -> str:
        if dimension not in dims:
            raise Error.of([problem("", dimension, f"the measure has no dimension '{dimension}'", ", ".join(dims) or "none",
                                    _core.nearest_name(dimension, dims))])
        meant, nearest = self._live.label(dimension, given)
        if not meant:
            labels = self.study._core.coordinates[dimension]
            raise Error.of([problem("", dimension, f"no {dimension} '{given}'", ", ".join(labels), nearest)])
        return meant

    @property
    def data(self) -> "xr.Dataset":
        """What a run of the study would have recorded up to now: float32 on time and each measure's own dimensions."""
        import xarray as xr

        dates, values = self._live.recorded()
        cards = {str(card["key"]): card for card in _core.measures()}
        labels = self.study._core.coordinates
        time = pd.DatetimeIndex(dates, name="time")
        found = xr.Dataset(coords={"time": time})
        for name, array in values.items():
            dims = [d for d in cards[name]["dimensions"] if d]
            found = found.assign_coords({d: labels[d] for d in dims})
            found[name] = (("time", *dims), array, {"units": cards[name]["unit"], "long_name": cards[name]["long_name"]})
        return found

    def view(self, table: str) -> Columns:
        """The columns of a table as arrays on the model's own memory; see Columns. Tables: labs; bases (sizes of releases);
        authors (those who publish before the end); adopters (organisations); graph (one row per model with open weights,
        parents before children: `parent` is a row, 4294967295 for a base; `base` a row of bases; `author` a row of authors);
        merges (their further parents). Raises weightshed.Error for another name, with the nearest."""
        if table not in TABLES:
            raise Error.of([problem("", "table", f"no table '{table}'", ", ".join(TABLES), _core.nearest_name(table, list(TABLES)))])
        return Columns(self.date, self._live.columns(table), self._live.words(table))

    @property
    def labs(self) -> Columns:
        """One row per lab, named ones first: view("labs")."""
        return self.view("labs")

    @property
    def bases(self) -> Columns:
        """One row per size of a release, open or closed: view("bases")."""
        return self.view("bases")

    @property
    def authors(self) -> Columns:
        """One row per author of derivatives: view("authors")."""
        return self.view("authors")

    @property
    def adopters(self) -> Columns:
        """One row per organisation that uses models: view("adopters")."""
        return self.view("adopters")

    @property
    def graph(self) -> Columns:
        """One row per model with open weights, parents before children: view("graph")."""
        return self.view("graph")

    def lineage(self) -> pd.DataFrame:
        """The models so far as a table with words, one row per model, parents before children; columns as Run.lineage."""
        nodes, merges, meanings = self._live.lineage()
        table = pd.DataFrame(nodes)
        table["born"] = pd.Timestamp(0) + pd.to_timedelta(table["born"], unit="D")
        return lineage.in_words(table, pd.DataFrame(merges).set_axis(["merge", "parent"], axis=1), meanings)

    def to_networkx(self) -> "networkx.DiGraph":
        """The models so far as a graph: nodes are row numbers of `lineage` with its columns and a `label`, edges go from parent
        to child and have `derivation`."""
        return lineage.graph(self.lineage())

    def __repr__(self) -> str:
        return f"<ecosystem on {self.date}, under {self.policy}, after {words.counted(self.steps, 'step')} of \"{self.study.title}\">"

    def _repr_html_(self) -> str:
        rows = [("date", str(self.date)), ("policy", self.policy), ("steps", str(self.steps)),
                *((table, f"{self.view(table).rows:,}") for table in TABLES[:5])]
        return notebook.table(self.study.title, rows)

