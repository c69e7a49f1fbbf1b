"""A study in Python: one scenario with its policies, worlds and members; checked, run, resumed."""

from __future__ import annotations

import json
import os
import warnings
from pathlib import Path
from typing import Any, Callable, Iterable, Literal, Mapping, overload

import numpy as np
import pandas as pd

from . import _core, checking, durable, notebook, words
from .checking import Problems, library, overrides as _overrides
from .errors import Error, NoSpace
from .methods import designed
from .methods.sensitivity import Sensitivity, question
from .reading import Reading
from .result import finished
from .run import Run
from .scenario import Scenario, plainly_written
from .worlds import World

#: Draws of assumptions that are not fitted, for the quantiles of their distributions.
DRAWS = 1024

#: Makes the result of a study at a path; what is there of another study is replaced.
Runner = Callable[["Study", Path], object]


def on_threads(threads: int) -> Runner:
    """Runs studies on threads of this process (0: one per core)."""
    return lambda study, output: study.run(output, progress=False, threads=threads, force=True)


def load(path: str | os.PathLike[str], overrides: Mapping[str, Any] | Iterable[str] = ()) -> "Study":
    """Reads and checks a scenario: a path, or the name of a library scenario ("baseline").

    `overrides` are dotted keys and values, {"run.members": 8} or ["run.members=8"], by the rules of the file; a value may be a
    date, a list or a table ({"run.design": {"list": "worlds.csv"}}). Raises weightshed.Error with every problem at once
    (`.problems`), an unknown name with the nearest; what is legal but probably not intended is a warning.
    """
    given = _overrides(overrides)
    core, said = _core.load(Path(path), given, library())
    for warning in said:
        warnings.warn(warning, stacklevel=2)
    return Study._of(core, given)


def check(path: str | os.PathLike[str], overrides: Mapping[str, Any] | Iterable[str] = ()) -> Problems:
    """Every problem of a scenario as a table, one row per problem (file, line, column, key, message, allowed, suggestion);
    empty when there is none. Nothing is simulated. Raises weightshed.Error only when there is no such scenario."""
    return checking.of_file(Path(path), _overrides(overrides))


def resume(path: str | os.PathLike[str], progress: bool = True, threads: int = 0) -> Run:
    """Continues an interrupted run from PATH.parts/; what is finished is kept. Raises weightshed.Error when there is
    nothing to resume, and KeyboardInterrupt as Study.run does."""
    with _Bar(progress) as bar:
        return _finished(_core.resume(Path(path), threads, bar.show))


def merge(shards: Iterable[str | os.PathLike[str]], output: str | os.PathLike[str], force: bool = False) -> Run:
    """Joins the shards of one study (see Study.run) into one result. Raises weightshed.Error when they are not all shards of
    one study, or the output exists (without `force`) or cannot be written."""
    return _finished(_core.merge([Path(s) for s in shards], Path(output), force))


