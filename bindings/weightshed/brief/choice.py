"""What a brief speaks of: the policy and the effect of its title, the direct effect, and the changes that it compares."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..reading import Line
from . import certainty, sheet
from .changes import Change, Changes

MOST_ROWS = 5  # of the ladder
MOST_CLAIMS = 5
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

    @property
    def claims(self) -> list[Change]:
        """What title and summary claim, then what else is sure."""
        return [change for change in (self.direct, self.asked, *self.others) if change is not None][:MOST_CLAIMS]


def choose(book: Changes) -> Choice | None:
    """None for one policy, or without a line that has numbers."""
    if not book.others or not book.lines:
        return None
    asked_line = book.lines[0]
    asked = max((book.established(asked_line, policy) for policy in book.others), key=lambda c: _weight(book, c))
    if not asked.is_something:  # what the study asks first does not move: the policy that moves anything is spoken of
        moving = [book.established(line, policy) for line in book.lines for policy in book.others]
        busiest = max(moving, key=lambda c: (_weight(book, c), -book.lines.index(c.line)))
        asked = book.established(asked_line, busiest.policy) if busiest.is_something else asked
    chain = [book.established(line, asked.policy) for line in in_order(book.lines)]
    sure = [c for c in chain if c.is_something and c.line is not asked_line and (c.is_sure or book.few)]
    before = [c for c in sure if not c.is_small and (c.line.card.stage < asked_line.card.stage or not asked.is_sure)]
    direct = before[0] if before and not book.few else None
    others = [c for c in sure if c is not direct]
    return Choice(asked, direct, others if not book.few else [], shown(book, asked.policy))


def in_order(lines: list[Line]) -> list[Line]:
    """In the order of cause; equal stages keep the order of the study's interest."""
    return sorted(lines, key=lambda line: line.card.stage)


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


def ladder(book: Changes, choice: Choice) -> list[list[Change]]:
    """The rows of the ladder at the last date: lines with a share of their level that some policy moves, in the order of cause."""
    rows = []
    for line in in_order(book.lines):
        row = [book.last(line, policy) for policy in choice.shown]
        if any(c.is_something for c in row) and all(_has_share(c) for c in row):
            rows.append(row)
    if len(rows) <= MOST_ROWS:
        return rows
    ranked = sorted(rows, key=lambda row: (row[0].line is not choice.asked.line, not any(c.is_sure for c in row),
                                           -max(abs(c.share) for c in row)))[:MOST_ROWS]
    return [row for row in rows if row in ranked]


def _has_share(change: Change) -> bool:
    """Whether the change reads as a share of its level: of a lead that turns into its opposite it does not."""
    return math.isfinite(change.share) and math.isfinite(change.share_low) and min(change.share, change.share_low) >= -1.0


def ladder_title(rows: list[list[Change]]) -> str:
    """What the ladder shows: whether the effect fades along the chain."""
    sizes = [abs(row[0].share) for row in rows]
    fades = all(after <= FADES * before for before, after in zip(sizes, sizes[1:]))
    if len(rows) > 2 and fades and sizes[-1] < 0.25 * sizes[0]:
        return "The further from the start of the chain, the smaller the effect"
    sure = sum(row[0].certainty in certainty.SURE for row in rows)
    return "What moves, and how surely" if sure else "What moves, none of it surely"
