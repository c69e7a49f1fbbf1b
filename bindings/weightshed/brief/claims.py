"""How sure: a row for everything that title and summary say, the weak too, then for what else is sure."""

from __future__ import annotations

from dataclasses import dataclass

from .. import words
from ..escape import Markdown
from . import certainty, choice, names, record, reversal
from .changes import Apart, Change
from .model import Claim
from .references import place, shown
from .texts import Texts

NOTHING = 0.02  # of a package: what a part does is not told as a percentage below
HEAD = ("Claim", "How sure, within the model", "What it rests on", "What would reverse it")
HEAD_OF_LEVELS = ("Average at the end", "8 in 10 simulations", "What it rests on", "Published figures met")


@dataclass(frozen=True)
class _Said:
    """What is claimed, the change behind it, and whether title or summary claim it."""

    text: Markdown
    change: Change
    is_asked: bool = True


def rows(texts: Texts, chosen: choice.Choice | None) -> list[Claim]:
    """The rows of the table; of one policy, a row for each level."""
    if chosen is None:
        return [_level(texts, i) for i in range(min(len(texts.book.lines), choice.MOST_LEVELS))]
    if texts.book.few:
        return []
    asked = _asked(texts, chosen)
    known = [said.change for said in asked]
    others = [_Said(_claim(texts, c), c, False) for c in chosen.others if c not in known]
    said = asked + others[:max(0, choice.MOST_CLAIMS - len(asked))]
    rests = [_rests(one.change) for one in said]
    found = [reversal.find(texts.book, one.change) if one.change.is_sure and not one.change.against else None for one in said]
    claims = []
    for i, one in enumerate(said):
        again = i > 0 and _is_alike(found[i], found[i - 1])
        claims.append(Claim(one.text, _how_sure(texts, one.change), Markdown("As above.") if i and rests[i] == rests[i - 1] else rests[i],
                            texts.reverses(one.change, found[i], is_named=again), one.is_asked))
    return claims[:len(asked)] + _conditions(texts) + claims[len(asked):]


def _is_alike(one: reversal.Reversal | None, before: reversal.Reversal | None) -> bool:
    """Whether two rows say the same of the same assumption, so that the second need not name it."""
    return one is not None and before is not None and (one.assumption, one.kind, one.above) == (before.assumption, before.kind, before.above)


def _asked(texts: Texts, chosen: choice.Choice) -> list[_Said]:
    """What title and summary claim of effects, in their order."""
    book, asked = texts.book, chosen.asked
    busiest = choice.busiest(book)
    if not asked.is_something and chosen.direct is None:
        if not busiest.is_something:
            return [_Said(Markdown("Nothing that this study measures moves to speak of"), asked)]
        return [_Said(_claim(texts, asked), asked), _Said(_of_policy(texts, busiest), busiest)]
    said = [_Said(_claim(texts, c), c) for c in (chosen.direct, asked) if c is not None]
    beside = choice.beside(book, chosen)
    said += [_Said(Markdown(f"{words.sentence(of_part(texts, alone, asked.policy))} of this effect"), alone) for alone in beside.parts]
    apart = book.apart(asked)
    if apart is not None:
        said.append(_Said(_of_variant(texts, apart), apart.adds))
    if beside.rival is not None:
        said.append(_Said(_of_policy(texts, beside.rival), beside.rival))
    if beside.more is not None and beside.rival is not None:
        said.append(_Said(_more(texts, beside.more, beside.rival), beside.more))
    if beside.is_alone:
        other = next(policy for policy in book.others if policy != asked.policy)
        said.append(_Said(Markdown(f"No other policy of this study moves {texts.line(asked.line)} to speak of"), book.last(asked.line, other)))
    return said


def _claim(texts: Texts, change: Change) -> Markdown:
    """What happens to a line, with its size, and the year of it where figures show another."""
    if not change.is_something:
        return Markdown(f"{texts.line(change.line, True)} stays as it is")
    if change.certainty == certainty.UNCLEAR:
        return Markdown(f"Which way {texts.line(change.line)} moves")
    return Markdown(f"{texts.line(change.line, True)} {names.moves(change.line, change.rises)} {texts.size(change, _passing(texts, change))}")


def _passing(texts: Texts, change: Change) -> str:
    """"in 2028", unless that is the last year."""
    return "" if change.year == texts.book.years[-1] else f" in {texts.year(change)}"


