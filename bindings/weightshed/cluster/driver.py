"""A study on the workers of a Dask cluster: who has which units, what comes back, what is lost on the way.

Workers return parts as bytes, and the client alone writes. What is missing is read from the parts, never from Dask: a lost
scheduler, a killed client and Ctrl-C all end the same way, and the same command goes on.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Callable

from .. import _core
from ..errors import CLUSTER, Error
from .clusters import Cluster
from .pieces import Pieces
from .work import task

if TYPE_CHECKING:
    from distributed import Future

#: Pieces for each core that are with the cluster: one under way, and one that waits beside it.
AHEAD = 2
#: Seconds without a worker after which that is said.
PATIENCE = 60.0
PAUSE = 0.1  # seconds between two looks at what has come back
LOOK = 2.0  # seconds between two looks at the workers

Report = dict[str, Any]


class Driver:
    """Simulates what is missing of one run. `tell` gets a line for what a person must know; `show` the progress: that of
    the run, with `workers` there."""

    def __init__(self, cluster: Cluster, gathering: _core.Gathering, wait: float, tell: Callable[[str], None],
                 show: Callable[[Report], None]):
        self._cluster, self._client = cluster, cluster.client
        self._gathering, self._wait, self._tell, self._show = gathering, wait, tell, show
        self._pieces = Pieces(gathering.missing())
        self._program = _core.program()
        self._task = task()
        self._flying: dict["Future", tuple[list[int], frozenset[str] | None]] = {}  # units, and the only workers for them
        self._refused: dict[str, str] = {}  # address to reason
        self._cores: dict[str, int] = {}  # of the workers that are there, by address
        self._looked = -LOOK
        self._seen = time.monotonic()  # a worker that can be used
        self._warned = False
        self._count = 0

    def run(self) -> None:
        """Returns when nothing is missing, or nothing but what was given up. Raises weightshed.Error with exit code 7 when
        the scheduler is lost or no worker comes, and the program's own errors as they are."""
        record = self._client.submit(str, self._gathering.record(), pure=False)  # made again where its worker is lost
        try:
            while self._pieces.left:
                self._look()
                self._hand_out(record)
                if not self._take():
                    time.sleep(PAUSE)
                if not self._pieces.left and not self._pieces.given_up:
                    self._pieces.extend(self._gathering.missing())
                self._show({**self._gathering.progress(), "workers": len(self._usable()), "asked": self._cluster.asked})
        finally:
            self._drop([*self._flying, record])
        if self._pieces.given_up:
            raise Error(_given_up(self._pieces.given_up), exit_code=CLUSTER)

    # --- workers ---------------------------------------------------------------------------------------------------

    def _usable(self) -> dict[str, int]:
        return {address: cores for address, cores in self._cores.items() if address not in self._refused}

    def _look(self) -> None:
        """Which workers are there; pieces that only workers could have that are gone are had back."""
        now = time.monotonic()
        if now - self._looked < LOOK:
            return
        self._looked = now
        if self._client.status in ("closed", "closing", "connecting"):
            raise _lost()
        try:
            info = self._client.scheduler_info(n_workers=-1)
        except (OSError, TimeoutError):  # of a scheduler that is about to be gone; the next look says so
            return
        self._cores = {address: worker["nthreads"] for address, worker in info["workers"].items()}
        there = self._usable()
        for future, (piece, only) in list(self._flying.items()):
            if only is not None and not only & there.keys():
                self._drop([future])
                self._pieces.back(piece)
        if there:
            self._seen, self._warned = now, False
            return
        if self._cluster.refusals:
            raise Error(f"the batch system took no job: {self._cluster.refusals[0]}", exit_code=CLUSTER)
        if self._cores and self._refused:
            reasons = "; ".join(f"{address} {reason}" for address, reason in self._refused.items() if address in self._cores)
            raise Error(f"no worker can be used: {reasons}; this is {_named(self._program)}", exit_code=CLUSTER)
        idle = now - self._seen
        if idle > self._wait:
            raise Error(f"no worker for {idle:.0f} s (--wait {self._wait:g})", exit_code=CLUSTER)
        if idle > PATIENCE and not self._warned:
            self._tell(f"no worker for {PATIENCE:.0f} s; waiting until {self._wait:g} s (--wait)")
            self._warned = True

    # --- pieces ----------------------------------------------------------------------------------------------------

    def _hand_out(self, record: "Future") -> None:
        there = self._usable()
        cores = sum(there.values())
        only = frozenset(there) if self._refused else None
        while len(self._flying) < AHEAD * cores:
            piece = self._pieces.next(cores)
            if not piece:
                return
            self._count += 1
            future = self._client.submit(self._task, record, piece, self._program, pure=False,
                                         key=f"weightshed-{id(self)}-{time.time_ns()}-{self._count}",
                                         workers=sorted(only) if only is not None else None)
            self._flying[future] = (piece, only)

    def _take(self) -> bool:
        """What has come back; whether anything has."""
        back = [future for future in self._flying if future.status in ("finished", "error", "cancelled")]
        for future in back:
            piece, _ = self._flying.pop(future)
            if future.status == "cancelled":
                self._flying[future] = (piece, None)
                raise _lost()
            self._take_one(future, piece)
        return bool(back)

    def _take_one(self, future: "Future", piece: list[int]) -> None:
        from distributed import CancelledError, KilledWorker

        try:
            answer = future.result(timeout=60)
        except KilledWorker:
            self._pieces.died(piece)
            return
        except (CancelledError, OSError, TimeoutError):  # its result was lost on the way
            self._pieces.back(piece)
            return
        finally:
            future.release()
        if "refused" in answer:
            self._refuse(answer["worker"], answer["refused"])
            self._pieces.back(piece)
            return
        if "failed" in answer:
            raise Error(f"worker {answer['worker']}: {answer['failed']}", exit_code=answer["code"])
        self._gathering.add(answer["part"])
        self._pieces.done(piece, answer["seconds"], len(answer["part"]))

    def _refuse(self, address: str, reason: str) -> None:
        if address in self._refused:
            return
        self._refused[address] = reason
        self._tell(f"warning: worker {address} {reason} and is not used; this is {_named(self._program)}")

    def _drop(self, futures: list["Future"]) -> None:
        """Nothing of them is wanted any more; a task under way goes on to its end, which Dask cannot prevent."""
        for future in futures:
            self._flying.pop(future, None)
        if self._client.status == "running":
            self._client.cancel(futures, force=True)


def _named(program: dict[str, str]) -> str:
    return ", ".join(f"{key} {value}" for key, value in program.items())


def _lost() -> Error:
    return Error("the scheduler is gone", exit_code=CLUSTER)


def _given_up(units: list[int]) -> str:
    few = ", ".join(map(str, sorted(units)[:5])) + (", …" if len(units) > 5 else "")
    return (f"units {few} ended their workers whenever they were tried, {len(units)} in all; out of memory is the usual reason. "
            "All others are kept")
