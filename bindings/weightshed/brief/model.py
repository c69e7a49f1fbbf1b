"""The brief as a document: its parts in order, each text Markdown whose numbers are references. Templates lay it out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..escape import Markdown
from ..figures.plate import Plate


@dataclass(frozen=True)
class Link:
    """One cause on the way from the policy to the answer; `more` is the sentence that is dropped first."""

    name: Markdown
    text: Markdown
    more: Markdown = Markdown("")


@dataclass(frozen=True)
class Claim:
    """A row of the table of certainty, or of levels; `is_asked` says whether title or summary make the claim, so that it must stay."""

    text: Markdown
    sure: Markdown
    rests: Markdown
    reverses: Markdown
    is_asked: bool

    @property
    def cells(self) -> list[Markdown]:
        return [self.text, self.sure, self.rests, self.reverses]


@dataclass(frozen=True)
class Term:
    """An entry of the glossary."""

    name: str
    text: str


@dataclass(frozen=True)
class Table:
    """A table: of effects, where more policies than a chart can hold are compared, or of assumptions."""

    title: Markdown
    caption: Markdown
    head: list[Markdown]
    rows: list[list[Markdown]]


@dataclass(frozen=True)
class Brief:
    """Everything that stands in a brief. Figures without a plate are left out."""

    kicker: Markdown
    title: Markdown
    warning: Markdown
    summary: Markdown
    table: Table | None
    changes: list[tuple[Plate | None, Markdown]]  # a figure and the paragraph below it
    links_title: str
    links: list[Link]
    claims: list[Claim]
    claims_head: list[str]
    assumed: Table | None  # what the asked effect depends on
    reversal: Plate | None
    reserve: Plate | None  # a further figure, for a page that would be half empty
    costs: Markdown
    leaves_out: Markdown
    about: Markdown
    terms: list[Term]
    check: Markdown
    footer: str
    breaks_page: bool = field(default=True)  # whether the chain of causes starts the second page

    @property
    def plates(self) -> list[Plate]:
        found = [plate for plate, _ in self.changes] + [self.reversal, self.reserve]
        return [plate for plate in found if plate is not None]

    def without_more(self, i: int) -> "Brief":
        """Without the second sentence of a link."""
        links = [replace(link, more=Markdown("")) if k == i else link for k, link in enumerate(self.links)]
        return replace(self, links=links)
