"""What moves the effect of a policy, as one answer: shares of its variance by assumption, ranked, with what they rest on."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .. import words
from ..reading import Line, Reading
from ..result import Result
from . import given, worlds
from .budget import PARTS, budget
from .worlds import Effects

SOBOL = "Sobol"  # a design of its own
GIVEN = "given worlds"
CHANCE = "chance"
OTHERS = "all other assumptions"

#: Of one index each: estimate and the ends of its 95 % interval.
TOTAL, FIRST = ("total", "total_low", "total_high"), ("first", "first_low", "first_high")
COLUMNS = ("factor", "label", *TOTAL, *FIRST, "direction")


@dataclass(frozen=True)
class Sensitivity:
    """Shares of the variance of a policy's effect, from 0 to 1. `table` has a row per factor, the largest first: factor,
    label, total, first (each with _low and _high, the 95 % interval; total is NaN for given worlds) and direction (rank
    correlation with the effect). `screening` is Morris's table when assumptions were screened: factor, label, mu_star, low,
    high, mu, sigma in the measure's unit. `budget` is that of budget.budget, for given worlds."""

    method: str
    measure: str
    where: str
    policy: str
    vs: str
    at: str
    said: dict[str, str]  # words of a reader: policy, vs, measure, effect (mean), spread (standard deviation)
    effect: float  # mean over worlds, in the measure's unit
    deviation: float  # standard deviation between the worlds that were compared, in the measure's unit
    table: pd.DataFrame
    worlds: int
    members: int
    left_out: int  # blocks of the design, or worlds, that lacked a value
    blocks: int = 0
    noise: float = 0.0  # given worlds: the share that pure chance reaches
    correlation: float = 0.0  # the strongest rank correlation between two of the assumptions in the study's own worlds
    screening: pd.DataFrame | None = None
    trajectories: int = 0
    budget: pd.DataFrame | None = None
    doubt: str = ""  # why there are no indices

    @property
    def assumptions(self) -> pd.DataFrame:
        """The rows of `table` that are single assumptions, ranked."""
        return self.table[~self.table["factor"].isin([CHANCE, OTHERS])].reset_index(drop=True)

    def lines(self, most: int = 10) -> list[str]:
        """The answer as a reader sees it: what was asked, the ranked shares, what they rest on."""
        lines = [f"What moves the effect of {self.said['policy']} on {self.said['measure']} by {words.month(self.at)}",
                 f"against {self.said['vs']}: mean {self.said['effect']}, standard deviation between worlds {self.said['spread']}."]
        if self.budget is not None:
            lines += ["", *_budget_lines(self.budget)]
        if self.doubt:
            return lines + ["", self.doubt]
        shown = self.table.head(most)
        index = TOTAL if self.method == SOBOL else FIRST
        lines += ["", "Share of the variance between worlds, with its 95% interval:" if self.method == GIVEN else
                  "Share of the variance, with its 95% interval: total (with all interplay), then alone:"]
        for row in shown.to_dict("records"):
            alone = f"   {_share(row, FIRST)}" if self.method == SOBOL else ""
            name = row["factor"] if row["factor"] in (CHANCE, OTHERS) else f"{row['factor']}: {words.lower_first(row['label'])}"
            lines.append(f"  {_share(row, index)}{alone}   {_arrow(row['direction'])}  {name}")
        return lines + ["", *self._notes()]

    def _notes(self) -> list[str]:
        counted = f"{words.counted(self.worlds, 'world')} of {words.counted(self.members, 'member')}"
        notes = ["+ and -: the effect rises or falls with the assumption (rank correlation of at least 0.1)."]
        if self.method == SOBOL:
            left = f"; {words.counted(self.left_out, 'block')} left out as a whole, for want of a value" if self.left_out else ""
            notes.append(f"Sobol indices (SALib) of {words.counted(self.blocks, 'block')} of Saltelli's design: {counted}{left}. "
                         "Four times as many blocks halve the intervals, which may reach below 0% and beyond 100%.")
            notes.append(f"Chance is a factor of its own: the luck of {words.counted(self.members, 'member')}, which more members would "
                         "average out, and what nobody knows of bases on record. It is the same within a block, so it adds nothing "
                         "to the other totals.")
            notes.append("Assumptions that are named vary independently, each over its distribution in the study. In the study "
                         f"itself, two of them have a rank correlation of up to {self.correlation:.2f}.")
        else:
            left = f"; {words.counted(self.left_out, 'world')} without a value left out" if self.left_out else ""
            notes.append(f"First-order indices (SALib, random balance designs) from {counted}{left}. Pure chance reaches {self.noise:.0%}; "
                         "less tells nothing. The interval is wide, as it is taken from half samples.")
            notes.append("Assumptions that were fitted together are correlated, and one may get the credit of another; `weightshed "
                         "sensitivity SCENARIO` runs a design that keeps them apart.")
        if self.screening is not None:
            notes.append(f"Screened by Morris's method ({words.counted(self.trajectories, 'trajectory')}): {len(self.assumptions)} of "
                         f"{words.counted(len(self.screening), 'assumption')} stand alone, the rest vary together.")
        return notes

    def as_json(self) -> dict[str, Any]:
        found = {f.name: getattr(self, f.name) for f in fields(self)}
        return {key: json.loads(value.to_json(orient="records", date_format="iso", double_precision=15))
                if isinstance(value, pd.DataFrame) else None if isinstance(value, float) and not np.isfinite(value) else value
                for key, value in found.items()}

    @classmethod
    def from_json(cls, recorded: dict[str, Any]) -> "Sensitivity":
        tables = {key: pd.DataFrame(recorded[key]) if recorded[key] is not None else None for key in ("table", "screening", "budget")}
        numbers = [c for c in (*TOTAL, *FIRST) if c in tables["table"]]
        tables["table"] = tables["table"].astype({c: float for c in numbers})
        return cls(**{**recorded, **tables})

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        head, *_ = self.lines()
        return f"<p>{html.escape(head)}</p>" + self.table.round(3).to_html(index=False)


