"""The command `weightshed figures`: writes the figures of a result file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .. import escape, figures
from ..commands import add_output, guarded, parsed, say, word
from ..slices import add_options, chosen_of
from .profile import PROFILES


def main(arguments: list[str] | None = None) -> int:
    """Exit codes as in the program: 0 done, 2 usage, 3 not a result file."""
    parser = argparse.ArgumentParser(
        prog="weightshed figures", description="Write figures (SVG, PDF, PNG), their numbers (CSV) and their alt text.",
        epilog="example: weightshed figures controls.h5 --for slides --out talk/")
    parser.add_argument("result", type=Path, help="a result file, OUT.h5")
    parser.add_argument("--for", dest="profile", choices=sorted(PROFILES), default="brief",
                        help="use that sets the size and the type of the figures (default: brief)")
    add_output(parser, "folder to write into (default: OUT-figures)")
    add_options(parser)
    parser.add_argument("-q", "--quiet", action="store_true", help="errors only")
    parser.add_argument("--no-next", action="store_true", help=argparse.SUPPRESS)  # `weightshed demo` runs the next command itself
    chosen = parsed(parser, arguments)
    folder = chosen.output or chosen.result.with_name(f"{chosen.result.stem}-figures")

    def work() -> None:
        from ..reading import Reading  # slow to import: a wrong command line is refused before
        from . import fonts

        run = Reading(chosen.result, chosen_of(chosen))
        with fonts.told_plainly(chosen.quiet):
            for drawn in figures.draw_all(run, chosen.profile):
                drawn.write(folder)
                if not chosen.quiet:
                    say(f"wrote {drawn.name}: {drawn.title}")
                print(escape.terminal(folder / f"{drawn.name}.svg"), flush=True)
        if not (chosen.quiet or chosen.no_next):
            say(f"next: weightshed brief {word(chosen.result)}")

    return guarded(work)


if __name__ == "__main__":
    sys.exit(main())
