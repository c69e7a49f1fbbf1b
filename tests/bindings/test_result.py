"""Results: the fork and the cards are read from the file, and a file of format 1.0 has neither."""

from __future__ import annotations

from pathlib import Path

import h5py
import pandas as pd
import pytest
import synthetic
import weightshed as ws
from weightshed import figures
from weightshed.brief import command

#: A programme without a date: it sleeps until the fork, and then until its condition holds.
UNDATED = """
title   = "A programme when it is needed"
extends = "baseline"

[run]
members = 1
worlds  = 2
scale   = 0.0005
end     = 2028-12-31

[measure]
record = ["frontier_lag", "download_share"]

[[policy]]
name = "current"

[[policy]]
name    = "when-needed"
actions = [ { lever = "us.open_weight_programme", to = "2e9 USD / year", when = { measure = "frontier_lag", pair = "us_open-cn_open", above = "4 months", for = "3 months" } } ]
"""


@pytest.fixture(scope="module")
def undated(tmp_path_factory: pytest.TempPathFactory) -> ws.Run:
    folder = tmp_path_factory.mktemp("undated")
    (folder / "when-needed.toml").write_text(UNDATED)
    return ws.load(folder / "when-needed.toml").run(folder / "when-needed.h5", progress=False)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up result as format 1.0 has it: no fork, no cards of measures, no figure tied to a measure."""
    path = synthetic.write(tmp_path_factory.mktemp("old") / "old.h5", version="1.2")
    with h5py.File(path, "a") as file:
        file.attrs["weightshed_format"] = "1.0"
        del file.attrs["fork"]
        for key in [key for key in file["registry"] if key.startswith("measure_")]:
            del file["registry"][key]
        for key in ("measure", "where", "reading"):
            del file["published"][key]
    return path


def test_a_policy_without_a_date_forks_after_what_was_observed(undated: ws.Run) -> None:
    assert undated.fork is not None and undated.fork > undated.vintage
    assert undated.fork <= undated.vintage + pd.Timedelta(days=7)  # the first step after it


def test_figures_a_brief_and_a_fan_of_a_policy_without_a_date(undated: ws.Run, tmp_path: Path) -> None:
    assert undated.fan("frontier_lag") is not None
    names = [drawn.name for drawn in figures.draw_all(undated)]
    assert "overview-effects" in names and "effect-frontier-lag-cn-us" in names
    assert command.main([str(undated.path), "--out", str(tmp_path)]) == 0
    assert command.main([str(undated.path), "--out", str(tmp_path), "--verify"]) == 0


def test_the_fork_of_one_policy_is_none(tmp_path: Path) -> None:
    import synthetic

    assert ws.open(synthetic.write(tmp_path / "one.h5", ("current",), lineage=False)).fork is None


def test_a_file_of_format_1_0_says_measures_by_long_name_and_unit(old: Path) -> None:
    run = ws.open(old)
    line = run.line(run.slice("frontier_lag"))
    assert line.phrase == "frontier lag of the follower (China behind the US)" and line.scale.unit == "month"
    assert line.published.empty and run.fork is None
    assert run.line(run.slice("overtaking")).published_dates.empty


def test_a_file_of_format_1_0_still_has_figures_and_a_brief(old: Path, tmp_path: Path) -> None:
    drawn = {one.name: one for one in figures.draw_all(ws.open(old))}
    assert "Published" not in drawn["fan-frontier-lag-cn-us"].alt and "overview-effects" in drawn
    assert command.main([str(old), "--out", str(tmp_path)]) == 0
    assert command.main([str(old), "--out", str(tmp_path), "--verify"]) == 0


def test_a_file_that_is_no_result_or_damaged_is_a_value_error(tmp_path: Path, made_up: Path) -> None:
    with pytest.raises(FileNotFoundError):
        ws.open(tmp_path / "absent.h5")
    whole = made_up.read_bytes()
    spoilt = bytearray(whole)
    for i in range(300, len(spoilt), 37):
        spoilt[i] ^= 0xFF
    for name, content in {"text": b"text", "empty": b"", "cut": whole[:3000], "spoilt": bytes(spoilt)}.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ValueError, match="damaged|not a result of weightshed|is not an HDF5 file"):
            ws.open(tmp_path / name)
    with h5py.File(tmp_path / "foreign.h5", "w"):
        pass
    for path in (tmp_path / "foreign.h5", tmp_path):
        with pytest.raises(ValueError, match="not a result of weightshed|is a folder"):
            ws.open(path)
