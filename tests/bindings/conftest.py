"""Results that the tests read: made-up ones in the format of docs/format.md, and a small run of the real model."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import synthetic  # noqa: E402
import weightshed as ws  # noqa: E402

#: Small enough for seconds, large enough for intervals.
SMALL = {"run.members": 3, "run.worlds": 2, "run.scale": 0.0005, "run.end": "2027-12-31"}


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return synthetic.write(tmp_path_factory.mktemp("made-up") / "controls.h5")


@pytest.fixture(scope="session")
def made_up_placebo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return synthetic.write(tmp_path_factory.mktemp("made-up") / "placebo.h5", ("current", "placebo"), placebo=True)


@pytest.fixture(scope="session")
def small_study() -> ws.Study:
    return ws.load("export-controls", SMALL)


@pytest.fixture(scope="session")
def small_run(small_study: ws.Study, tmp_path_factory: pytest.TempPathFactory) -> ws.Run:
    return small_study.run(tmp_path_factory.mktemp("small") / "small.h5", progress=False)
