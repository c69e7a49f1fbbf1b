"""A result tells where each published figure belongs, and from which date on its policies may differ."""

from __future__ import annotations

import datetime
import subprocess
import sys
from pathlib import Path
from typing import Callable

import h5py
import pytest

LIBRARY = Path(__file__).resolve().parents[2] / "scenarios"
PROGRAM = str(Path(sys.executable).with_name("weightshed"))
SMALL = ["run.scale=0.0005", "run.members=1", "run.worlds=1", "run.end=2027-06-30"]
POLICY = '[[policy]]\nname = "{0}"\nactions = [{1}]\n'
ACTION = '{{ lever = "us.export_control", of = "CN", at = {0}, to = 0.9 }}'
ASLEEP = '{ lever = "us.export_control", of = "CN", to = 0.9, when = { measure = "frontier_gap", pair = "cn-us", above = 9.0 } }'

Run = Callable[..., h5py.File]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the policies small, each an action or none, and opens the result."""
    monkeypatch.setenv("WEIGHTSHED_SCENARIOS", str(LIBRARY))

    def of(*actions: str, settings: tuple[str, ...] = ()) -> h5py.File:
        policies = "".join(POLICY.format(f"policy_{i}", action) for i, action in enumerate(actions))
        (tmp_path / "study.toml").write_text('extends = "baseline"\n[measure]\nrecord = ["compute"]\n' + policies, encoding="utf-8")
        overrides = [word for setting in (*SMALL, *settings) for word in ("-s", setting)]
        subprocess.run([PROGRAM, "run", "study.toml", "-q", "--force", *overrides], cwd=tmp_path, check=True)
        return h5py.File(tmp_path / "study.h5")

    return of


def texts(group: h5py.Group, name: str) -> list[str]:
    return [str(text) for text in group[name].asstr()[:]]


def test_each_published_row_names_a_measure_and_labels_of_the_file_or_is_read_from_the_state(run: Run) -> None:
    with run("") as file:
        published, registry = file["published"], file["registry"]
        dimensions = dict(zip(texts(registry, "measure"), texts(registry, "measure_dimensions"), strict=True))
        cards = dict(zip(texts(registry, "pattern"), zip(*(texts(registry, f"pattern_{field}") for field in (
            "measure", "where", "reading", "unit")), strict=True), strict=True))
        rows = list(zip(*(texts(published, f"published_{name}") for name in ("pattern", "part", "measure", "where", "reading")), strict=True))
        assert len(rows) == len(cards)
        for pattern, part, measure, where, reading in rows:
            assert cards[f"{pattern}/{part}".strip("/")][:3] == (measure, where, reading)
            if reading == "state":
                assert (measure, where) == ("", "")
                continue
            assert reading in ("value", "date")
            labels = dict(label.split("=") for label in where.split(";"))
            assert list(labels) == dimensions[measure].split(";")
            assert all(label in texts(file, dimension) for dimension, label in labels.items())
        drawn = {(pattern, measure) for pattern, _, measure, _, _ in rows}
        assert {("P1", "overtaking"), ("P23a", "derivative_share_without_bulk"), ("P25", "")} <= drawn


def test_a_measure_says_how_it_is_called_and_shown(run: Run) -> None:
    with run("") as file:
        registry = file["registry"]
        keys = texts(registry, "measure")
        shown = dict(zip(keys, texts(registry, "measure_shown_unit"), strict=True))
        assert shown["frontier_lag"] == "months" and shown["download_share"] == "%" and shown["models"] == ""
        assert dict(zip(keys, texts(registry, "measure_phrase"), strict=True))["derivative_share"] == "{country} share of new derivatives"
        assert dict(zip(keys, texts(registry, "measure_plain"), strict=True))["concentration"] == "hhi_families"
        assert [key for key, flag in zip(keys, registry["measure_intermediate"][:], strict=True) if flag] == ["compute", "policy_cost"]
        assert registry["measure_decimals"].dtype == "int8" and (registry["measure_decimals"][:] >= 0).all()


def test_the_fork_is_the_first_step_on_or_after_the_first_action_and_empty_where_policies_never_differ(run: Run) -> None:
    with run("", ACTION.format("2026-09-17")) as file:
        assert file.attrs["weightshed_format"] == b"2.0"
        start = datetime.date.fromisoformat(file["time"].attrs["units"].decode().removeprefix("days since "))
        weeks = -(-(datetime.date(2026, 9, 17) - start).days // 7)
        assert file.attrs["fork"].decode() == str(start + datetime.timedelta(weeks=weeks))
    with run("", ACTION.format("2027-06-30")) as file:  # no step begins so late
        assert "fork" not in file.attrs
    with run(ACTION.format("2026-09-17")) as file:  # nothing to differ from
        assert "fork" not in file.attrs
    with run("", ASLEEP, settings=("run.observed_until=2026-01-05",)) as file:  # awake from the handover on
        assert file.attrs["fork"] == b"2026-01-05"
