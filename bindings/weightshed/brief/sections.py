"""The sections of a brief below its summary: what changes, why, what it costs, what it leaves out, about the model."""

from __future__ import annotations

import re

from .. import escape, words
from ..escape import Markdown
from ..figures import composition
from ..reading import Line, Reading
from . import certainty, choice, claims, names, past, record, sizes
from .changes import Change
from .model import Link, Term
from .references import shown
from .texts import Texts

MOST_LINKS = 5
ADD_UP = 0.15  # parts that together reach within this share of the whole add up
LEAST_LOSS = 0.01  # a loss of under a percentage point is not followed further
GAINS = 0.05  # of what one label loses: a smaller gain of another is not told


# --- what changes ------------------------------------------------------------------------------------------------

def who_gains(texts: Texts, chosen: choice.Choice) -> Markdown:
    """Who gains what the other loses, for the first share that adds up to a whole; then the other policies in a sentence."""
    sentences = [_moved_share(texts, chosen)]
    if not texts.book.few:
        rival = choice.rival(texts.book, chosen)
        told = choice.parts(texts.book, chosen.policy) or [c.policy for c in (rival,) if c is not None]
        sentences += [_other_policy(texts, chosen, policy, policy in told) for policy in chosen.shown[1:3]]
    return Markdown(" ".join(sentence for sentence in sentences if sentence))


def _moved_share(texts: Texts, chosen: choice.Choice) -> Markdown:
    book = texts.book
    for line in [chosen.asked.line, *(c.line for c in chosen.others)]:
        dim = composition.dimension(book.run, line)
        loss = book.last(line, chosen.policy)
        if dim is None or not loss.is_sure or book.few or abs(loss.effect) < LEAST_LOSS or loss.is_small or dim == "licence":
            continue  # what loses a licence is mostly not released, which is no gain of another
        own = line.slice.selection
        rest = [book.last(book.run.line(book.run.slice(line.measure, **{**own, dim: label})), chosen.policy)
                for label in map(str, book.run.data[dim].values) if label != own[dim]]
        rest = [c for c in rest if c.pairs and c.effect * loss.effect < 0.0]
        most = max(rest, key=lambda c: abs(c.effect), default=None)
        if most is None or not GAINS <= abs(most.effect / loss.effect) <= 1.0:
            continue
        verb, other = ("gains", "loses") if most.effect > 0 else ("loses", "gains")
        return Markdown(f"{texts.line(most.line, True)} {verb} {texts.number.of('change', most, bare=True)} of the {texts.number.of('change', loss)} that "
                        f"{texts.line(loss.line)} {other} by the end of {texts.year(loss)}.")
    return Markdown("")


def _other_policy(texts: Texts, chosen: choice.Choice, policy: str, is_told: bool) -> Markdown:
    """What another policy does to the line that is asked about, unless the summary told it, else to what the brief speaks of,
    else to any line that it moves by more than a little: first what it moves surely, then what it is likely to move."""
    asked, others = chosen.asked.line, [*((chosen.direct.line,) if chosen.direct else ()), *(c.line for c in chosen.others)]
    rest = [line for line in texts.book.lines if line is not asked and line not in others and not texts.book.last(line, policy).is_small]
    for line in [*(() if is_told else (asked,)), *others, *rest]:
        change = texts.book.established(line, policy)
        if chosen.policy in choice.parts(texts.book, policy):  # a package, which may have no more to say on a line than its part
            whole = texts.book.change(line, policy, chosen.asked.year)
            more = choice.adds(texts.book, whole, chosen.policy) if line is asked and chosen.asked.is_sure else None
            if more is not None:
                return Markdown(f"{texts.policy(policy, True)} would {texts.would(whole)} by the end of {texts.year(whole)}{texts.more(more, True)}.")
            if not texts.book.again(change, change.year, against=chosen.policy).is_something:
                continue
        if change.is_sure and change.is_something:
            return Markdown(f"{texts.policy(policy, True)} would {texts.would(change)} by the end of {texts.year(change)} ({texts.sure(change, 'comma')}).")
    last = texts.book.last(asked, policy)
    if is_told or not last.is_something:
        of_it = choice.parts(texts.book, policy)  # what a part does, too, is that of the part
        own = [line for line in rest if not any(texts.book.last(line, part).certainty == certainty.LIKELY for part in of_it)]
        likely = (texts.likely(texts.book.last(line, policy), texts.line(line)) for line in own)
        return next((said for said in likely if said), Markdown(""))
    return texts.likely(last, texts.line(asked)) or Markdown(f"What {texts.policy(policy)} would do to {texts.line(asked)} is unclear.")


