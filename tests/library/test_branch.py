"""Every study of the library: a branch from the reference alone is the full run, bit for bit."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

LIBRARY = Path(__file__).resolve().parents[2] / "scenarios"
PROGRAM = str(Path(sys.executable).with_name("weightshed"))
SMALL = ["-s", "run.scale=0.0005", "-s", "run.members=1", "-s", "run.worlds={calibrated=1}"]


def parts(text: str) -> tuple[list[str], list[str]]:
    """A scenario's text cut before each header: all parts, and those that are policies."""
    blocks = re.split(r"(?m)^(?=\[)", text)
    return blocks, [block for block in blocks if block.startswith("[[policy]]")]


#: Those with several policies; a sweep makes its policies itself, and no branch can state them.
STUDIES = [path.stem for path in sorted(LIBRARY.glob("*.toml"))
           if len(parts(path.read_text(encoding="utf-8"))[1]) > 1 and "\n[sweep]" not in path.read_text(encoding="utf-8")]


def test_the_library_has_its_question_studies() -> None:
    assert {"export-controls", "no-controls-since-2022", "china-closes", "adaptive-us", "taiwan-shock"} <= set(STUDIES)


@pytest.mark.parametrize("name", STUDIES)
def test_a_branch_from_the_reference_is_the_full_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEIGHTSHED_SCENARIOS", str(LIBRARY))

    def run(*arguments: str) -> str:
        return subprocess.run([PROGRAM, *arguments, "-q"], cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    blocks, policies = parts((LIBRARY / f"{name}.toml").read_text(encoding="utf-8"))
    (tmp_path / "reference.toml").write_text("".join(b for b in blocks if b not in policies[1:]), encoding="utf-8")
    (tmp_path / "others.toml").write_text("".join(policies[1:]), encoding="utf-8")
    dates = re.findall(r"\bat = (\d{4}-\d{2}-\d{2})", "".join(policies[1:]))
    run("run", name, "-o", "full.h5", *SMALL)
    run("run", "reference.toml", "-o", "reference.h5", *SMALL)
    run("branch", "reference.h5", "others.toml", "--at", min(dates, default="2026-01-05"), "-o", "branch.h5")
    full, branch = (xr.open_dataset(tmp_path / f"{f}.h5", engine="h5netcdf") for f in ("full", "branch"))
    assert list(full["policy"].values) == list(branch["policy"].values)
    measures = [v for v in full.data_vars if full[v].dims[:4] == ("policy", "world", "member", "time")]
    assert measures
    for measure in measures:
        assert full[measure].values.tobytes() == branch[measure].values.tobytes(), measure
    if name != "placebo":  # the policies of a study differ at all
        assert any(np.nansum(np.abs(np.diff(full[m].values.astype(float), axis=0))) > 0 for m in measures)