def of_worlds(run: Reading, line: Line, policy: str, at: str | None = None, seed: int = 1) -> Sensitivity:
    """From the worlds that a result has: the budget over time and, with enough worlds, first-order indices. With too few,
    or when nothing varies, `doubt` says why there are none. Raises as worlds.effects does."""
    effects = worlds.effects(run, line, policy, at)
    draw = worlds.draws(run)
    # Worlds that differ in structure alone count once, by their mean: structure has its own line in the budget.
    first = np.unique(draw, return_index=True)[1]
    by_draw = np.array([effects.by_world[draw == draw[i]].mean() for i in first])
    assumptions = worlds.drawn(run).iloc[first]
    table, noise, doubt = pd.DataFrame(columns=COLUMNS), 0.0, ""
    try:
        found, noise = given.shares(assumptions, by_draw, seed)
        table = labelled(found, run.registry).assign(**dict.fromkeys(TOTAL, np.nan))
        table["direction"] = [direction(assumptions[name].to_numpy(), by_draw) for name in table["factor"]]
        table = table[list(COLUMNS)]
    except ValueError as error:
        doubt = f"No indices: {error}. `weightshed sensitivity SCENARIO` runs a design made for them."
    # The budget ends where the effect is read.
    parts = budget(run, line, policy)
    return Sensitivity(GIVEN, **told(run, effects, by_draw), table=table, worlds=len(by_draw),
                       members=int(effects.values.shape[1]), left_out=int((~np.isfinite(by_draw)).sum()), noise=noise,
                       budget=parts[parts["time"] <= effects.at].reset_index(drop=True), doubt=doubt)


