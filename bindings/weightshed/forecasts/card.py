"""A scorecard as JSON and as a text for a reader."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from .. import words
from ..reading import Reading
from . import score as scoring
from .rivals import RIVALS


def as_json(card: scoring.Scorecard) -> dict[str, Any]:
    rows = []
    for row in card.rows:
        seen = row.observation
        rows.append({
            "line": seen.line, "measure": seen.slice.measure, "coordinates": seen.slice.selection, "when": seen.when,
            "reading": seen.reading, "unit": seen.scale.long_unit, "value": seen.value, "source": seen.source,
            "projection": vars(row.own), "histories": row.histories, "left_out": row.left_out, "record": row.record,
            "rivals": {name: vars(fared) for name, fared in row.rivals.items()}, "without_a_forecast": row.without,
            "doubt": row.doubt})
    held = None if card.locked is None else {"file": str(card.locked.path), "locked": card.locked.date,
                                             "sha256": card.locked.sha256}
    return {"policy": card.policy, "lock": held, "covered": sum(row.own.covered for row in card.rows), "rows": rows}


def as_text(card: scoring.Scorecard, run: Reading) -> str:
    """A table with a row per figure, and what it comes to."""
    held = f"locked on {card.locked.date}" if card.locked else "not locked"
    doubt = run.doubt("history")
    lines = [f"{run.title}: {run.label(card.policy)}, {words.counted(run.pairs, 'history')}; {held}",
             *([f"The intervals are {doubt}."] if doubt else []), "",
             pd.DataFrame([_cells(row) for row in card.rows]).to_string(index=False), "", *_notes(card)]
    return "\n".join(line.rstrip() for line in "\n".join(lines).split("\n"))


def _cells(row: scoring.Scored) -> dict[str, str]:
    """The row as a reader sees it; all its numbers but the PIT are in one unit, with the same decimals."""
    seen, own = row.observation, row.own
    given = len(f"{seen.value:.10g}".partition(".")[2])  # a published value is not rounded, up to four decimals
    decimals = max(seen.scale.decimals((own.high - own.low) / seen.scale.factor), min(given, 4))

    def number(value: float) -> str:
        return seen.scale.text(value / seen.scale.factor, decimals)

    cells = {"line": str(seen.line), "measure": " ".join(filter(None, (seen.slice.measure, seen.where))), "when": seen.when,
             "unit": seen.scale.long_unit, "value": number(seen.value), "median": number(own.median),
             "80% interval": f"{number(own.low)} to {number(own.high)}", "covered": "yes" if own.covered else "no",
             "CRPS": number(own.crps), "PIT": f"{own.pit:.2f}"}
    return cells | {name: number(row.rivals[name].crps if name in row.rivals else math.nan) for name in RIVALS}


def _notes(card: scoring.Scorecard) -> list[str]:
    """What the rows come to, and what a reader must know of them."""
    count = len(card.rows)
    notes = [f"{sum(row.own.covered for row in card.rows)} of {words.counted(count, 'figure')} in the 80% interval.",
             "CRPS, here and for each rival: in the unit of the row, less is better. PIT: the share of histories below the "
             "value, ties by half."]
    for name in RIVALS:
        both = [row for row in card.rows if name in row.rivals]
        better = sum(row.own.crps < row.rivals[name].crps for row in both)
        others = f"; no forecast of the other {count - len(both)}" if len(both) < count else ""
        notes.append(f"{name}: the projection has the lower CRPS for {better} of {words.counted(len(both), 'figure')}{others}."
                     if both else f"{name}: no forecast of any figure.")
    said: dict[str, list[int]] = {}
    for row in card.rows:
        for text in _remarks(row):
            said.setdefault(text, []).append(row.observation.line)
    return notes + [f"{words.plural('line', len(lines))} {', '.join(map(str, lines))}: {text}" for text, lines in said.items()]


def _remarks(row: scoring.Scored) -> list[str]:
    """How the figure was read, and what the rivals know."""
    remarks = [f"value of a history: {row.observation.reading}"] if len(row.observation.dates) > 1 else []
    if row.left_out:
        are = "is" if row.left_out == 1 else "are"
        remarks.append(f"{words.counted(row.left_out, 'history')} without a value {are} left out")
    remarks.append(row.record if row.record.startswith("no ") else f"rivals know {row.record}")
    return remarks + [f"{name}: {reason}" for name, reason in row.without.items()]
