"""What the commands of the package have in common: what they say, and how they end."""

from __future__ import annotations

import argparse
import errno
import os
import shlex
import signal
import sys
from pathlib import Path
from typing import Callable

from . import escape
from .durable import NO_SPACE
from .errors import Error


def say(text: str) -> None:
    """To standard error, as text and nothing else; when nobody can read it, nowhere."""
    try:
        print(escape.terminal(text), file=sys.stderr, flush=True)
    except OSError:
        pass  # the exit code says it


def word(path: object) -> str:
    """A path as one word of a command that a person copies: in quotes where a shell would take it apart."""
    return shlex.quote(str(path))


def parsed(parser: argparse.ArgumentParser, arguments: list[str] | None) -> argparse.Namespace:
    """The command line; one with an empty argument or an option with nothing after `=`, as a script writes it when a
    variable is empty, is refused (code 2): it would be taken for the current folder."""
    given = sys.argv[1:] if arguments is None else arguments
    for i, argument in enumerate(given, start=1):
        if argument == "":
            parser.error(f"argument {i} is empty")
        if argument.startswith("--") and argument.endswith("="):
            parser.error(f"{argument} has no value")
    return parser.parse_args(given)


def add_output(parser: argparse.ArgumentParser, what: str) -> None:
    """The option that says where something is written, under the names that the program knows."""
    parser.add_argument("-o", "--output", "--out", dest="output", type=Path, metavar="PATH", help=what)


def guarded(work: Callable[[], int | None], kept: str = "") -> int:
    """The exit code of `work`, or one for what went wrong, with a line for each problem; as in the program: 0 done, 3 bad
    input or output, 6 no space, 130 interrupted, 141 without a word when nobody reads standard output any more. `kept`
    says what an interruption leaves behind."""
    try:
        code = work() or 0
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        _forget_output()
        return 128 + signal.SIGPIPE
    except Error as error:
        _refuse(str(error))
        return error.exit_code
    except OSError as error:
        _forget_output()
        if error.errno in NO_SPACE:
            where = f"on '{os.path.dirname(error.filename) or '.'}'" if error.filename else "for standard output"
            remedy = "raise the limit (ulimit -f)" if error.errno == errno.EFBIG else "free some"
            _refuse(f"no space left {where} ({error.strerror}); {remedy}, then run the command again")
            return 6
        _refuse(f"{error.filename}: {(error.strerror or '').lower()}" if error.filename and error.strerror else str(error))
        return 3
    except ValueError as error:
        _refuse(str(error))
        return 3
    except KeyboardInterrupt:
        say(f"interrupted{'; ' if kept else ''}{kept}")
        return 130


def _forget_output() -> None:
    """What standard output cannot take any more is dropped, so that Python does not complain of it when it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _refuse(text: str) -> None:
    say("\n".join(f"error: {line}" for line in text.splitlines()))
