"""Numbers of a brief as references: each is looked up in the result, shown, recorded, and can be looked up again."""

from __future__ import annotations

import html
import math
import re
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from .. import escape, sensitivity, summary, words
from ..reading import Line, Reading

_SPAN = re.compile(r'<span id="(n\d+)">(.*?)</span>', re.DOTALL)


@dataclass(frozen=True)
class Reference:
    """One number in the text: where it is in the file, its value there, and the text that shows it."""

    id: str
    kind: str
    where: dict[str, Any]
    value: float | None
    text: str


class Numbers:
    """Looks numbers up in a run and remembers each lookup; called from the template and from the finding."""

    def __init__(self, run: Reading):
        self.run = run
        self.found: list[Reference] = []

    def __call__(self, kind: str, **where: Any) -> escape.Markdown:
        """The number as Markdown with an identity: <span id="n7">+1.8 months</span>."""
        value, text = look_up(self.run, kind, where)
        reference = Reference(f"n{len(self.found) + 1}", kind, where, value if math.isfinite(value) else None, text)
        self.found.append(reference)
        return escape.Markdown(f'<span id="{reference.id}">{escape.markdown(text)}</span>')

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(reference) for reference in self.found]


def stale(run: Reading, recorded: list[dict[str, Any]], text: str, name: str) -> list[str]:
    """What no longer agrees: recorded numbers that are no longer those of the file, and numbers changed in `text`."""
    problems = []
    now = {}
    for reference in recorded:
        try:
            _, now[reference["id"]] = look_up(run, reference["kind"], reference["where"])
        except (KeyError, ValueError):  # a measure, policy or assumption that is not there, or too few worlds
            now[reference["id"]] = "nothing"
        if now[reference["id"]] != reference["text"]:
            problems.append(f"{reference['id']} ({describe(reference)}): the brief says {reference['text']}, "
                            f"the file gives {now[reference['id']]}")
    for identity, shown in _SPAN.findall(text):
        in_markdown = name.endswith(".md")
        if identity not in now:
            problems.append(f"{name}: {identity} is not a reference of this brief")
        elif (shown if in_markdown else html.unescape(shown)) != (escape.markdown if in_markdown else escape.line)(now[identity]):
            problems.append(f"{name}: {identity} reads {html.unescape(shown)}, the file gives {now[identity]}")
    return problems


def describe(reference: dict[str, Any]) -> str:
    """Where a number comes from, for a message."""
    return reference["kind"] + "".join(f", {key} {value}" for key, value in reference["where"].items())


def look_up(run: Reading, kind: str, where: dict[str, Any]) -> tuple[float, str]:
    """The value and the text of one number. Kinds: level, luck (a sentence), effect, factor, count, in_force, assumption, correlation,
    flip."""
    if kind == "count":
        return _count(run, **where)
    if kind == "in_force":
        share = run.seldom[where["policy"]]
        return share, f"{math.floor(100.0 * share + 1e-9)}%" if share >= 0.01 else "under 1%"
    if kind == "assumption":
        return _assumption(run, **where)
    where = dict(where)
    line = run.line(run.slice(where.pop("measure"), **where.pop("coords")))
    if kind == "level":
        return _level(line, **where)
    if kind == "luck":
        draws = float(summary.shares(run.summary, line.slice, where["policy"])["draws"].iloc[-1])
        return draws, line.luck(where["policy"])
    if kind == "effect":
        return _effect(line, **where)
    if kind == "factor":
        value = 10.0 ** abs(line.last_effects[where["policy"]].effect)
        return value, f"{value:.3g}"
    if kind == "flip":
        value = float(line.flip_points(where["policy"]).set_index("assumption").at[where["assumption"], "flip"])
        return value, f"{value:.3g}" if math.isfinite(value) else "–"
    if kind == "correlation":
        value = sensitivity.rank_correlation(line.last_values, where["policy"], run.design, where["parameter"])
        return value, words.Scale(1.0, "", "").text(value, 2, signed=True)
    raise ValueError(f"no kind of number {kind!r}")


def _level(line: Line, policy: str, quantile: str, unit: bool = True) -> tuple[float, str]:
    row = line.fans[policy].iloc[-1]
    decimals = line.scale.decimals(row["q90"] - row["q10"])
    value = float(row[quantile])
    return value, line.scale.value(value, decimals) if unit else line.scale.text(value, decimals)


def _effect(line: Line, policy: str, part: str, unit: bool = False, magnitude: bool = False) -> tuple[float, str]:
    e = line.last_effect(policy)
    value = float(getattr(e, part))
    if part == "sign_probability":
        return value, words.probability(value, e.pairs)
    if part == "variance_removed":
        return value, "–" if not math.isfinite(value) else f"{100.0 * value:.0f}%".replace("-", "\u2212")
    if e.is_zero:
        return value, "0"
    shown = abs(value) if magnitude else value
    say = line.scale.difference if unit else line.scale.text
    return value, say(shown, e.decimals, not magnitude)


def _count(run: Reading, of: str) -> tuple[float, str]:
    size = run.data.sizes
    counts = {"policies": size["policy"], "worlds": size["world"], "members": size["member"], "pairs": run.pairs,
              "cells": size["policy"] * run.pairs}
    if of in ("done", "failed"):
        counts[of] = int((run.data["status"].values == {"done": 1, "failed": 2}[of]).sum())
    return float(counts[of]), f"{counts[of]:,}"


def _assumption(run: Reading, parameter: str, statistic: str) -> tuple[float, str]:
    column = run.design["value"].sel(parameter=parameter).values
    value = float({"low": np.quantile(column, 0.1), "high": np.quantile(column, 0.9), "value": column[0]}[statistic])
    return value, f"{value:.3g}".replace("-", "\u2212")
