"""Words of a scenario or a result, made fit for each place that shows them: there they are text and nothing else.

One function for each place. HTML and SVG are escaped by the libraries that write them, from words that `line` made fit.
"""

from __future__ import annotations

import hashlib
import re

from . import _core

LONGEST_NAME = 100  # characters of a file name before its ending


class Markdown(str):
    """Text that is Markdown already."""


def terminal(words: object, kept: str = "\n\t") -> str:
    """The words with every character that a terminal would obey written out, as \\u001b; lines and tabs stay."""
    return _core.printable(str(words).encode(errors="surrogateescape"), kept.encode()).decode(errors="surrogateescape")


def line(words: object) -> str:
    """The words on one line, for titles, descriptions and drawings: no control character is left."""
    return terminal(re.sub(r"\s+", " ", str(words)), "")


def markdown(words: object) -> Markdown:
    """The words within a line of Markdown, in a table too; what is Markdown already stays as it is.

    A dollar sign is escaped as well, since some readers set formulas between two of them.
    """
    if isinstance(words, Markdown):
        return words
    marked = re.sub(r"([\\`*_\[\]|~$#])", r"\\\1", line(words))
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):  # entities: every dialect knows them
        marked = marked.replace(character, entity)
    return Markdown(marked)


def paragraph(words: object) -> Markdown:
    """The words as a paragraph of Markdown: what opens a list or a rule elsewhere opens none here."""
    return Markdown(re.sub(r"^(\d*)([-+=.)])", r"\1\\\2", markdown(words).strip()))


def code(words: object, in_table: bool = False) -> Markdown:
    """The words as code in Markdown; in a table a vertical bar would end the cell even there."""
    shown = line(words)
    fence = "`" * (1 + max(map(len, re.findall("`+", shown)), default=0))
    space = " " if "`" in shown else ""
    return Markdown(f"{fence}{space}{shown.replace('|', chr(92) + '|') if in_table else shown}{space}{fence}")


def file_name(words: object, longest: int = LONGEST_NAME) -> str:
    """A file name without its ending: at most `longest` letters, digits, hyphens and underscores of ASCII.

    Words that are such a name stay; others are cut to one and end with a part of their hash, so that no two are the same.
    """
    given = str(words)
    kept = re.sub(r"[^A-Za-z0-9_-]+", "-", given).strip("-")
    if given and kept == given and len(given) <= longest:
        return given
    digest = hashlib.sha256(given.encode(errors="surrogateescape")).hexdigest()[:8]
    return "-".join(filter(None, (kept[:longest - len(digest) - 1].strip("-"), digest)))
