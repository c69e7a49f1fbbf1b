"""The NumPy side of the docking has the distributions of the C++ side, and the comparison can tell."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCKING = ROOT / "build/release/bench/docking"
sys.path.insert(0, str(ROOT / "bench" / "docking"))
import compare  # noqa: E402  (the scripts of bench are no package)
from docking_numpy import simulate  # noqa: E402
from numpy_columns import Table, draw_by_weight  # noqa: E402

needs_docking = pytest.mark.skipif(not DOCKING.exists(), reason="needs the program docking: scripts/test builds it")


def docking(*words, given=None):
    return subprocess.run([str(DOCKING), *map(str, words)], capture_output=True, text=True, check=True, input=given).stdout


@pytest.fixture(scope="module")
def numpy_side():
    given = json.loads(docking("parameters"))
    rows = [simulate(given, seed) for seed in range(24)]
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def cxx_side(tmp_path, *assigned):
    (tmp_path / "cxx.csv").write_text(docking("run", 400, 7000, *assigned))
    return compare.read([tmp_path / "cxx.csv"])


@needs_docking
def test_the_numpy_side_agrees_with_the_cxx_side(tmp_path, numpy_side):
    assert compare.agreement(cxx_side(tmp_path), numpy_side).differ == []


@needs_docking
def test_the_comparison_notices_another_parameter(tmp_path, numpy_side):
    assert len(compare.agreement(cxx_side(tmp_path, "derivation.awareness=0.8"), numpy_side).differ) >= 3


@needs_docking
def test_the_same_seed_gives_the_same_history_and_another_another():
    given = json.loads(docking("parameters"))
    one, again, other = (simulate(given, seed) for seed in (1, 1, 2))
    assert one == again
    assert one["derivatives"] != other["derivatives"]


@needs_docking
def test_a_design_is_the_runs_that_it_lists():
    designed = docking("design", given="3 derivation.network=0.2\n4\n").splitlines()
    seconds = designed[0].split(";").index("seconds")
    alone = [docking("run", 1, 3, "derivation.network=0.2").splitlines()[1], docking("run", 1, 4).splitlines()[1]]
    drop = [[word for i, word in enumerate(row.split(";")) if i != seconds] for row in (*designed[1:], *alone)]
    assert drop[:2] == drop[2:] and drop[0] != drop[1]


@needs_docking
def test_a_design_without_a_seed_is_refused():
    done = subprocess.run([DOCKING, "design"], input="derivation.network=0.2\n", capture_output=True, text=True, check=False)
    assert done.returncode == 3 and "a run needs one seed" in done.stderr


def test_columns_grow_and_keep_what_they_hold():
    table = Table(number="i4", share=float)
    for i in range(3):
        table.append(700, number=np.arange(700) + 700 * i)
    assert table.rows == 2100 and (table["number"] == np.arange(2100)).all() and not table["share"].any()


def test_a_draw_follows_the_weights_and_finds_nothing_where_there_is_none():
    weights = np.array([[0.0, 1.0, 3.0], [0.0, 1.0, 3.0], [0.0, 0.0, 0.0], [2.0, 0.0, 0.0]])
    assert draw_by_weight(weights, np.array([0.0, 0.25, 0.5, 0.999])).tolist() == [1, 2, -1, 0]
