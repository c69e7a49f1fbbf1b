"""The run that a user works with: a result whose methods are the user's questions, each answered by another module."""

from __future__ import annotations

import html
import os
from typing import TYPE_CHECKING, Iterable

import pandas as pd

from . import _core, escape, lineage, sensitivity, sweep, words
from .errors import Error, problem
from .reading import Reading

if TYPE_CHECKING:
    import networkx
    from matplotlib.figure import Figure


class Run(Reading):
    """A finished or partly finished run, read lazily from its result file.

    Raises FileNotFoundError when there is no such file, and ValueError when it is not a result of this program, is damaged,
    is locked by another process, or was written in a newer format than this package knows.
    """

    def compare(self, at: str | None = None, vs: str | None = None,
                measures: Iterable[str] | None = None) -> pd.DataFrame:
        """Paired effects of every policy against `vs` (default: the reference), one row per policy and value.

        Columns: measure, policy, effect (mean of the paired differences), low and high (80 % interval of the
        differences), sign_probability (NaN: exactly zero everywhere), a column per dimension of the measures (empty where
        a measure does not have it), vs, at, unit, standard_error, variance_removed (share that pairing removed), pairs,
        left_out, calibrated. `at` is a day or a month ("2032-12"); default: the last recorded date. Raises
        weightshed.Error for an unknown policy, measure or date, with the nearest name.
        """
        self._check_date(at)
        rows = _core.compare(self.path, at or "", vs or "", list(measures or []))
        labels = list(dict.fromkeys(dim for row in rows for dim in row["coordinates"]))
        for row in rows:
            own = row.pop("coordinates")
            row.update({dim: own.get(dim, "") for dim in labels})
        table = pd.DataFrame(rows)
        front = ["measure", "policy", "effect", "low", "high", "sign_probability", *labels]
        return table[front + [c for c in table.columns if c not in front]] if len(table) else table

    def _check_date(self, at: str | None) -> None:
        """Raises weightshed.Error for a date before the first or after the month of the last recorded one."""
        moment = pd.to_datetime(at, errors="coerce") if at else pd.NaT
        if pd.isna(moment):
            return  # none is given, or it is not a date: the engine says so
        month_end = moment + pd.offsets.MonthEnd(0) if len(str(at)) <= len("2032-12") else moment
        first, last = (pd.Timestamp(self.data["time"].values[i]) for i in (0, -1))
        if not first <= month_end <= last + pd.offsets.MonthEnd(0):
            outside, allowed = f"{at} is outside what {self.path} records", f"{first.date()} to {last.date()}"
            raise Error.of([problem("", "at", outside, allowed)])

    def effect(self, measure: str, policy: str, **coords: str) -> pd.DataFrame:
        """Paired effect against the reference over time, one row per recorded date: time, effect, low, high (80 %), in
        the measure's unit; sign_probability, variance_removed, pairs. Raises ValueError for an unknown name."""
        if policy not in self.policies:
            raise ValueError(f"no policy {policy!r} in {self.path.name}; it has {', '.join(self.policies)}")
        return self.line(self.slice(measure, **coords)).effects[policy].copy()

    def flip_points(self, measure: str, policy: str, at: str | None = None, **coords: str) -> pd.DataFrame:
        """Which of the assumptions that the scenario lets vary moves the effect of a policy most, and at which value the
        effect would reverse sign: one row per assumption, see sensitivity.flip_points for the columns. Raises ValueError
        when the run has too few worlds."""
        values = self.line(self.slice(measure, **coords)).values
        cells = values.sel(time=at).isel(time=-1) if at else values.isel(time=-1)
        return sensitivity.flip_points(cells, policy, self.design, self.registry, self.varied)

    def sweep(self, measure: str, **coords: str) -> pd.DataFrame:
        """Paired effects at the points of the study's `[sweep]`, at the last date, one row per policy and point; see
        `weightshed.sweep.effects` for the columns. Raises ValueError when the study has no sweep, and for an unknown
        name."""
        return sweep.effects(self, self.slice(measure, **coords))

    def fan(self, measure: str, **coords: str) -> "Figure":
        """Fan chart, one panel per policy: median, 50 % and 80 % bands over cells, published figures in black."""
        from .figures import fan, theme  # Matplotlib is slow to import and not needed for data

        return fan.draw(self, self.slice(measure, **coords), theme.PROFILES["brief"]).figure

    def lineage(self, policy: str | None = None, world: int = 0, member: int = 0) -> pd.DataFrame:
        """The models of one history, one row per model, parents before children.

        Columns: parent (row number, -1 for a base), release (name of the base that it is built on), kind, country,
        licence, trainings (between base and model), family, lab, born (datetime64), parameters, capability (orders of
        magnitude of effective training compute), downloads, further_parents (of a merge: a tuple of row numbers).
        Raises ValueError when the history was not recorded, or was recorded in a format before 1.1.
        """
        return lineage.read(self, policy or self.reference, world, member)

    def graph(self, policy: str | None = None, world: int = 0, member: int = 0) -> "networkx.DiGraph":
        """The same as a networkx graph: nodes are row numbers with the columns and a `label` as attributes (`born` in ISO
        form), edges go from parent to child and have `derivation`. Raises as `lineage` does."""
        return lineage.graph(self.lineage(policy, world, member))

    def lineage_summary(self, by: str = "family", policy: str | None = None, world: int = 0, member: int = 0,
                        top: int = 0) -> pd.DataFrame:
        """Who rests on whom, as in `weightshed lineage`: one row per base, family, lab or country, or, by "model", per
        derivative on which something hangs alone.

        Columns: name, bases, descendants, depth, width, alone_models, alone_downloads, conflicts_with_parent,
        conflicts_with_ancestor, exposure (0 to 1), trainings; `attrs` holds the totals. Most descendants first; `top` is
        the number of rows to keep, 0 for all. Raises ValueError for an unknown `by`, weightshed.Error for a history that is
        not recorded.
        """
        found = _core.lineage(self.path, policy or "", world, member, by, top)
        table = pd.DataFrame(found.pop("rows"))
        table.attrs.update(found)
        return table

    def __repr__(self) -> str:
        size = self.data.sizes
        cells = size["policy"] * size["world"] * size["member"]
        return (f"<weightshed run {self.id}: {escape.line(self.title)}; {self.counts} = {words.counted(cells, 'cell')}, "
                f"{words.counted(size['time'], 'date')}, {words.counted(len(self.measures), 'measure')}>")

    def _repr_html_(self) -> str:
        rows = [("policies", ", ".join(self.policies)),
                ("cells", self.counts),
                ("dates", f"{words.month(self.data['time'].values[0])} to {self.end}"),
                ("measures", ", ".join(self.measures)), ("run", self.id), ("file", str(self.path))]
        body = "".join(f"<tr><th style='text-align:left'>{html.escape(k)}</th>"
                       f"<td style='text-align:left'>{html.escape(v)}</td></tr>" for k, v in rows)
        return f"<b>{html.escape(self.title)}</b><table>{body}</table>"


def open(path: str | os.PathLike[str]) -> Run:  # the package's own word, as in xarray
    """Opens a result file. See Run for what may go wrong."""
    return Run(path)
