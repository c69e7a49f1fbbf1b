"""Studies from Python: loading, checking, running, interrupting, comparing."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
import weightshed as ws


def test_a_study_shows_its_question_policies_and_cells(small_study: ws.Study) -> None:
    text = repr(small_study)
    assert "policies" in text and f"= {small_study.cells}" in text
    assert "<table>" in small_study._repr_html_()
    assert small_study.cells == len(small_study.policies) * 2 * 3


def test_a_sound_study_has_no_problems_and_shows_nothing(small_study: ws.Study) -> None:
    problems = small_study.check()
    assert problems.empty and repr(problems) == "" and problems._repr_html_() == ""


def test_every_problem_is_told_at_once_with_the_nearest_name() -> None:
    with pytest.raises(ws.Error) as caught:
        ws.load("export-controls", {"run.membrs": 4, "run.worlds": "many"})
    assert caught.value.exit_code == 3
    assert len(caught.value.problems) == 2
    assert "members" in {p.suggestion for p in caught.value.problems}
    assert {p.file for p in caught.value.problems} == {"overrides"} and "-s" not in str(caught.value)
    assert len(ws.check("export-controls", {"run.membrs": 4, "run.worlds": "many"})) == 2


def test_a_study_that_is_not_there_is_told_with_the_nearest_name() -> None:
    with pytest.raises(ws.Error, match=r"did you mean 'export-controls'") as caught:
        ws.load("export-control")
    assert "weightshed.scenarios()" in str(caught.value)
    assert [p.suggestion for p in caught.value.problems] == ["export-controls"]


def test_the_registry_can_be_listed() -> None:
    assert "download_share" in ws.measures().index
    assert (ws.parameters()["low"] <= ws.parameters()["high"]).all()
    assert "demo" in ws.scenarios()
    assert len(ws.levers()) > 0 and len(ws.patterns()) > 0 and len(ws.structures()) > 0


def test_data_has_one_value_a_policy_world_member_and_date(small_run: ws.Run, small_study: ws.Study) -> None:
    for measure in small_run.measures:
        array = small_run.data[measure]
        assert array.dims[:4] == ("policy", "world", "member", "time")
        assert array.shape[:3] == (len(small_study.policies), 2, 3)
    assert (small_run.data["status"] == 1).all()
    assert str(small_run.data["time"].dtype).startswith("datetime64")


def test_compare_agrees_with_the_cells(small_run: ws.Run) -> None:
    table = small_run.compare(measures=["download_share"])
    row = table[(table["creator_country"] == "CN") & (table["age"] == "all")].iloc[0]
    cells = small_run.data["download_share"].sel(creator_country="CN", age="all").isel(time=-1)
    difference = (cells.sel(policy=row["policy"]) - cells.sel(policy=small_run.reference)).values.astype(float)
    assert row["effect"] == pytest.approx(difference.mean(), abs=1e-7)
    assert row["low"] == pytest.approx(np.quantile(difference, 0.1), abs=1e-7)
    assert row["pairs"] == 6


def test_compare_rejects_a_date_that_is_none(small_run: ws.Run) -> None:
    with pytest.raises(ws.Error, match="is not a date"):
        small_run.compare(at="soon")


def test_the_effect_over_time_ends_in_what_compare_says(small_run: ws.Run) -> None:
    table = small_run.compare(measures=["download_share"])
    row = table[(table["creator_country"] == "CN") & (table["age"] == "under_a_year")].iloc[0]
    series = small_run.effect("download_share", row["policy"], creator_country="CN")
    assert series["effect"].iloc[-1] == pytest.approx(row["effect"], rel=1e-5, abs=1e-9)


def test_a_result_is_not_overwritten_unasked(small_run: ws.Run, small_study: ws.Study) -> None:
    with pytest.raises(ws.Error, match="exists"):
        small_study.run(small_run.path, progress=False)


def test_an_unknown_measure_is_refused_with_the_known_ones(small_run: ws.Run) -> None:
    with pytest.raises(ValueError, match="download_share"):
        small_run.fan("downlod_share")


def test_the_effect_of_an_unknown_name_is_an_error_with_the_nearest(small_run: ws.Run) -> None:
    policy = small_run.policies[1]
    for measure, name, labels, nearest in (("download_share", policy[:-1], {}, policy), ("download_shar", policy, {}, "download_share"),
                                           ("download_share", policy, {"creator_country": "Chyna"}, "CN")):
        with pytest.raises(ws.Error, match=f"did you mean '{nearest}'") as raised:
            small_run.effect(measure, name, **labels)
        assert raised.value.exit_code == 3 and len(raised.value.problems) == 1


def test_a_missing_result_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        ws.open(tmp_path / "nothing.h5")


def test_an_exception_in_the_progress_callback_stops_the_run(small_study: ws.Study, tmp_path: Path) -> None:
    def refuse(_: dict) -> None:
        raise RuntimeError("no thanks")

    study = ws.load("export-controls", {"run.members": 64, "run.worlds": 8, "run.scale": 0.0005})
    with pytest.raises(RuntimeError, match="no thanks"):
        ws._core.run(study._core, tmp_path / "stopped.h5", 0, False, 0, 1, refuse)
    assert not (tmp_path / "stopped.h5").exists()


def test_ctrl_c_keeps_finished_cells_and_resume_ends_in_the_same_data(tmp_path: Path) -> None:
    code = textwrap.dedent("""
        import os, signal, sys
        import weightshed as ws
        study = ws.load("export-controls", {"run.members": 12, "run.worlds": 4, "run.scale": 0.0005, "run.end": "2026-12-31"})
        def interrupt(progress):
            if progress["done"] > 0:
                os.kill(os.getpid(), signal.SIGINT)
        try:
            ws._core.run(study._core, ws.study.Path(sys.argv[1]), 1, False, 0, 1, interrupt)
        except KeyboardInterrupt as caught:
            print(caught)
            sys.exit(7)
    """)
    target = tmp_path / "cut.h5"
    done = subprocess.run([sys.executable, "-c", code, str(target)], capture_output=True, text=True)
    assert done.returncode == 7, done.stderr
    assert "histories are kept" in done.stdout and "weightshed.resume" in done.stdout
    assert not target.exists() and (tmp_path / "cut.h5.parts").exists()
    resumed = ws.resume(target, progress=False)
    whole = ws.load("export-controls", {"run.members": 12, "run.worlds": 4, "run.scale": 0.0005, "run.end": "2026-12-31"}).run(
        tmp_path / "whole.h5", progress=False)
    for measure in whole.measures:
        np.testing.assert_array_equal(resumed.data[measure].values, whole.data[measure].values)


@pytest.mark.parametrize("at", ["2028-01", "2040-01-01", "2019-06", "2019-06-30"])
def test_a_date_outside_the_records_is_an_error_with_the_range(small_run: ws.Run, at: str) -> None:
    with pytest.raises(ws.Error, match="allowed: 2019-07-31 to 2027-12-31") as caught:
        small_run.compare(at=at)
    assert caught.value.exit_code == 3 and caught.value.problems[0].key == "at"


def test_the_last_month_and_its_last_day_are_inside_the_records(small_run: ws.Run) -> None:
    for at in ("2027-12", "2027-12-31", "2019-07"):
        assert len(small_run.compare(at=at, measures=["frontier_gap"])) > 0


def test_the_recorded_command_states_what_was_overridden_and_loads_the_same_study(
        small_run: ws.Run, small_study: ws.Study) -> None:
    command = str(small_run.provenance["command"])
    for key, value in (("run.members", "3"), ("run.worlds", "2"), ("run.end", "2027-12-31")):
        assert f"'{key}={value}'" in command
    call = command.removesuffix(".run()")
    assert call != command and eval(call, {"weightshed": ws}).sha256 == small_study.sha256


def test_what_was_probably_meant_is_suggested(tmp_path: Path) -> None:
    with pytest.raises(ws.Error, match="did you mean 'run.members'"):
        ws.load("demo", {"members": 4})
    scenario = tmp_path / "china.toml"
    text = ('extends = "baseline"\n[[policy]]\nname = "current"\n[[policy]]\nname = "tight"\n'
            'actions = [{ lever = "us.export_control", of = "China", at = 2027-01-04, to = 0.9 }]\n')
    scenario.write_text(text)
    assert ws.check(scenario).empty  # China is CN
    scenario.write_text(text.replace("China", "Chima"))
    assert ws.check(scenario)["suggestion"].tolist() == ["CN"]
    scenario.write_text(text.replace(' of = "China",', ""))
    with pytest.warns(UserWarning, match="names no country, so it aims at every country"):
        ws.load(scenario)


def test_messages_name_the_keyword_and_not_the_option_of_the_program(small_run: ws.Run, small_study: ws.Study) -> None:
    with pytest.raises(ws.Error, match="force=True") as caught:
        small_study.run(small_run.path, progress=False)
    assert "--force" not in str(caught.value) + str(caught.value.problems)


def test_a_table_is_overridden_as_a_mapping() -> None:
    study = ws.load("export-controls", {"run.worlds": {"calibrated": 3}})
    assert study.settings["worlds"] == 3 and "derivation.brand" in study.assumptions.index


def test_a_table_is_overridden_with_texts_and_keys_that_hold_dots(tmp_path: Path) -> None:
    worlds = tmp_path / "worlds of mine.csv"
    worlds.write_text("research.induced_share,supply.china_demand,supply.leak_base\n0.2,1.0,0.1\n0.4,1.2,0.2\n", encoding="utf-8")
    study = ws.load("export-controls", {"run.design": {"list": str(worlds)}, "run.members": 16})
    assert study.settings["worlds"] == 2 and "research.induced_share" in study.assumptions.index
