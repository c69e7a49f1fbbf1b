"""The commands sensitivity, discover and robust on real and made-up results, and the study run on a design."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import synthetic
import weightshed as ws
import xarray as xr
from weightshed import _core
from weightshed.answers import command
from weightshed.methods.designed import Plan
from weightshed.methods.sensitivity import CHANCE, OTHERS, Sensitivity

#: A study whose worlds differ in three assumptions alone, small enough for a design.
TINY = {"run.worlds": 2, "run.scale": 0.0005, "run.start": "2024-01-01", "run.end": "2026-12-31"}
PLAN = Plan(blocks=8, trajectories=4, factors=2)


@pytest.fixture(scope="module")
def many_worlds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return synthetic.write(tmp_path_factory.mktemp("answers") / "many worlds.h5", worlds=96, noise=1.2)


@pytest.fixture()
def tied(many_worlds: Path) -> ws.Run:
    """A run in which the first assumption is what moves the effect, up to its sign, and the second is nothing."""
    run = ws.open(many_worlds)
    lag = run.line(run.slice("frontier_lag", pair="cn-us")).last_values
    effect = (lag.sel(policy="tight") - lag.sel(policy="current")).mean("member").values
    values = np.column_stack([1.0 + effect / np.abs(effect).max(), np.random.default_rng(3).random(len(effect))])
    run.design = run.design.load().assign(value=(("world", "parameter"), values))
    return run


def test_the_sentence_says_where_a_policy_fails_and_its_command_counts_it_again(tied: ws.Run) -> None:
    found = tied.discover("frontier_lag", "tight", pair="cn-us")
    box = found.box
    assert [x.assumption for x in box.limits] == ["supply.domestic_growth"]
    inside = box.limits[0].holds(tied.design["value"].values[:, 0])
    lag = tied.line(tied.slice("frontier_lag", pair="cn-us")).last_values
    effect = (lag.sel(policy="tight") - lag.sel(policy="current")).transpose("world", "member").values
    wrong = effect <= 0.0 if effect.mean() > 0 else effect >= 0.0
    assert (box.failing, box.histories, box.all_failing) == (wrong[inside].sum(), inside.sum() * effect.shape[1], wrong.sum())
    assert f"{box.failing} of {box.all_failing} failing histories" in found.sentence
    assert f"coverage {box.coverage:.0%}" in found.sentence and "growth of domestic chip capacity" in found.sentence
    again = tied.discover("frontier_lag", "tight", check=box.as_text(), pair="cn-us")
    assert again.checked == box and again.sentence == found.sentence
    assert f"--check '{box.as_text()}'" in found.command and "many worlds.h5'" in found.command


def test_given_worlds_name_the_assumption_that_moves_the_effect(tied: ws.Run) -> None:
    found = tied.sensitivity("frontier_lag", "tight", pair="cn-us")
    assert found.assumptions.iloc[0]["factor"] == "supply.domestic_growth" and found.assumptions.iloc[0]["first"] > 0.8
    assert "+  supply.domestic_growth: growth of domestic chip capacity" in str(found)
    again = Sensitivity.from_json(json.loads(json.dumps(found.as_json())))
    pd.testing.assert_frame_equal(again.table, found.table, check_dtype=False)


def test_few_worlds_get_a_budget_and_the_reason_why_no_indices(made_up: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.sensitivity([str(made_up), "--measure", "frontier_lag", "--policy", "tight"]) == 0
    said = capsys.readouterr().out
    assert "only 6 worlds" in said and "chance  assumptions  structure" in said


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"question": "another study", "answers": []}'])
def test_what_stands_beside_a_result_is_an_answer_or_named(made_up: Path, text: str) -> None:
    beside = made_up.with_name(f"{made_up.stem}-sensitivity")
    beside.mkdir(exist_ok=True)
    (beside / "sensitivity.json").write_text(text, encoding="utf-8")
    run = ws.open(made_up)
    try:
        if "another" in text:
            assert run.sensitivity("frontier_lag", "tight").doubt  # not of this study
        else:
            with pytest.raises(ValueError, match="sensitivity.json: is not what"):
                run.sensitivity("frontier_lag", "tight")
    finally:
        (beside / "sensitivity.json").unlink()
        beside.rmdir()


def test_what_cannot_be_answered_is_one_line(made_up: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for call, arguments, told in [
            (command.discover, [str(made_up), "--policy", "tight"], "only 6 worlds have a value"),
            (command.discover, [str(made_up), "--policy", "tihgt"], "no policy 'tihgt'"),
            (command.discover, [str(made_up), "--policy", "tight", "--check", "x"], "'x' is no limit"),
            (command.robust, [str(made_up), "--good", "many"], "'many' is no bound"),
            (command.sensitivity, ["export-controls", "--policy", "nobody"], "no policy 'nobody'"),
            (command.sensitivity, ["export-controls", "--blocks", "9"], "a power of two"),
            (command.sensitivity, ["placebo-of-nothing"], "placebo-of-nothing")]:
        assert call(arguments) == 3, arguments
        said = capsys.readouterr()
        assert said.out == "" and told in said.err and len(said.err.strip().splitlines()) == 1, said.err


def test_tables_and_json_of_the_commands_hold_the_same_numbers(made_up: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "robust.csv"
    assert command.robust([str(made_up), "--measure", "frontier_lag", "--want", "less", "--json", "--csv", str(table), "-q"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert pd.read_csv(table)["mean_regret"].tolist() == pytest.approx([row["mean_regret"] for row in printed[0]["policies"]])


def test_a_design_is_run_kept_and_found_beside_the_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    study = ws.load("export-controls", TINY)
    told: list[str] = []
    found = {a.policy: a for a in study.sensitivity("frontier_gap", plan=PLAN, tell=told.append)}
    assert set(found) == {"tight", "lifted"} and len(told) == 2
    answer = found["lifted"]
    factors = list(answer.table["factor"])
    assert {CHANCE, OTHERS} <= set(factors) and len(factors) == 4 and len(answer.assumptions) == 2
    assert answer.worlds == 8 * (4 + 2) and answer.blocks == 8 and len(answer.screening) == 3
    assert np.isfinite(answer.table[["total", "first"]].to_numpy()).all()
    design = xr.open_dataset(tmp_path / "export-controls-sensitivity" / "indices.h5", group="design")
    keys = design["world_key"].values.reshape(8, 6)
    assert (keys[:, :-2] == keys[:, :1]).all()  # in a block only chance and the last row have another luck
    before = (tmp_path / "export-controls-sensitivity" / "indices.h5").stat().st_mtime_ns
    again = {a.policy: a for a in study.sensitivity("frontier_gap", plan=PLAN)}
    pd.testing.assert_frame_equal(again["lifted"].table, answer.table)
    assert (tmp_path / "export-controls-sensitivity" / "indices.h5").stat().st_mtime_ns == before
    run = study.run(progress=False)
    pd.testing.assert_frame_equal(run.sensitivity("frontier_gap", "lifted").table, answer.table, check_dtype=False)
    assert run.sensitivity("frontier_gap", "lifted", at="2026-06").doubt  # of that date there is no design


def test_a_policy_that_changes_nothing_keeps_no_other_from_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text("""extends = "export-controls"
[structure]
openness = ["logit", "fixed"]
[[policy]]
name = "current"
[[policy]]
name = "same"
[[policy]]
name = "lifted"
actions = [ { lever = "us.export_control", of = "CN", at = 2026-01-05, to = 0.0 } ]
""", encoding="utf-8")
    same, lifted = ws.load("mine.toml", TINY).sensitivity("frontier_gap", plan=PLAN)
    assert same.doubt == "No indices: the effect is the same in every run, so no assumption moves it." and same.table.empty
    assert not lifted.doubt and len(lifted.table) == 4
    indices = ws.open(tmp_path / "mine-sensitivity" / "indices.h5")
    gap = indices.line(indices.slice("frontier_gap")).last_values
    effect = (gap.sel(policy="lifted") - gap.sel(policy="current")).mean("member").values
    names = ["world_key", *indices.varied]
    worlds = pd.DataFrame({"world_key": indices.design["world_key"].values, "effect": effect,
                           **{name: indices.design["value"].sel(parameter=name).values for name in indices.varied}})
    by_row = worlds.groupby(names)["effect"].agg(["mean", "size"]).reset_index()
    assert (by_row["size"] == 2).all()  # both mechanisms, which count equally
    design = pd.read_csv(tmp_path / "mine-sensitivity" / "indices.csv").merge(by_row, on=names, how="left")
    independent = np.isin(np.arange(48) % 6, (0, 5))  # first and last of a block
    assert len(design) == 48 and lifted.effect == pytest.approx(design["mean"][independent].mean())


def test_an_interrupted_run_of_a_design_is_continued_and_one_of_another_study_replaced(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study, other = (ws.load("export-controls", {**TINY, "run.members": 1, "run.seed": seed}) for seed in (1, 2))
    simulate, forced = _core.run, []
    parts = tmp_path / "indices.h5.parts"

    def watched(core: object, output: Path, threads: int, force: bool, *rest: object) -> dict:
        forced.append((force, any(parts.glob("part-*"))))
        return simulate(core, output, threads, force, *rest)

    for begun, calls in ((study, [(False, True)]), (other, [(False, True), (True, True)])):
        simulate(begun._core, tmp_path / "indices.h5", 1, False, 0, 2, None)  # half of it, and then the power went
        monkeypatch.setattr(_core, "run", watched)
        study._run_or_continue(tmp_path / "indices.h5", 1)
        monkeypatch.undo()
        assert forced == calls
        assert ws.open(tmp_path / "indices.h5").data.attrs["scenario_sha256"] == study.sha256
        (tmp_path / "indices.h5").unlink()
        forced.clear()
