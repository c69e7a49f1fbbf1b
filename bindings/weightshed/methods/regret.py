"""Which policy holds up: regret, the share of histories that are good enough, and the rank of policies by structure."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from .. import words
from ..reading import Line, Reading
from . import worlds
from .plan import WANTED

WORST_TENTH = 0.9  # of the histories of a policy, nine in ten have less regret than this quantile
_SAID = {">": "above", ">=": "at least", "<": "below", "<=": "at most"}
_BOUND = re.compile(r"\s*(<=|>=|<|>)\s*([-+\u2212]?[\d.,]+(?:[eE][-+]?\d+)?)\s*%?\s*")


@dataclass(frozen=True)
class Bound:
    """What is good enough, or bad: a comparison with a value in the unit shown (percent, months)."""

    sign: str
    value: float

    @property
    def said(self) -> str:
        """In words: "at least 30"."""
        return f"{_SAID[self.sign]} {self.value:.12g}"

    def meets(self, values: np.ndarray) -> np.ndarray:
        compare = {">": np.greater, ">=": np.greater_equal, "<": np.less, "<=": np.less_equal}
        return compare[self.sign](values, self.value)

    def __str__(self) -> str:
        return f"{self.sign}{self.value:.12g}"


def bound(text: str) -> Bound:
    """From a text like ">=30" or "< -0.5". Raises ValueError for what is none."""
    match = _BOUND.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no bound; write one of >, >=, <, <= and a number in the unit shown, as in '>=30'")
    return Bound(match[1], float(match[2].replace("\u2212", "-").replace(",", "")))


@dataclass(frozen=True)
class Robustness:
    """How policies hold up. `table` and `ranks` are those of the functions of that name, in the measure's unit."""

    measure: str
    where: str
    at: str
    wanted: str
    good: str  # what is good enough, in words
    phrase: str
    unit: str  # of differences, as shown
    factor: float  # from the measure's unit to the one shown
    table: pd.DataFrame
    ranks: pd.DataFrame
    labels: dict[str, str]  # of the policies, for a reader
    reference: str  # of which the share that is good enough says nothing, when that means no worse than the reference; or empty

    def lines(self) -> list[str]:
        """The table as a reader sees it, and what its columns mean."""
        t = self.table
        unit = f" ({self.unit})" if self.unit else ""
        shown = pd.DataFrame({
            "policy": [self.labels[p] for p in t["policy"]], **{name: [f"{v * self.factor:.3g}" for v in t[key]] for name, key in (
                ("mean regret", "mean_regret"), ("90% quantile", "q90_regret"), ("largest", "max_regret"))},
            "best": [f"{v:.0%}" for v in t["best_share"]],
            "good enough": ["\u2013" if p == self.reference else f"{v:.0%}" for p, v in zip(t["policy"], t["satisfied"])]})
        lines = [f"If {self.wanted} of {self.phrase} is wanted, {words.month(self.at)}:", "", *shown.to_string(index=False).split("\n"), "",
                 f"Regret{unit}: how far a history stays behind the best policy in the same world with the same luck. One history "
                 "of ten has more than the 90% quantile.",
                 f"Best: share of histories in which no policy is better. Good enough: {self.good}. "
                 f"{words.counted(int(t['histories'].iloc[0]), 'history')} of each policy"
                 + (f"; {int(t['left_out'].iloc[0])} without a value left out." if t["left_out"].iloc[0] else ".")]
        if self.ranks.shape[1] > 1:
            same = bool((self.ranks.iloc[:, 1:].nunique(axis=1) == 1).all())
            return lines + ["", "Rank by the mean, under each variant of the contested mechanisms"
                            + (": the same under all." if same else ":"),
                            *self.ranks.assign(policy=[self.labels[p] for p in self.ranks["policy"]]).to_string(index=False).split("\n")]
        return lines + ["All worlds share one structure; -s 'structure.NAME=\"*\"' in a run shows whether ranks depend on it."]

    def as_json(self) -> dict[str, Any]:
        return {"measure": self.measure, "where": self.where, "at": self.at, "wanted": self.wanted, "good": self.good,
                "policies": self.table.to_dict("records"), "ranks": self.ranks.to_dict("records") if self.ranks.shape[1] > 1 else []}

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(self.lines()[0])}</p>" + self.table.round(4).to_html(index=False)


