"""How objects show themselves in a notebook and at a prompt: short, complete, aligned, with units."""

from __future__ import annotations

import html
import textwrap
from dataclasses import dataclass
from typing import Iterable

import pandas as pd

from . import escape

WIDTH = 120  # characters of a title or a note
MOST = 10  # rows that are shown of a table nobody asked to see in full

#: Turns a table that shows itself into one that pandas shows.
IN_FULL = "pandas.DataFrame(…) of this table shows all"


def table(heading: str, rows: Iterable[tuple[str, str]]) -> str:
    """A heading and a table of names and values, as HTML; rows without a value are left out."""
    body = "".join(f"<tr><th style='text-align:left;vertical-align:top'>{html.escape(key)}</th>"
                   f"<td style='text-align:left'>{html.escape(value)}</td></tr>" for key, value in rows if value)
    return f"<b>{html.escape(heading)}</b><table>{body}</table>"


@dataclass(frozen=True)
class Sheet:
    """A small table of text: a title, columns with a heading and a unit each, rows, and what they mean.

    Numbers stand at the right. Words of a study or a result are text and nothing else here: no control character is left.
    """

    title: str
    columns: tuple[tuple[str, str], ...]  # heading and unit, which may be empty
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def _numeric(self) -> list[bool]:
        return [any(cells) and all(cell[:1].isdigit() or cell[:1] in "+\u2212-\u2013" for cell in cells if cell)
                for cells in zip(*self.rows)] if self.rows else [False] * len(self.columns)

    def text(self) -> str:
        """Lines for a prompt: columns as wide as their widest cell."""
        units = tuple(unit for _, unit in self.columns)
        head = [tuple(name for name, _ in self.columns), *([units] if any(units) else [])] if self.rows else []
        lines = [tuple(map(escape.line, row)) for row in (*head, *self.rows)]
        widths = [max(map(len, cells)) for cells in zip(*lines)]
        aligned = ["  ".join(cell.rjust(width) if right else cell.ljust(width)
                             for cell, width, right in zip(line, widths, self._numeric())).rstrip() for line in lines]
        told = [part for note in self.notes for part in textwrap.wrap(escape.line(note), WIDTH)]
        return "\n".join([*textwrap.wrap(escape.line(self.title), WIDTH), *(f"  {line}" for line in aligned), *told])

    def html(self) -> str:
        """The same as HTML."""
        def cell(kind: str, text: str, right: bool, unit: str = "") -> str:
            below = f"<br><small>{html.escape(unit)}</small>" if unit else ""
            return f"<{kind} style='text-align:{'right' if right else 'left'}'>{html.escape(escape.line(text))}{below}</{kind}>"

        sides = self._numeric()
        head = "".join(cell("th", name, right, unit) for (name, unit), right in zip(self.columns, sides))
        body = "".join("<tr>" + "".join(cell("td", text, right) for text, right in zip(row, sides)) + "</tr>" for row in self.rows)
        told = "<br>".join(html.escape(escape.line(note)) for note in self.notes)
        grid = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if self.rows else "<br>"
        return f"<b>{html.escape(escape.line(self.title))}</b>{grid}" + (f"<small>{told}</small>" if told else "")


class Readable(pd.DataFrame):
    """A table that shows itself as a Sheet, with units, while it has the columns that it was made with. In everything else it is
    a pandas.DataFrame, and its parts and copies are nothing but that. What a kind of table says of itself is in
    `attrs["about"]`, as JSON has it."""

    @classmethod
    def made(cls, rows: pd.DataFrame, **about: object) -> "Readable":
        """The table of these rows. `about` is for the text."""
        found = cls(rows)
        found.attrs["about"] = {**about, "columns": list(map(str, found.columns))}
        return found

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    def sheet(self) -> Sheet:
        """What is shown."""
        raise NotImplementedError

    def _is_whole(self) -> bool:
        return bool(self.attrs.get("about", {}).get("columns") == list(map(str, self.columns)))

    def __repr__(self) -> str:
        return self.sheet().text() if self._is_whole() else super().__repr__()

    def _repr_html_(self) -> str:
        return self.sheet().html() if self._is_whole() else str(super()._repr_html_())
