"""How the commands of the package end."""

from __future__ import annotations

import argparse
import errno
import os
import shlex

import pytest
from weightshed import commands
from weightshed.errors import Error, NoSpace, problem


def ending(error: BaseException, kept: str = "") -> int:
    def work() -> None:
        raise error

    return commands.guarded(work, kept)


@pytest.mark.parametrize("error, code, told", [
    (Error.of([problem("a.csv", "value", "is x", line=2), problem("a.csv", "at", "is y", line=3)], 5), 5,
     "error: a.csv:2: value: is x\nerror: a.csv:3: at: is y\n"),
    (OSError(errno.EACCES, os.strerror(errno.EACCES), "out.md"), 3, "error: out.md: permission denied\n"),
    (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "brief/out.md"), 6,
     "error: no space left on 'brief' (No space left on device); free some, then run the command again\n"),
    (OSError(errno.EFBIG, os.strerror(errno.EFBIG), "out.md"), 6,
     "error: no space left on '.' (File too large); raise the limit (ulimit -f), then run the command again\n"),
    (NoSpace("no space left on '.'", (), 6), 6, "error: no space left on '.'\n"),
    (BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)), 141, ""),
    (FileNotFoundError("reference/labs.csv: not there"), 3, "error: reference/labs.csv: not there\n"),
    (ValueError("first\nsecond"), 3, "error: first\nerror: second\n"),
    (ValueError("a\u001b[31mb"), 3, "error: a\\u001b[31mb\n"),
    (KeyboardInterrupt(), 130, "interrupted; what is finished is kept\n"),
])
def test_every_end_is_a_code_and_a_line_for_each_problem(error: BaseException, code: int, told: str, capsys) -> None:
    assert ending(error, "what is finished is kept") == code
    assert capsys.readouterr() == ("", told)


def test_a_fault_of_ours_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        commands.guarded(lambda: 1 // 0)


def test_the_code_of_the_work_is_that_of_the_command() -> None:
    assert commands.guarded(lambda: 5) == 5 and commands.guarded(lambda: None) == 0


@pytest.mark.parametrize("given, told", [(["--out="], "--out= has no value"), (["a.h5", ""], "argument 2 is empty")])
def test_an_empty_option_is_no_default(given: list[str], told: str, capsys) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out")
    with pytest.raises(SystemExit) as ended:
        commands.parsed(parser, given)
    assert ended.value.code == 2 and told in capsys.readouterr().err


def test_a_path_that_a_shell_takes_apart_is_quoted() -> None:
    assert commands.word("plain.h5") == "plain.h5"
    assert shlex.split(f"weightshed brief {commands.word(chr(39) + ' $x.h5')}")[2] == "' $x.h5"
