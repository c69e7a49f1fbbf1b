"""What a brief says first: chosen from the effects by one rule, and said with its interval and its doubts."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .. import sensitivity, summary, words
from ..figures import panels
from .references import Numbers

if TYPE_CHECKING:
    from ..run import Run

#: Stocks that levers press on directly: in the table, but no headline while an outcome moves.
INTERMEDIATE = ("compute",)


@dataclass(frozen=True)
class Effect:
    """One policy's effect on the main slice of one measure at the last recorded date."""

    policy: str
    slice: words.Slice
    effect: float
    low: float
    high: float
    sign_probability: float
    pairs: int
    strength: float  # see summary.strength
    calibrated: bool

    @property
    def is_zero(self) -> bool:
        return self.pairs > 0 and self.effect == 0.0 and not math.isfinite(self.sign_probability)

    @property
    def is_clear(self) -> bool:
        return bool(summary.is_clear(self.sign_probability))


def effects(run: "Run") -> list[Effect]:
    """Effects of every policy but the reference on the main slice of every measure, at the last recorded date."""
    found = []
    for measure in run.measures:
        slice_ = summary.main_slice(run, measure)
        calibrated = words.is_calibrated(run.data[measure].attrs)
        for policy in run.policies[1:]:
            row = summary.effect(run, slice_, policy).iloc[-1]
            found.append(Effect(policy, slice_, float(row["effect"]), float(row["low"]), float(row["high"]),
                                float(row["sign_probability"]), int(row["pairs"]), summary.strength(row), calibrated))
    return found


def strongest(found: list[Effect]) -> Effect | None:
    """The headline: of the clear effects that on the measure recorded first, as the scenario lists measures in the order
    of its interest, and on it the largest against its own spread. Outcomes go before stocks that levers press on
    directly. When none is clear, the largest of all; None when all are zero."""
    moving = [e for e in found if e.strength > 0.0]
    if not moving:
        return None
    order = list(dict.fromkeys(e.slice.measure for e in found))
    return max(moving, key=lambda e: (e.slice.measure not in INTERMEDIATE, e.is_clear,
                                      -order.index(e.slice.measure) if e.is_clear else 0, e.strength, e.policy))


def text(run: "Run", number: Numbers) -> str:
    """The finding in two to six sentences; the last one says when few pairs stand behind it."""
    one = len(run.policies) == 1
    said = _one_policy(run, number) if one else _effects_said(run, number)
    doubt = summary.doubt(run, "history" if one else "pair")
    if not doubt:
        return said
    counts = iter(("pairs", "worlds"))  # in the order in which the sentence names them
    doubt = re.sub(r"\d[\d,]*", lambda _: number("count", of=next(counts)), doubt)
    return f"{said} This comes {doubt}."


def _effects_said(run: "Run", number: Numbers) -> str:
    found = effects(run)
    when = words.month(run.summary["time"].values[-1])
    chosen = strongest(found)
    if chosen is None:
        return (f"No policy changes any recorded measure: in {when} every difference from {_quoted(run, run.reference)} "
                f"is exactly zero in all {number('count', of='pairs')} pairs of simulated histories.")
    if not chosen.is_clear:
        return (f"No policy clearly differs from {_quoted(run, run.reference)} by {when}: for no recorded measure does "
                f"the sign of the effect hold in nine of ten pairs of simulated histories. The largest effect against "
                f"its own spread is that of {_quoted(run, chosen.policy)} on {_the(run, chosen.slice)}: "
                f"{_said(chosen, number)}.")
    others = [e for e in found if e.slice == chosen.slice and e.policy != chosen.policy]
    verb = "raises" if chosen.effect > 0 else "lowers"
    where = _where(chosen)
    sentences = [
        f"In the model, {_quoted(run, chosen.policy)} {verb} {_the(run, chosen.slice)} by "
        f"{number('effect', part='effect', unit=True, magnitude=True, **where)} on average in {when}, compared with "
        f"{_quoted(run, run.reference)} under the same luck and the same assumptions.",
        f"In 80% of the {number('count', of='pairs')} pairs of simulated histories the change lies between "
        f"{number('effect', part='low', **where)} and {number('effect', part='high', unit=True, **where)}; its sign "
        f"holds in {number('effect', part='sign_probability', **where)} of them.",
    ]
    ranked = sorted(others, key=lambda e: -e.strength)
    for other in ranked[:3]:
        if other.is_zero:
            sentences.append(f"{_quoted(run, other.policy)} does not change it in any pair.")
        else:
            doubt = "" if other.is_clear else " This sign is not clear."
            sentences.append(f"{_quoted(run, other.policy)}: {_said(other, number)}.{doubt}")
    if len(ranked) > 3:
        sentences.append("The other policies stand in the table.")
    return " ".join(sentences)


def _one_policy(run: "Run", number: Numbers) -> str:
    when = words.month(run.summary["time"].values[-1])
    slices = [s for s in (summary.main_slice(run, m) for m in run.measures) if summary.has_values(run, s)]
    slices.sort(key=lambda s: not words.is_calibrated(run.data[s.measure].attrs))
    sentences = [f"The study has one policy, {_quoted(run, run.reference)}: it shows what may happen, not what a policy "
                 f"changes."]
    for slice_ in slices[:3]:
        where = {"measure": slice_.measure, "policy": run.reference, "coords": slice_.selection}
        mark = "" if words.is_calibrated(run.data[slice_.measure].attrs) else ", not calibrated"
        sentences.append(
            f"{words.sentence(_phrase(run, slice_))} in {when}: median {number('level', quantile='q50', **where)}, with 80% "
            f"of the {number('count', of='pairs')} simulated histories between "
            f"{number('level', quantile='q10', unit=False, **where)} and {number('level', quantile='q90', **where)}{mark}.")
    return " ".join(sentences)


