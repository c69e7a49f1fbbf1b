"""What the commands of the package have in common: what they say, and how they end."""

from __future__ import annotations

import sys
from typing import Callable

from . import escape
from .errors import Error


def say(text: str) -> None:
    """To standard error, as text and nothing else."""
    print(escape.terminal(text), file=sys.stderr, flush=True)


def guarded(work: Callable[[], int | None], kept: str = "") -> int:
    """The exit code of `work`, or one for what went wrong, with a line for each problem; as in the program: 0 done, 3 bad
    input or output, 130 interrupted. `kept` says what an interruption leaves behind."""
    try:
        return work() or 0
    except Error as error:
        _refuse(str(error))
        return error.exit_code
    except OSError as error:
        _refuse(f"{error.filename}: {(error.strerror or '').lower()}" if error.filename and error.strerror else str(error))
        return 3
    except ValueError as error:
        _refuse(str(error))
        return 3
    except KeyboardInterrupt:
        say(f"interrupted{'; ' if kept else ''}{kept}")
        return 130


def _refuse(text: str) -> None:
    say("\n".join(f"error: {line}" for line in text.splitlines()))