def what_happens_anyway(texts: Texts, chosen: choice.Choice) -> Markdown:
    """The drift of the line that is asked about, the range of the effect, and the largest movement that no policy makes."""
    asked, book = chosen.asked, texts.book
    sentences = [texts.drift(asked.line)]
    if asked.is_something:
        sentences.append(texts.between(asked))
    mover = _largest_drift(texts, asked.line)
    if mover is not None and len(book.years) > 1:
        sentences.append(texts.drift(mover, "Meanwhile"))
    return Markdown(" ".join(s for s in sentences if s))


def largest_move(texts: Texts) -> Markdown:
    """What moves most in a study of one policy."""
    found = _largest_drift(texts, None)
    return texts.moves_most(found) if found is not None and len(texts.book.years) > 1 else Markdown("")


def _largest_drift(texts: Texts, besides: Line | None) -> Line | None:
    """The share that moves most under the reference, among those of the study."""
    book = texts.book

    def moved(line: Line) -> float:
        first, last = (book.change(line, book.run.reference, year).level for year in (book.years[0], book.years[-1]))
        return abs(last - first) if first == first and last == last else 0.0

    shares = [line for line in book.lines if line is not besides and line.scale.unit == "%"]
    found = max(shares, key=moved, default=None)
    return found if found is not None and moved(found) >= GAINS else None


def level_sentence(texts: Texts, line: Line, opens: bool) -> Markdown:
    """A level with its range, for a study of one policy; the first of them `opens` the summary."""
    change = texts.book.change(line, texts.run.reference, texts.book.years[-1])
    number = texts.number
    noun = f"In our simulations, {texts.line(line)}" if opens else texts.line(line, True)
    if not change.pairs:
        return Markdown(f"{noun} has no value at the end.")
    average = f"{noun} is {number.of('level', change)} at the end of {texts.year(change)} on average"
    low, high = (number.of("quantile", change, quantile=quantile) for quantile in (0.1, 0.9))
    if shown(low) == shown(high):
        return Markdown(f"{average}, and hardly differs between simulations.")
    if not sizes.is_factor(line) and line.scale.unit != "%":
        low = number.of("quantile", change, quantile=0.1, bare=True)
    return Markdown(f"{average}; 8 in 10 simulations lie between {low} and {high}.")


# --- why ---------------------------------------------------------------------------------------------------------

def links(texts: Texts, chosen: choice.Choice) -> list[Link]:
    """The chain of causes: how the levers work, then one link for each stage that moves, with one number measured in the run."""
    run, book = texts.run, texts.book
    levers = _levers(run, chosen.policy)
    causes = list(dict.fromkeys(cause for lever in levers if (cause := run.lever(lever)["cause"])))
    moving = [c for c in (book.established(line, chosen.policy) for line in choice.in_order(book.lines)) if c.is_sure or (book.few and c.pairs)
              or c.line is chosen.asked.line]
    moving = [c for c in moving if c.is_something and (c.line is chosen.asked.line or not choice.is_passing(book, c))]
    stages: dict[int, Change] = {}
    for change in moving:
        known = stages.get(change.line.card.stage)
        if known is None or _rank(chosen, change) > _rank(chosen, known):
            stages[change.line.card.stage] = change
    found, said = [], set()
    if causes:
        found.append(Link(Markdown("The policy."), names.as_text(causes[0]), names.as_text(" ".join(causes[1:2]))))
    apart = book.apart(chosen.asked)
    if apart is not None and (cause := run.variant(*apart.other.variant.split("="))["cause"]):
        found.append(Link(Markdown(f"{words.sentence(texts.if_(apart.other))}."), names.as_text(cause)))
    for change in stages.values():
        name = names.stage(change.line)
        cause = change.line.card.cause
        text = "" if cause in said else cause
        said.add(cause)
        number = texts.moved(change, change in (chosen.direct, chosen.asked) and change.is_sure)
        found.append(Link(Markdown(f"{name}."), names.as_text(text) if text else number, number if text else Markdown("")))
    return found[:MOST_LINKS]


