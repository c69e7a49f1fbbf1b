"""What is wrong with a scenario, as a table; where the library of scenarios is."""

from __future__ import annotations

import os
import sys
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, Iterable, Mapping, TypeVar

import pandas as pd

from . import _core
from .errors import Error, Problem
from .frozen import frozen, toml

Answer = TypeVar("Answer")

_COLUMNS = ["file", "line", "column", "key", "message", "allowed", "suggestion"]


class Problems(pd.DataFrame):
    """A table of problems; it shows nothing when there are none."""

    @property
    def _constructor(self) -> type["Problems"]:
        return Problems

    def __repr__(self) -> str:
        return "" if self.empty else super().__repr__()

    def _repr_html_(self) -> str:
        return "" if self.empty else str(super()._repr_html_())


def library() -> list[Path]:
    """Folders of the scenario library, in order: WEIGHTSHED_SCENARIOS, the installed one, the source tree's. Never fails; a
    folder that is not there is left out."""
    wanted = [Path(sys.prefix) / "share" / "weightshed" / "scenarios", Path(__file__).parents[2] / "scenarios"]
    if os.environ.get("WEIGHTSHED_SCENARIOS"):
        wanted.insert(0, Path(os.environ["WEIGHTSHED_SCENARIOS"]))
    return [folder for folder in wanted if folder.is_dir()]


def overrides(given: Mapping[str, Any] | Iterable[str]) -> list[str]:
    """Overrides as the engine takes them. By itself a text needs no quotes, as after `-s` ("6 months", "2030-12-31"); inside a
    table or a list it is quoted for TOML. Raises TypeError for a value that TOML has not."""
    if not isinstance(given, Mapping):
        return list(given)
    values = {key: frozen(value) for key, value in given.items()}
    return [f"{key}={value if isinstance(value, str) else toml(value)}" for key, value in values.items()]


def of_file(path: Path, given: list[str]) -> Problems:
    """Every problem of a scenario file; its warnings are given as such."""
    return _table(*_core.check(path, given, library()))


def of_text(text: str, path: Path) -> Problems:
    """Every problem of a scenario that no file holds; its warnings are given as such."""
    found, said = _core.check_text(text, path, library())
    return _table([without_place(p, path) for p in found], said)


def of_part(text: str, within: str = "") -> Problems:
    """Every problem of a part of a scenario, in a text that holds it: `within` is the key of the part, which is left out of
    the keys of problems. What the rest of the text is warned of is not the part's."""
    path = Path("part.toml")
    found, _ = _core.check_text(text, path, library())
    return _table([without_place(p, path, within) for p in found], [])


def load_text(text: str, path: Path, given: list[str]) -> "_core.Study":
    """The study of a text. Raises weightshed.Error with every problem at once, told by keys: the text is nobody's file."""
    core, said = told_by_key(lambda: _core.load_text(text, path, given, library()), path)
    for warning in said:
        warnings.warn(warning, stacklevel=3)
    return core


def told_by_key(work: Callable[[], Answer], path: Path, within: str = "") -> Answer:
    """What `work` returns; the problems that it raises are told without places in the text that is called `path`."""
    try:
        return work()
    except Error as error:
        found = [without_place(p, path, within) for p in error.problems]
        raise Error("\n".join(p.text for p in found), tuple(found), error.exit_code) from None


def without_place(problem: Problem, path: Path, within: str = "") -> Problem:
    """The problem told without the line of a text that its author has not seen."""
    if problem.file != str(path):
        return problem
    own = problem.key.removeprefix(within).removeprefix(".")
    text = problem.text.removeprefix(f"{path}:").lstrip("0123456789:").strip()
    return replace(problem, file="", line=0, column=0, key=own, text=text.replace(problem.key, own, 1) if own else text)


def _table(found: list[Problem], said: list[str]) -> Problems:
    for warning in said:
        warnings.warn(warning, stacklevel=4)
    return Problems([[getattr(p, c) for c in _COLUMNS] for p in found], columns=_COLUMNS)
