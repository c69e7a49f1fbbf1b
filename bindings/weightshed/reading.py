"""What a result says: the bands, effects, scale and phrase of each slice, each computed once, for figures and briefs."""

from __future__ import annotations

import html
import math
import os
import sys
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from . import _core, published, sensitivity, summary, words
from .errors import NotInResult
from .result import Result
from .slices import Asked

#: Words of certainty from the surest on, with their bounds, and when none of them is said: sim/registry/certainty.hpp.
CERTAINTIES, LIMITS = _core.certainty()
CLEAR = CERTAINTIES[1]["pairs"]  # an effect is clear when its sign holds in at least this share of the pairs
FEW = LIMITS["pairs"]
LONGEST_LABEL = 60  # characters of a policy's label; the name replaces a longer one


def is_clear(sign_probability: Any, pairs: Any) -> Any:
    """Whether effects are clear, for numbers or for columns of a table: sign_probability is the share of the pairs with the
    more frequent sign (0 to 1, or NaN), and of one pair it says nothing."""
    return (sign_probability >= CLEAR) & (pairs > 1)


@dataclass(frozen=True)
class Effect:
    """The paired effect of a policy on a line at the last recorded date, in the measure's unit; see summary.effect for the numbers."""

    line: "Line"
    policy: str
    effect: float
    low: float
    high: float
    sign_probability: float
    variance_removed: float
    pairs: int

    @property
    def is_zero(self) -> bool:
        """True when the effect is exactly zero in every pair."""
        return self.pairs > 0 and self.effect == 0.0 and not math.isfinite(self.sign_probability)

    @property
    def is_clear(self) -> bool:
        """True when the sign holds in nine of ten pairs; a sign that no pair has is not clear, nor that of a single pair."""
        return bool(is_clear(self.sign_probability, self.pairs))

    @property
    def direction(self) -> str:
        """In how many pairs it goes which way: "up in 98% of pairs", "down in 48% of pairs, the same in 51%"; empty without
        pairs."""
        differences = self.line.differences(self.policy)
        if not differences.size or not math.isfinite(self.sign_probability):
            return "the same in every pair" if self.is_zero else ""
        way = "up" if np.sum(differences > 0.0) >= np.sum(differences < 0.0) else "down"
        share, same = words.probability(self.sign_probability, self.pairs), float(np.mean(differences == 0.0))
        share = "under 1%" if share == "0%" else share
        said = f"{way} in {share} pairs" if share.startswith("all") else f"{way} in {share} of pairs"
        return f"{said}, the same in {100.0 * same:.0f}%" if same >= 0.005 else said

    @property
    def strength(self) -> float:
        """Size in widths of its own 80 % interval, by which figures and briefs rank effects; 0 without an effect. Where the
        interval has no width there is nothing to measure with, and the effect ranks behind all others."""
        if self.pairs == 0 or not math.isfinite(self.effect) or self.effect == 0.0:
            return 0.0
        return abs(self.effect) / (self.high - self.low) if self.high > self.low else sys.float_info.min

    @property
    def decimals(self) -> int:
        """Decimals that the width of the interval calls for."""
        return self.line.scale.decimals(self.high - self.low)