def told(run: Reading, effects: Effects, outcome: np.ndarray) -> dict[str, Any]:
    """What an answer is about, for the fields of Sensitivity; `outcome` are the effects that are compared."""
    line, known = effects.line, outcome[np.isfinite(outcome)]
    mean, spread = (float(known.mean()), float(known.std())) if len(known) else (np.nan, np.nan)
    scale = line.scale
    decimals = scale.decimals(spread)
    said = {"policy": run.quoted(effects.policy), "vs": run.quoted(run.reference), "measure": line.with_article,
            "effect": scale.difference(mean, decimals), "spread": scale.difference(spread, decimals, signed=False)}
    return {"measure": line.measure, "where": line.where, "policy": effects.policy, "vs": run.reference,
            "at": str(effects.at.date()), "said": said, "effect": mean, "deviation": spread}


def direction(values: np.ndarray, outcome: np.ndarray) -> float:
    """Rank correlation with the outcome, over what is known; NaN when one of the two does not vary."""
    known = np.isfinite(outcome)
    x, y = values[known], outcome[known]
    return float(pd.Series(x).corr(pd.Series(y), method="spearman")) if len(x) > 1 and np.ptp(x) > 0 and np.ptp(y) > 0 else np.nan


def labelled(table: pd.DataFrame, registry: pd.DataFrame) -> pd.DataFrame:
    """With what each factor is, in a column `label`."""
    return table.assign(label=[worlds.label(registry, name) for name in table["factor"]])


def question(run: Result) -> str:
    """A digest of what a study asks, whatever its worlds, members and scale: policies, past, reference tables. Answers of one
    run of it hold for another."""
    settings = run.settings
    tables = {name: table for name, table in settings.get("tables", {}).items() if not name.startswith("posterior")}
    asked = {"policies": settings.get("policies"), "tables": tables,
             "run": {key: settings["run"].get(key) for key in ("past", "observed_until", "start")}}
    return sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def beside(result: Path) -> Path:
    """Where the answers of a design stand that belong to a result."""
    return result.with_name(f"{result.stem}-sensitivity") / "sensitivity.json"


def kept(run: Reading, line: Line, policy: str, at: str | None = None) -> Sensitivity | None:
    """The answer of a design that stands beside the result and is of the same study, value and date; else None. Raises
    ValueError for a file that is no such answer, and as worlds.effects does."""
    date = str(worlds.effects(run, line, policy, at).at.date())
    path = beside(run.path)
    if not path.is_file():
        return None
    try:
        recorded = json.loads(path.read_text(encoding="utf-8"))
        if recorded["question"] != question(run):
            return None
        answers = [Sensitivity.from_json(a) for a in recorded["answers"]]
    except (KeyError, TypeError, AttributeError, ValueError):
        raise ValueError(f"{path}: is not what weightshed sensitivity writes; remove it, or run the design again") from None
    return next((a for a in answers if (a.measure, a.where, a.policy, a.at) == (line.measure, line.where, policy, date)), None)


def _share(row: dict[str, Any], index: tuple[str, str, str]) -> str:
    value, low, high = (round(100 * row[key]) for key in index)  # whole numbers have no minus zero
    return f"{value:4}% ({low:3} to {high:3})"


def _arrow(correlation: float) -> str:
    return "+" if correlation >= 0.1 else "-" if correlation <= -0.1 else " "


def _budget_lines(parts: pd.DataFrame) -> list[str]:
    """One line a year, its last recorded date, while something varies."""
    known = parts.dropna(subset=list(PARTS))
    if known.empty:
        return ["Where its variance comes from cannot be told: that needs at least two worlds of two members."]
    yearly = known.groupby(known["time"].dt.year).tail(1)
    return ["Where the variance of one pair of histories comes from:", "           chance  assumptions  structure"] + [
        f"  {row.time:%Y-%m}  {row.chance:6.0%}  {row.assumptions:11.0%}  {row.structure:9.0%}" for row in yearly.itertuples()]
