"""The pages of a brief: HTML and PDF from its Markdown. They hold their figures and fonts and fetch nothing."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Mapping

from .. import escape

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

HERE = Path(__file__).parent
_REFERENCE = re.compile(r'<span id="n\d+">|</span>')


def html(markdown: str, pictures: Mapping[str, str], title: str) -> str:
    """The brief as one HTML file without outside parts. `pictures` are its figures as SVG, by their address in the Markdown;
    raises ValueError for a picture that is none of them."""
    import jinja2
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.inline.ruler.before("html_inline", "reference", _reference)
    environment: dict[str, Any] = {}
    tokens = reader.parse(markdown, environment)
    for token in (child for block in tokens for child in block.children or [] if child.type == "image"):
        address = str(token.attrs["src"])
        if address not in pictures:
            raise ValueError(f"{escape.line(address)}: not a figure of this brief")
        token.attrs["src"] = "data:image/svg+xml;base64," + base64.b64encode(pictures[address].encode()).decode()
    body = reader.renderer.render(tokens, reader.options, environment)
    template = jinja2.Template((HERE / "brief.html.j2").read_text(encoding="utf-8"), autoescape=True)
    return template.render(title=escape.line(title), style=(HERE / "brief.css").read_text(encoding="utf-8"), body=body)


def _reference(state: "StateInline", silent: bool) -> bool:
    """The identity of a number is the only HTML that is read as such: all other is shown as it stands."""
    found = _REFERENCE.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = found.group()
    state.pos = found.end()
    return True


def pdf(page: str) -> bytes:
    """The HTML of a brief as PDF. Read are only data: addresses and the fonts of Matplotlib."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    files = _font_files()
    fetch = fetcher([address for address, *_ in files])
    faces = "\n".join(f"@font-face {{ font-family: '{family}'; src: url('{address}'); font-weight: {weight}; font-style: {style}; }}"
                      for address, family, weight, style in files)
    return HTML(string=page, url_fetcher=fetch).write_pdf(pdf_variant="pdf/ua-1", font_config=fonts, stylesheets=[
        CSS(string=faces, font_config=fonts, url_fetcher=fetch)])


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


def _font_files() -> list[tuple[str, str, str, str]]:
    """Address, family, weight and style of the fonts that come with Matplotlib, so that a brief has the same pages whatever
    fonts a system has."""
    import matplotlib

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    faces = [("STIXGeneral", "STIXGeneral", "normal", "normal"), ("STIXGeneral", "STIXGeneralBol", "bold", "normal"),
             ("STIXGeneral", "STIXGeneralItalic", "normal", "italic"), ("DejaVu Sans", "DejaVuSans", "normal", "normal"),
             ("DejaVu Sans", "DejaVuSans-Bold", "bold", "normal"), ("DejaVu Sans Mono", "DejaVuSansMono", "normal", "normal")]
    return [((folder / f"{file}.ttf").as_uri(), family, weight, style) for family, file, weight, style in faces]
