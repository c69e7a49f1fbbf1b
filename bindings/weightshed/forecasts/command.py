"""The commands `weightshed lock` and `weightshed score`."""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path
from typing import Any

import pandas as pd

from .. import escape, words
from ..commands import guarded, parsed, say, word
from ..reading import Reading
from . import lock as locks
from . import score as scoring
from .rivals import RIVALS


def lock(arguments: list[str] | None = None) -> int:
    """Exit codes as in the program: 0 done, 2 usage, 3 bad input or a lock of something else is there."""
    parser = argparse.ArgumentParser(
        prog="weightshed lock", description="Write what a result projects after its handover as a dated, hashed table of "
        "quantiles, to be scored later.", epilog="example: weightshed lock controls.h5 && weightshed score controls.h5 seen.csv")
    parser.add_argument("result", type=Path, help="a result file, OUT.h5")
    parser.add_argument("-o", dest="output", type=Path, metavar="FILE", help="file to write (default: OUT.lock.csv)")
    parser.add_argument("--policy", action="append", default=[], metavar="NAME",
                        help="policy to lock; may be repeated (default: the reference)")
    parser.add_argument("--force", action="store_true", help="replace a lock of something else")
    _add_json(parser)
    chosen = parsed(parser, arguments)

    def work() -> None:
        before = _modified(chosen.output or locks.beside(chosen.result))
        made = locks.lock(Reading(chosen.result), chosen.output, chosen.policy, chosen.force)
        kept = before is not None and before == _modified(made.path)
        if chosen.json:
            print(json.dumps({"output": str(made.path), "locked": made.date, "sha256": made.sha256, "policies": made.policies,
                              "rows": len(made.table), "kept": kept}))
        else:
            print(escape.terminal(made.path))
        if not chosen.quiet:
            print(f"{'unchanged since' if kept else 'locked on'} {made.date}: {words.counted(len(made.table), 'row')}, "
                  f"sha256 {made.sha256}", file=sys.stderr)
            say("next: keep the result and publish the digest where others can date it; later: "
                 f"weightshed score {word(chosen.result)} FIGURES.csv")

    return guarded(work)


def score(arguments: list[str] | None = None) -> int:
    """Exit codes as in the program: 0 done, 2 usage, 3 bad input, 5 the result or its lock was changed."""
    parser = argparse.ArgumentParser(
        prog="weightshed score", description="Score a projection on published figures, beside naive rivals: covered by the "
        "80% interval or not, CRPS, PIT.", epilog="example: weightshed score controls.h5 seen.csv --json > scores.json")
    parser.add_argument("result", type=Path, help="a result file, OUT.h5")
    parser.add_argument("figures", type=Path, help=f"a CSV table with the columns {', '.join(scoring.COLUMNS)}")
    parser.add_argument("--policy", metavar="NAME", help="policy that came true (default: the reference)")
    parser.add_argument("--lock", type=Path, metavar="FILE",
                        help="lock to hold the result to (default: OUT.lock.csv if it is there)")
    _add_json(parser)
    chosen = parsed(parser, arguments)

    def work() -> None:
        run = Reading(chosen.result)
        card = scoring.score(run, chosen.figures, chosen.policy, chosen.lock)
        for row in card.rows:
            if row.doubt and not chosen.quiet:
                say(f"warning: {chosen.figures}:{row.observation.line}: value: {row.doubt}")
        print(json.dumps(_as_json(card), allow_nan=False) if chosen.json else escape.terminal(_as_text(card, run)))
        if card.locked is None and not chosen.quiet:
            say(f"next: weightshed lock {word(chosen.result)}  (no lock shows that the projection is older than the figures)")

    return guarded(work)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument("-q", "--quiet", action="store_true", help="errors only")


def _modified(path: Path) -> int | None:
    return path.stat().st_mtime_ns if path.exists() else None


def _as_json(card: scoring.Scorecard) -> dict[str, Any]:
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


def _as_text(card: scoring.Scorecard, run: Reading) -> str:
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


if __name__ == "__main__":
    sys.exit(score())
