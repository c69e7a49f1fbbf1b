"""The pages of a brief: Markdown, HTML and PDF from the document. They hold their figures and fonts and fetch nothing."""

from __future__ import annotations

import base64
import html as markup
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Mapping

from .. import escape
from ..figures.plate import Plate
from . import certainty
from .model import Brief

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

HERE = Path(__file__).parent
_REFERENCE = re.compile(r'<span id="n\d+">|</span>')


def markdown(brief: Brief) -> str:
    """The brief as Markdown."""
    import jinja2

    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE), undefined=jinja2.StrictUndefined, trim_blocks=True,
                                     lstrip_blocks=True, keep_trailing_newline=True, finalize=escape.markdown)
    environment.filters["paragraph"] = escape.paragraph
    text = environment.get_template("brief.md.j2").render(b=brief, scale=certainty.scale(), figure=_numbered(brief))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def html(brief: Brief, sources: Mapping[str, str], title: str, printed: bool = False) -> str:
    """The brief as one HTML file without outside parts. `sources` says of each number, by its identity, where it comes from.
    `printed` is for the PDF: figures are pictures with an alternative text there, and nothing unfolds."""
    import jinja2

    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE), undefined=jinja2.StrictUndefined, autoescape=True,
                                     trim_blocks=True, lstrip_blocks=True)
    inline = Inline(sources)
    environment.filters["inline"] = lambda text: jinja2.utils.markupsafe.Markup(inline(text))
    picture = _embedded if printed else Plate.inline
    return environment.get_template("brief.html.j2").render(
        b=brief, page_title=escape.line(title), style=(HERE / "brief.css").read_text(encoding="utf-8"), scale=certainty.scale(), figure=_numbered(brief),
        picture=lambda plate: jinja2.utils.markupsafe.Markup(picture(plate)), printed=printed)


def _numbered(brief: Brief) -> Any:
    order = {plate.name: i + 1 for i, plate in enumerate(brief.plates)}
    return lambda plate: order[plate.name]


def _embedded(plate: Plate) -> str:
    data = base64.b64encode(plate.svg().encode()).decode()
    return f'<img alt="{markup.escape(plate.alt)}" src="data:image/svg+xml;base64,{data}">'


class Inline:
    """Markdown within a line as HTML. The identity of a number is the only HTML that is read as such: all other is shown as it
    stands."""

    def __init__(self, sources: Mapping[str, str]):
        from markdown_it import MarkdownIt

        self._sources = sources
        self._reader = MarkdownIt("commonmark", {"html": False})
        self._reader.inline.ruler.before("html_inline", "reference", _reference)

    def __call__(self, text: str) -> str:
        shown = self._reader.renderInline(text)
        return re.sub(r'<span id="(n\d+)">', self._named, shown)

    def _named(self, found: re.Match[str]) -> str:
        source = self._sources.get(found[1], "")
        return f'<span id="{found[1]}" title="{markup.escape(escape.line(source))}">' if source else found[0]


def _reference(state: "StateInline", silent: bool) -> bool:
    found = _REFERENCE.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = found.group()
    state.pos = found.end()
    return True


@dataclass(frozen=True)
class Printed:
    """A brief laid out on pages: how many there are, and how full the first and the last are, as parts of their height; of the
    first None where what changes goes on beyond it."""

    document: Any
    pages: int
    first: float | None
    last: float

    def pdf(self) -> bytes:
        return self.document.write_pdf(pdf_variant="pdf/ua-1")


def laid_out(page: str) -> Printed:
    """The printed HTML of a brief on its pages. Read are only data: addresses and the fonts of Matplotlib."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    files = _font_files()
    fetch = fetcher([address for address, *_ in files])
    faces = "\n".join(f"@font-face {{ font-family: '{family}'; src: url('{address}'); font-weight: {weight}; font-style: normal; }}"
                      for address, family, weight in files)
    document = HTML(string=page, url_fetcher=fetch).render(
        pdf_variant="pdf/ua-1", font_config=fonts, stylesheets=[CSS(string=faces, font_config=fonts, url_fetcher=fetch)])
    sheets = document.pages
    return Printed(document, len(sheets), _down(sheets[0], "end-of-changes"), _down(sheets[-1], "end") or 0.0)


def _down(sheet: Any, anchor: str) -> float | None:
    """How far down a page an anchor stands, as a part of its height; None when it is not on it."""
    return sheet.anchors[anchor][1] / sheet.height if anchor in sheet.anchors else None


def fetcher(files: list[str]) -> Any:
    """What the PDF maker reads addresses with: data: and the file: addresses in `files`; it refuses every other with a
    ValueError, before it is looked at."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Guard(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            if not url.lower().startswith("data:") and url not in files:
                raise ValueError(f"a brief reads nothing from outside: {escape.line(url)}")
            return super().fetch(url, headers)

    return Guard(allowed_protocols=["data", "file"], allow_redirects=False)


def _font_files() -> list[tuple[str, str, str]]:
    """Address, family and weight of the fonts that come with Matplotlib, so that a brief has the same pages whatever fonts a
    system has."""
    import matplotlib

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    faces = [("DejaVu Sans", "DejaVuSans", "normal"), ("DejaVu Sans", "DejaVuSans-Bold", "bold"), ("DejaVu Sans Mono", "DejaVuSansMono", "normal")]
    return [((folder / f"{file}.ttf").as_uri(), family, weight) for family, file, weight in faces]
