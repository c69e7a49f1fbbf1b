"""A scheduler and workers as processes of their own, which tests kill; and all that two results have to have in common."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import psutil

#: Of /provenance: when, by which command and on how many threads.
OF_THE_RUN = {"command", "began", "finished", "wall_seconds", "compute_seconds", "threads"}


def contents(path: Path) -> dict[str, Any]:
    """Every dataset and attribute of a result, to the bit, without those of /provenance that are of the run."""
    found: dict[str, Any] = {}

    def take(name: str, item: h5py.Group | h5py.Dataset) -> None:
        for key, value in item.attrs.items():
            if key not in OF_THE_RUN and "REFERENCE" not in key and "DIMENSION" not in key:
                found[f"{name}@{key}"] = str(value)
        if isinstance(item, h5py.Dataset):
            values = np.asarray(item[()])
            found[name] = (item.dtype.str, item.shape, values.tolist() if item.dtype.hasobject else values.tobytes())

    with h5py.File(path, locking=False) as file:
        take("/", file)
        file.visititems(take)
    return found


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "weightshed.cluster.command", *map(str, words)]


def started(*words: object) -> subprocess.Popen[str]:
    """The command in a session of its own, as from a terminal."""
    return subprocess.Popen(command(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def finished(*words: object, seconds: float = 300) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*words), capture_output=True, text=True, check=False, timeout=seconds)


def parts(output: Path) -> int:
    return len(list(output.with_name(output.name + ".parts").glob("part-*.h5")))


def wait_for(what: Any, seconds: float = 120.0, process: subprocess.Popen[str] | None = None) -> None:
    """Until `what()` is true, or the process has ended."""
    end = time.monotonic() + seconds
    while not what() and (process is None or process.poll() is None):
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.05)


def _children(worker: subprocess.Popen[bytes]) -> list[psutil.Process]:
    try:
        return psutil.Process(worker.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _simulates(process: psutil.Process) -> bool:
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except psutil.NoSuchProcess:  # it has ended since it was listed
        return False


class DaskCluster:
    """A scheduler on a port of the loopback address. Ended with all its workers when the `with` ends."""

    def __init__(self, folder: Path, **settings: str):
        self.folder, self._workers, self._scheduler = folder, [], None
        self._environment = {**os.environ, **settings}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"

    def __enter__(self) -> "DaskCluster":
        self.start_scheduler()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_workers()
        self.kill_scheduler()

    def start_scheduler(self) -> None:
        self._scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", self.port, "--dashboard-address", "127.0.0.1:0")

    def kill_scheduler(self) -> None:
        if self._scheduler is not None:
            self._scheduler.kill()
            self._scheduler.wait()

    def add_workers(self, count: int, *options: object) -> None:
        self._workers.append(self._start("worker", self.address, "--nworkers", count, "--nthreads", 1, "--no-dashboard", "--host",
                                         "127.0.0.1", "--local-directory", self.folder, "--memory-limit", 0, *options))

    def stop_workers(self) -> None:
        for worker in self._workers:
            for process in [*_children(worker), worker] if worker.poll() is None else []:
                with contextlib.suppress(psutil.NoSuchProcess):  # a process may end by itself before we come to it
                    process.kill()
            worker.wait()
        self._workers.clear()

    def kill_a_worker(self, chance: random.Random) -> None:
        """A process that simulates; its nanny starts another one."""
        alive = [child for worker in self._workers for child in _children(worker) if _simulates(child)]
        if alive:
            with contextlib.suppress(psutil.NoSuchProcess):
                chance.choice(alive).send_signal(signal.SIGKILL)

    def _start(self, what: str, *words: object) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", f"distributed.cli.dask_{what}", *map(str, words)], env=self._environment,
                                stdout=subprocess.DEVNULL, stderr=(self.folder / f"{what}.log").open("ab"))