def _of_policy(texts: Texts, change: Change) -> Markdown:
    """What another policy does: "Lifting the chip controls narrows America's lead over China in capability by 28%"."""
    if change.certainty == certainty.UNCLEAR:
        verb = "move" if names.is_plural(texts.run, change.policy) else "moves"
        return Markdown(f"Which way {texts.policy(change.policy)} {verb} {texts.line(change.line)}")
    return Markdown(f"{texts.policy(change.policy, True)} {names.does(texts.run, change)} {texts.line(change.line)} {texts.size(change, _passing(texts, change))}")


def _of_variant(texts: Texts, apart: Apart) -> Markdown:
    """What a variant of a contested mechanism adds."""
    noun = texts.line(apart.adds.line)
    if not apart.adds.is_something:
        return Markdown(f"The effect on {noun} is no different {texts.if_(apart.other)}")
    if apart.adds.certainty == certainty.UNCLEAR:
        return Markdown(f"Whether the effect on {noun} is larger {texts.if_(apart.other)}")
    return Markdown(words.sentence(texts.effect_if(apart)).replace("effect is", f"effect on {noun} is", 1))


def _more(texts: Texts, more: Change, whole: Change) -> Markdown:
    """What a package adds to its part: "This is more than under a ban alone"."""
    how = "no more" if not more.is_something else "more" if more.certainty == certainty.UNCLEAR or more.rises == whole.rises else "less"
    this = "Whether this" if more.is_something and more.certainty == certainty.UNCLEAR else "This"
    return Markdown(f"{this} is {how} than under {texts.policy(more.against)} alone")


def of_part(texts: Texts, alone: Change, whole: str) -> Markdown:
    """What a part of a package does alone: "a crackdown on smuggling alone has 20%"."""
    has = "have" if names.is_plural(texts.run, alone.policy) else "has"
    if abs(alone.effect) < NOTHING * abs(texts.book.change(alone.line, whole, alone.year).effect):
        return Markdown(f"{texts.policy(alone.policy)} alone {has} almost nothing")
    if alone.certainty == certainty.UNCLEAR:
        return Markdown(f"{texts.policy(alone.policy)} alone {has} no clear part")
    return Markdown(f"{texts.policy(alone.policy)} alone {has} {texts.number('share_of_package', **{**place(alone), 'whole': whole})}")


def _how_sure(texts: Texts, change: Change) -> Markdown:
    """The certainty in the year that is told, and in the last one, where the effect is told too."""
    sure = texts.sure(change)
    if not change.is_something:
        return sure
    last = texts.book.again(change, texts.book.years[-1])
    if last.year == change.year:
        return Markdown(f"{sure} in {texts.year(change)}")
    later = texts.sure(last)
    if shown(later) == shown(sure):
        return Markdown(f"{sure} in {texts.year(change)} and {texts.year(last)}")
    if last.certainty == change.certainty:
        often, after = (texts.sure(one, "often") for one in (change, last))
        return Markdown(f"{texts.sure(change, 'words')} ({often} in {texts.year(change)}, {after} in {texts.year(last)})")
    return Markdown(f"{sure} in {texts.year(change)}; {later} in {texts.year(last)}")


def _rests(change: Change) -> Markdown:
    if change.variant:
        return Markdown("A contested rule: which variant holds is judgement.")
    return Markdown("A rule fitted to published figures." if change.line.card.calibrated
                    else "Rules fitted to no published figure, so less well tested.")


def _conditions(texts: Texts) -> list[Claim]:
    """How often the conditions of policies that wait were met, which the summary tells."""
    return [Claim(Markdown(f"{name} is met"), Markdown(f"in {texts.number('in_force', policy=policy)} of the simulations"),
                  Markdown("The measure that the condition watches."), Markdown("Other assumptions, or chance."), True)
            for name, policy in texts.conditions()]


def _level(texts: Texts, i: int) -> Claim:
    """The row of a level: its range, what it rests on, and how it does on published figures."""
    line, number = texts.book.lines[i], texts.number
    change = texts.book.change(line, texts.run.reference, texts.book.years[-1])
    where = {"measure": line.measure, "coords": line.slice.selection}
    low, high = (number.of("quantile", change, quantile=quantile) for quantile in (0.1, 0.9))
    figures = record.held(texts.run, line)
    held = Markdown(f"{number('record', part='met', **where)} of {number('record', part='all', **where)}") if figures else Markdown("There are none.")
    return Claim(Markdown(f"{words.sentence(texts.line(line))} is {number.of('level', change)}"), Markdown(f"{low} to {high}"), _rests(change), held, True)
