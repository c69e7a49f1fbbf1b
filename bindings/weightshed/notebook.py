"""How objects show themselves in a notebook."""

from __future__ import annotations

import html
from typing import Iterable


def table(heading: str, rows: Iterable[tuple[str, str]]) -> str:
    """A heading and a table of names and values, as HTML; rows without a value are left out."""
    body = "".join(f"<tr><th style='text-align:left;vertical-align:top'>{html.escape(key)}</th>"
                   f"<td style='text-align:left'>{html.escape(value)}</td></tr>" for key, value in rows if value)
    return f"<b>{html.escape(heading)}</b><table>{body}</table>"
