"""Published figures against which a projection is scored: a table that a person wrote, checked row by row."""

from __future__ import annotations

import csv
import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

import numpy as np

from .. import _core, words
from ..errors import Error, Problem, problem
from ..result import Result
from . import COLUMNS

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Observation:
    """One figure that came to be known: what, when, how much, from where."""

    line: int  # of the table
    slice: words.Slice
    when: str  # "2026-03", or "2026-01 to 2026-06"
    dates: tuple[np.datetime64, ...]  # the recorded dates that it is read on; more than one: their mean
    value: float  # in the unit shown
    scale: words.Scale  # from the measure's own unit to the unit shown
    source: str

    @property
    def where(self) -> str:
        """The labels as the table writes them: "age=all;creator_country=CN"."""
        return ";".join(f"{dim}={label}" for dim, label in self.slice.coords)

    @property
    def reading(self) -> str:
        """How a history is read: at the recorded date of the month, or as the mean over those of a window."""
        days = [str(date.astype("datetime64[D]")) for date in self.dates]
        return f"at {days[0]}" if len(days) == 1 else f"mean of {len(days)} dates, {days[0]} to {days[-1]}"


def read(path: Path, run: Result) -> list[Observation]:
    """The figures of a CSV table with the columns measure, where, at, from, to, value and source, for dates that the run
    projects. Raises FileNotFoundError, and weightshed.Error with every wrong row at once: then none is read."""
    problems: list[Problem] = []
    rows = list(_rows(path, problems))
    found = [row.observation() for row in (_Row(path, line, cells, run, problems) for line, cells in rows)]
    if not rows and not problems:
        problems.append(problem(path, "", "has no rows", "at least one figure"))
    if problems:
        raise Error.of(problems)
    return [observation for observation in found if observation is not None]


def _rows(path: Path, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row; nothing when the header is wrong."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            lines = csv.reader(file, strict=True)
            header = [name.strip() for name in next(lines, [])]
            problems += [problem(path, name, "is not a column", ", ".join(COLUMNS), _core.nearest_name(name, list(COLUMNS)), 1)
                         for name in header if name not in COLUMNS]
            problems += [problem(path, name, "the column is missing", ", ".join(COLUMNS), line=1)
                         for name in COLUMNS if name not in header]
            problems += [problem(path, name, "the column is there twice", line=1)
                         for name in COLUMNS if header.count(name) > 1]
            if problems:
                return
            first = lines.line_num + 1
            for cells in lines:
                line, first = first, lines.line_num + 1
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) != len(header):
                    allowed = f"{len(header)}, as in the header"
                    problems.append(problem(path, "", f"has {len(cells)} fields", allowed, line=line))
                    continue
                yield line, dict(zip(header, (cell.strip() for cell in cells)))
    except UnicodeDecodeError:
        problems.append(problem(path, "", "is not text in UTF-8"))
    except csv.Error as error:
        problems.append(problem(path, "", f"is not a CSV table: {error}", line=lines.line_num))


