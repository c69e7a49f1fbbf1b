"""The command `weightshed cluster`."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import warnings
from pathlib import Path
from typing import Any

from ..commands import add_output, guarded, parsed, say, word
from ..errors import CLUSTER, Error
from ..progress import Bar, length_of_time
from . import jobs
from .clusters import Cluster, Where, connected

INTERRUPTED = 130
SHOWN = 5  # failed histories


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="weightshed cluster", description="Run a study on the workers of a Dask cluster: by default on this computer, else "
        "on those of a scheduler or on jobs of a batch system. The result is the one that `weightshed run` gives; what is "
        "finished is kept, and the same command or `weightshed resume` continues.",
        epilog="example: weightshed cluster export-controls --slurm cluster.toml -o controls.h5")
    parser.add_argument("study", metavar="STUDY", help="a scenario, by path or by name")
    add_output(parser, "result file (default: NAME.h5)")
    parser.add_argument("-s", dest="overrides", action="append", default=[], metavar="KEY=VALUE", help="override a key of the scenario")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask scheduler, tcp://HOST:PORT")
    where.add_argument("--workers", type=_count, metavar="N", help="workers on this computer (default: one per core)")
    for system in jobs.SYSTEMS:
        where.add_argument(f"--{system}", type=Path, metavar="FILE", help=f"jobs of {system.capitalize() if system == 'slurm' else system.upper()}, as a TOML file describes them")
    parser.add_argument("--print-job", action="store_true", help="print the script of a job and do nothing else")
    parser.add_argument("--wait", type=_count, default=600, metavar="SECONDS", help="end when there is no worker for so long (default: 600)")
    parser.add_argument("--force", action="store_true", help="replace an existing result")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")
    parser.add_argument("-q", "--quiet", action="store_true", help="errors only")
    return parser


def _count(text: str) -> int:
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"'{text}': must be a whole number above 0")
    return int(text)


def _where(chosen: argparse.Namespace) -> Where:
    for system in jobs.SYSTEMS:
        path = getattr(chosen, system)
        if path is not None:
            return Where(jobs=jobs.read(system, path))
    return Where(scheduler=chosen.scheduler, workers=chosen.workers or 0)


def main(arguments: list[str] | None = None) -> int:
    """Exit codes as in the program, and 7 when the cluster does not do its part."""
    given = sys.argv[1:] if arguments is None else arguments
    parser = _parser()
    chosen = parsed(parser, given)

    def work() -> int:
        where = _where(chosen)
        if chosen.print_job:
            if where.jobs is None:
                parser.error("--print-job needs --slurm, --pbs or --sge")
            print(where.jobs.script(), end="")
            return 0
        return _run(chosen, where, " ".join(["weightshed cluster", *map(word, given)]))

    return guarded(work)


def _run(chosen: argparse.Namespace, where: Where, command: str) -> int:
    from .. import words  # slow to import: a wrong command line has been refused by now
    from ..study import load
    from .study import Options, simulate

    tell = (lambda text: None) if chosen.quiet else say
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        study = load(chosen.study, chosen.overrides)
    for warning in said:
        tell(f"warning: {chosen.study}: {warning.message}")
    output = chosen.output or Path(f"{study.name}.h5")
    bar = Bar(chosen.quiet)

    def show(report: dict[str, Any]) -> None:
        asked = f" of {report['asked']}" if report["asked"] else ""
        bar.show(report, f", {words.counted(report['workers'], 'worker')}{asked}")

    def greet(cluster: Cluster) -> None:
        if cluster.dashboard:
            tell(f"dashboard: {cluster.dashboard}")

    for number in (signal.SIGINT, signal.SIGTERM):  # the first is ignored where a script started this in the background
        signal.signal(number, signal.default_int_handler)
    gathering = study.gather(output, chosen.force, command)
    resume = f"resume with: weightshed resume {word(output)}, or with the same command"
    try:
        if gathering.missing():
            with connected(where) as cluster:
                greet(cluster)
                simulate(cluster, gathering, Options(chosen.wait, tell, show))
        bar.finish()
        outcome = gathering.finish()
    except KeyboardInterrupt:
        bar.finish()
        there = gathering.progress()
        tell(f"interrupted: {there['done']} of {there['total']} histories are finished and kept\n{resume}")
        return INTERRUPTED
    except Error as error:
        bar.finish()
        if error.exit_code == CLUSTER:
            raise Error(f"{error}; {resume}", exit_code=CLUSTER) from None
        raise
    return _report(chosen, outcome, tell)


def _report(chosen: argparse.Namespace, outcome: dict[str, Any], tell: Any) -> int:
    from .. import words

    progress, failures = outcome["progress"], outcome["failures"]
    failed = f", {progress['failed']} failed" if progress["failed"] else ""
    tell(f"{outcome['output']}: {words.counted(progress['done'], 'history')} in {length_of_time(progress['seconds'])}{failed}")
    if outcome["precision"]:
        tell(outcome["precision"])
    for line in failures[:SHOWN]:
        tell(f"warning: {line}")
    if len(failures) > SHOWN:
        tell(f"warning: and {len(failures) - SHOWN} more; /provenance lists them all")
    if chosen.json:
        print(json.dumps({"output": str(outcome["output"]), "cells": progress["total"], "done": progress["done"],
                          "failed": progress["failed"], "seconds": progress["seconds"], "failures": failures,
                          "precision": outcome["precision"]}, indent=2))
    else:
        print(outcome["output"])
    tell(f"next: weightshed compare {word(outcome['output'])}")
    return 4 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
