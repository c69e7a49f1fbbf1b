"""What a brief says first: the effects that the reading ranks, with their intervals and their doubts."""

from __future__ import annotations

import re

from .. import escape, words
from ..reading import Effect, Line, Reading
from .references import Numbers

MOST_POLICIES = 3  # that a paragraph names for one outcome
MOST_OTHERS = 3  # further outcomes that a paragraph names


def text(run: Reading, number: Numbers) -> str:
    """The finding in a few sentences; then whether it rests on few pairs, and which policies did nothing."""
    one = len(run.policies) == 1
    said = _one_policy(run, number) if one else _effects_said(run, number)
    doubt = run.doubt("history" if one else "pair")
    if not doubt:
        return " ".join([said, *_idle(run, number)])
    counts = iter(("pairs", "worlds"))  # in the order in which the sentence names them
    doubt = re.sub(r"\d[\d,]*", lambda _: number("count", of=next(counts)), doubt)
    return " ".join([f"{said} This comes {doubt}.", *_idle(run, number)])


def _effects_said(run: Reading, number: Numbers) -> str:
    chosen, reference = run.headline, _policy(run, run.reference)
    if chosen is None:
        return (f"No policy changes any recorded measure: in {run.end} every difference from {reference} is exactly zero in "
                f"all {number('count', of='pairs')} pairs of simulated histories.")
    if not chosen.is_clear:
        why = ("for no recorded measure does the sign of the effect hold in nine of ten pairs of simulated histories"
               if chosen.pairs > 1 else "one pair of simulated histories shows no more than that pair")
        differs = f"No policy clearly differs from {reference} by {run.end}: {why}."
        if chosen.high == chosen.low:  # nothing to rank by
            return differs
        return (f"{differs} Relative to its own spread, the largest effect is that of "
                f"{_policy(run, chosen.policy)} on {_outcome(chosen.line)}: {_number(number, chosen, 'effect', unit=True)} on "
                f"average. {_interval(chosen, number)}")
    sentences = [
        f"In the model, {_policy(run, chosen.policy)} {_verb(chosen)} {_outcome(chosen.line)} by "
        f"{_number(number, chosen, 'effect', unit=True, magnitude=True)} on average in {run.end}, compared with {reference} "
        f"under the same luck and the same assumptions.",
        f"In 80% of the {number('count', of='pairs')} pairs of simulated histories the change lies between "
        f"{_number(number, chosen, 'low')} and {_number(number, chosen, 'high', unit=True)}; its sign holds in "
        f"{_number(number, chosen, 'sign_probability')} of the pairs."]
    others = sorted((e for e in chosen.line.last_effects.values() if e.policy != chosen.policy), key=lambda e: -e.strength)
    for other in others[:MOST_POLICIES]:
        if other.is_zero:
            sentences.append(f"{_policy(run, other.policy)} does not change it in any pair.")
        else:
            doubt = "" if other.is_clear else " This sign is not clear."
            sentences.append(f"{_policy(run, other.policy)} {_verb(other)} it by "
                             f"{_number(number, other, 'effect', unit=True, magnitude=True)} on average. "
                             f"{_interval(other, number)}{doubt}")
    if len(others) > MOST_POLICIES:
        sentences.append("The table has the other policies.")
    return " ".join(sentences)


def _one_policy(run: Reading, number: Numbers) -> str:
    lines = sorted((line for line in run.main_lines if line.has_values), key=lambda line: not line.card.calibrated)
    sentences = [f"The study has one policy, {_policy(run, run.reference)}: it shows what may happen, not what a policy "
                 f"changes."]
    for i, line in enumerate(lines[:3]):
        where = {"measure": line.measure, "policy": run.reference, "coords": line.slice.selection}
        mark = "" if line.card.calibrated else " This measure is not calibrated."
        luck = f" {number('luck', **where)}" if line.luck(run.reference) else ""
        histories = f"the {number('count', of='pairs')} simulated histories" if i == 0 else "histories"
        sentences.append(
            f"{escape.markdown(line.heading)}: the median in {run.end} is {number('level', quantile='q50', **where)}; 80% of {histories} lie "
            f"between {number('level', quantile='q10', unit=False, **where)} and {number('level', quantile='q90', **where)}.{luck}{mark}")
    return " ".join(sentences)


