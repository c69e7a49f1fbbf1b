"""What a brief speaks of: the policy and the effect of its title, the direct effect, and the changes that it compares."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..reading import Line
from . import certainty, sheet
from .changes import Change, Changes

MOST_ROWS = 5  # of the ladder
MOST_CLAIMS = 5
MOST_LEVELS = 3  # that the summary of a study of one policy tells
MOST_PARTS = 3
NEARLY = 0.8  # of what a package does: a part that does as much alone is spoken of in its place
FADES = 1.1  # of the link before: a link that moves no more than that goes with a chain that fades


@dataclass(frozen=True)
class Choice:
    """`asked` is the effect that the study asks about first, at its best-established year; `direct` the first sure link of the
    chain that leads to it, None where there is none; `others` further sure effects in the order of cause."""

    asked: Change
    direct: Change | None
    others: list[Change]
    shown: list[str]  # policies that charts compare, the one of the title first

    @property
    def policy(self) -> str:
        return self.asked.policy


def choose(book: Changes) -> Choice | None:
    """None for one policy, or without a line that has numbers."""
    if not book.others or not book.lines:
        return None
    asked_line = book.lines[0]
    asked = _first(book, [book.established(asked_line, policy) for policy in book.others])
    if not asked.is_something:  # what the study asks first does not move: the policy that moves anything is spoken of
        found = busiest(book)
        asked = book.established(asked_line, found.policy) if found.is_something else asked
    elif asked.certainty == certainty.UNCLEAR and not book.few and not _sure(book, asked.policy):
        asked = book.established(asked_line, max(book.others, key=lambda policy: len(_sure(book, policy))))
    chain = [book.established(line, asked.policy) for line in in_order(book.lines)]
    sure = [c for c in chain if c.is_something and c.line is not asked_line and (c.is_sure or book.few)]
    before = [c for c in sure if not c.is_small and c.is_sure and (c.line.card.stage < asked_line.card.stage or not asked.is_sure)]
    lasting = [c for c in before if book.last(c.line, c.policy).is_sure]
    likely = [c for c in before if book.last(c.line, c.policy).certainty == certainty.LIKELY]
    direct = next(iter(lasting or likely), None) if not book.few else None
    others = [c for c in sure if c is not direct and not is_passing(book, c)]
    return Choice(asked, direct, others if not book.few else [], shown(book, asked.policy))


def is_passing(book: Changes, change: Change) -> bool:
    """Whether an effect is small and gone, or of no clear direction, by the last year: nothing to tell."""
    last = book.last(change.line, change.policy)
    return change.is_small and not book.few and (not last.is_something or last.certainty == certainty.UNCLEAR)


def in_order(lines: list[Line]) -> list[Line]:
    """In the order of cause; equal stages keep the order of the study's interest."""
    return sorted(lines, key=lambda line: line.card.stage)


def _first(book: Changes, changes: list[Change]) -> Change:
    """The change that a title speaks of: the largest of the sure ones. Of two directions it is that of the policy that the study
    states first; of a package, the part that does nearly all of it."""
    sure = [c for c in changes if c.is_something and c.is_sure and not book.few]
    if len({c.rises for c in sure}) > 1:
        found = max((c for c in sure if c.rises == sure[0].rises), key=lambda c: abs(c.effect))
    else:
        found = max(changes, key=lambda c: _weight(book, c))
    nearly = [c for c in sure if c.policy in parts(book, found.policy) and c.effect / found.effect >= NEARLY]
    return min(nearly, key=lambda c: len(book.run.stated_policies[c.policy]["actions"]), default=found)


def _sure(book: Changes, policy: str) -> list[Change]:
    """What a policy surely changes, and not by little."""
    changes = [book.established(line, policy) for line in book.lines]
    return [c for c in changes if c.is_something and c.is_sure and not c.is_small]


def busiest(book: Changes) -> Change:
    """The surest and largest change of any line by any policy."""
    moving = [book.established(line, policy) for line in book.lines for policy in book.others]
    return max(moving, key=lambda c: (_weight(book, c), -book.lines.index(c.line)))


def rival(book: Changes, chosen: Choice) -> Change | None:
    """What the other policy that matters most does to the line that is asked about, the sure ones first; None when no other
    moves it."""
    others = [c for c in (book.established(chosen.asked.line, p) for p in book.others if p != chosen.policy) if c.is_something]
    return max(others, key=lambda c: (c.is_sure, abs(c.effect)), default=None)


@dataclass(frozen=True)
class Beside:
    """What is told beside the effect that is asked about: what the parts of a package do alone in the same year, else what the
    rival does, else that no other policy moves the line. `more` is what the rival adds, where it holds all of the policy and
    more."""

    parts: list[Change]
    rival: Change | None
    is_alone: bool
    more: Change | None = None


