"""Numbers of a brief as references: each is looked up in the result, shown, recorded, and can be looked up again."""

from __future__ import annotations

import math
import re
from dataclasses import asdict, dataclass
from typing import Any

from .. import escape
from .changes import Change, Changes
from .lookups import look_up


@dataclass(frozen=True)
class Reference:
    """One number in the text: where it is in the file, its value there, and the text that shows it."""

    id: str
    kind: str
    where: dict[str, Any]
    value: float | None
    text: str


class Numbers:
    """Looks numbers up in a run and remembers each lookup; called while a brief is composed."""

    def __init__(self, book: Changes):
        self.book = book
        self.found: list[Reference] = []

    def __call__(self, kind: str, **where: Any) -> escape.Markdown:
        """The number as Markdown with an identity: <span id="n7">+1.8 months</span>."""
        value, text = look_up(self.book, kind, where)
        reference = Reference(f"n{len(self.found) + 1}", kind, where, value if math.isfinite(value) else None, text)
        self.found.append(reference)
        return escape.Markdown(f'<span id="{reference.id}">{escape.markdown(text)}</span>')

    def of(self, kind: str, change: Change, **where: Any) -> escape.Markdown:
        """A number of a change."""
        return self(kind, **place(change), **where)

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(reference) for reference in self.found]


def shown(text: escape.Markdown) -> str:
    """What a reference shows, without its identity."""
    return re.sub(r"</?span[^>]*>", "", text)


def place(change: Change) -> dict[str, Any]:
    """Where a change stands in the result."""
    under = {key: name for key, name in (("variant", change.variant), ("against", change.against)) if name}
    return {"measure": change.line.measure, "coords": change.line.slice.selection, "policy": change.policy, "year": change.year, **under}


def describe(reference: dict[str, Any]) -> str:
    """Where a number comes from, for a message and for who points at it."""
    where = dict(reference["where"])
    coords = where.pop("coords", {})
    said = [f"{key} {value}" for key, value in {**where, **coords}.items()]
    return ", ".join([reference["kind"].replace("_", " "), *said])