class Study(Scenario):
    """A question as plain values, ready to be checked and run: policies, worlds, members, measures.

    Made by weightshed.load, by Study.from_toml, by `replace` from another one, or from its fields. Two studies with the same
    values are equal. See Scenario for the fields. Nothing is checked before it is asked for: `check`, or any method that
    simulates, raises weightshed.Error with every problem at once.
    """

    @classmethod
    def from_toml(cls, text: str, path: str | os.PathLike[str] = "study.toml") -> "Study":
        """The study of a scenario's text, with what it `extends`. `path` says what it is called, and where its own paths
        begin. Raises weightshed.Error with every problem at once."""
        return cls._of(checking.load_text(text, Path(path), []), None)

    @classmethod
    def _of(cls, core: "_core.Study", given: list[str] | None) -> "Study":
        """A study that the engine has loaded; `given` are the overrides of its file, None where there is no file."""
        fields = {"title": core.title, "question": core.question, "path": core.path, **cls._fields(core.resolved_text)}
        study = cls(**fields)
        study.__dict__.update(_loaded=core, _given=given)
        return study

    @property
    def _core(self) -> "_core.Study":
        """The study as the engine has it; made when first needed."""
        if "_loaded" not in self.__dict__:
            self.__dict__["_loaded"] = checking.load_text(self.toml(), self.path, [])
        core: "_core.Study" = self.__dict__["_loaded"]
        return core

    def check_now(self) -> None:
        """Raises weightshed.Error with every problem at once; what is legal but probably not intended is a warning, once."""
        self._core

    def __getstate__(self) -> dict[str, Any]:
        return {k: v for k, v in self.__dict__.items() if k not in ("_loaded", "_given")}

    def toml(self) -> str:
        core = self.__dict__.get("_loaded")
        if core is None or "_given" not in self.__dict__ or plainly_written(core.resolved_text):
            return super().toml()
        return "".join(f"# {line}\n" for line in [self.question] if line) + core.resolved_text

    toml.__doc__ = Scenario.toml.__doc__

    def world(self, number: int) -> World:
        """One of the worlds that the study draws, from 0 on: a value for every assumption that varies, in the unit of its
        card; the variants; the key of its luck. Raises IndexError when there is no such world."""
        cards = self._core.assumptions
        return World({card["key"]: card["values"][number] for card in cards}, self._core.structures[number],
                     self._core.world_keys[number])

    @property
    def sha256(self) -> str:
        """Digest of the resolved scenario and its reference tables: equal studies have equal results."""
        return self._core.sha256

    @property
    def assumptions(self) -> pd.DataFrame:
        """The parameters that vary over worlds, by key: unit, 10 % and 90 % quantiles of the draws, card."""
        rows = []
        for card in self._core.assumptions:
            low, high = np.quantile(card["values"], (0.1, 0.9))
            rows.append({**{k: card[k] for k in ("key", "unit")}, "q10": low, "q90": high,
                         **{k: card[k] for k in ("confidence", "standing", "description", "source")}})
        columns = ["key", "unit", "q10", "q90", "confidence", "standing", "description", "source"]
        return pd.DataFrame(rows, columns=columns).set_index("key")

    @property
    def settings(self) -> dict[str, Any]:
        """The [run] table in force: dates as ISO text, members, worlds, seed, scale."""
        return self._core.settings

    @property
    def resolved(self) -> pd.DataFrame:
        """Every scenario key after inheritance: value and where it came from."""
        return pd.DataFrame(self._core.resolved, columns=["key", "value", "origin"]).set_index("key")

    @property
    def cells(self) -> int:
        """Simulated histories: policies × worlds × members."""
        return self._core.cells

    def check(self) -> Problems:
        """Every problem as a table, one row each (file, line, column, key, message, allowed, suggestion); shows nothing when
        there are none. Of a study that was loaded it is the file as it stands now."""
        given = self.__dict__.get("_given")
        return checking.of_text(self.toml(), self.path) if given is None else checking.of_file(self.path, given)

    def estimate(self, threads: int = 0, most_seconds: float = 10.0) -> dict[str, Any]:
        """What a run will cost, measured on up to eight histories for at most about `most_seconds`: seconds in total, on
        threads that have nothing else to do, and of the processor's time for one past and for one future; `histories` that
        were measured; `at_least` when the first was cut short."""
        return _core.estimate(self._core, threads, most_seconds)

    @overload
    def run(self, output: str | os.PathLike[str] | None = None, progress: bool = True, threads: int = 0,
            force: bool = False, shard: int = 0, shards: Literal[1] = 1) -> Run: ...

    @overload
    def run(self, output: str | os.PathLike[str] | None = None, progress: bool = True, threads: int = 0,
            force: bool = False, shard: int = 0, shards: int = 1) -> Run | Path: ...

    def run(self, output: str | os.PathLike[str] | None = None, progress: bool = True, threads: int = 0,
            force: bool = False, shard: int = 0, shards: int = 1) -> Run | Path:
        """Simulates every cell and opens the result; `output` defaults to the scenario's stem with .h5 in this folder.

        C++ threads do the work (0: one per core). Ctrl-C keeps the finished cells and raises KeyboardInterrupt, whose
        message names the call that continues the run. Raises weightshed.Error when the output exists (without `force`) or
        cannot be written. Cells in which the model failed are NaN, and a warning says so. With `shards` > 1 only every
        shards-th (world, member) from `shard` on is simulated, and what is returned is the folder of its parts, for
        weightshed.merge.
        """
        target = Path(output) if output is not None else Path(f"{self._core.name}.h5")
        with _Bar(progress) as bar:
            outcome = _core.run(self._core, target, threads, force, shard, shards, bar.show)
        return _finished(outcome) if shards == 1 else Path(outcome["output"])

    def gather(self, output: Path, force: bool = False, command: str = "") -> "_core.Gathering":
        """A run of the study whose histories are simulated elsewhere; it holds the output for itself until it is finished.
        Raises as `run` does."""
        return _core.Gathering(self._core, output, force, command or f"weightshed.load(\"{self.path}\").gather()")

    def sensitivity(self, measure: str | None = None, at: str | None = None, plan: designed.Plan = designed.Plan(),
                    folder: str | os.PathLike[str] | None = None, tell: Callable[[str], None] | None = None,
                    **coords: str) -> list[Sensitivity]:
        """What moves the effects of the policies on a measure (default: the first recorded one), one answer per policy but
        the reference, from worlds made for the purpose: all assumptions that vary are screened by Morris's method, and those
        that matter get Sobol indices with 95 % intervals; chance is a factor of its own.

        The effect is the mean over members of the paired difference, at `at` (default: the last recorded date). `folder`
        (default: NAME-sensitivity) keeps the two runs, so that another date or an interruption costs nothing, and the
        answers as sensitivity.json, which Run.sensitivity finds beside NAME.h5. `tell` gets a line for each run. Raises
        ValueError when nothing varies, too many runs failed, or the study is a sweep; weightshed.Error as run does.
        """
        target = Path(folder) if folder is not None else Path(f"{self._core.name}-sensitivity")
        target.mkdir(parents=True, exist_ok=True)
        chosen = measure or self.measures[0]
        drawn = self._drawn()

        def simulate(rows: pd.DataFrame, keys: np.ndarray, name: str) -> Reading:
            table = target / f"{name}.csv"
            durable.replace(table, rows.assign(world_key=keys).to_csv(index=False, float_format="%.17g"))
            study = self._again({"run.design": f'{{ list = "{table.resolve()}" }}', "run.members": plan.members,
                                 "measure.record": [chosen], "measure.lineage": "none"})
            output = target / f"{name}.h5"
            if not finished(output, study.sha256):
                study._run_or_continue(output, plan.threads)
            return Reading(output)

        found, last = designed.answers(drawn, simulate, lambda run: run.line(run.slice(chosen, **coords)), plan, at,
                                       tell or (lambda line: None))
        durable.replace(target / "sensitivity.json", json.dumps(
            {"study": self.title, "question": question(last), "answers": [a.as_json() for a in found]}, indent=1))
        return found

    def _drawn(self) -> designed.Drawn:
        """The study's own worlds: all fitted ones, or so many draws that their quantiles are those of the distributions."""
        stated = self.resolved["value"].get("run.worlds", "")
        study = self if self.settings["design"] == "list" else self._again(
            {"run.worlds": "calibrated" if "calibrated" in stated else DRAWS})
        values = pd.DataFrame({card["key"]: card["values"] for card in study._core.assumptions}, dtype=float)
        return designed.Drawn(values.loc[:, (values != values.iloc[0]).any(axis=0)], np.array(study._core.world_keys, dtype=np.int64))

    def _run_or_continue(self, output: Path, threads: int) -> None:
        """Runs the study; what an interruption left of it is kept, what is there of another study is replaced."""
        try:
            self.run(output, progress=False, threads=threads)
        except NoSpace:
            raise
        except Error:
            self.run(output, progress=False, threads=threads, force=True)

    def _again(self, changes: Mapping[str, Any]) -> "Study":
        """The study with overrides, mostly other worlds. That a list replaces the scenario's worlds is meant here, and no
        warning."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return Study._of(checking.load_text(self.toml(), self.path, _overrides(changes)), None)

    def _rows(self) -> list[tuple[str, str]]:
        run = self.settings
        sampled = self.assumptions
        shown = ", ".join(sampled.index[:6]) + (f" and {len(sampled) - 6} more" if len(sampled) > 6 else "")
        return [("question", self.question), ("policies", "; ".join(p["label"] for p in self._core.policies)),
                ("assumptions", shown or "none vary"), ("measures", ", ".join(self.measures)),
                ("dates", f"{run['start']} to {run['end']}, {run['past']} past to {run['observed_until']}, "
                          f"fork {run['fork']}"),
                ("histories", f"{words.counted(len(self._core.policies), 'policy')} \u00d7 {words.counted(run['worlds'], 'world')} "
                          f"\u00d7 {words.counted(run['members'], 'member')} = {self.cells}; .estimate() says how long"),
                ("file", str(self.path))]

    def _shown(self) -> list[tuple[str, str]]:
        try:
            return self._rows()
        except Error as error:  # a study that cannot be run is shown too
            return [("policies", "; ".join(p.label or p.name for p in self.policies)),
                    ("problems", f"{words.counted(len(error.problems), 'problem')}; .check() lists them")]

    def __repr__(self) -> str:
        width = max(len(key) for key, _ in self._shown())
        return "\n".join([self.title, *(f"  {key:{width}}  {value}" for key, value in self._shown() if value)])

    def _repr_html_(self) -> str:
        return notebook.table(self.title, self._shown())


class _Bar:
    """A progress bar that appears with the first report; a disabled one shows nothing."""

    def __init__(self, wanted: bool):
        self._wanted = wanted
        self._bar: Any = None
        self.show: Callable[[dict[str, Any]], None] | None = self._show if wanted else None

    def _show(self, progress: dict[str, Any]) -> None:
        from tqdm.auto import tqdm

        if self._bar is None:
            self._bar = tqdm(total=progress["total"], initial=progress["done_before"], unit="cell")
        self._bar.update(progress["done"] - self._bar.n)
        if progress["failed"]:
            self._bar.set_postfix(failed=progress["failed"])

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()


def _finished(outcome: dict[str, Any]) -> Run:
    failures = outcome["failures"]
    if failures:
        warnings.warn(f"{words.counted(len(failures), 'cell')} failed, with NaN for values; the first: {failures[0]}",
                      stacklevel=3)
    return Run(outcome["output"])
