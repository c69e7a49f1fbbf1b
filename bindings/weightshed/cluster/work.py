"""What a worker does: units of a recorded study in, a part out, by the same program as the client's."""

from __future__ import annotations

import signal
import time
from functools import lru_cache
from typing import Any, Callable

from .. import _core

Answer = dict[str, Any]  # what a worker returns; plain values, so that a scheduler needs no module of ours


def dask_setup(_: object) -> None:
    """Called by a worker that we start, when it begins: Ctrl-C is for the client, which then ends the worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@lru_cache(maxsize=2)
def _study(record: str) -> _core.Study:
    return _core.study_of_record(record)


def simulate(record: str, units: list[int]) -> Answer:
    """The units as the bytes of a part file, and the seconds that they took. Raises weightshed.Error when the record is of
    another model, or a unit is none of it."""
    began = time.monotonic()
    return {"part": _core.part(_study(record), units, 1), "seconds": time.monotonic() - began}


def task() -> Callable[[str, list[int], dict[str, str]], Answer]:
    """What is sent to a worker. A function inside another one travels as code and not as the name of a module, so that only
    the worker needs this package. It answers with the reason where the worker has no package, or another program, or where simulating fails."""

    def weightshed_units(record: str, units: list[int], wanted: dict[str, str]) -> Answer:
        from distributed import get_worker

        address = get_worker().address
        try:
            from weightshed.cluster import work

            found = work._core.program()
        except (ImportError, AttributeError) as error:
            return {"worker": address, "refused": f"has no weightshed that can be used ({error})"}
        if found != wanted:
            named = ", ".join(f"{key} {value}" for key, value in found.items())
            return {"worker": address, "refused": f"has another weightshed ({named})"}
        try:
            return {"worker": address, **work.simulate(record, units)}
        except Exception as error:  # as an answer: not every exception finds its way back to the client
            return {"worker": address, "failed": f"{type(error).__name__}: {error}", "code": getattr(error, "exit_code", 1)}

    return weightshed_units
