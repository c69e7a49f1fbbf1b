"""What a batch system is asked for, read from a file; Slurm, PBS and SGE by way of dask-jobqueue."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import _core
from ..errors import Error, Problem, problem

if TYPE_CHECKING:
    from dask_jobqueue.core import Job

#: Batch systems, and the command that each takes jobs by.
SYSTEMS = {"slurm": "sbatch", "pbs": "qsub", "sge": "qsub"}
#: Workers leave this long before the end of their job, or a tenth of it if that is less, and give back what they have.
MARGIN = 300
#: Where no scheduler has been started yet.
PLACEHOLDER = "tcp://SCHEDULER:PORT"


@dataclass(frozen=True)
class Jobs:
    """So many jobs of one kind. Every core of a job gets a worker of its own."""

    system: str  # a key of SYSTEMS
    cores: int  # of a job
    memory: str  # of a job, "16GB"
    walltime: str  # of a job, "hours:minutes:seconds"
    jobs: int = 1
    queue: str | None = None  # Slurm: partition
    account: str | None = None  # SGE: project
    interface: str | None = None  # of the network that jobs and this computer share, "ib0"
    parallel_environment: str | None = None  # SGE: what gives a job several cores, "smp"
    python: str | None = None  # on the jobs' computers; None: the one that runs here
    folder: str | None = None  # for what workers write, local to each of them
    logs: str | None = None  # folder for what jobs print
    directives: tuple[str, ...] = ()  # further ones, without the #SBATCH
    prologue: tuple[str, ...] = ()  # lines of shell before the worker starts

    @property
    def lifetime(self) -> int:
        """Seconds after which a worker leaves."""
        seconds = _seconds(self.walltime)
        return seconds - min(MARGIN, seconds // 10)

    def arguments(self) -> dict[str, Any]:
        """The same in the words of dask-jobqueue."""
        found: dict[str, Any] = {
            "cores": self.cores, "processes": self.cores, "memory": self.memory, "walltime": self.walltime,
            "queue": self.queue, "interface": self.interface, "python": self.python, "local_directory": self.folder,
            "log_directory": self.logs, "job_extra_directives": [*self._cores_of_sge(), *self.directives],
            "job_script_prologue": list(self.prologue), "job_name": "weightshed",
            "worker_extra_args": ["--lifetime", f"{self.lifetime}s", "--lifetime-stagger", "60s"]}
        found["project" if self.system == "sge" else "account"] = self.account
        return {key: value for key, value in found.items() if value is not None}

    def _cores_of_sge(self) -> list[str]:
        """For SGE dask-jobqueue asks for no cores."""
        return [f"-pe {self.parallel_environment} {self.cores}"] if self.parallel_environment else []

    def script(self) -> str:
        """The script of one job, with a placeholder for the address of the scheduler; nothing is started."""
        return self.kind()(scheduler=PLACEHOLDER, name="weightshed-0", **self.arguments()).job_script()

    def kind(self) -> type["Job"]:
        """The class of dask-jobqueue for one job."""
        from dask_jobqueue.pbs import PBSJob
        from dask_jobqueue.sge import SGEJob
        from dask_jobqueue.slurm import SLURMJob

        return {"slurm": SLURMJob, "pbs": PBSJob, "sge": SGEJob}[self.system]


def read(system: str, path: Path) -> Jobs:
    """Raises weightshed.Error with every problem of the file at once."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Error.of([problem(path, "", f"is not TOML: {error}")]) from None
    known = {field.name: field for field in fields(Jobs) if field.name != "system"}
    found: list[Problem] = []
    for key, value in given.items():
        if key not in known:
            found.append(problem(path, key, "unknown key", ", ".join(known), _core.nearest_name(key, list(known))))
        elif (wrong := _wrong(key, value)) is not None:
            found.append(problem(path, key, f"{value!r} cannot be used", wrong))
    if ("parallel_environment" in given) != (system == "sge" and given.get("cores") not in (None, 1)):
        if system == "sge":
            found.append(problem(path, "parallel_environment", "is missing" if "parallel_environment" not in given else "has one core",
                                 "the name of one (qconf -spl), for jobs of several cores"))
        else:
            found.append(problem(path, "parallel_environment", "is for SGE only", "none"))
    found += [problem(path, key, "is missing", _ALLOWED[key]) for key in ("cores", "memory", "walltime") if key not in given]
    if found:
        raise Error.of(found)
    return Jobs(system, **{key: tuple(value) if isinstance(value, list) else value for key, value in given.items()})


_ALLOWED = {"jobs": "a whole number above 0", "cores": "a whole number above 0", "memory": "a size as in \"16GB\"",
            "walltime": "a length of time as in \"02:00:00\", above five minutes",
            "directives": "a list of texts", "prologue": "a list of texts"}


def _wrong(key: str, value: Any) -> str | None:
    """What would be right, where the value is not."""
    if key in ("jobs", "cores"):
        right = isinstance(value, int) and not isinstance(value, bool) and value > 0
    elif key in ("directives", "prologue"):
        right = isinstance(value, list) and all(isinstance(line, str) and "\n" not in line for line in value)
    elif key == "memory":
        right = isinstance(value, str) and re.fullmatch(r"[0-9]+(\.[0-9]+)? ?[kMGT]i?B", value) is not None
    elif key == "walltime":
        right = isinstance(value, str) and re.fullmatch(r"[0-9]{1,3}:[0-5][0-9]:[0-5][0-9]", value) is not None and _seconds(value) > MARGIN
    else:
        right = isinstance(value, str) and value != "" and "\n" not in value
    return None if right else _ALLOWED.get(key, "a text")


def _seconds(walltime: str) -> int:
    hours, minutes, seconds = map(int, walltime.split(":"))
    return 3600 * hours + 60 * minutes + seconds