class Line:
    """One slice of a measure as figures and briefs read it. Made by Reading.line, which keeps it."""

    def __init__(self, run: "Reading", slice_: words.Slice):
        self._run = run
        self.slice = slice_
        self.card = run.card(slice_.measure)
        self._flip_points: dict[str, pd.DataFrame] = {}

    @property
    def measure(self) -> str:
        return self.slice.measure

    @property
    def where(self) -> str:
        """The labels of the slice as text: "region=EU;sector=government"."""
        return ";".join(f"{dim}={label}" for dim, label in self.slice.coords)

    @cached_property
    def phrase(self) -> str:
        """The slice as a noun phrase in the middle of a sentence: "China's share of downloads"."""
        return words.phrase(self.slice, self.card)

    @property
    def with_article(self) -> str:
        """The phrase with "the" before it, where English wants one."""
        return words.with_article(self.phrase)

    @property
    def heading(self) -> str:
        """The phrase with a capital first letter."""
        return words.sentence(self.phrase)

    @cached_property
    def scale(self) -> words.Scale:
        """How values are shown; decided by the measure's card and the largest quantile under any policy."""
        found = np.abs(np.concatenate([fan[list(summary.QUANTILES)].to_numpy() for fan in self.fans.values()]))
        return words.scale_of(self.card, self.slice, float(np.nanmax(found)) if np.isfinite(found).any() else 0.0)

    @property
    def has_values(self) -> bool:
        """True when some cell of the reference policy has a value at some date."""
        return bool(np.isfinite(self.fans[self._run.reference]["q50"]).any())

    @cached_property
    def fans(self) -> dict[str, pd.DataFrame]:
        """Bands over time of each policy, see summary.fan."""
        return {p: summary.fan(self._run.summary, self.slice, p) for p in self._run.policies}

    @cached_property
    def effects(self) -> dict[str, pd.DataFrame]:
        """Paired effects over time of each policy (of the reference: zeros), see summary.effect."""
        return {p: summary.effect(self._run.summary, self.slice, p) for p in self._run.policies}

    def __repr__(self) -> str:
        return f"<weightshed line: {self.heading}{f' ({self.where})' if self.where else ''}>"

    def _repr_html_(self) -> str:
        """The last value of each policy and its effect."""
        rows = []
        for policy, fan in self.fans.items():
            last, effect = fan.iloc[-1], self.last_effect(policy)
            spread = self.scale.decimals(last["q90"] - last["q10"])
            rows.append({"policy": policy, "median": self.scale.value(last["q50"], spread),
                         "80% of histories": f"{self.scale.text(last['q10'], spread)} to {self.scale.text(last['q90'], spread)}",
                         "effect": self.scale.difference(effect.effect, effect.decimals) if policy != self._run.reference else "",
                         "P(sign)": words.probability(effect.sign_probability, effect.pairs) if policy != self._run.reference else ""})
        heading = f"{self.heading}, {self._run.end}{'' if self.card.calibrated else ' (not calibrated)'}"
        return f"<b>{html.escape(heading)}</b>{pd.DataFrame(rows).to_html(index=False)}"

    def luck(self, policy: str) -> str:
        """The sentence beside the last interval of a policy: how much of its variance is luck, and on how many effective
        draws it rests, see words.luck. Empty when the file does not say."""
        row = summary.shares(self._run.summary, self.slice, policy).iloc[-1]
        under = f" under {self._run.quoted(policy)}" if len(self._run.policies) > 1 else ""
        return words.luck(row["within"], row["worlds"], row["members"], row["draws"], f"at the end{under}")

    @cached_property
    def last_effects(self) -> dict[str, Effect]:
        """The effect of each policy but the reference at the last recorded date."""
        return {p: self.last_effect(p) for p in self._run.policies[1:]}

    def last_effect(self, policy: str) -> Effect:
        """The effect of a policy, the reference too, at the last recorded date."""
        row = self.effects[policy].iloc[-1]
        numbers = (float(row[key]) for key in ("effect", "low", "high", "sign_probability", "variance_removed"))
        return Effect(self, policy, *numbers, int(row["pairs"]))

    @cached_property
    def values(self) -> xr.DataArray:
        """Every cell over policy, world, member and time, float64, read when used; NaN: without a value."""
        return self._run.data[self.measure].sel(self.slice.selection).astype(np.float64)

    @cached_property
    def last_values(self) -> xr.DataArray:
        """Every cell at the last recorded date, over policy, world and member, float64."""
        return self.values.isel(time=-1).load()

    def differences(self, policy: str) -> np.ndarray:
        """Of each pair that has a value, policy minus reference at the last recorded date, in the measure's unit."""
        found = (self.last_values.sel(policy=policy) - self.last_values.sel(policy=self._run.reference)).values.ravel()
        return found[np.isfinite(found)]

    def flip_points(self, policy: str) -> pd.DataFrame:
        """Which assumptions move the last effect of a policy, see sensitivity.flip_points. Raises ValueError with too few
        worlds to tell."""
        if policy not in self._flip_points:
            run = self._run
            self._flip_points[policy] = sensitivity.flip_points(self.last_values, policy, run.design, run.registry, run.varied)
        return self._flip_points[policy]

    @cached_property
    def published(self) -> pd.DataFrame:
        """Published figures to draw in black, see published.figures."""
        return published.figures(self._run.published, self._run.reference_table("published_series"), self.slice)

    @cached_property
    def published_dates(self) -> pd.DataFrame:
        """Published dates to draw in black, see published.dates."""
        return published.dates(self._run.published, self.slice)


