"""The command `weightshed brief`: writes a brief of a result file, or verifies the numbers of one."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .. import escape
from ..commands import add_output, guarded, parsed, say, word
from ..slices import add_options, chosen_of


def main(arguments: list[str] | None = None) -> int:
    """Exit codes as in the program: 0 done, 2 usage, 3 not a result file or the brief was edited, 5 a number is stale."""
    parser = argparse.ArgumentParser(
        prog="weightshed brief", description="Write a brief of two pages (Markdown, HTML, PDF) with its figures.",
        epilog="example: weightshed brief controls.h5 && weightshed brief controls.h5 --verify")
    parser.add_argument("result", type=Path, help="a result file, OUT.h5")
    add_output(parser, "folder of the brief (default: OUT-brief)")
    parser.add_argument("--verify", action="store_true", help="compare every number of the brief with the result file")
    parser.add_argument("--force", action="store_true", help="replace a brief that was edited")
    add_options(parser)
    parser.add_argument("-q", "--quiet", action="store_true", help="errors only")
    parser.add_argument("--no-next", action="store_true", help=argparse.SUPPRESS)  # `weightshed demo` runs the next command itself
    chosen = parsed(parser, arguments)
    if chosen.verify and (chosen.measure or chosen.where or chosen.at):
        parser.error("--verify takes what the brief records, without --measure, --where and --at")
    folder = chosen.output or chosen.result.with_name(f"{chosen.result.stem}-brief")
    return guarded(lambda: _verify(chosen, folder) if chosen.verify else _write(chosen, folder))


def _verify(chosen: argparse.Namespace, folder: Path) -> int:
    from ..figures import fonts  # slow to import: a wrong command line is refused before
    from ..reading import Reading
    from . import document

    with fonts.told_plainly(quiet=True):  # what is drawn to be compared is not shown
        problems = document.verify(Reading(chosen.result, document.asked_of(folder)), folder)
    for problem in problems:
        print(escape.terminal(problem))
    if problems:
        if not chosen.quiet:
            say(f"next: weightshed brief {word(chosen.result)} --out {word(folder)} --force")
        return 5
    print(escape.terminal(f"{folder / 'brief.md'}: every number agrees with {chosen.result}"))
    return 0


def _write(chosen: argparse.Namespace, folder: Path) -> int:
    from .. import sweep
    from ..figures import fonts
    from ..reading import Reading
    from . import document

    run = Reading(chosen.result, chosen_of(chosen))
    if sweep.axes(run):
        raise ValueError(f"{chosen.result}: the study is a sweep, whose worlds repeat with the same luck: a brief would count "
                         f"them as independent. `weightshed figures {word(chosen.result)} --for brief` draws its points as a map on one "
                         f"page, `weightshed compare {word(chosen.result)}` lists them")
    edited = [] if chosen.force else document.edited(folder)
    for path in edited:
        say(f"error: {path}: differs from what weightshed wrote there; use --force to replace it, or --out to write into another folder")
    if edited:
        return 3
    with fonts.told_plainly(chosen.quiet):
        for path in document.write(run, folder):
            print(escape.terminal(path), flush=True)
    if not (chosen.quiet or chosen.no_next):
        say(f"next: weightshed brief {word(chosen.result)} --out {word(folder)} --verify")
    return 0


if __name__ == "__main__":
    sys.exit(main())
