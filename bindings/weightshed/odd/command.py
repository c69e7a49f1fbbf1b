"""The command `weightshed odd`: the description of the model in the ODD form, as Markdown or PDF."""

from __future__ import annotations

import argparse
import sys

from .. import durable, escape
from ..commands import add_output, guarded, parsed, say
from . import document


def main(arguments: list[str] | None = None) -> int:
    """Exit codes as in the program: 0 done, 2 usage, 3 a file that is there, 6 no space."""
    parser = argparse.ArgumentParser(
        prog="weightshed odd", description="Describe the model in the ODD form (overview, design concepts, details), with its equations and every "
        "lever, measure and assumption.", epilog="example: weightshed odd -o model.pdf")
    add_output(parser, "a file that ends in .md or .pdf (default: Markdown to standard output)")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")
    parser.add_argument("-q", "--quiet", action="store_true", help="errors only")
    chosen = parsed(parser, arguments)
    if chosen.output and chosen.output.suffix not in (".md", ".pdf"):
        parser.error(f"-o {chosen.output}: the file has to end in .md or .pdf")
    return guarded(lambda: _write(chosen))


def _write(chosen: argparse.Namespace) -> int:
    if chosen.output is None:
        print(escape.terminal(document.markdown()), end="")
        if not chosen.quiet:
            say("next: weightshed odd -o model.pdf")
        return 0
    if chosen.output.exists() and not chosen.force:
        say(f"error: {chosen.output}: is there already; use --force to replace it")
        return 3
    durable.replace(chosen.output, document.pdf() if chosen.output.suffix == ".pdf" else document.markdown())
    print(escape.terminal(chosen.output))
    return 0


if __name__ == "__main__":
    sys.exit(main())
