"""A little of scripts/torture, every time: whether it finds nothing in the program, and something where there is something."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TORTURE = ROOT / "scripts" / "torture"
STUDY = ["--scenario", str(ROOT / "scenarios" / "export-controls.toml"), "-s", "run.members=2", "-s", "run.worlds=2",
         "-s", "run.scale=0.0002", "-s", "run.end=2026-12-31", "--seed", "5"]
#: Each spoils what the program promises, and the count that must say so.
FAULTS = {"rm -rf out.h5.tmp*; rm -rf \"$(dirname \"$last\")\"/out.h5.tmp*": "files deleted that are not ours",
          "kill -SEGV $$": "crashes"}


def program() -> str:
    found = shutil.which("weightshed", path=str(Path(sys.executable).parent)) or shutil.which("weightshed")
    if found is None:
        pytest.skip("weightshed is not installed")
    return found


def torture(program_: str, *counts: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, str(TORTURE), program_, *STUDY, *counts], capture_output=True, text=True,
                          check=False, timeout=1200)


def test_nothing_is_lost_accepted_or_deleted() -> None:
    done = torture(program(), "--kills", "2", "--disks", "3", "--starts", "1", "--damage", "6")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| damaged results | 3 | 0 | 0 | 0 | 0 | 0 |" in done.stdout


@pytest.mark.parametrize("fault, count", FAULTS.items())
def test_what_is_wrong_is_counted(fault: str, count: str, tmp_path: Path) -> None:
    """A program that sweeps too much, and one that crashes: only when it resumes, so that the undisturbed run is made."""
    faulty = tmp_path / "faulty"
    faulty.write_text(f'#!/bin/bash\nfor last; do [[ $last == *out.h5 ]] && break; done\n"{program()}" "$@"\ncode=$?\n'
                      f'if [ "$1" = resume ]; then {fault}; fi\nexit $code\n')
    faulty.chmod(faulty.stat().st_mode | stat.S_IXUSR)
    done = torture(str(faulty), "--kills", "0", "--disks", "0", "--starts", "1", "--damage", "0")
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"starts of four shards: {count}" in done.stdout
