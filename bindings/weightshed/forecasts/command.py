"""The commands `weightshed lock` and `weightshed score`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from .. import escape
from ..commands import add_output, guarded, parsed, say, word
from . import COLUMNS


def lock(arguments: list[str] | None = None) -> int:
    """Exit codes as in the program: 0 done, 2 usage, 3 bad input or a lock of something else is there."""
    parser = argparse.ArgumentParser(
        prog="weightshed lock", description="Write what a result projects after its handover as a dated, hashed table of "
        "quantiles, to be scored later.", epilog="example: weightshed lock controls.h5 && weightshed score controls.h5 seen.csv")
    parser.add_argument("result", type=Path, help="a result file, OUT.h5")
    add_output(parser, "file to write (default: OUT.lock.csv)")
    parser.add_argument("--policy", action="append", default=[], metavar="NAME",
                        help="policy to lock; may be repeated (default: the reference)")
    parser.add_argument("--force", action="store_true", help="replace a lock of something else")
    _add_json(parser)
    chosen = parsed(parser, arguments)

    def work() -> None:
        from .. import words  # slow to import: a wrong command line is refused before
        from ..reading import Reading
        from . import lock as locks

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
    parser.add_argument("figures", type=Path, help=f"a CSV table with the columns {', '.join(COLUMNS)}")
    parser.add_argument("--policy", metavar="NAME", help="policy that came true (default: the reference)")
    parser.add_argument("--lock", type=Path, metavar="FILE",
                        help="lock to hold the result to (default: OUT.lock.csv if it is there)")
    _add_json(parser)
    chosen = parsed(parser, arguments)

    def work() -> None:
        from ..reading import Reading
        from . import card as cards
        from . import score as scoring

        run = Reading(chosen.result)
        card = scoring.score(run, chosen.figures, chosen.policy, chosen.lock)
        for row in card.rows:
            if row.doubt and not chosen.quiet:
                say(f"warning: {chosen.figures}:{row.observation.line}: value: {row.doubt}")
        print(json.dumps(cards.as_json(card), allow_nan=False) if chosen.json else escape.terminal(cards.as_text(card, run)))
        if card.locked is None and not chosen.quiet:
            say(f"next: weightshed lock {word(chosen.result)}  (no lock shows that the projection is older than the figures)")

    return guarded(work)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument("-q", "--quiet", action="store_true", help="errors only")


def _modified(path: Path) -> int | None:
    return path.stat().st_mtime_ns if path.exists() else None


if __name__ == "__main__":
    sys.exit(score())
