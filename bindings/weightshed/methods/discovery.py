"""`weightshed discover`: where a policy fails, as a sentence with coverage and density that a reader can count again."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from .. import words
from ..reading import Line, Reading
from . import boxes, worlds
from .regret import Bound


@dataclass(frozen=True)
class Discovery:
    """Where a policy fails. `prim` and `cart` are boxes of two methods, `checked` the one that a reader asked to be counted;
    `elsewhere` is coverage and density of PRIM's boxes in worlds that they were not found from."""

    path: str
    measure: str
    where: str
    policy: str
    vs: str
    at: str
    failing: str  # what counts as failing, in words
    fails: str  # the same as an option of the command; empty: the default
    named: str  # the policy as a reader says it, in quotation marks
    labels: dict[str, str]  # of the assumptions
    prim: boxes.Box | None
    cart: boxes.Box | None
    elsewhere: tuple[float, float]
    checked: boxes.Box | None = None

    @property
    def box(self) -> boxes.Box:
        """The one that the sentence is about."""
        found = self.checked or self.prim
        assert found is not None
        return found

    @property
    def sentence(self) -> str:
        """Where the policy fails, in plain words, with coverage and density."""
        box = self.box
        if not box.limits:
            return (f"No assumption tells where {self.named} fails: {box.all_failing} of {box.all_histories} histories fail, and no "
                    f"box is much denser.")
        return (f"{self.named} fails where {self._clauses(box)}: {box.failing} of {box.all_failing} failing histories lie there "
                f"(coverage {box.coverage:.0%}), and of the {box.histories} histories there {box.density:.0%} fail (density), "
                f"against {box.all_failing / box.all_histories:.0%} of all. {box.worlds} of {box.all_worlds} worlds lie in the box.")

    @property
    def command(self) -> str:
        """What counts the box again."""
        from ..commands import word

        fails = f" --fails {word(self.fails)}" if self.fails else ""
        where = f" --where {word(self.where.replace(';', ','))}" if self.where else ""
        return (f"weightshed discover {word(self.path)} --policy {word(self.policy)} --measure {self.measure}{where} --at {self.at}"
                f"{fails} --check {word(self.box.as_text())}")

    def _clauses(self, box: boxes.Box) -> str:
        said = {">": "above", ">=": "at least", "<": "below", "<=": "at most"}
        clauses: dict[str, list[str]] = {}
        for x in box.limits:
            clauses.setdefault(x.assumption, []).append(f"{said[x.sign]} {x.value:.12g}")
        return " and ".join(f"{name} is {' and '.join(sides)}" + (f" ({words.lower_first(self.labels[name])})" if self.labels[name] else "")
                            for name, sides in clauses.items())

    def lines(self) -> list[str]:
        """Sentence, meaning of failing, how it holds up, and the command that counts it again."""
        lines = [self.sentence, f"A history fails if {self.failing}."]
        if self.checked is None and self.box.limits:
            coverage, density = self.elsewhere
            share = self.box.all_failing / self.box.all_histories
            if np.isfinite(density):
                lines.append(f"In worlds that it was not found from, such a box has coverage {coverage:.0%} and density {density:.0%}"
                             + (", little more than all histories: take it for chance." if density < 1.5 * share else "."))
            else:
                lines.append("Whether such a box holds in other worlds cannot be said: half of the worlds are too few to find one.")
        if self.checked is None and self.cart is not None and self.cart.limits:
            c = self.cart
            lines.append(f"CART, another method, finds {c.as_text()}: coverage {c.coverage:.0%}, density {c.density:.0%}.")
        if self.checked is None and self.box.limits:
            lines.append(f"Count it again: {self.command}")
        return lines

    def as_json(self) -> dict[str, Any]:
        def box(b: boxes.Box | None) -> dict[str, Any] | None:
            return None if b is None else {
                "limits": [{"assumption": x.assumption, "label": self.labels.get(x.assumption, ""), "sign": x.sign, "value": x.value}
                           for x in b.limits],
                "histories": b.histories, "failing": b.failing, "all_histories": b.all_histories, "all_failing": b.all_failing,
                "worlds": b.worlds, "all_worlds": b.all_worlds, "coverage": finite(b.coverage), "density": finite(b.density)}

        return {"measure": self.measure, "where": self.where, "policy": self.policy, "vs": self.vs, "at": self.at,
                "fails": self.failing, "sentence": self.sentence, "command": self.command, "prim": box(self.prim), "cart": box(self.cart),
                "elsewhere": {"coverage": finite(self.elsewhere[0]), "density": finite(self.elsewhere[1])}, "checked": box(self.checked)}

    @property
    def table(self) -> pd.DataFrame:
        """One row per box: method, box, coverage, density, histories, failing, worlds."""
        found = {"PRIM": self.prim, "CART": self.cart, "checked": self.checked}
        return pd.DataFrame([{"method": name, "box": b.as_text(), "coverage": b.coverage, "density": b.density,
                              "histories": b.histories, "failing": b.failing, "worlds": b.worlds} for name, b in found.items() if b])

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        return "".join(f"<p>{html.escape(line)}</p>" for line in self.lines())


def discover(run: Reading, line: Line, policy: str, at: str | None = None, fails: Bound | None = None,
             check: str | None = None) -> Discovery:
    """Boxes of assumptions in which the effect of a policy fails: has the sign that is not that of the mean effect, or fulfils
    `fails`, a bound in the unit shown. With `check`, limits in text, no box is searched for, and that one is counted.

    Raises ValueError for an unknown policy, a sweep, too few worlds, and when nothing or everything fails.
    """
    effects = worlds.effects(run, line, policy, at)
    values, scale = effects.values, line.scale
    known = np.isfinite(values)
    if not known.any():
        raise ValueError(f"no pair of histories has a value of {line.measure} ({line.where})")
    mean = float(values[known].mean())
    wrong = fails or Bound("<=" if mean > 0 else ">=", 0.0)
    failed = np.where(known, wrong.meets(values * scale.factor), np.nan)
    unit = scale.difference_unit
    if fails:
        failing = f"its effect on {line.with_article} is {fails.said}{' ' + unit if unit else ''} by {words.month(effects.at)}"
    else:
        failing = (f"its effect on {line.with_article} by {words.month(effects.at)} is zero or has the other sign than the mean "
                   f"effect, {scale.difference(mean, max(1, scale.decimals(mean)))}")
    assumptions = worlds.drawn(run)
    prim = cart = checked = None
    elsewhere = (np.nan, np.nan)
    if check is not None:
        checked = boxes.counted(assumptions, failed, boxes.parsed(check))
    else:
        boxes.enough(failed)
        prim, cart, elsewhere = boxes.found(assumptions, failed)
    named = {x.assumption for b in (prim, cart, checked) if b for x in b.limits}
    return Discovery(str(run.path), line.measure, line.where, policy, run.reference, str(effects.at.date()), failing,
                     str(fails) if fails else "", run.quoted(policy), {n: worlds.label(run.registry, n) for n in named},
                     prim, cart, elsewhere, checked)


def finite(value: float) -> float | None:
    """For JSON: None where there is no number."""
    return float(value) if np.isfinite(value) else None
