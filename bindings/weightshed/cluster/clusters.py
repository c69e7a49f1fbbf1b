"""The cluster that a run uses: one that is there, workers on this computer, or jobs of a batch system."""

from __future__ import annotations

import logging
import os
import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Iterator

from ..errors import CLUSTER, Error
from .jobs import SYSTEMS, Jobs

if TYPE_CHECKING:
    from dask_jobqueue.core import JobQueueCluster
    from distributed import Client

#: Of a scheduler that we start; on another one they are as they are, and nothing depends on them.
SETTINGS = {
    "distributed.scheduler.worker-saturation": 1.0,  # what waits for a worker is not blamed for its death
    "distributed.scheduler.worker-ttl": "60s",  # a worker that hangs is noticed within two minutes
    "distributed.scheduler.allowed-failures": 1,  # we count attempts ourselves
    "distributed.worker.profile.enabled": False,
    "distributed.admin.low-level-log-length": 0,
}
LOOPBACK = "127.0.0.1"
CONNECTING = 30  # seconds


@dataclass(frozen=True)
class Where:
    """Which workers: those of a scheduler, jobs, or else so many on this computer (0: one per core)."""

    scheduler: str | None = None
    workers: int = 0
    jobs: Jobs | None = None


class Cluster:
    """A client and what it stands on. `asked` is how many workers there should be, 0 where that is not ours to say."""

    def __init__(self, client: "Client", asked: int, jobs: "JobQueueCluster | None" = None, refusals: list[str] | None = None):
        self.client, self.asked = client, asked
        self._jobs, self._refusals = jobs, refusals if refusals is not None else []

    @property
    def refusals(self) -> list[str]:
        """What the batch system said when it did not take a job."""
        return self._refusals

    @property
    def dashboard(self) -> str | None:
        """The address of the dashboard, if there is one: only with Bokeh does a scheduler have one."""
        try:
            import bokeh  # noqa: F401
        except ImportError:
            return None
        return str(self.client.dashboard_link)


@contextmanager
def connected(where: Where) -> Iterator[Cluster]:
    """Raises weightshed.Error with exit code 7 when there is no scheduler at the address, or no batch system here, and with
    3 when Dask is not installed. What was started here is ended here."""
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise Error(f"this needs Dask: pip install 'weightshed[cluster]' ({error})", exit_code=3) from None
    for name in ("distributed", "tornado", "tornado.application", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is said by us, once
    with ExitStack() as stack:
        stack.enter_context(dask.config.set(SETTINGS))
        if where.scheduler is not None:
            try:
                client = stack.enter_context(Client(where.scheduler, timeout=CONNECTING, set_as_default=False))
            except (OSError, ValueError, TimeoutError) as error:
                raise Error(f"no scheduler answers at '{where.scheduler}': {error}", exit_code=CLUSTER) from None
            yield Cluster(client, 0)
            return
        if where.jobs is not None:
            jobs, refusals = _batch(where.jobs)
            stack.callback(jobs.close, timeout=CONNECTING)
            yield Cluster(stack.enter_context(Client(jobs, set_as_default=False)), where.jobs.jobs * where.jobs.cores, jobs, refusals)
            return
        count = where.workers or len(os.sched_getaffinity(0))
        local = LocalCluster(n_workers=count, threads_per_worker=1, processes=True, host=LOOPBACK, silence_logs=logging.CRITICAL,
                             dashboard_address=f"{LOOPBACK}:0", worker_dashboard_address=f"{LOOPBACK}:0",
                             preload=["weightshed.cluster.work"])
        stack.callback(_end, local)
        yield Cluster(stack.enter_context(Client(local, set_as_default=False)), count)


def _end(local: Any) -> None:
    """Workers in the middle of a piece would be waited for; nothing of theirs is wanted any more."""
    local.close(timeout=5)


def _batch(wanted: Jobs) -> tuple["JobQueueCluster", list[str]]:
    """A scheduler here, and the jobs asked for."""
    from dask_jobqueue.pbs import PBSCluster
    from dask_jobqueue.sge import SGECluster
    from dask_jobqueue.slurm import SLURMCluster
    from distributed import Status

    command = SYSTEMS[wanted.system]
    if shutil.which(command) is None:
        raise Error(f"there is no {command} here: start this where jobs are submitted, or print the script with --print-job",
                    exit_code=CLUSTER)
    refusals: list[str] = []

    async def submit(job: Any, script: str) -> str:
        try:
            return await super(kind, job)._submit_job(script)
        except (RuntimeError, OSError) as error:
            said = str(error).partition("stderr:\n")[2] or str(error)
            refusals.append(" ".join(said.split()))
            job.status = Status.failed  # or closing the cluster would fail for it
            raise

    kind = type("Job", (wanted.kind(),), {"_submit_job": submit})
    cluster = {"slurm": SLURMCluster, "pbs": PBSCluster, "sge": SGECluster}[wanted.system](
        job_cls=kind, scheduler_options={"dashboard_address": ":0"}, silence_logs=logging.CRITICAL, **wanted.arguments())
    cluster.scale(jobs=wanted.jobs)
    return cluster, refusals
