"""A finished figure with the numbers that it shows and the words that describe it, and how they are written."""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.text import Text

from .. import durable, escape, words
from ..reading import Line, Reading
from . import fonts, theme


STRIP = 12.0  # points below a figure of a page, where the mark that has the focus or is pointed at says what it is
_BOX, _SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"'), re.compile(r'(?<= )(?:width|height)="[\d.]+pt" ?')


@dataclass
class Plate:
    """One figure, ready to be written; `name` is the stem of its files."""

    name: str
    figure: Figure
    table: pd.DataFrame  # what is plotted, in the units that are shown
    alt: str  # what a reader who cannot see the figure needs to know
    title: str
    profile: theme.Profile
    caption: str = ""  # what is drawn, where the picture itself does not say it
    hints: dict[str, str] = field(default_factory=dict)  # what a mark says when it is pointed at, by its gid

    def __post_init__(self) -> None:
        """Whatever words a result holds, the name is one of a file, and every text is drawn as it stands."""
        self.name = escape.file_name(self.name)
        self.title, self.alt = escape.line(self.title), escape.line(self.alt)
        for drawn in self.figure.findobj(Text):
            words_of = drawn.get_text()
            if words_of and not words_of.isascii():
                drawn.set_fontfamily(fonts.families(words_of))
            drawn.set_text(escape.terminal(words_of, "\n"))

    @property
    def address(self) -> escape.Markdown:
        """Where a text beside the folder of figures finds the picture."""
        return escape.Markdown(f"figures/{self.name}.svg")

    def svg(self) -> str:
        """The figure as SVG text, with its title and description for screen readers."""
        buffer = io.StringIO()
        with theme.styled(self.profile):
            self.figure.savefig(buffer, format="svg", metadata={
                "Title": self.title, "Description": self.alt, "Date": None, "Creator": None})
        text = buffer.getvalue()
        for mark, hint in self.hints.items():
            text = text.replace(f'<g id="{mark}">', f'<g id="{mark}"><title>{html.escape(escape.line(hint))}</title>', 1)
        return text

    def inline(self) -> str:
        """The figure as an element of a page: without a head of its own, its identities apart from those of other figures. Marks
        can be reached by the keyboard; what one says appears in a strip below the figure."""
        text = element(self.svg(), self.name, self.alt, "group" if self.hints else "img")
        return self._reachable(text) if self.hints else text

    def _reachable(self, text: str) -> str:
        width, height = map(float, _BOX.search(text).group(1, 2))
        text = _SIZE.sub("", _BOX.sub(f'viewBox="0 0 {width:g} {height + STRIP:g}"', text, count=1), count=2)
        for mark, hint in self.hints.items():
            said = html.escape(escape.line(hint))
            shown = f'<text class="hint" aria-hidden="true" x="2" y="{height + 0.75 * STRIP:g}">{said}</text>'
            start = f'<g id="{self.name}-{mark}"><title>{said}</title>'
            text = text.replace(start, f'<g id="{self.name}-{mark}" tabindex="0" role="img" aria-label="{said}">{shown}', 1)
        return text

    def write(self, folder: Path) -> list[Path]:
        """Writes NAME.svg, .pdf, .png, .csv and .alt.txt into `folder`; the same input gives the same bytes."""
        folder.mkdir(parents=True, exist_ok=True)
        stem = folder / self.name
        paths = [stem.with_name(f"{self.name}.{ending}") for ending in ("svg", "pdf", "png", "csv", "alt.txt")]
        drawn = [io.BytesIO(), io.BytesIO()]
        with theme.styled(self.profile):
            self.figure.savefig(drawn[0], format="pdf", metadata={"Title": self.title, "Subject": self.alt, "CreationDate": None,
                                                    "Producer": None, "Creator": None})
            self.figure.savefig(drawn[1], format="png", dpi=self.profile.dpi, metadata={"Title": self.title, "Description": self.alt,
                                                                          "Software": None})
        table = self.table.to_csv(index=False, float_format="%.6g", date_format="%Y-%m-%d", lineterminator="\n")
        for path, content in zip(paths, (self.svg(), *(d.getvalue() for d in drawn), table, self.alt + "\n")):
            durable.replace(path, content)
        return paths


def element(svg: str, name: str, alt: str, role: str) -> str:
    """A file of SVG as an element of a page: without a head of its own, its identities apart from those of other pictures by a
    `name` that the page has once, with a text for those who do not see it."""
    text = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg"):], flags=re.DOTALL)
    text = re.sub(r'\bid="', f'id="{name}-', text)
    text = re.sub(r'(href="#|url\(#)', rf"\1{name}-", text)
    return text.replace("<svg ", f'<svg role="{role}" aria-label="{html.escape(alt)}" ', 1).strip()


def footer(run: Reading, line: Line | None = None, luck_of: str = "") -> str:
    """The small print below every figure: which run, how many histories, what was known, and what the figure is not; for a
    figure of levels, of which policy to say how much of its interval is luck."""
    luck = line.luck(luck_of) if line is not None and luck_of else ""
    parts = [f"Run {run.id}", run.counts, f"data to {run.vintage.date()}", "conditional projection, not a forecast"]
    said = " \u00b7 ".join(parts + (["measure not calibrated"] if line is not None and not line.card.calibrated else []))
    return f"{luck}\n{said}" if luck else said


def measured(line: Line) -> str:
    """What is measured and in which unit, once: "Frontier lag of the follower, months"."""
    name, unit = words.sentence(line.card.long_name), line.scale.long_unit
    return name if not unit or unit.lower() in name.lower() else f"{name}, {unit}"
