"""The whole ODD document: the page docs/model.md that the package brings along, with the tables of the registry in their places
and every card behind it; as Markdown, and as PDF."""

from __future__ import annotations

import csv
import html as markup
import posixpath
import re
from pathlib import Path

from . import cards

PAGE = Path(__file__).with_name("model.md")
_SOURCE = Path(__file__).parents[3] / "docs" / "model.md"  # in a source tree that is not installed
_STYLE = Path(__file__).with_name("odd.css")
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:|#)([^)\s]+)\)")


def markdown() -> str:
    """The document as one Markdown text without links to other files. Raises FileNotFoundError when the package lacks its page."""
    page = (PAGE if PAGE.is_file() else _SOURCE).read_text(encoding="utf-8")
    title, _, body = _alone(cards.filled(page)).partition("\n")
    parts = [f"{title} of Weightshed {_version()}", _PREFACE, body.strip(), "## Appendix A. Tables that enter", _inputs(),
             "## Appendix B. Assumptions",
             "An assumption has a default, a range beyond which no study may set it, a standing (published, fitted, normalised or judgement) and our "
             "confidence in it. A study may fix it, let it vary, or take the fitted worlds.", cards.assumptions("###"),
             "## Appendix C. Contested mechanisms", cards.structures(), "## Appendix D. Published figures that test the model", cards.patterns()]
    return "\n\n".join(parts) + "\n"


def pdf() -> bytes:
    """The document as PDF (A4, tagged), with the fonts that the package brings along."""
    from ..brief.pages import laid_out

    return laid_out(html(markdown())).pdf()


def html(text: str) -> str:
    """A Markdown text as one HTML page with a table of contents."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL))
    entries, seen = [], {}
    for i, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        words = re.sub(r"[`*]", "", tokens[i + 1].content)
        name = _anchor(words)
        seen[name] = seen.get(name, -1) + 1
        token.attrSet("id", name if not seen[name] else f"{name}-{seen[name]}")
        if token.tag in ("h2", "h3"):
            entries.append(f'<li class="{token.tag}"><a href="#{token.attrGet("id")}">{markup.escape(words)}</a></li>')
        title = words if token.tag == "h1" else None
        if title:
            head = title
    body = reader.renderer.render(tokens, reader.options, {})
    contents = f'<nav><h2 id="contents">Contents</h2><ul>{"".join(entries)}</ul></nav>'
    first = body.find("<h2")
    return (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{markup.escape(head)}</title>'
            f"<style>{_STYLE.read_text(encoding='utf-8')}</style></head><body>{body[:first]}{contents}{body[first:]}</body></html>")


_PREFACE = ("This document describes the model in the form *Overview, Design concepts, Details* (ODD; Grimm et al. 2020). It was written by "
            "`weightshed odd` from the description that comes with the program and from the program's own registry, so every number in a "
            "table is the one that the program uses.")


def _version() -> str:
    from importlib.metadata import version

    return version("weightshed")


def _anchor(words: str) -> str:
    """As code hosts make it: lower case, hyphens for blanks, other signs dropped."""
    return re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")


def _alone(text: str) -> str:
    """Links to other files become their words, followed by the file's name where the words are not the name."""
    def named(found: re.Match[str]) -> str:
        words, target = found.groups()
        path = posixpath.normpath(posixpath.join("docs", target.split("#")[0]))
        return words if words.strip("`") == path else f"{words} (`{path}`)"

    parts = re.split(r"(^```.*?^```$)", text, flags=re.MULTILINE | re.DOTALL)  # in an equation, demand[c](t) is no link
    return "".join(part if part.startswith("```") else _LINK.sub(named, part) for part in parts)


def _inputs() -> str:
    """A row per reference table: rows, columns, and the span of its dates, counted in the files that a run reads."""
    from ..study import library

    rows = []
    folder = next((f / "reference" for f in library() if (f / "reference").is_dir()), None)
    if folder is None:
        raise FileNotFoundError("the library of studies, and with it its reference tables, is not installed")
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            content = list(csv.DictReader(line for line in file if not line.startswith("#")))
        columns = list(content[0]) if content else []
        shown = ", ".join(f"`{c}`" for c in columns[:12]) + (f" and {len(columns) - 12} more" if len(columns) > 12 else "")
        rows.append((f"`{path.name}`", str(len(content)), shown))
    return ("No fact known only after 2025-12-31 is in these tables. What each column means and where each row comes from is in "
            "`SOURCES.md` beside them.\n\n" + cards.table(("table", "rows", "columns"), rows))
