"""What the site adds to the pages of the repository: tables of the registry, the options of every command, links to folders."""

from __future__ import annotations

import json
import posixpath
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from weightshed.odd import cards

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PROGRAM = Path(sys.executable).with_name("weightshed")

#: Folders that pages link to, and the pages of the site that speak of them.
FOLDERS = {"scenarios": "docs/scenarios.md", "docs/decisions": "docs/decisions/README.md", "findings": "findings/README.md",
           "docs/userguide": "docs/README.md", "notebooks": "docs/README.md", "docs": "docs/README.md"}
_LINK = re.compile(r"(?<!!)\[([^\]\n]+)\]\((?!https?:|#)([^)\s#]+)(#[^)\s]*)?\)")


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("source-read", read)
    app.connect("build-finished", made_accessible)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def read(app: Sphinx, docname: str, content: list[str]) -> None:
    """Called by Sphinx with the text of each page before it is parsed."""
    if app.env.doc2path(docname).suffix != ".md":
        return
    text = filled(content[0])
    if docname == app.config.root_doc:
        text += contents()
    if docname == "docs/decisions/README":  # the page lists them; Sphinx wants to know it too
        text += "\n```{toctree}\n:hidden:\n:glob:\n\n*\n```\n"
    content[0] = _LINK.sub(lambda found: linked(found, posixpath.dirname(docname)), text)


def contents() -> str:
    """The list of pages; those that contents.md does not name stand at its end."""
    text = (HERE / "contents.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\S+$", text, re.MULTILINE))
    pages = (str(p.relative_to(ROOT).with_suffix("")) for folder in ("docs", "docs/userguide", "docs/reference") for p in (ROOT / folder).glob("*.md"))
    others = sorted(set(pages) - named)
    return text + ("\n```{toctree}\n:caption: More\n:maxdepth: 1\n\n" + "\n".join(others) + "\n```\n" if others else "")


#: What the theme leaves out for readers without a mouse or a screen: levels of captions, names of landmarks, and the focus of what
#: scrolls sideways.
_ACCESSIBLE = [('class="caption" role="heading"', 'class="caption" role="heading" aria-level="2"'),
               ('<aside class="sidebar-drawer"', '<aside class="sidebar-drawer" aria-label="All pages"'),
               ('<aside class="toc-drawer', '<aside aria-label="On this page" class="toc-drawer'),
               ("<th></th>", "<td></td>"), ('<th class="head"><p></p></th>', '<td class="head"></td>'),
               ('<div class="cell_output', '<div tabindex="0" class="cell_output'),
               ('<div id="search-results">', '<h1>Search</h1>\n<div id="search-results">'),
               ("<pre>", '<pre tabindex="0">'), ('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper')]


def made_accessible(app: Sphinx, failure: Exception | None) -> None:
    """Called by Sphinx when all pages are written."""
    for page in Path(app.outdir).rglob("*.html") if failure is None else ():
        text = page.read_text(encoding="utf-8")
        for old, new in _ACCESSIBLE:
            text = text.replace(old, new)
        page.write_text(text, encoding="utf-8")


def filled(text: str) -> str:
    """A page with its markers replaced: tables of the registry, options of commands, keys of scenarios."""
    text = cards.filled(text)
    for marker, made in (("<!-- options of every command -->", options), ("<!-- keys of a scenario -->", keys)):
        if marker in text:
            text = text.replace(marker, made())
    return text


def linked(found: re.Match[str], folder: str) -> str:
    """A link to a folder leads to the page that speaks of it; without one only its words are left."""
    words, target, anchor = found.groups()
    path = posixpath.normpath(posixpath.join(folder, target))
    if not (ROOT / path).is_dir():
        return found[0]
    page = FOLDERS.get(path) or (f"{path}/README.md" if (ROOT / path / "README.md").is_file() else None)
    return f"[{words}]({posixpath.relpath(page, folder or '.')})" if page else words


def options() -> str:
    """The help of every command, as the commands themselves print it."""
    said = help_of()
    verbs = re.findall(r"^  ([a-z]+) {2,}", said, re.MULTILINE)
    with ThreadPoolExecutor(2) as threads:
        shown = list(threads.map(help_of, verbs))
    return "\n\n".join([_block("weightshed", said), *(_block(f"weightshed {verb}", text) for verb, text in zip(verbs, shown))])


def help_of(verb: str = "") -> str:
    return subprocess.run([PROGRAM, *filter(None, [verb]), "--help"], check=True, capture_output=True, text=True,
                          env={"PATH": f"{PROGRAM.parent}:/usr/bin:/bin", "COLUMNS": "100", "NO_COLOR": "1"}).stdout


def _block(title: str, text: str) -> str:
    return f"## {title}\n\n```\n{text.strip()}\n```"


def keys() -> str:
    """The keys of a scenario's tables, from its JSON Schema."""
    said = subprocess.run([PROGRAM, "schema"], check=True, capture_output=True, text=True).stdout
    schema = json.loads(said)["properties"]
    parts = []
    for name in ("run", "policy", "measure"):
        table = schema[name].get("items", schema[name])["properties"]
        rows = [(f"`{key}`", _kind(entry), entry.get("description", "")) for key, entry in table.items()]
        parts.append(f"## {'[[policy]]' if name == 'policy' else f'[{name}]'}\n\n" + cards.table(("key", "value", "meaning"), rows))
    parts.append("## [structure]\n\n" + cards.structures())
    return "\n\n".join(parts)


def _kind(entry: dict[str, Any]) -> str:
    if "anyOf" in entry:
        return " or ".join(dict.fromkeys(_kind(one) for one in entry["anyOf"]))
    if "const" in entry or "enum" in entry:
        words = entry.get("enum", [entry.get("const")])
        return ", ".join(f"`{word}`" for word in words[:8]) + (f" and {len(words) - 8} more" if len(words) > 8 else "")
    if entry.get("type") == "array":
        inner = entry.get("items", {})
        return "a list of tables" if inner.get("type") == "object" else f"a list of: {_kind(inner)}" if inner else "a list"
    words = {"object": "a table", "string": "a date" if entry.get("format") == "date" else "text", "integer": "a whole number",
             "number": "a number", "boolean": "`true` or `false`"}
    return words.get(entry.get("type", ""), "a value")
