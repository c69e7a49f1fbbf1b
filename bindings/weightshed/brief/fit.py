"""Two pages, and no more words than a reader takes: drops what may be dropped, in a stated order, until both hold."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Callable, Iterator

from ..escape import Markdown
from . import pages
from .model import Brief
from .pages import Printed

MOST_PAGES = 2
MOST_WORDS = 1070  # with tables and box; 1,100 with the feet of the pages
FULL = 2 / 3  # of its height that the first page before a break must hold at least
SCRAP = 1 / 3  # of its height: a last page that holds less is saved, if what may be dropped makes room on the page before
ROOM = 0.8  # of the height of the last page: below, it has room for a further figure
Measure = Callable[[Brief], Printed]


class TooLong(ValueError):
    """A brief that does not fit on its pages with everything dropped that may be."""


def fitted(brief: Brief, measure: Measure) -> tuple[Brief, Printed]:
    """The brief that fits, with its pages. The chain of causes starts the second page where what changes fills the first and
    no more; else it follows at once."""
    flowing = replace(brief, breaks_page=False, reserve=None)
    broken = replace(flowing, breaks_page=True)
    printed = measure(broken)
    breaks = printed.first is not None and printed.first >= FULL
    found = _shortened(broken if breaks else flowing, measure, MOST_PAGES, printed if breaks else None)
    if breaks and (found is None or _has_lost(found[0], broken)):
        found = _shortened(flowing, measure, MOST_PAGES, None) or found
    if found is not None and found[1].pages > 1 and found[1].last < SCRAP:
        found = _shortened(flowing, measure, found[1].pages - 1, None) or found
    if found is None:
        raise TooLong("the brief has more than two pages with everything left out that may be; ask for fewer policies or measures")
    return _filled(found, brief, measure)


def words_of(brief: Brief) -> int:
    """How many words a brief has, without those of its drawings."""
    text = re.sub(r"!\[.*?\]\(\S*\)", "", pages.markdown(brief), flags=re.DOTALL)
    return len(re.findall(r"\S*\w\S*", re.sub(r"<[^>]*>", "", text)))


def _has_lost(brief: Brief, whole: Brief) -> bool:
    """Whether more than second sentences of links and terms was dropped."""
    return len(brief.claims) < len(whole.claims) or brief.assumed != whole.assumed


def _shortened(brief: Brief, measure: Measure, most: int, known: Printed | None) -> tuple[Brief, Printed] | None:
    """The version with the fewest parts dropped that has `most` pages at most, found by halving; None when none has. `known`
    are the pages of the brief as it is, where they were measured."""
    printed = known or measure(brief)
    if printed.pages <= most and words_of(brief) <= MOST_WORDS:
        return brief, printed
    versions = list(_versions(brief))
    low, high, found = 0, len(versions) - 1, None
    while low <= high:
        middle = (low + high) // 2
        printed = measure(versions[middle])
        if printed.pages <= most and words_of(versions[middle]) <= MOST_WORDS:
            found, high = (versions[middle], printed), middle - 1
        else:
            low = middle + 1
    return found


def _filled(found: tuple[Brief, Printed], whole: Brief, measure: Measure) -> tuple[Brief, Printed]:
    """With the figure in reserve where the last page would be half empty without it and has room for it."""
    brief, printed = found
    if whole.reserve is None or printed.pages < MOST_PAGES or printed.last >= ROOM:
        return found
    longer = replace(brief, reserve=whole.reserve)
    measured = measure(longer)
    return (longer, measured) if measured.pages <= MOST_PAGES else found


def _versions(brief: Brief) -> Iterator[Brief]:
    """The brief with ever more dropped: the second sentence of a link, a term, a row that no claim of the summary needs; then
    the assumptions and paragraphs below figures from the end on, the figure of the reversal, and links."""
    for i in reversed(range(len(brief.links))):
        if brief.links[i].more:
            yield (brief := brief.without_more(i))
    while brief.terms:
        yield (brief := replace(brief, terms=brief.terms[:-1]))
    while any(not claim.is_asked for claim in brief.claims):
        last = max(i for i, claim in enumerate(brief.claims) if not claim.is_asked)
        yield (brief := replace(brief, claims=brief.claims[:last] + brief.claims[last + 1:]))
    while brief.assumed is not None:
        rows = brief.assumed.rows[:-1]
        yield (brief := replace(brief, assumed=replace(brief.assumed, rows=rows) if rows else None))
    for i in reversed(range(len(brief.changes))):
        if brief.changes[i][1]:
            shorter = [(plate, Markdown("") if k == i else text) for k, (plate, text) in enumerate(brief.changes)]
            yield (brief := replace(brief, changes=shorter))
    if brief.reversal is not None:
        yield (brief := replace(brief, reversal=None))
    while len(brief.links) > 2:
        yield (brief := replace(brief, links=brief.links[:-1]))