def robust(run: Reading, line: Line, wanted: str, at: str | None = None, good: Bound | None = None) -> Robustness:
    """Table and ranks of the policies on a line, with the words for them. Raises as table does."""
    scale = line.scale
    unit = "%" if scale.unit == "%" else f" {scale.unit}" if scale.unit else ""
    said = f"{line.phrase} {good.said}{unit}" if good else f"no worse than {run.quoted(run.reference)} there"
    moment = pd.Timestamp(worlds.cells(run, line, at)["time"].values)
    return Robustness(line.measure, line.where, str(moment.date()), wanted, said, line.with_article, scale.difference_unit, scale.factor,
                      table(run, line, wanted, at, good), ranks(run, line, wanted, at), {p: run.label(p) for p in run.policies},
                      "" if good else run.reference)


def table(run: Reading, line: Line, wanted: str, at: str | None = None, good: Bound | None = None) -> pd.DataFrame:
    """One row per policy, the one with the least mean regret first.

    Regret is how far a history stays behind the best policy in the same world with the same luck, 0 for the best. Columns:
    policy; mean_regret, q90_regret and max_regret, in the measure's unit; best_share (of histories in which no policy is
    better, ties included); satisfied (share of histories that meet `good`; without it, that are at least as good as the
    reference); histories (with a value under every policy; only these count) and left_out. `wanted` is "more" or "less" of
    the measure. Raises ValueError for another word, for a sweep and when no history has a value under every policy.
    """
    levels, left_out = _levels(run, line, wanted, at)
    regret = behind_best(levels)
    shown = (levels if wanted == "more" else -levels) * line.scale.factor
    enough = good.meets(shown) if good else levels >= levels[0]
    found = pd.DataFrame({
        "policy": run.policies, "mean_regret": regret.mean(axis=1), "q90_regret": np.quantile(regret, WORST_TENTH, axis=1),
        "max_regret": regret.max(axis=1), "best_share": (regret == 0.0).mean(axis=1), "satisfied": enough.mean(axis=1),
        "histories": levels.shape[1], "left_out": left_out})
    return found.sort_values("mean_regret", kind="stable").reset_index(drop=True)


def ranks(run: Reading, line: Line, wanted: str, at: str | None = None) -> pd.DataFrame:
    """The rank of each policy (1 the best, equal ones share it) by its mean over the histories of each variant of the
    contested mechanisms: one row per policy, one column per variant; no columns but `policy` with one variant alone. Raises
    as table does."""
    kinds = worlds.variants(run)
    found = pd.DataFrame({"policy": run.policies})
    for kind in sorted(set(kinds) - {""}):
        levels, _ = _levels(run, line, wanted, at, np.array([k == kind for k in kinds]))
        found[kind] = (-pd.Series(levels.mean(axis=1))).rank(method="min").astype(int)
    return found


def behind_best(levels: np.ndarray) -> np.ndarray:
    """Regret of each policy in each history, from levels over policy × history turned so that more is better."""
    return levels.max(axis=0) - levels


def _levels(run: Reading, line: Line, wanted: str, at: str | None, chosen: np.ndarray | None = None) -> tuple[np.ndarray, int]:
    """Levels over policy × history, turned so that more is better, and how many histories were left out."""
    worlds.refuse_sweep(run)
    if wanted not in WANTED:
        raise ValueError(f"{wanted!r} of the measure cannot be wanted; say 'more' or 'less'")
    values = worlds.cells(run, line, at).values
    values = values if chosen is None else values[:, chosen]
    flat = values.reshape(len(values), -1)
    known = np.isfinite(flat).all(axis=0)
    if not known.any():
        raise ValueError(f"no history has a value of {line.measure} ({line.where}) under every policy")
    return (flat if wanted == "more" else -flat)[:, known], int((~known).sum())