class _Row:
    """One row, with what is wrong with it."""

    def __init__(self, path: Path, line: int, cells: dict[str, str], run: Result, problems: list[Problem]):
        self._path, self._line, self._cells, self._run, self._problems = path, line, cells, run, problems

    def observation(self) -> Observation | None:
        """The figure; None when something is wrong, which is then among the problems."""
        before = len(self._problems)
        slice_ = self._slice()
        scale = words.scale_of(self._run.card(slice_.measure), slice_, 0.0) if slice_ else None
        value = self._value(scale)
        dates = self._dates()
        if not self._cells["source"]:
            self._wrong("source", "is empty", "where the value was published")
        if len(self._problems) > before or slice_ is None or scale is None:
            return None
        at, first, last = (self._cells[key] for key in ("at", "from", "to"))
        return Observation(self._line, slice_, at or f"{first} to {last}", dates, value, scale, self._cells["source"])

    def _wrong(self, key: str, message: str, allowed: str = "", suggestion: str = "") -> None:
        self._problems.append(problem(self._path, key, message, allowed, suggestion, self._line))

    def _slice(self) -> words.Slice | None:
        measure = self._cells["measure"]
        known = self._run.measures
        if measure not in known:
            self._wrong("measure", f"'{measure}' is not recorded in {self._run.path.name}", ", ".join(known),
                        _core.nearest_name(measure, known))
            return None
        if self._run.card(measure).shown_unit == "date":
            self._wrong("measure", f"'{measure}' dates an event, which some histories never see, and cannot be scored",
                        "a measure that has a number at every date")
            return None
        given = self._labels(measure)
        dimensions = self._dimensions(measure)
        for dimension in dimensions:
            if given is not None and dimension not in given:
                self._wrong("where", f"does not say which {dimension}", self._choices(dimension))
        if given is None or set(given) != set(dimensions):
            return None
        return words.Slice(measure, tuple((dimension, given[dimension]) for dimension in dimensions))

    def _dimensions(self, measure: str) -> list[str]:
        return [str(dimension) for dimension in self._run.data[measure].dims[4:]]

    def _choices(self, dimension: str) -> str:
        return ", ".join(f"{dimension}={label}" for label in self._run.data[dimension].values)

    def _labels(self, measure: str) -> dict[str, str] | None:
        """The labels by dimension; None when one of them is wrong."""
        found: dict[str, str] = {}
        dimensions, before = self._dimensions(measure), len(self._problems)
        for part in filter(None, (part.strip() for part in self._cells["where"].split(";"))):
            dimension, equals, label = (text.strip() for text in part.partition("="))
            if not equals:
                self._wrong("where", f"'{part}' is not of the form dimension=label",
                            "; ".join(f"{known}=…" for known in dimensions) or f"nothing: {measure} has no dimensions")
            elif dimension not in dimensions:
                self._wrong("where", f"{measure} has no dimension '{dimension}'", ", ".join(dimensions) or "nothing",
                            _core.nearest_name(dimension, dimensions))
            elif dimension in found:
                self._wrong("where", f"{dimension} is there twice", "one label; a row for each further one")
            else:
                labels = [str(known) for known in self._run.data[dimension].values]
                if label not in labels:
                    self._wrong("where", f"{dimension} has no '{label}'", ", ".join(labels), _core.nearest_name(label, labels))
                found[dimension] = label
        return found if len(self._problems) == before else None

    def _value(self, scale: words.Scale | None) -> float:
        text = self._cells["value"]
        unit = f" in {scale.long_unit}" if scale and scale.long_unit else ""
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            self._wrong("value", f"'{text}' is not a number", f"a number{unit}, without its unit")
        elif scale and scale.unit == "%" and not 0.0 <= value <= 100.0:
            self._wrong("value", f"{text} is not a share", "0 to 100, in percent")
        return value

    def _dates(self) -> tuple[np.datetime64, ...]:
        """The recorded dates that the row is read on; none when something is wrong."""
        at, first, last = (self._cells[key] for key in ("at", "from", "to"))
        if at and (first or last):
            self._wrong("at", f"'{at}' is given beside from and to", "either at, or from and to")
            return ()
        if not at and not (first and last):
            key = "to" if first else "from" if last else "at"
            self._wrong(key, "is empty", "a month in at, as in 2026-03, or the months of a window in from and to")
            return ()
        keys = (("at", at),) if at else (("from", first), ("to", last))
        months = [np.datetime64(text, "M") if _MONTH.fullmatch(text) else None for _, text in keys]
        for (key, text), month in zip(keys, months):
            if month is None:
                self._wrong(key, f"'{text}' is not a month", "a month as in 2026-03")
        begin, end = months[0], months[-1]
        if begin is None or end is None:
            return ()
        if begin > end:
            self._wrong("to", f"{last} is before {first}", "the last month of the window")
            return ()
        return self._recorded(keys, begin, end)

    def _recorded(self, keys: tuple[tuple[str, str], ...], begin: np.datetime64,
                  end: np.datetime64) -> tuple[np.datetime64, ...]:
        later = projected(self._run)
        months = later.astype("datetime64[M]")
        handover = self._run.vintage.date()
        for (key, text), month in zip(keys, (begin, end)):
            if not len(later) or not months[0] <= month <= months[-1]:
                early = month <= np.datetime64(handover, "M")
                self._wrong(key, f"{text} is {'not after the handover of' if early else 'outside'} the run"
                            + (f" on {handover}" if early else ""), _span(months))
                return ()
        found = later[(begin <= months) & (months <= end)]
        if not len(found):
            self._wrong(keys[0][0], f"nothing is recorded in {' to '.join(text for _, text in keys)}", _span(months))
        return tuple(found[-1:] if keys[0][0] == "at" else found)


def projected(run: Result) -> np.ndarray:
    """The recorded dates after the handover, on which nothing observed entered the run."""
    times = run.data["time"].values
    return times[times > np.datetime64(run.vintage)]


def _span(months: np.ndarray) -> str:
    """The months that are recorded: as a range when there is no gap."""
    unique = np.unique(months)
    if not len(unique):
        return "nothing: the run ends with its record"
    if len(unique) > 1 and (np.diff(unique) == np.timedelta64(1, "M")).all():
        return f"{unique[0]} to {unique[-1]}"
    shown = [str(month) for month in unique]
    return ", ".join(shown if len(shown) < 6 else [*shown[:3], "…", shown[-1]])
