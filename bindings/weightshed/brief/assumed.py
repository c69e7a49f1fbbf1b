"""What the asked effect depends on most: total Sobol indices of a design that stands beside the result, else a regression over
its worlds."""

from __future__ import annotations

import re

from .. import escape, words
from ..escape import Markdown
from ..methods import sensitivity
from ..reading import Reading
from . import names, reversal, sizes
from .changes import Change
from .model import Table
from .references import place
from .texts import Texts

MOST, MOST_OF_DESIGN = 3, 5
#: What an assumption rests on, by the standing of its card.
STANDINGS = {"published": "Published", "fitted": "Fitted to published figures", "judgement": "Judgement", "normalised": "By definition"}
_KEY = re.compile(r"\w_\w|`|\.(?:csv|md)\b|\b[a-z]+\.[a-z]+\b|\bpatterns?\b|arXiv|^prototype")  # what only who knows the files can read


def table(texts: Texts, change: Change) -> Table | None:
    """The assumptions that matter to the asked effect, the one that moves it most first, with what they rest on; None when
    none can be told."""
    answer = sensitivity.kept(texts.run, change.line, change.policy)
    if answer is not None and answer.method == sensitivity.SOBOL and not answer.doubt:
        return _of_design(texts, change, answer)
    return _of_worlds(texts, change)


def _of_design(texts: Texts, change: Change, answer: sensitivity.Sensitivity) -> Table:
    rows = []
    for key in answer.assumptions["factor"].head(MOST_OF_DESIGN):
        share, low, high = (_index(texts, change, key, end) for end in sensitivity.TOTAL)
        rows.append([_name(texts.run, key), share, Markdown(f"{low} to {high}"), _source(texts.run, key)])
    luck = _index(texts, change, sensitivity.CHANCE, "total")
    return Table(Markdown(f"What decides how large the effect on {texts.line(change.line)} is, at the end of {texts.number('year', which='last')}"),
                 Markdown(f"The share of the variance of the effect that an assumption has, with all its interplay (total Sobol index), from "
                          f"{texts.number('design', **place(change))} sets of assumptions drawn for this. Chance has {luck}."),
                 [Markdown(head) for head in ("Assumption", "Share", "95% interval", "What it rests on")], rows)


def _index(texts: Texts, change: Change, factor: str, end: str) -> Markdown:
    return texts.number("index", factor=factor, end=end, **place(change))


def _of_worlds(texts: Texts, change: Change) -> Table | None:
    found = reversal.clear(reversal.ranked(texts.book, change))
    rows = []
    for key in [str(k) for k in found["assumption"]][:MOST] if len(found) else []:
        low, high = (texts.number("assumption", parameter=key, statistic=s) for s in ("least", "greatest"))
        at_low = texts.number("fitted", parameter=key, end="low", bare=not sizes.is_factor(change.line), **place(change))
        at_high = texts.number("fitted", parameter=key, end="high", **place(change))
        rows.append([_name(texts.run, key), Markdown(f"{low} to {high}"), Markdown(f"{at_low} to {at_high}"), _source(texts.run, key)])
    heads = ("Assumption", "Tested", "Fitted effect, from its low to its high end", "What it rests on")
    title = Markdown(f"What the effect on {texts.line(change.line)} depends on most, at the end of {texts.year(change)}")
    return Table(title, Markdown(""), [Markdown(head) for head in heads],
                 rows) if rows else None


def _name(run: Reading, key: str) -> Markdown:
    return names.as_text(words.curled(words.sentence(run.assumption(key))))


def _source(run: Reading, key: str) -> Markdown:
    """What an assumption rests on, then the parts of its source that a reader who does not know the model can follow."""
    card = run.registry.loc[key]
    known = [part for part in str(card["source"]).split("; ") if not _KEY.search(part)]
    return escape.markdown(": ".join([STANDINGS.get(str(card["standing"]), str(card["standing"])), *([words.curled("; ".join(known))] if known else [])]))
