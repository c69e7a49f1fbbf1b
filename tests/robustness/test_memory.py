"""Memory of a run and its join does not grow with the number of histories: docs/reliability.md has larger ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = str(Path(sys.executable).with_name("weightshed"))
#: The real model, half a year of it, with as much recorded as the library's studies record.
STUDY = ["export-controls", "-s", "run.scale=0.0001", "-s", "run.start=2025-12-31", "-s", "run.end=2026-06-30",
         "-s", "measure.every=week", "-s", "run.members=100", "-s", "run.worlds={ calibrated = 2 }"]
#: A process that is small itself, as what a process starts counts as at least as large as that process was.
MEASURE = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
           "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")


def peak_bytes(*arguments: str, folder: Path) -> int:
    done = subprocess.run([sys.executable, "-I", "-S", "-c", MEASURE, PROGRAM, *arguments, "-q"], cwd=folder, text=True,
                          capture_output=True, check=True)
    return 1024 * int(done.stdout.splitlines()[-1])


def test_a_run_and_its_join_stay_small(tmp_path: Path) -> None:
    # Ten runs took 44.8 to 48.2 MB: what the C library keeps for each thread depends on the moment.
    assert peak_bytes("run", *STUDY, "-j", "2", "-o", "out.h5", folder=tmp_path) < 53_000_000
