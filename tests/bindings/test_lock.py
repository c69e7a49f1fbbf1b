"""Locks: the same projection has the same digest, and neither it nor its table can be changed unseen."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Callable

import h5py
import numpy as np
import pytest
import weightshed as ws
from weightshed.forecasts import command
from weightshed.forecasts.lock import QUANTILES, read, verify


@pytest.fixture
def result(made_up: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made_up, tmp_path / "controls.h5"))


def refused(call, *arguments, **named) -> ws.Error:  # type: ignore[no-untyped-def]
    with pytest.raises(ws.Error) as raised:
        call(*arguments, **named)
    return raised.value


def changed(result: Path, edit: Callable[[h5py.File], None]) -> Path:
    """A copy of the result after an edit; the original may still be open."""
    copy = Path(shutil.copy(result, result.with_name("changed.h5")))
    with h5py.File(copy, "r+") as file:
        edit(file)
    return copy


def add(file: h5py.File, policy: int, more: float) -> None:
    file["frontier_lag"][policy, :, :, -1, 0] = file["frontier_lag"][policy, :, :, -1, 0] + more


def observe_all(file: h5py.File) -> None:
    study = json.loads(file["provenance/study"][()])
    study["run"]["observed_until"] += 10_000
    del file["provenance/study"]
    file["provenance/study"] = json.dumps(study)


def redate(path: Path, day: str) -> None:
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(f"# locked: {day}\n" if line.startswith("# locked: ") else line for line in lines))


def test_a_lock_holds_the_quantiles_of_every_projected_date(result: Path) -> None:
    run, made = ws.open(result), ws.lock(result)
    table = made.table
    assert made.path == result.with_name("controls.lock.csv")
    assert len(QUANTILES) == 23 and QUANTILES[11] == 0.5
    assert set(table["policy"]) == {"current"} and table["at"].min() == "2026-01-31" and table["at"].max() == "2032-12-31"
    row = table[(table["where"] == "age=all;creator_country=CN") & (table["at"] == "2030-06-30")].iloc[0]
    cells = run.data["download_share"].sel(policy="current", time="2030-06-30", age="all", creator_country="CN")
    assert row["unit"] == "percent" and row["histories"] == 30
    assert [row[f"q{q}"] for q in (0.01, 0.5, 0.975)] == pytest.approx(
        100 * np.quantile(cells.values.astype("f8"), (0.01, 0.5, 0.975)), rel=1e-6)
    late = table[(table["measure"] == "overtaking") & (table["at"] == "2032-12-31")].iloc[0]
    assert late["unit"] == "year" and late["histories"] < 30  # it never happens in one world


def test_a_notebook_shows_what_is_locked(result: Path) -> None:
    locked = ws.lock(result)
    shown = locked._repr_html_()
    assert locked.sha256 in shown and locked.date in shown and f"{len(locked.table):,} of" in shown


def test_locking_twice_gives_the_same_digest_and_keeps_the_date(result: Path, tmp_path: Path) -> None:
    first = ws.lock(result)
    redate(first.path, "2026-01-15")
    assert ws.lock(result).date == "2026-01-15"
    again = ws.lock(result, tmp_path / "elsewhere.csv")
    assert again.sha256 == first.sha256 and again.date != "2026-01-15"


def test_the_digest_can_be_checked_without_our_program(result: Path) -> None:
    made = ws.lock(result)
    lines = made.path.read_bytes().splitlines(keepends=True)
    content = b"".join(line for line in lines if not line.startswith((b"# locked:", b"# sha256:")))
    assert hashlib.sha256(content).hexdigest() == made.sha256


def test_the_header_says_what_was_locked(result: Path) -> None:
    header = read(ws.lock(result).path).header
    assert header["scenario_sha256"] == "0123456789abcdef" * 4 and header["data_vintage"] == "2025-12-31"
    assert header["program"] == "0.1.0, revision unknown" and header["seed"] == "1"
    assert header["histories"] == "6 worlds with 5 members"


def test_a_lock_of_something_else_is_not_replaced_without_force(result: Path) -> None:
    first = ws.lock(result)
    before = first.path.read_bytes()
    error = refused(ws.lock, result, policies=["tight"])
    assert error.exit_code == 3 and "a lock of something else is there" in str(error)
    assert first.path.read_bytes() == before
    assert ws.lock(result, policies=["tight", "current"], force=True).policies == ["tight", "current"]
    assert list(result.parent.glob("*.part")) == []


def test_an_edited_lock_is_refused_whatever_was_edited(result: Path) -> None:
    path = ws.lock(result).path
    text = path.read_text()
    for old, new in (("# seed: 1", "# seed: 2"), ("2030-06-30", "2030-06-29"), ("# data_vintage", "# note: x\n# data_vintage")):
        path.write_text(text.replace(old, new, 1))
        error = refused(read, path)
        assert error.exit_code == 5 and "was changed after it was written" in str(error)
    assert "no valid lock is there" in str(refused(ws.lock, result))
    path.write_text("policy,measure\n")
    assert refused(read, path).exit_code == 3


def test_a_result_that_no_longer_gives_the_locked_quantiles_is_refused(result: Path) -> None:
    made = ws.lock(result)
    verify(ws.open(result), made)
    error = refused(verify, ws.open(changed(result, lambda file: add(file, 0, 0.5))), made)
    assert error.exit_code == 5
    assert "controls.lock.csv locked: current frontier_lag pair=cn-us 2032-12-31, quantile 0.01: locked" in str(error)
    assert "its data are not those that were locked" in str(error)


def test_a_change_that_no_quantile_shows_is_refused_too(result: Path) -> None:
    made = ws.lock(result)
    other_policy = changed(result, lambda file: add(file, 1, 0.5))
    assert "locked: its data are not those" in str(refused(verify, ws.open(other_policy), made))


def test_unknown_policies_and_runs_without_a_future_are_refused(result: Path) -> None:
    error = refused(ws.lock, result, policies=["tigth", "current", "curent"])
    assert len(error.problems) == 2 and "did you mean 'tight'?" in str(error) and "did you mean 'current'?" in str(error)
    assert "projects nothing to lock" in str(refused(ws.lock, changed(result, observe_all)))
    assert list(result.parent.glob("*.csv*")) == []


def test_the_command_prints_the_file_and_its_digest(result: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.lock([str(result), "--json", "-q"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["output"].endswith("controls.lock.csv") and not said["kept"] and said["rows"] > 1000
    assert command.lock([str(result)]) == 0
    out, err = capsys.readouterr()
    assert out.strip() == said["output"] and f"unchanged since {said['locked']}" in err and said["sha256"] in err
    assert command.lock([str(result), "--policy", "tight"]) == 3
    assert capsys.readouterr().err.startswith("error: ")
    assert command.lock([str(result.with_name("none.h5"))]) == 3
    assert "none.h5: no such file" in capsys.readouterr().err
    assert command.lock([str(result), "-o", str(result.with_name("none") / "lock.csv")]) == 3
    assert "no such file or directory" in capsys.readouterr().err