def _said(effect: Effect, number: Numbers) -> str:
    where = _where(effect)
    return (f"{number('effect', part='effect', unit=True, **where)} on average, 80% of pairs between "
            f"{number('effect', part='low', **where)} and {number('effect', part='high', **where)}, sign holding in "
            f"{number('effect', part='sign_probability', **where)}")


def _where(effect: Effect) -> dict:
    return {"measure": effect.slice.measure, "policy": effect.policy, "coords": effect.slice.selection}


def _phrase(run: "Run", slice_: words.Slice) -> str:
    return words.phrase(slice_, run.data[slice_.measure].attrs)


def _the(run: "Run", slice_: words.Slice) -> str:
    phrase = _phrase(run, slice_)
    named = phrase.split(" ")[0].endswith("\u2019s") or phrase.startswith("the ")
    return phrase if named else f"the {phrase}"


def _quoted(run: "Run", policy: str) -> str:
    return f"\u201c{panels.label(run, policy)}\u201d"


def paragraph(run: "Run", number: Numbers) -> str:
    """The study in one paragraph for a reader who decides: what the policies do to the outcome that the study asks about
    first, what else changes clearly, and what would turn the conclusion round. Empty for one policy or no effect."""
    found = effects(run)
    outcomes = [e for e in found if e.slice.measure not in INTERMEDIATE]
    first = next((e.slice for e in outcomes if e.strength > 0.0), None)
    if first is None:
        return ""
    when = words.month(run.summary["time"].values[-1])
    asked = sorted((e for e in outcomes if e.slice == first), key=lambda e: -abs(e.effect))[:3]
    parts = []
    for e in asked:
        where = _where(e)
        scale = summary.scale(run, e.slice)
        decimals = scale.decimals(e.high - e.low)
        hardly = scale.text(abs(e.effect), decimals) == scale.text(0.0, decimals)
        parts.append(f"{_quoted(run, e.policy)} leaves it as it is" if e.is_zero else
                     f"{_quoted(run, e.policy)} hardly changes it (80% of histories: {number('effect', part='low', **where)} to "
                     f"{number('effect', part='high', unit=True, **where)})" if hardly else
                     f"{_quoted(run, e.policy)} {'raises' if e.effect > 0 else 'lowers'} it by "
                     f"{number('effect', part='effect', unit=True, magnitude=True, **where)}{_factor(e, number)} (80% of histories: "
                     f"{number('effect', part='low', **where)} to {number('effect', part='high', **where)}; same sign in "
                     f"{number('effect', part='sign_probability', **where)})")
    sentences = [f"Take {_the(run, first)} in {when}: compared with {_quoted(run, run.reference)}, {_listed(parts)}."]
    if not any(e.is_clear for e in asked):
        sentences.append("Neither sign is clear." if len(asked) == 2 else "No sign is clear." if len(asked) > 2
                         else "The sign is not clear.")
    clear = [e for e in outcomes if e.slice != first and e.is_clear]
    others = []
    for slice_ in list(dict.fromkeys(e.slice for e in clear))[:3]:
        changes = [f"{number('effect', part='effect', unit=True, **_where(e))} under {_quoted(run, e.policy)}"
                   for e in clear if e.slice == slice_][:3]
        others.append(f"{_the(run, slice_)} by {_listed(changes)}")
    if others:
        sentences.append(f"Clearly, in nine of ten histories or more, these policies also change {'; '.join(others)}.")
    return " ".join([*sentences, flip(run, number, asked[0])]).strip()


def _factor(e: Effect, number: Numbers) -> str:
    """Orders of magnitude once more as a factor, for those who do not think in logarithms."""
    return f", a factor of {number('factor', **_where(e))} in effective training compute" if e.slice.measure == "frontier_gap" else ""


def flip(run: "Run", number: Numbers, chosen: Effect) -> str:
    """Where an assumption that the study varies would turn the sign of the effect, and what it means; empty with too few
    worlds."""
    try:
        table = sensitivity.flip_points(run, chosen.slice, chosen.policy)
    except ValueError:
        return ""
    turning = table[table["in_range"]]
    if turning.empty:
        return f"No assumption that the study varies turns the effect of {_quoted(run, chosen.policy)} round."
    row = turning.iloc[0]
    where = {"assumption": row["assumption"], "measure": chosen.slice.measure, "policy": chosen.policy,
             "coords": chosen.slice.selection}
    card = run.registry.loc[row["assumption"]]
    meaning = str(card["description"]).split(";")[0]
    side = "above" if (row["high_effect"] > row["low_effect"]) != (chosen.effect > 0) else "below"
    return (f"The effect of {_quoted(run, chosen.policy)} would turn round {side} {number('flip', **where)} of "
            f"`{row['assumption']}`: {meaning[0].lower() + meaning[1:]} (varied here between "
            f"{number('assumption', parameter=row['assumption'], statistic='low')} and "
            f"{number('assumption', parameter=row['assumption'], statistic='high')}; {card['source']}).")


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
