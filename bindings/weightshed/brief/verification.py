"""Whether every number of a brief still agrees with its result: references, words for numbers, figures and their descriptions."""

from __future__ import annotations

import hashlib
import html
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from .. import escape
from ..figures.plate import Plate
from .changes import Changes
from .lookups import look_up
from .references import describe

_SPAN = re.compile(r'<span id="(n\d+)"(?: title="([^"]*)")?>(.*?)</span>', re.DOTALL)
_DRAWING = re.compile(r"<svg .*?</svg>", re.DOTALL)
#: Numbers in figures or in words. "One" is left out: it is a pronoun as often.
_NUMBER = re.compile(r"\d(?:[\d,.]*\d)?%?|\b(?:two|three|four|five|six|seven|eight|nine|ten|half|third|quarter|fifth|sixth|eighth|tenth|twice|double)"
                     r"(?:s|hs|ths)?\b", re.IGNORECASE)


def digest(content: str | bytes) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def figure(plate: Plate) -> dict[str, str]:
    """What is recorded of a figure: its numbers, its words, and the drawing in the page and beside it."""
    table = plate.table.to_csv(index=False, float_format="%.6g", date_format="%Y-%m-%d", lineterminator="\n")
    return {"name": plate.name, "numbers_sha256": digest(table), "words_sha256": digest("\n".join([plate.title, plate.caption, plate.alt])),
            "drawing_sha256": digest(plate.inline()), "file_sha256": digest(plate.svg())}


def loose(text: str, name: str) -> list[str]:
    """The numbers of a text that are no references: years, numbers of figures, terms; sorted."""
    return sorted(_NUMBER.findall(_SPAN.sub("\ufffc", text) if name.endswith(".md") else _Shown(_SPAN.sub("\ufffc", text)).text))


class _Shown(HTMLParser):
    """What a page says: its text and descriptions, without its style and its drawings, which are compared as a whole."""

    def __init__(self, page: str):
        super().__init__()
        self.text = ""
        self._hidden = False
        self.feed(_DRAWING.sub("", page))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden = tag == "style"
        self.text += " ".join(value or "" for key, value in attrs if key in ("alt", "aria-label", "title", "data-head"))

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False
        self.text += " "

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text += data


def problems(book: Changes, record: dict[str, Any], plates: list[Plate], folder: Path) -> list[str]:
    """What in the brief in `folder` no longer agrees with the run; `plates` are its figures, drawn anew."""
    now = _now(book, record["references"])
    found = [f"{r['id']} ({describe(r)}): the brief says {r['text']}, the file gives {now[r['id']]}"
             for r in record["references"] if now[r["id"]] != r["text"]]
    for name in ("brief.md", "brief.html"):
        text = (folder / name).read_text(encoding="utf-8")
        found += _references(text, name, now, {r["id"]: escape.line(describe(r)) for r in record["references"]})
        found += _loose(text, name, record["loose"][name])
    found += _figures(record, plates, folder)
    if digest((folder / "brief.pdf").read_bytes()) != record["written_sha256"]["brief.pdf"]:
        found.append("brief.pdf: is not what weightshed wrote, so its numbers cannot be verified")
    return list(dict.fromkeys(found))


def _now(book: Changes, references: list[dict[str, Any]]) -> dict[str, str]:
    """What the file gives for each reference."""
    now = {}
    for reference in references:
        try:
            _, now[reference["id"]] = look_up(book, reference["kind"], reference["where"])
        except (KeyError, ValueError, TypeError):  # a measure, policy or assumption that is not there, or too few worlds
            now[reference["id"]] = "nothing"
    return now


def _references(text: str, name: str, now: dict[str, str], sources: dict[str, str]) -> list[str]:
    found, seen = [], set()
    for identity, source, shown in _SPAN.findall(text):
        seen.add(identity)
        in_markdown = name.endswith(".md")
        if identity not in now:
            found.append(f"{name}: {identity} is not a reference of this brief")
        elif (shown if in_markdown else html.unescape(shown)) != (escape.markdown if in_markdown else escape.line)(now[identity]):
            found.append(f"{name}: {identity} reads {html.unescape(shown)}, the file gives {now[identity]}")
        elif source and html.unescape(source) != sources[identity]:
            found.append(f"{name}: {identity} is said to come from {html.unescape(source)}, and comes from {sources[identity]}")
    return found + [f"{name}: the number {identity}, {text_of}, is gone" for identity, text_of in now.items() if identity not in seen]


def _loose(text: str, name: str, recorded: list[str]) -> list[str]:
    now = loose(text, name)
    if now == recorded:
        return []
    added, gone = list(now), list(recorded)
    for number in recorded:
        if number in added:
            added.remove(number)
            gone.remove(number)
    said = [f"{name}: the number {number} was not there when the brief was written" for number in added]
    return said + ([f"{name}: the number {gone[0]} was there when the brief was written"] if gone and not added else [])


def _figures(record: dict[str, Any], plates: list[Plate], folder: Path) -> list[str]:
    drawn = {plate.name: figure(plate) for plate in plates}
    drawings = {digest(found) for found in _DRAWING.findall((folder / "brief.html").read_text(encoding="utf-8"))}
    found = []
    for one in record["figures"]:
        now, name = drawn.get(one["name"]), one["name"]
        if now is None or any(now[key] != one[key] for key in ("numbers_sha256", "words_sha256")):
            found.append(f"figure {name} shows numbers that differ from those in the file")
        if one["drawing_sha256"] not in drawings:
            found.append(f"brief.html: figure {name} is not what weightshed drew")
        path = folder / "figures" / f"{name}.svg"
        if not path.exists() or digest(path.read_bytes()) != one["file_sha256"]:
            found.append(f"{path.name}: figure {name} is not what weightshed drew")
    return found
