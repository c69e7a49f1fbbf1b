"""The run that a user works with: a result whose methods are the user's questions, each answered by another module."""

from __future__ import annotations

import os
from dataclasses import asdict
from importlib import import_module
from typing import TYPE_CHECKING, Any, Iterable

import pandas as pd

from . import _core, escape, lineage, notebook, sensitivity, sweep, tables, words
from .comparison import Comparison, comparison
from .methods import budget, discovery, regret
from .methods import sensitivity as answers
from .methods.extra import module
from .neighbours import iamc, levels, posterior, samples
from .reading import CLEAR, Line, Reading
from .slices import Asked, Where, last_day, pairs

if TYPE_CHECKING:
    import igraph
    import networkx
    import pyam
    from matplotlib.figure import Figure

    from .policies import Policy


class Run(Reading):
    """A finished or partly finished run, read lazily from its result file.

    Raises FileNotFoundError when there is no such file, and ValueError when it is not a result of this program, is damaged,
    is locked by another process, or was written in a newer format than this package knows.
    """

    def compare(self, at: str | None = None, vs: str | None = None, measures: Iterable[str] | None = None,
                where: Where | None = None) -> Comparison:
        """Paired effects of every policy against `vs` (default: the reference), one row per policy and value. It prints as
        `weightshed compare` does: the dozen effects that matter most, or all of what is asked for.

        Columns: measure, policy, effect (mean of the paired differences), low and high (80 % interval of the
        differences), sign_probability (NaN: exactly zero everywhere), a column per dimension of the measures (empty where
        a measure does not have it), vs, at, unit, standard_error, variance_removed (share that pairing removed), pairs,
        left_out, calibrated, cost (USD that governments spend more than under `vs` by then; NaN when none is recorded) and
        per_billion (effect for each billion USD of it). `at` is a day or a month ("2032-12"); default: the last recorded
        date. `where` keeps some values: "region=EU,sector=government" or a dictionary; a label may be written as in
        `slice`. Raises weightshed.Error for an unknown policy, measure, label or date, with the nearest name.
        """
        if at:
            self.check_date(at)
        return comparison(*_core.compare(self.path, at or "", vs or "", list(measures or []), pairs(where)))

    def effect(self, measure: str, policy: str, at: str | None = None, **coords: str) -> pd.DataFrame:
        """Paired effect against the reference over time, one row per recorded date: time, effect, low, high (80 %), in
        the measure's unit; sign_probability, variance_removed, pairs. Where the result records what policy costs: cost (USD
        that governments spend more than under the reference, since the start) and per_billion (effect for each billion USD
        of it; NaN where the policy costs nothing more). With `at` only the last recorded date up to it. Raises
        weightshed.Error for an unknown name, with the nearest, and for a date outside the recorded ones."""
        self.require_policy(policy)
        line = self.line(self.slice(measure, **coords))
        found = line.effects[policy].copy()
        costing, payer = _core.cost()
        if costing in self.measures and measure != costing:
            spent = self.line(self.slice(costing, payer=payer)).effects[policy]["effect"]
            found["cost"], found["per_billion"] = spent, found["effect"] / (spent.where(spent != 0.0) / 1e9)
        if at is not None:
            self.check_date(at)
            found = found[found["time"] <= last_day(at)].tail(1).reset_index(drop=True)
        return tables.EffectCourse.made(found, vs=self.quoted(self.reference), clear=CLEAR, **self._about(line, policy))

    def flip_points(self, measure: str, policy: str, at: str | None = None, **coords: str) -> pd.DataFrame:
        """Which of the assumptions that the scenario lets vary moves the effect of a policy most, and at which value the
        effect would reverse sign: one row per assumption, see sensitivity.flip_points for the columns. Raises ValueError
        when the run has too few worlds."""
        if sweep.axes(self):
            raise ValueError("the worlds of a sweep repeat with the same luck and assumptions; see run.sweep")
        values = self.line(self.slice(measure, **coords)).values
        cells = (values.sel(time=slice(None, last_day(at))) if at else values).isel(time=-1)
        return sensitivity.flip_points(cells, policy, self.design, self.registry, self.varied)

    def sensitivity(self, measure: str, policy: str, at: str | None = None, **coords: str) -> answers.Sensitivity:
        """Which assumptions move the effect of a policy, ranked, as shares of its variance with 95 % intervals.

        If Study.sensitivity has left its answer for this value beside the result (NAME-sensitivity for NAME.h5), it is that:
        Sobol indices. Else first-order indices from the worlds of this result, of which it needs 64, with the budget over
        time. Raises ValueError for an unknown name, the reference and a sweep; weightshed.Error for a date that is not
        recorded.
        """
        line = self.line(self.slice(measure, **coords))
        return answers.kept(self, line, policy, at) or answers.of_worlds(self, line, policy, at)

    def budget(self, measure: str, policy: str, **coords: str) -> pd.DataFrame:
        """Where the variance of an effect comes from over time: chance, assumptions and structure, as shares; see
        methods.budget.budget for the columns. Raises as `sensitivity` does."""
        line = self.line(self.slice(measure, **coords))
        return tables.VarianceBudget.made(budget.budget(self, line, policy), **self._about(line, policy))

    def discover(self, measure: str, policy: str, at: str | None = None, fails: str | None = None, check: str | None = None,
                 **coords: str) -> discovery.Discovery:
        """Where the effect of a policy fails: a box of assumptions as a sentence with coverage and density (PRIM), and how
        such a box fares in worlds that it was not found from.

        `fails` is a bound in the unit shown, such as "<0.5"; default: the sign that is not that of the mean effect. With
        `check`, such as "research.induced_share>1.2", no box is searched for and that one is counted. Needs 32 worlds.
        Raises as `sensitivity` does, and ValueError when nothing or everything fails.
        """
        return discovery.discover(self, self.line(self.slice(measure, **coords)), policy, at,
                                  regret.bound(fails) if fails else None, check)

    def robust(self, measure: str, wanted: str, at: str | None = None, good: str | None = None, **coords: str) -> regret.Robustness:
        """Which policy holds up when "more" or "less" of a measure is `wanted`: regret, the share of histories that are good
        enough (`good` is a bound in the unit shown, such as ">=30"; default: as good as the reference), and the rank of the
        policies under each variant of the contested mechanisms. Raises as `sensitivity` does, and ValueError when no history
        has a value under every policy."""
        return regret.robust(self, self.line(self.slice(measure, **coords)), wanted, at, regret.bound(good) if good else None)

    def sweep(self, measure: str, at: str | None = None, **coords: str) -> sweep.Sweep:
        """Paired effects at the points of the study's `[sweep]`, one row per policy and point; see
        `weightshed.sweep.effects` for the columns. `at` is a day or a month; default: the last recorded date. Raises
        weightshed.Error when the study has no sweep, for an unknown name, and for a date outside the recorded ones."""
        if at:
            self.check_date(at)
        return sweep.effects(self, self.slice(measure, **coords), at)

    def fan(self, measure: str, at: str | None = None, **coords: str) -> "Figure":
        """Fan chart, one panel per policy: median, 50 % and 80 % bands over cells, published figures in black. `at` is where
        it ends."""
        from .figures import fan, theme  # Matplotlib is slow to import and not needed for data

        run = self if at is None else Reading(self.path, Asked(at=at))
        return fan.draw(run, self.slice(measure, **coords), theme.PROFILES["brief"]).figure

    def explore(self, policy: "str | Policy | None" = None, measure: str | None = None, pairs: int = 32,
                **coords: str) -> Any:
        """Sliders for the study of this result, an Explorer, see weightshed.explore; the assumptions are those that matter most
        in the sensitivity design that stands beside the result, if it is of a main value and the policy. Raises as
        weightshed.explore does."""
        # By its name and only here: a panel makes studies, which make results, and nothing else of a result needs it.
        return import_module(".sliders.panel", __package__).explore(self, policy=policy, measure=measure, pairs=pairs, **coords)

    def ranking(self, at: str | None = None, policy: str | None = None, world: int = 0, member: int = 0,
                top: int = 10) -> pd.DataFrame:
        """The open models of one history by capability, as a leaderboard lists them: one row per place.

        Columns: place, model, family, lab, country, licence, released, capability (log10 of effective training compute in
        FLOP), family_share and lab_share (0 to 1: recorded histories of the policy in which the family, the lab, has a
        model in the first `top` places). `attrs["countries"]` says of each country its best model, its place, and how many
        models of how many labs stand ahead, in this history and over all recorded ones. `top` 0 is all places. Raises
        weightshed.Error when the history was not recorded, or for a date outside the recorded ones.
        """
        if at:
            self.check_date(at)
        found = _core.ranking(self.path, policy or "", world, member, at or "", top)
        table = tables.Leaderboard.made(pd.DataFrame(found.pop("rows")), history=_history(world, member), most=top or notebook.MOST)
        table.attrs.update(found)
        return table

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
        table = tables.Reliance.made(pd.DataFrame(found.pop("rows")), by=by, policy=policy or self.reference,
                                     history=_history(world, member), most=top or tables.FEWER)
        table.attrs.update(found)
        return table

    # --- for other tools, see docs/userguide/neighbours.md ---

    def to_iamc(self) -> "pyam.IamDataFrame":
        """The quantiles of each year as pyam has them: model, scenario (the policy), region, variable, unit, year, value; all
        measures, values without a history left out. The quantiles are ours, over all worlds and members. Raises
        weightshed.Error when pyam is not installed."""
        return iamc.frame(self)

    def to_table(self) -> pd.DataFrame:
        """Everything that the summary says as one long table: a row per measure, labels, policy and recorded date; see
        neighbours.levels.table for the columns and units."""
        return levels.table(self)

    def samples(self, measure: str, policy: str | None = None, at: str | None = None, effect: bool = False,
                **coords: str) -> samples.Samples:
        """The assumptions of each world as floats and what came of them (the mean over members of the level under a policy,
        or of its `effect` against the reference), for SALib and the EMA workbench: `problem`, `X`, `Y`; `ema()`. Worlds
        without a value are left out and counted. Raises weightshed.Error for an unknown name or date, ValueError when no
        assumption differs between worlds."""
        line = self.line(self.slice(measure, **coords))
        work = samples.of_effect if effect else samples.of_level
        return work(self, line, policy or (self.policies[-1] if effect else self.reference), at)

    def to_arviz(self) -> Any:
        """The worlds as draws for ArviZ: chain, draw, one variable per assumption that differs, in the unit of its card.
        Raises weightshed.Error when ArviZ is not installed, ValueError when no assumption differs."""
        return posterior.inference_data(self)

    def to_igraph(self, policy: str | None = None, world: int = 0, member: int = 0) -> "igraph.Graph":
        """The lineage of one history as an igraph graph, with the attributes of `graph`. Raises as `lineage` does, and
        weightshed.Error when igraph is not installed."""
        return module("igraph", "neighbours").Graph.from_networkx(self.graph(policy, world, member))

    def _about(self, line: Line, policy: str) -> dict[str, Any]:
        """What a table over time of the effect of a policy says of itself."""
        where = ", ".join("=".join(pair) for pair in line.slice.coords)
        return {"policy": self.quoted(policy), "phrase": line.with_article + (f" ({where})" if where else ""), "scale": asdict(line.scale),
                "fork": "" if self.fork is None else self.fork.isoformat()}

    def __repr__(self) -> str:
        size = self.data.sizes
        cells = size["policy"] * size["world"] * size["member"]
        return (f"<weightshed run {self.id}: {escape.line(self.title)}; {self.counts} = {words.counted(cells, 'history')}, "
                f"{words.counted(size['time'], 'date')}, {words.counted(len(self.measures), 'measure')}>")

    def _repr_html_(self) -> str:
        rows = [("policies", ", ".join(self.policies)),
                ("histories", self.counts),
                ("dates", f"{words.month(self.data['time'].values[0])} to {self.end}"),
                ("measures", ", ".join(self.measures)), ("run", self.id), ("file", str(self.path))]
        return notebook.table(self.title, rows)


def _history(world: int, member: int) -> str:
    return f"world {world}, member {member}"


def open(path: str | os.PathLike[str]) -> Run:  # the package's own word, as in xarray
    """Opens a result file: a Run, read lazily. Raises FileNotFoundError when there is no such file, and ValueError when it is
    not a sound result, is locked by another process, or has a newer format."""
    return Run(path)
