"""A study run on designs made for sensitivity: Morris's trajectories to screen, then Saltelli's blocks for Sobol's indices.

Within a trajectory or a block all runs have the same luck, so what differs is what was changed. Luck itself is one factor
of the blocks: a factor without which its share would be hidden in the totals of the others, or blow them up.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Callable

import numpy as np
import pandas as pd

from .. import words
from ..reading import Line, Reading
from . import indices, worlds
from .plan import Plan
from .sensitivity import CHANCE, COLUMNS, OTHERS, SOBOL, Sensitivity, direction, labelled, told

#: Runs the study in the worlds of the rows (columns are assumptions) with the keys of luck; the name is for its files.
Simulate = Callable[[pd.DataFrame, np.ndarray, str], Reading]
#: The slice of a measure that is asked for, in a result.
Asked = Callable[[Reading], Line]


@dataclass(frozen=True)
class Drawn:
    """The worlds of the study itself: assumptions that vary (a row a world) and keys of luck."""

    values: pd.DataFrame
    keys: np.ndarray

    def quantiles(self, name: str, u: np.ndarray) -> np.ndarray:
        """Values of an assumption at the quantiles u of its distribution in the study."""
        return np.quantile(self.values[name].to_numpy(float), u)

    def picked(self, u: np.ndarray) -> np.ndarray:
        """Rows that numbers from 0 to 1 pick."""
        return np.minimum((u * len(self.values)).astype(int), len(self.values) - 1)


def answers(drawn: Drawn, simulate: Simulate, asked: Asked, plan: Plan, at: str | None,
            say: Callable[[str], None]) -> tuple[list[Sensitivity], Reading]:
    """One answer per policy but the reference, and the result of the last design. `say` takes lines about progress.

    A policy whose effect is the same in every run, or lacks a value in too many, has
    a `doubt` in place of indices. Raises ValueError when no assumption varies, the study has one policy, or no policy moves
    anything.
    """
    if drawn.values.shape[1] == 0:
        raise ValueError("no assumption of this study varies, so none can move an effect")
    screenings: dict[str, pd.DataFrame] = {}
    chosen = list(map(str, drawn.values.columns))
    if len(chosen) > plan.factors:
        screenings = _screened(drawn, simulate, asked, plan, at, say)
        # Policies share one design: what matters to any of them stands alone.
        weight = pd.concat([s.set_index("factor")["mu_star"] / max(s["mu_star"].max(), math.ulp(0.0)) for s in screenings.values()], axis=1)
        chosen = list(weight.max(axis=1).sort_values(ascending=False, kind="stable").index[:plan.factors])
    return _indexed(drawn, chosen, simulate, asked, plan, at, say, screenings)


def _screened(drawn: Drawn, simulate: Simulate, asked: Asked, plan: Plan, at: str | None,
              say: Callable[[str], None]) -> dict[str, pd.DataFrame]:
    names = list(map(str, drawn.values.columns))
    points = indices.trajectories(len(names), plan.trajectories, plan.seed)
    say(f"screening {words.counted(len(names), 'assumption')}: {words.counted(len(points), 'world')}")
    rows = pd.DataFrame({name: drawn.quantiles(name, points[:, i]) for i, name in enumerate(names)})
    keys = drawn.keys[drawn.picked(np.repeat((np.arange(plan.trajectories) + 0.5) / plan.trajectories, len(names) + 1))]
    run = simulate(rows, keys, "screening")
    found, refused = {}, {}
    for policy in _others(run):
        outcome = _by_row(run, asked(run), policy, at, keys)
        try:
            table, _ = indices.screened(points, outcome, plan.seed)
        except ValueError as error:  # the other policies may have an answer
            refused[policy] = str(error)
            continue
        found[policy] = labelled(table.assign(factor=names), run.registry).sort_values("mu_star", ascending=False, kind="stable")
    if not found:
        raise ValueError("; ".join(f"{policy}: {reason}" for policy, reason in refused.items()))
    return found


def _indexed(drawn: Drawn, chosen: list[str], simulate: Simulate, asked: Asked, plan: Plan, at: str | None,
             say: Callable[[str], None], screenings: dict[str, pd.DataFrame]) -> tuple[list[Sensitivity], Reading]:
    factors = [*chosen, *([OTHERS] if len(chosen) < drawn.values.shape[1] else []), CHANCE]
    points = indices.blocks(len(factors), plan.blocks, plan.seed)
    say(f"indices of {', '.join(factors)}: {words.counted(len(points), 'world')}")
    of = {name: points[:, i] for i, name in enumerate(factors)}
    rows = drawn.values.iloc[drawn.picked(of.get(OTHERS, np.zeros(len(points))))].reset_index(drop=True)
    rows = rows.assign(**{name: drawn.quantiles(name, of[name]) for name in chosen})
    keys = drawn.keys[drawn.picked(of[CHANCE])]
    run = simulate(rows, keys, "indices")
    correlation = drawn.values[chosen].corr(method="spearman").abs().to_numpy(copy=True)
    np.fill_diagonal(correlation, 0.0)
    own = np.arange(len(points)) % (len(factors) + 2)
    independent = (own == 0) | (own == len(factors) + 1)  # the two rows of a block that share no factor
    found = []
    for policy in _others(run):
        outcome = _by_row(run, asked(run), policy, at, keys)
        doubt, left_out, table = "", 0, pd.DataFrame(columns=COLUMNS)
        try:
            table, left_out = indices.shares(len(factors), outcome, plan.seed)
            table = labelled(table.assign(factor=factors), run.registry)
            table["direction"] = [direction(of[name][independent], outcome[independent]) if name in chosen else np.nan
                                  for name in factors]
            table = table.sort_values("total", ascending=False, kind="stable").reset_index(drop=True)[list(COLUMNS)]
        except ValueError as error:
            doubt = f"No indices: {error}."
        found.append(Sensitivity(
            SOBOL, **told(run, worlds.effects(run, asked(run), policy, at), outcome[independent]), table=table, worlds=len(points),
            members=plan.members, left_out=left_out, blocks=plan.blocks - left_out,
            correlation=float(np.nan_to_num(correlation).max()), screening=screenings.get(policy),
            trajectories=plan.trajectories if screenings else 0, doubt=doubt))
    return found, run


def _others(run: Reading) -> list[str]:
    if len(run.policies) < 2:
        raise ValueError("the study has one policy, so there is no effect")
    return run.policies[1:]


def _by_row(run: Reading, line: Line, policy: str, at: str | None, keys: np.ndarray) -> np.ndarray:
    """The effect in each row of the design; contested mechanisms, each of which repeats the rows, count equally."""
    effect = worlds.effects(run, line, policy, at).by_world
    variants = len(effect) // len(keys)
    recorded = run.design["world_key"].values.astype(np.int64)
    if (np.repeat(keys, variants) == recorded).all():
        return effect.reshape(len(keys), variants).mean(axis=1)
    return effect.reshape(variants, len(keys)).mean(axis=0)
