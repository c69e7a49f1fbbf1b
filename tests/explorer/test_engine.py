"""The explorer's engine, run by Node, gives what the program gives: values to the bit, problems to the letter."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from weightshed import _core

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "build" / "wasm" / "explorer"
PROGRAM = str(Path(sys.executable).with_name("weightshed"))
SMALL = ["run.worlds={ calibrated = 2 }", "run.members=2", "run.scale=0.001", "run.end=2028-12-31"]
# Of each kind one: dated levers, several levers, conditions, knock-outs of openness, governments that react, money.
STUDIES = ["tighter-controls", "export-controls", "adaptive-us", "china-closes", "national-choices", "european-programme"]

pytestmark = pytest.mark.skipif(
    not (ENGINE / "engine-module.wasm").exists() or shutil.which("node") is None,
    reason="the explorer's engine is not built: cmake --preset wasm && cmake --build build/wasm (scripts/test does)")


def engine(folder: Path, *steps: list[Any]) -> tuple[list[Any], np.ndarray]:
    """What each step returned, and all values, one history after another."""
    (folder / "steps.json").write_text(json.dumps(steps), encoding="utf-8")
    subprocess.run(["node", ROOT / "tests" / "explorer" / "histories.mjs", ENGINE, folder / "steps.json", folder / "out"],
                   check=True, timeout=600)
    return (json.loads((folder / "out.json").read_text(encoding="utf-8")),
            np.fromfile(folder / "out.bin", dtype=np.float32))


def program(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, check=False)


def run(study: object, output: Path, overrides: list[str]) -> None:
    options = [word for override in overrides for word in ("-s", override)]
    done = program("run", study, *options, "--force", "-q", "-o", output)
    assert done.returncode == 0, done.stderr


def require_same(result: Path, study: dict[str, Any], values: np.ndarray) -> None:
    """Each measure of a result file, bit for bit; `values` go by policy, world, member."""
    with h5py.File(result) as file:
        histories = values.reshape(len(study["policies"]), study["worlds"], study["members"], study["floats"])
        assert len(study["measures"]) >= 2
        for measure in study["measures"]:
            recorded = np.asarray(file[measure["key"]][()], dtype=np.float32)
            size = len(study["dates"]) * measure["width"]
            own = histories[..., measure["offset"]:measure["offset"] + size].reshape(recorded.shape)
            assert np.isfinite(own).any(), measure["key"]
            assert np.array_equal(np.isnan(own), np.isnan(recorded)), measure["key"]
            differing = (own.view(np.uint32) != recorded.view(np.uint32)) & ~np.isnan(own)
            assert not differing.any(), (measure["key"], np.argwhere(differing)[0])


def every_history(study: dict[str, Any]) -> list[list[Any]]:
    return [["future", world, member, policy] for policy in range(len(study["policies"]))
            for world in range(study["worlds"]) for member in range(study["members"])]


@pytest.mark.parametrize("name", STUDIES)
def test_every_measure_is_the_program_s_to_the_bit(name: str, tmp_path: Path) -> None:
    run(name, tmp_path / "native.h5", SMALL)
    [study], _ = engine(tmp_path, ["load", {"name": name}, {"overrides": SMALL}])
    _, values = engine(tmp_path, ["load", {"name": name}, {"overrides": SMALL}], *every_history(study))
    require_same(tmp_path / "native.h5", study, values)


def test_what_was_moved_is_a_scenario_that_the_program_runs_to_the_same_bits(tmp_path: Path) -> None:
    moved: list[list[Any]] = [
        ["load", {"name": "tighter-controls"}, {"overrides": [*SMALL, "run.fork=2026-01-05"]}],
        ["prepare", 1, 1],
        ["setAction", 1, 0, {"to": 0.55, "at": "2026-07-06", "ramp": "3 months"}],
        ["study"],
        ["setAction", 3, 1, {"ramp": None}],
        ["study"],
        ["setAssumption", "supply.leak_base", 0.3],
        ["setPolicies", '[[policy]]\nname = "mine"\nactions = [{ lever = "us.cloud_access", at = 2026-03-02, to = 0.4 }]'],
        ["study"],
        ["keepPasts", 2],
        ["toml"]]
    answers, _ = engine(tmp_path, *moved)
    first, second, study, toml = answers[3], answers[5], answers[8], answers[-1]
    assert [policy["name"] for policy in study["policies"]] == ["current", "mine"]
    assert study["policies"][1]["actions"] == [{"lever": "us.cloud_access", "at": "2026-03-02", "to": 0.4}]
    assert first["policies"][1]["actions"][0] | {"lever": "", "of": ""} == {
        "lever": "", "of": "", "at": "2026-07-06", "to": 0.55, "ramp": "3 months"}
    assert first["policies"][3]["actions"][1]["ramp"] == "6 months"
    assert "ramp" not in second["policies"][3]["actions"][1]
    leak = next(a for a in study["assumptions"] if a["key"] == "supply.leak_base")
    assert (leak["low"], leak["high"], leak["stated"]) == (0.3, 0.3, True)
    _, values = engine(tmp_path, *moved, *every_history(study))
    (tmp_path / "shared.toml").write_text(toml, encoding="utf-8")
    run(tmp_path / "shared.toml", tmp_path / "native.h5", [])
    require_same(tmp_path / "native.h5", study, values)


def test_pasts_are_kept_in_bounds_and_change_nothing(tmp_path: Path) -> None:
    load = ["load", {"name": "tighter-controls"}, {"overrides": SMALL}]
    _, values = engine(tmp_path, load, ["keepPasts", 1], ["prepare", 0, 1], ["future", 0, 1, 1], ["prepare", 1, 0],
                       ["future", 0, 1, 1], ["keepPasts", 0], ["future", 0, 1, 1],
                       ["begin", 0, 1, 1], ["advance", 100], ["begin", 0, 1, 1], ["advance", 10000], ["values"])
    first, *others = np.split(values.view(np.uint32), 4)
    for other in others:
        assert np.array_equal(first, other)


def test_problems_are_the_program_s(tmp_path: Path) -> None:
    text = (ROOT / "scenarios" / "tighter-controls.toml").read_text(encoding="utf-8")
    bad = text.replace("to = 0.95", "to = 1.95", 1).replace('"us.cloud_access"', '"us.cloud_acces"')
    (tmp_path / "bad.toml").write_text(bad, encoding="utf-8")
    [refused, unloaded, unknown], _ = engine(
        tmp_path, ["load", {"text": bad, "name": "bad"}], ["study"], ["load", {"name": "tighter-control"}])
    lines = program("check", tmp_path / "bad.toml").stdout.splitlines()
    told = [line.removeprefix(f"{tmp_path}/") for line in lines if "bad.toml:" in line and " problems" not in line]
    assert [problem["text"] for problem in refused["problems"]] == told
    assert len(told) == 2 and refused["problems"][1]["suggestion"] == "us.cloud_access"
    assert unloaded["problems"][0]["message"] == "no study has been loaded"
    assert unknown["problems"][0]["suggestion"] == "tighter-controls"
    answers, _ = engine(tmp_path, ["load", {"name": "tighter-controls"}, {"overrides": SMALL}],
                        ["setAction", 1, 0, {"to": 7}], ["setAssumption", "supply.leak_base", 99], ["future", 0, 0, 9],
                        ["future", 2, 0, 0], ["study"])
    for answer in answers[1:5]:
        assert answer["problems"][0]["message"]
    assert answers[5] == answers[0]  # nothing has changed


def test_the_log_and_the_lineage_are_those_of_the_result(tmp_path: Path) -> None:
    overrides = [*SMALL, 'measure.lineage="all"']
    run("adaptive-us", tmp_path / "native.h5", overrides)
    answers, _ = engine(tmp_path, ["load", {"name": "adaptive-us"}, {"overrides": overrides}], ["future", 1, 1, 1],
                        ["events"], ["lineage"],
                        ["story", {"measure": "derivative_share", "where": {"country": "CN"}, "at": "2028-12"}])
    events, lineage, story = answers[2:]
    with h5py.File(tmp_path / "native.h5") as file:
        def rows_of(table: str, row: str) -> np.ndarray:
            return np.logical_and.reduce([file[f"{table}/{row}_{axis}"][()] == 1 for axis in ("policy", "world", "member")])

        mine = rows_of("events", "event")
        start = np.datetime64(answers[0]["start"]).astype(int)  # times of a result count from the start of its run
        recorded = zip(start + file["events/event_time"][()][mine], file["events/event_value"][()][mine])
        told = [(event["days"], event["value"]) for event in events]
        assert [days for days, _ in told] == sorted(days for days, _ in told)  # a result keeps the order of the model
        assert np.array_equal(np.float32(sorted(told)), np.float32(sorted(recorded)))
        models = rows_of("lineage", "node")
        assert lineage["rows"] == models.sum() > 1000
        for column in ("parent", "kind", "family", "born", "downloads"):
            assert np.array_equal(np.array(lineage[column]), file[f"lineage/node_{column}"][()][models]), column
    releases = [event for event in events if event["kind"] == "release"]
    assert all(event["text"].endswith("is released") for event in releases)
    countries = {event["text"]: event["country"] for event in releases}
    assert {countries[text] for text in countries if text.startswith(("OpenAI", "Google"))} == {"US"}
    assert {countries[text] for text in countries if text.startswith(("DeepSeek", "Qwen", "Alibaba"))} == {"CN"}
    assert all(event["country"] for event in releases)
    for slot, code in (("us_entrant", "US"), ("cn_entrant", "CN")):
        assert {event["country"] for event in releases if event["actor"].startswith(slot)} == {code}
    parent, alone = np.array(lineage["parent"]), np.array(lineage["alone"])
    bases = parent == 2**32 - 1
    assert sum(np.array(lineage["derivatives"])[bases]) == lineage["rows"] - bases.sum()
    assert 0 < alone[bases].sum() <= lineage["rows"] - bases.sum()
    assert [line["date"] for line in story] == sorted(line["date"] for line in story) and len(story) > 12


def test_cards_library_and_figures_are_those_of_the_program(tmp_path: Path) -> None:
    [about, _, figures, countries], _ = engine(
        tmp_path, ["about"], ["load", {"name": "baseline"}, {"overrides": SMALL}], ["published"], ["names", "country"])
    for kind, list_of in (("levers", "levers"), ("assumptions", "parameters"), ("measures", "measures"),
                          ("structures", "structures"), ("patterns", "patterns")):
        listed = json.loads(program("list", list_of, "--json").stdout)
        assert about[kind] == [{key: card[key] for key in card if key != "kind"} for card in listed]
    assert (about["certainty"], about["certaintyLimits"]) == _core.certainty()
    assert {"key": "us.open_weight_programme", "lever": "open_weight_programme", "of": "US"} in about["spellings"]
    assert about["vintage"] == "2025-12-31"
    assert [study["name"] for study in about["library"]] == sorted(path.stem for path in (ROOT / "scenarios").glob("*.toml"))
    shares = [figure for figure in figures if figure["measure"] == "derivative_share_without_bulk" and not figure["pattern"]]
    assert shares and max(figure["value"] for figure in shares) <= 1.0
    assert {"code": "CN", "name": "China"} in countries
