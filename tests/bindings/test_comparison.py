"""The table of effects: all rows for a program, what the command prints for a reader."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import weightshed as ws

pytestmark = pytest.mark.filterwarnings("ignore:run.members:UserWarning")  # few draws are meant here


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> ws.Run:
    study = ws.load("export-controls", {"run.end": "2026-06-30", "run.scale": 0.001, "run.members": 2, "run.worlds": {"calibrated": 2},
                                        "measure.record": ["frontier_gap", "derivative_share"]})
    return study.run(tmp_path_factory.mktemp("comparison") / "run.h5", progress=False)


def _said(*words: str) -> str:
    program = Path(sys.executable).with_name("weightshed")
    return subprocess.run([program, "compare", *words, "-q"], capture_output=True, text=True, check=True).stdout.rstrip("\n")


def test_it_prints_what_the_command_prints(run: ws.Run) -> None:
    shown = repr(run.compare()).split("\n")
    command = _said(str(run.path)).split("\n")
    assert [line for line in shown if " more; " not in line] == [line for line in command if " more; " not in line]
    assert any("pandas.DataFrame" in line for line in shown) and str(run.compare()) == "\n".join(shown)
    assert repr(run.compare(measures=["frontier_gap"])) == _said(str(run.path), "--measure", "frontier_gap")


def test_a_notebook_shows_the_same_escaped(run: ws.Run) -> None:
    shown = run.compare()._repr_html_()
    assert shown.startswith("<pre>") and "P(sign)" in shown and "frontier_gap" in shown


def test_it_is_a_table_and_a_part_of_it_shows_as_pandas_does(run: ws.Run) -> None:
    table = run.compare()
    assert list(table.columns[:4]) == ["measure", "policy", "effect", "low"] and len(table) > 12
    assert type(table[table["policy"] == "tight"]) is type(table.head(3)) is pd.DataFrame
    plain = pd.DataFrame(table)
    assert repr(plain) != repr(table) and plain.equals(table)
    table["mine"] = 1.0  # another table than the text was made of
    assert "mine" in table.to_string() and "P(sign)" not in repr(table)


def test_a_study_of_one_policy_compares_nothing(tmp_path: Path) -> None:
    alone = ws.load("baseline", {"run.end": "2026-06-30", "run.scale": 0.001, "run.members": 1, "run.worlds": {"calibrated": 1}})
    assert alone.run(tmp_path / "alone.h5", progress=False).compare().empty