def paragraph(run: Reading, number: Numbers) -> str:
    """The study in one paragraph for a reader who decides: what the policies do to the outcome that the study asks about
    first, what else changes clearly, and what would reverse the conclusion. Empty for one policy or no effect."""
    first = run.first_outcome
    if first is None:
        return ""
    asked = sorted(first.last_effects.values(), key=lambda e: -abs(e.effect))[:MOST_POLICIES]
    sentences = []
    for i, e in enumerate(asked):
        opening, what = (f"By {run.end}, ", _outcome(first)) if i == 0 else ("", "it")
        closing = f", compared with {_policy(run, run.reference)}." if i == 0 else "."
        decimals = e.decimals
        hardly = first.scale.text(abs(e.effect), decimals) == first.scale.text(0.0, decimals)
        if e.is_zero or e.pairs == 0:
            sentences.append(f"{opening}{_policy(run, e.policy)} leaves {what} as it is{closing}")
        elif hardly:
            sentences.append(f"{opening}{_policy(run, e.policy)} hardly changes {what}{closing} {_interval(e, number)}")
        else:
            sentences.append(f"{opening}{_policy(run, e.policy)} {_verb(e)} {what} by "
                             f"{_number(number, e, 'effect', unit=True, magnitude=True)}{_factor(e, number)}{closing} "
                             f"{_interval(e, number)}")
    if not any(e.is_clear for e in asked):
        unclear = {1: "This sign is not clear.", 2: "Neither sign is clear."}
        sentences.append(unclear.get(len(asked), "None of these signs is clear."))
    others = [said for line in run.main_lines if line is not first and not line.card.intermediate
              and (said := _clear_changes(run, line, number))][:MOST_OTHERS]
    if others:
        also = " too" if any(e.is_clear for e in asked) else ""
        sentences.append(f"Other outcomes change clearly{also}, with the same sign in at least nine of ten pairs: "
                         f"{'; '.join(others)}.")
    return " ".join([*sentences, *_idle(run, number), flip(run, number, asked[0])]).strip()


def _clear_changes(run: Reading, line: Line, number: Numbers) -> str:
    """"the frontier lag by +2 months under A and −3 months under B"; empty when no effect is clear."""
    clear = [e for e in line.last_effects.values() if e.is_clear and e.strength > 0.0][:MOST_POLICIES]
    changes = [f"{_number(number, e, 'effect', unit=True)} under {_policy(run, e.policy)}" for e in clear]
    return f"{_outcome(line)} by {_listed(changes)}" if changes else ""


def flip(run: Reading, number: Numbers, chosen: Effect) -> str:
    """Where an assumption that the study varies would reverse the sign of the effect, and what that assumption is; empty
    with too few worlds."""
    try:
        table = chosen.line.flip_points(chosen.policy)
    except ValueError:
        return ""
    reversing = table[table["in_range"]]
    if reversing.empty:
        return f"No assumption that the study varies would reverse the sign of the effect of {_policy(run, chosen.policy)}."
    row = reversing.iloc[0]
    key = row["assumption"]
    card = run.registry.loc[key]
    meaning = words.lower_first(re.split(r"[;.] ", str(card["description"]))[0])
    side = "above" if (row["high_effect"] > row["low_effect"]) != (chosen.effect > 0) else "below"
    return (f"The effect of {_policy(run, chosen.policy)} would reverse sign if {escape.code(key)} ({escape.markdown(meaning)}) were {side} "
            f"{number('flip', assumption=key, **_where(chosen))}. In 80% of the worlds of this study it lies between "
            f"{number('assumption', parameter=key, statistic='low')} and "
            f"{number('assumption', parameter=key, statistic='high')} ({escape.markdown(card['source'])})."
            + ("" if row["drawn"] else " No world of this study reaches that value: the fitted line is extended to it."))


def _policy(run: Reading, policy: str) -> escape.Markdown:
    return escape.markdown(run.quoted(policy))


def _idle(run: Reading, number: Numbers) -> list[str]:
    """What is said of policies that did nothing, or not in every history, in Markdown."""
    seldom = [f"{_policy(run, policy)} was in force in only {number('in_force', policy=policy)} of the simulated histories."
              for policy in run.seldom]
    return [*(escape.markdown(sentence) for sentence in run.idle), *seldom]


def _outcome(line: Line) -> escape.Markdown:
    return escape.markdown(line.with_article)


def _verb(e: Effect) -> str:
    return "raises" if e.effect > 0 else "lowers"


def _interval(e: Effect, number: Numbers) -> str:
    return (f"In 80% of pairs the change lies between {_number(number, e, 'low')} and {_number(number, e, 'high', unit=True)}; "
            f"its sign holds in {_number(number, e, 'sign_probability')} of the pairs.")


def _factor(e: Effect, number: Numbers) -> str:
    """Orders of magnitude, repeated as a factor for those who do not think in logarithms."""
    return f" (a factor of {number('factor', **_where(e))})" if e.line.card.shown_unit == "orders of magnitude" else ""


def _number(number: Numbers, e: Effect, part: str, **how: bool) -> str:
    return number("effect", part=part, **_where(e), **how)


def _where(e: Effect) -> dict:
    return {"measure": e.line.measure, "policy": e.policy, "coords": e.line.slice.selection}


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
