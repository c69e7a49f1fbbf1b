"""A study from what is missing of it to its parts, on a cluster."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Iterator

from .. import _core
from ..errors import CLUSTER, Error, NoSpace
from ..study import Runner, Study, on_threads
from .clusters import Cluster, Where, connected
from .driver import Driver, Report


def _silent(_: Any) -> None:
    pass


@dataclass(frozen=True)
class Options:
    """How a study is simulated on a cluster."""

    wait: float = 600.0  # seconds without a worker after which it ends
    tell: Callable[[str], None] = _silent  # gets a line that a person must know
    show: Callable[[Report], None] = _silent  # gets the progress


def simulate(cluster: Cluster, gathering: _core.Gathering, options: Options = Options()) -> None:
    """Simulates what is missing. Raises weightshed.Error, with exit code 7 when the cluster does not do its part, and
    KeyboardInterrupt after Ctrl-C; what is finished is kept in OUT.h5.parts."""
    try:
        Driver(cluster, gathering, options.wait, options.tell, options.show).run()
    except Error as error:
        if error.exit_code != CLUSTER:
            raise
        there = gathering.progress()
        raise Error(f"{error}; {there['done']} of {there['total']} histories are kept", exit_code=CLUSTER) from None


@contextmanager
def runner(scheduler: str | None, threads: int, tell: Callable[[str], None]) -> Iterator[Runner]:
    """What runs many studies, one after another: on the workers of a scheduler if an address is given, else on threads."""
    if scheduler is None:
        yield on_threads(threads)
        return
    with connected(Where(scheduler)) as cluster:
        yield lambda study, output: _run(cluster, study, output, Options(tell=tell))


def _run(cluster: Cluster, study: Study, output: Path, options: Options) -> None:
    """What an interruption left of the study is kept, what is there of another study is replaced."""
    try:
        gathering = study.gather(output)
    except NoSpace:
        raise
    except Error:
        gathering = study.gather(output, force=True)
    simulate(cluster, gathering, options)
    gathering.finish()