def _rank(chosen: choice.Choice, change: Change) -> tuple[bool, bool, float]:
    """Of two changes at one place in the order of cause, the one that the brief speaks of, else the larger."""
    spoken = [c.line for c in (chosen.asked, chosen.direct) if c is not None]
    return change.line in spoken, change.is_sure, abs(change.share) if change.share == change.share else 0.0


def _levers(run: Reading, policy: str) -> list[str]:
    """Keys of the levers that a policy presses, in the order of its actions."""
    levers = run.settings.get("levers", [])
    actions = run.stated_policies.get(policy, {}).get("actions", [])
    return list(dict.fromkeys(str(levers[a["lever"]]) for a in actions if a["lever"] < len(levers)))


def parts(texts: Texts, change: Change, found: list[Change]) -> Markdown:
    """What the parts of a package do alone: whether they add up or need each other."""
    opening = f"Of this effect, {' and '.join(claims.of_part(texts, alone, change.policy) for alone in found)}"
    total = sum(alone.effect for alone in found) / change.effect
    levers = [set(_levers(texts.run, alone.policy)) for alone in found]
    apart = len(found) > 1 and not set.intersection(*levers) and set.union(*levers) == set(_levers(texts.run, change.policy))
    if apart and total < 1.0 - ADD_UP:
        return Markdown(f"{opening}: they need each other.")
    if apart and total > 1.0 + ADD_UP:
        return Markdown(f"{opening}: they do part of the same work.")
    return Markdown(f"{opening}.")


# --- costs, omissions, the model ---------------------------------------------------------------------------------

def costs(texts: Texts, chosen: choice.Choice | None) -> Markdown:
    """What the policy does to the distance of open models, then the costs that the model cannot see."""
    if chosen is None:
        return Markdown("")
    sentences = [_money(texts, chosen), _open_models(texts, chosen)]
    unseen = list(dict.fromkeys(text for lever in _levers(texts.run, chosen.policy) if (text := texts.run.lever(lever)["unseen"])))
    if unseen and not _is_said(unseen[0], leaves_out(texts.run)):
        sentences.append(Markdown(f"The model puts no price on {escape.markdown(unseen[0])}."))
    return Markdown(" ".join(s for s in sentences if s))


def _is_said(text: str, elsewhere: str) -> bool:
    """Whether the brief says the same in another place."""
    bare = [re.sub(r"\bthe |[.\\]", "", said.lower()) for said in (text, elsewhere)]
    return bare[0] in bare[1]


def _money(texts: Texts, chosen: choice.Choice) -> Markdown:
    """Public money, from the measure of costs."""
    line = texts.book.cost
    spent = texts.book.last(line, chosen.policy) if line is not None else None
    if spent is None or not spent.pairs or spent.effect == 0.0:
        return Markdown("")
    verb = "costs" if spent.rises else "saves"
    return Markdown(f"It {verb} governments {texts.number.of('change', spent)} US dollars by the end of {texts.year(spent)}.")


def _open_models(texts: Texts, chosen: choice.Choice) -> Markdown:
    book, pair = texts.book, "open-closed"
    if book.few or "frontier_gap" not in book.run.measures or pair not in map(str, book.run.data["pair"].values):
        return Markdown("")
    change = book.last(book.run.line(book.run.slice("frontier_gap", pair=pair)), chosen.policy)
    if change.line is chosen.asked.line or change.certainty in (certainty.UNCLEAR, certainty.NO_EFFECT):
        return Markdown("")
    further = "fall further behind" if change.rises else "come closer to"
    return Markdown(f"Open models as a group {further} closed ones: the distance {'grows' if change.rises else 'shrinks'} {texts.size(change)} "
                    f"({texts.sure(change, 'comma')}).")


