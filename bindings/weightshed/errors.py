"""What can be wrong with a scenario or a result file, said to the person who can fix it."""

from __future__ import annotations

from dataclasses import dataclass


#: The exit code when a cluster does not do what it was asked for; finished cells are kept.
CLUSTER = 7


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. Line and column count from 1; 0 means unknown."""

    file: str
    line: int
    column: int
    key: str  # dotted path of the scenario key, or the column of a reference table
    message: str  # what is wrong, with the text that was given
    allowed: str  # what would be right, or empty
    suggestion: str  # the nearest valid name, or empty
    text: str  # all of it in one line

    def __str__(self) -> str:
        return self.text


def problem(file: object, key: str, message: str, allowed: str = "", suggestion: str = "", line: int = 0) -> Problem:
    """A problem found in Python, told in one line as the program tells its own. `line` counts from 1; 0 means unknown."""
    place = f"{file}:{line}: " if line else f"{file}: " if str(file) else ""
    text = place + (f"{key}: " if key else "") + message
    text += f" (allowed: {allowed})" if allowed else ""
    text += f"; did you mean '{suggestion}'?" if suggestion else ""
    return Problem(str(file), line, 0, key, message, allowed, suggestion, " ".join(text.split()))


class Error(Exception):
    """Bad input or a hostile environment. `problems` holds every problem at once; `exit_code` is the program's.

    Its kind NoSpace means a full disk.
    """

    def __init__(self, message: str, problems: tuple[Problem, ...] = (), exit_code: int = 1):
        super().__init__(message)
        self.problems = problems
        self.exit_code = exit_code

    @classmethod
    def of(cls, problems: list[Problem], exit_code: int = 3) -> "Error":
        """All problems at once, one line each."""
        return cls("\n".join(p.text for p in problems), tuple(problems), exit_code)


class NotInResult(Error, ValueError):
    """A policy, measure, dimension, label or sweep that a result does not hold (exit code 3)."""


class NoSpace(Error):
    """A full disk, a quota or a limit of the size of files (exit code 6). Finished cells are kept: the message names the
    command that resumes the run when there is room again."""
