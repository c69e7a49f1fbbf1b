"""Numbers of a brief as references: each is looked up in the result, shown, recorded, and can be looked up again."""

from __future__ import annotations

import html
import math
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import sensitivity, summary, words

if TYPE_CHECKING:
    from ..run import Run

FEWEST_WORLDS = 8  # a rank correlation over fewer says nothing
_SPAN = re.compile(r'<span id="(n\d+)">(.*?)</span>', re.DOTALL)


@dataclass(frozen=True)
class Reference:
    """One number in the text: where it stands in the file, its value there, and the text that shows it."""

    id: str
    kind: str
    where: dict[str, Any]
    value: float | None
    text: str


class Numbers:
    """Looks numbers up in a run and remembers each lookup; called from the template and from the finding."""

    def __init__(self, run: "Run"):
        self.run = run
        self.found: list[Reference] = []

    def __call__(self, kind: str, **where: Any) -> str:
        """The number as HTML text with an identity: <span id="n7">+1.8 months</span>."""
        value, text = look_up(self.run, kind, where)
        reference = Reference(f"n{len(self.found) + 1}", kind, where, value if math.isfinite(value) else None, text)
        self.found.append(reference)
        return f'<span id="{reference.id}">{html.escape(text, quote=False)}</span>'

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(reference) for reference in self.found]


def stale(run: "Run", recorded: list[dict[str, Any]], text: str, name: str) -> list[str]:
    """What no longer agrees: recorded numbers that the file does not give any more, and numbers changed in `text`."""
    problems = []
    now = {}
    for reference in recorded:
        _, now[reference["id"]] = look_up(run, reference["kind"], reference["where"])
        if now[reference["id"]] != reference["text"]:
            problems.append(f"{reference['id']} ({describe(reference)}): the brief says {reference['text']}, "
                            f"the file gives {now[reference['id']]}")
    for identity, shown in _SPAN.findall(text):
        if identity not in now:
            problems.append(f"{name}: {identity} is no reference of this brief")
        elif html.unescape(shown) != now[identity]:
            problems.append(f"{name}: {identity} reads {html.unescape(shown)}, the file gives {now[identity]}")
    return problems


def describe(reference: dict[str, Any]) -> str:
    """Where a number comes from, for a message."""
    return reference["kind"] + "".join(f", {key} {value}" for key, value in reference["where"].items())


def look_up(run: "Run", kind: str, where: dict[str, Any]) -> tuple[float, str]:
    """The value and the text of one number. Kinds: level, effect, factor, count, assumption, correlation, flip."""
    if kind == "level":
        return _level(run, **where)
    if kind == "effect":
        return _effect(run, **where)
    if kind == "factor":
        value = 10.0 ** abs(_effect(run, part="effect", **where)[0])
        return value, f"{value:.3g}"
    if kind == "count":
        return _count(run, **where)
    if kind == "assumption":
        return _assumption(run, **where)
    if kind == "flip":
        value = _flip(run, **where)
        return value, "–" if not math.isfinite(value) else f"{value:.3g}"
    if kind == "correlation":
        value = correlation(run, **where)
        return value, "–" if not math.isfinite(value) else words.Scale(1, "", "").text(value, 2, signed=True)
    raise ValueError(f"no kind of number {kind!r}")


def _flip(run: "Run", assumption: str, measure: str, policy: str, coords: dict[str, str]) -> float:
    table = sensitivity.flip_points(run, run.slice(measure, **coords), policy).set_index("assumption")
    return float(table.loc[assumption, "flip"])


def _level(run: "Run", measure: str, policy: str, quantile: str, coords: dict[str, str], unit: bool = True,
           at: str | None = None) -> tuple[float, str]:
    slice_ = run.slice(measure, **coords)
    row = summary.row_at(summary.fan(run, slice_, policy), at)
    scale = summary.scale(run, slice_)
    decimals = scale.decimals(row["q90"] - row["q10"])
    value = float(row[quantile])
    return value, scale.value(value, decimals) if unit else scale.text(value, decimals)


def _effect(run: "Run", measure: str, policy: str, part: str, coords: dict[str, str], unit: bool = False,
            magnitude: bool = False, at: str | None = None) -> tuple[float, str]:
    slice_ = run.slice(measure, **coords)
    row = summary.row_at(summary.effect(run, slice_, policy), at)
    value = float(row[part])
    if part == "sign_probability":
        return value, words.probability(value, int(row["pairs"]))
    if part == "variance_removed":
        return value, "–" if not math.isfinite(value) else f"{100.0 * value:.0f}%".replace("-", "\u2212")
    if summary.is_zero(row):
        return value, "0"
    scale = summary.scale(run, slice_)
    decimals = scale.decimals(row["high"] - row["low"])
    shown = abs(value) if magnitude else value
    text = scale.difference(shown, decimals, not magnitude) if unit else scale.text(shown, decimals, not magnitude)
    return value, text


def _count(run: "Run", of: str) -> tuple[float, str]:
    size = run.data.sizes
    counts = {"policies": size["policy"], "worlds": size["world"], "members": size["member"],
              "pairs": size["world"] * size["member"], "cells": size["policy"] * size["world"] * size["member"]}
    if of in ("done", "failed"):
        counts[of] = int((run.data["status"].values == {"done": 1, "failed": 2}[of]).sum())
    return float(counts[of]), f"{counts[of]:,}"


def _assumption(run: "Run", parameter: str, statistic: str) -> tuple[float, str]:
    column = run.design["value"].sel(parameter=parameter).values
    value = float({"low": np.quantile(column, 0.1), "high": np.quantile(column, 0.9), "value": column[0]}[statistic])
    return value, f"{value:.3g}".replace("-", "\u2212")


def correlation(run: "Run", parameter: str, measure: str, policy: str, coords: dict[str, str]) -> float:
    """Rank correlation over worlds of an assumption with the effect (or, for the reference, the level) at the end."""
    chosen = {"policy": policy, **run.slice(measure, **coords).selection}
    last = run.data[measure].isel(time=-1)
    level = last.sel(chosen).mean("member").values
    if policy != run.reference:
        level = level - last.sel({**chosen, "policy": run.reference}).mean("member").values
    assumed = run.design["value"].sel(parameter=parameter).values
    kept = np.isfinite(level)
    if kept.sum() < FEWEST_WORLDS or np.ptp(level[kept]) == 0.0 or np.ptp(assumed[kept]) == 0.0:
        return math.nan
    ranks = [np.argsort(np.argsort(v[kept], kind="stable"), kind="stable") for v in (assumed, level)]
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])
