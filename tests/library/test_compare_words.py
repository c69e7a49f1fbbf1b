"""`compare` speaks to a reader: countries by their names, shares in percentage points, and a word on signs that few pairs have."""

import json
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest

PROGRAM = str(Path(sys.executable).with_name("weightshed"))
SMALL = ["-s", "run.worlds=2", "-s", "run.members=4", "-s", "run.scale=0.0005", "-s", "run.end=2026-12-31", "-q"]


def call(*words: object) -> str:
    return subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, check=True).stdout


def test_names_points_and_signs(tmp_path: Path) -> None:
    result = tmp_path / "controls.h5"
    call("run", "export-controls", *SMALL, "-o", result)
    asked = ["compare", result, "--measure", "download_share", "--where", "age=all,creator_country=CN"]
    row = next(row for row in call(*asked).splitlines() if "creator_country=China" in row)
    effect = json.loads(call(*asked, "--json"))[0]
    assert float(row.split()[2].replace(",", "")) == pytest.approx(100.0 * effect["effect"], rel=1e-2)
    assert "download_share [points] at" in call(*asked) and "below 50%" not in call(*asked)
    with h5py.File(result, "r+") as file:
        values = file["download_share"]
        values[1:, :, 1:] = values[0:1, :, 1:]  # the policies change the first member of each world alone
    assert 0.0 < json.loads(call(*asked, "--json"))[0]["sign_probability"] < 0.5
    assert "P(sign) below 50%: in many pairs the policy changes nothing at all" in call(*asked)


def test_of_labels_with_equally_strong_effects_the_first_is_shown(tmp_path: Path) -> None:
    """A policy that moves every pair of labs alike is told by the lead of the United States over China."""
    result = tmp_path / "controls.h5"
    call("run", "export-controls", *SMALL, "-o", result)
    with h5py.File(result, "r+") as file:
        gap, luck = file["frontier_gap"], np.linspace(0.9, 1.1, 8).reshape(2, 4)
        gap[...] = 1.0
        gap[1:, :, :, -1, 0] += luck
        gap[1:, :, :, -1, 1:] += 0.95 * luck[..., None] + 0.05  # a narrower interval, so a little stronger
    first = next(row for row in call("compare", result).splitlines() if "frontier_gap" in row)
    assert "pair=cn-us" in first
