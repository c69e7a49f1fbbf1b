"""`why` and `lineage --without` simulate recorded histories again: these have to come out, and what stays in is named."""

import json
import subprocess
import sys
from pathlib import Path

import h5py

PROGRAM = str(Path(sys.executable).with_name("weightshed"))
SMALL = ["-s", "run.worlds=2", "-s", "run.members=2", "-s", "run.scale=0.0005", "-s", "run.end=2026-12-31"]
QUESTION = ["derivative_share", "--where", "country=CN", "--without", "lab:alibaba", "--worlds", "2"]


def call(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, check=False)


def test_why_answers_for_the_same_histories_and_refuses_others(tmp_path: Path) -> None:
    result = tmp_path / "baseline.h5"
    assert call("run", "baseline", *SMALL, "-o", result, "-q").returncode == 0
    answer = call("why", result, *QUESTION)
    assert answer.returncode == 0 and "from 2 pairs of 2 worlds" in answer.stdout
    unasked = call("why", result)
    assert unasked.returncode == 2 and not unasked.stdout
    assert "say which measure to explain" in unasked.stderr and "derivative_share, " in unasked.stderr
    full = call("why", result, *QUESTION, "--all").stdout
    events = json.loads(call("why", result, *QUESTION, "--json").stdout)["events"]
    assert full.count("\n  20") == len(events) > answer.stdout.count("\n  20") == 12
    assert f"{len(events) - 12} more; --all shows them" in answer.stdout
    with h5py.File(result, "r+") as file:
        file["derivative_share"][...] = file["derivative_share"][...] * 0.9  # as another model would have written it
    refused = call("why", result, *QUESTION)
    assert refused.returncode == 5 and "cannot be reproduced by this program" in refused.stderr


def test_causes_that_are_the_same_releases_are_one_line(tmp_path: Path) -> None:
    result = tmp_path / "baseline.h5"
    assert call("run", "baseline", *SMALL, "-o", result, "-q").returncode == 0
    answer = call("why", result, "frontier_lag", "--without", "lab:xai", "--without", "family:Grok", "--worlds", "2").stdout
    assert answer.count("without all") == 2 and answer.count("\n  without all") == 1 and ", and the same without all " in answer


def test_lineage_names_the_labs_that_the_history_without_a_country_still_has(tmp_path: Path) -> None:
    result = tmp_path / "controls.h5"
    one = ["-s", "run.worlds={calibrated=1}", "-s", "run.members=1", "-s", "run.scale=0.0005", "-s",
           'measure.lineage="one member"']
    assert call("run", "export-controls", *one, "-o", result, "-q").returncode == 0
    answer = json.loads(call("lineage", result, "--by", "country", "--without", "country:US", "--json").stdout)
    assert answer["without"]["remain"] and all(lab.startswith("us_entrant") for lab in answer["without"]["remain"])