def leaves_out(run: Reading) -> Markdown:
    """The scenario's own words on what it leaves out."""
    comment = " ".join(str(run.data.attrs.get("comment", "")).split())
    found = re.search(r"It (?:also )?leaves out (.*)", comment)
    said = words.sentence(found.group(1)) if found else "The scenario does not say what it leaves out."
    return escape.paragraph(words.curled(_without_keys(said)))


def _without_keys(said: str) -> str:
    """Without the clauses of a comment that name keys of the program, which are for whoever runs it."""
    return re.sub(r",[^,.]*`[^`]*`[^,.]*(?=[,.])", "", said)


def about(texts: Texts, leading: Line | None) -> Markdown:
    """What the model simulates, how much was simulated, how it does on published figures and did as a forecaster of what the
    brief leads with, and what no range contains."""
    number, size = texts.number, texts.run.data.sizes
    policies = f"{number('count', of='policies')} policies" if size["policy"] > 1 else "one policy"
    compares = "compares" if size["policy"] > 1 else "runs"
    sentences = [
        "Weightshed simulates chip supply, AI labs, developers and users week by week.",
        f"Here it {compares} {policies} under {number('count', of='worlds')} {words.plural('set', size['world'])} of assumptions with "
        f"{number('count', of='members')} {words.plural('draw', size['member'])} of luck each: {number('count', of='simulations')} simulations."]
    if (texts.run.data["status"].values == 2).any():
        sentences.append(f"{number('count', of='failed')} of them failed and are left out.")
    sentences += [_held(texts), past.weakest(texts, leading) if leading is not None else "", "Errors that all simulations share are in no range given here."]
    return Markdown(" ".join(sentence for sentence in sentences if sentence))


def _held(texts: Texts) -> str:
    """How many of the published figures are met, and the one that is missed by most."""
    figures, number = record.held(texts.run), texts.number
    if not figures:
        return ""
    worst = record.worst(figures)
    met = number("record", part="met")
    them = f"{met} of the {number('record', part='all')}"
    if all(one.is_met for one in figures):
        them = "both" if len(figures) == 2 else f"all {met}"
    held = (f"It {'meets' if worst.is_met else 'misses'} the only published figure that these measures can be held against" if len(figures) == 1 else
            f"It meets {them} published figures that these measures can be held against, most of which it was fitted to")
    if worst.is_met:
        return f"{held}."
    return (f"{held}; {names.as_text(names.with_article(worst.line))} in {words.month(worst.date)} is {number('record', part='modelled')} in the model and "
            f"{number('record', part='published')} on record.")


def check(run: Reading) -> Markdown:
    """How to check the numbers, and what made them."""
    provenance = run.provenance
    return Markdown(f"Check the numbers: {escape.code(f'weightshed brief {run.path.name} --verify')}. Weightshed "
                    f"{escape.markdown(provenance.get('version', ''))}, seed {escape.markdown(provenance.get('seed', ''))}.")


#: Terms that a brief explains when its text uses them, the most needed first; the words that call for each.
GLOSSARY = {
    "Pair of simulations": (("pair",), "Two runs with the same assumptions and the same luck that differ only in policy. \u201c97 in 100\u201d: the "
                                       "effect has this direction in 97 of 100 pairs."),
    "Effective training compute": (("effective training compute",), "The computing power behind a model, adjusted for better methods."),
    "Open model": (("open model", "open ones", "open,"), "One whose weights anyone may download and adapt."),
    "AI chips": (("AI chips",), "Counted as the number of Nvidia H100s that would perform the same."),
    "Derivative": (("derivative", "adapted models"), "A model made from another: fine-tuned, compressed or merged."),
}


def terms(text: str) -> list[Term]:
    """The terms that a text uses."""
    return [Term(name, meaning) for name, (calls, meaning) in GLOSSARY.items() if any(call in text for call in calls)]