class Reading(Result):
    """A result with what it says. Figures and briefs both use it, so that they say the same. `asked` is what they show of it;
    a date there ends the reading. Raises as Result does, and weightshed.Error for a date outside the recorded ones."""

    def __init__(self, path: str | os.PathLike[str], asked: Asked = Asked()):
        super().__init__(path, asked.at)
        self.asked = asked

    @cached_property
    def _lines(self) -> dict[words.Slice, Line]:
        return {}

    def line(self, slice_: words.Slice) -> Line:
        """A slice of a measure, read; the same object each time."""
        return self._lines.setdefault(slice_, Line(self, slice_))

    @cached_property
    def main_lines(self) -> list[Line]:
        """What is shown of each measure: the values asked for, else those that the policies touch, else its main slice; in
        the order asked for, else in that of the file."""
        return [self.line(slice_) for measure in self.shown_measures for slice_ in self._slices_of(measure)]

    @property
    def shown_measures(self) -> list[str]:
        """The measures asked for, else those that have all dimensions asked for. Raises weightshed.Error when there is none."""
        wanted = self.asked.labels
        if self.asked.measures or not wanted:
            return list(self.asked.measures) or self.measures
        dims = {measure: list(map(str, self.data[measure].dims[4:])) for measure in self.measures}
        every = sorted({dim for own in dims.values() for dim in own})
        for dim in wanted:
            self.require_dimension(dim, every, self.path.name)
        found = [measure for measure, own in dims.items() if wanted.keys() <= set(own)]
        if not found:
            raise NotInResult(f"no measure of {self.path.name} has {' and '.join(wanted)} together", exit_code=3)
        return found

    def _slices_of(self, measure: str) -> list[words.Slice]:
        wanted = self.asked.labels
        self.require_measure(measure)
        if not wanted:
            return self.main_slices(measure)
        known = {dim: [str(label) for label in self.data[dim].values] for dim in map(str, self.data[measure].dims) if dim in wanted}
        every = [known[dim] if "*" in labels and dim in known else labels for dim, labels in wanted.items()]
        return list(dict.fromkeys(self.slice(measure, **dict(zip(wanted, chosen))) for chosen in product(*every)))

    @cached_property
    def effects(self) -> list[Effect]:
        """Effects of every policy but the reference on the main slice of every measure, at the last recorded date."""
        return [effect for line in self.main_lines for effect in line.last_effects.values()]

    @cached_property
    def first_outcome(self) -> Line | None:
        """The line of the first measure that some policy moves and that levers do not press on directly, one that it moves in
        more than one pair of ten if there is any; None: no policy moves anything."""
        moved = [e for e in self.effects if e.strength > 0.0 and not e.line.card.intermediate]
        return next((e.line for e in moved if e.low != 0.0 or e.high != 0.0), moved[0].line if moved else None)

    @property
    def end(self) -> str:
        """The last recorded month as a reader says it."""
        return words.month(self.data["time"].values[-1])

    def label(self, policy: str) -> str:
        """The policy as a reader says it: its label if it has a short one, else its name."""
        text = " ".join(str(self.data["policy_label"].values[self.policies.index(policy)]).split())
        return words.sentence(text if len(text) <= LONGEST_LABEL else policy.replace("_", " "))

    def quoted(self, policy: str) -> str:
        """The policy's label in quotation marks."""
        return f"\u201c{self.label(policy)}\u201d"

    @property
    def pairs(self) -> int:
        """Simulated histories of one policy, or pairs of one policy and the reference: worlds × members."""
        return int(self.data.sizes["world"] * self.data.sizes["member"])

    @property
    def counts(self) -> str:
        """What was simulated: "2 policies × 1 world × 12 members"."""
        return " \u00d7 ".join(words.counted(self.data.sizes[word], word) for word in ("policy", "world", "member"))

    @cached_property
    def spread(self) -> str:
        """What differs between the cells of a policy, and so what bands reflect: "chance and assumptions"."""
        size, variants = self.data.sizes, self.design["variant"].transpose("world", "structure").values
        parts = ["chance"] if size["member"] > 1 else []
        parts += ["assumptions"] if size["world"] > 1 else []
        parts += ["structure"] if (variants != variants[:1]).any() else []
        if not parts:
            return "one history, no spread"
        return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)

    @cached_property
    def idle(self) -> list[str]:
        """A sentence for each policy that was never in force at a recorded step, and for each whose conditions, or some of
        them, fired in no history. Empty, too, for a file that does not say (before format 1.2)."""
        if "policy_in_force" not in self.data:
            return []
        shares, unfired = self.data["policy_in_force"].values, self.data["policy_unfired"].values
        sentences = []
        for policy, share, levers in zip(self.policies, shares, unfired):
            if share == 0.0:
                sentences.append(f"{self.quoted(policy)} was never in force: no action of it held at a recorded step in any "
                                 f"simulated history.")
            if str(levers):
                named = " and ".join(str(levers).split(", "))
                sentences.append(f"In no history did the condition fire that {named} waits for under {self.quoted(policy)}.")
        return sentences

    @cached_property
    def seldom(self) -> dict[str, float]:
        """The policies that were in force at a recorded step in some histories but not in all, with the share of those."""
        if "policy_in_force" not in self.data:
            return {}
        return {policy: float(share) for policy, share in zip(self.policies, self.data["policy_in_force"].values)
                if 0.0 < share < 1.0}

    @cached_property
    def varied(self) -> list[str]:
        """The assumptions that the scenario itself lets vary, see sensitivity.varied."""
        return sensitivity.varied(self.design, map(str, self.provenance.get("setting_key", ())))

    def doubt(self, kind: str = "pair") -> str:
        """A plain phrase when effects rest on so few pairs that they look surer than they are, such as "from 12 pairs of
        one world, which show chance but not the uncertainty of assumptions"; else empty. `kind` is what is counted: pairs,
        or histories of one policy."""
        worlds = int(self.data.sizes["world"])
        if self.pairs >= FEW and worlds >= LIMITS["worlds"]:
            return ""
        start = f"from {words.counted(self.pairs, kind)} of {'one world' if worlds == 1 else words.counted(worlds, 'world')}"
        if worlds >= LIMITS["worlds"]:
            return f"{start}: too few to be sure of an interval or a sign"
        return (f"{start}, which show chance but not the uncertainty of assumptions"
                + ("; the draws of chance are few, too" if self.pairs < FEW else ""))