def beside(book: Changes, chosen: Choice) -> Beside:
    """Nothing where the effect is none, or where the pairs are few."""
    asked = chosen.asked
    if book.few or not asked.is_something:
        return Beside([], None, False)
    alone = [book.change(asked.line, part, asked.year) for part in parts(book, asked.policy)][:MOST_PARTS] if asked.is_sure else []
    alone = [change for change in alone if change.pairs]
    found = rival(book, chosen) if not alone else None
    more = None
    if found is not None and asked.is_sure and found.is_sure and asked.policy in parts(book, found.policy):
        same = book.change(asked.line, found.policy, asked.year)  # so that the two can be compared
        more = adds(book, same, asked.policy)
        found = same if more is not None else found
    return Beside(alone, found, not alone and found is None and len(book.others) > 1, more)


def adds(book: Changes, whole: Change, part: str) -> Change | None:
    """What a package adds to the effect of a part of it, in pairs of the two; None where no pair differs from its reference."""
    found = book.change(whole.line, whole.policy, whole.year, against=part)
    return found if found.pairs and whole.is_sure and whole.rises == book.change(whole.line, part, whole.year).rises else None


def _weight(book: Changes, change: Change) -> tuple[bool, bool, float]:
    """Sure effects go before others, and larger ones before smaller."""
    return change.is_something, change.is_sure and not book.few, abs(change.effect) if math.isfinite(change.effect) else 0.0


def parts(book: Changes, policy: str) -> list[str]:
    """The policies whose actions are some of those of `policy`, and not all."""
    actions = {name: [_key(a) for a in stated.get("actions", [])] for name, stated in book.run.stated_policies.items()}
    whole = actions.get(policy, [])
    return [name for name in book.others if name != policy and actions.get(name) and len(actions[name]) < len(whole)
            and all(action in whole for action in actions[name])]


def _key(action: dict) -> str:
    return repr(sorted(action.items(), key=lambda item: item[0]))


def shown(book: Changes, policy: str) -> list[str]:
    """The policies that a chart compares: all, when three are the most; else those that are no part of another."""
    rest = [name for name in book.others if name != policy]
    if len(rest) + 1 > sheet.MOST:
        alone = {part for name in book.others for part in parts(book, name)}
        rest = [name for name in rest if name not in alone]
    return [policy, *rest]


def series(book: Changes, choice: Choice) -> list[tuple[str, str]]:
    """What charts compare: policies, or of the one policy of a study, the variants of a contested mechanism."""
    if 1 < len(book.variants) <= sheet.MOST:
        return [(choice.policy, variant) for variant in book.variants]
    return [(policy, "") for policy in choice.shown]


def ladder(book: Changes, choice: Choice) -> list[list[Change]]:
    """The rows of the ladder at the last date: lines with a share of their level that some policy moves, in the order of cause."""
    rows = []
    for line in in_order(book.lines):
        row = [book.change(line, policy, book.years[-1], variant) for policy, variant in series(book, choice)]
        tells = any(c.is_something and (book.few or c.certainty != certainty.UNCLEAR) for c in row) or line is choice.asked.line
        if tells and any(c.is_something for c in row) and all(_has_share(c) for c in row):
            rows.append(row)
    if len(rows) <= MOST_ROWS:
        return rows
    asked = (choice.asked.line, *((choice.direct.line,) if choice.direct else ()))
    ranked = sorted(rows, key=lambda row: (row[0].line not in asked, not any(c.is_sure for c in row),
                                           book.lines.index(row[0].line)))[:MOST_ROWS]
    return [row for row in rows if row in ranked]


def _has_share(change: Change) -> bool:
    """Whether the change reads as a share of its level: of a lead that turns into its opposite it does not."""
    return math.isfinite(change.share) and math.isfinite(change.share_low) and min(change.share, change.share_low) >= -1.0


def ladder_title(rows: list[list[Change]], few: bool) -> str:
    """What the ladder shows: whether the effect fades along the chain; of few pairs, no more than that."""
    if few:
        return "What moves in these pairs of simulations"
    sizes = [abs(row[0].share) for row in rows]
    fades = all(after <= FADES * before for before, after in zip(sizes, sizes[1:]))
    if len(rows) > 2 and fades and sizes[-1] < 0.25 * sizes[0]:
        return "The further from the start of the chain, the smaller the effect"
    sure = any(c.certainty in certainty.SURE for row in rows for c in row)
    return "What moves, and how surely" if sure else "What moves, none of it surely"
