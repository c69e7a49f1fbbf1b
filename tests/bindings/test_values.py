"""Studies as plain values: they check, print as TOML, and read back unchanged, with the same digest and the same bits."""

from __future__ import annotations

import datetime
import pickle
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import weightshed as ws
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TINY = {"run.members": 1, "run.worlds": {"calibrated": 2}, "run.scale": 0.0005, "run.end": "2027-03-31"}

levers, parameters = ws.levers(), ws.parameters()
numbers = [key for key in levers.index if not levers["words"][key] and levers["of"][key] in ("", "country")]
uncertain = parameters[(parameters["low"] < parameters["high"]) & (parameters["unit"] != "date")]

days = st.dates(datetime.date(2026, 1, 5), datetime.date(2030, 12, 31))
names = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
conditions = st.builds(ws.Condition, st.just("frontier_lag"), above=st.floats(-1e6, 6.0) | st.integers(-9, 6) | st.just("4 months"),
                       below=st.none() | st.floats(6.5, 1e6) | st.just("1 year"),
                       lasting=st.none() | st.just("3 months"), where=st.just({"pair": "cn-us"}))
triggers = st.builds(ws.Trigger, st.lists(conditions, min_size=1, max_size=3).map(tuple), any=st.booleans())


@st.composite
def actions(draw: st.DrawFn) -> ws.Action:
    key = draw(st.sampled_from(numbers))
    card = levers.loc[key]
    country = draw(st.sampled_from(["CN", "China", ("US", "EU")])) if card["of"] == "country" else None
    when = draw(st.none() | triggers)
    at = draw(days)
    return ws.Action(key, draw(st.floats(card["low"], card["high"])), None if when and draw(st.booleans()) else at, of=country,
                     until=draw(st.none() | st.just(at + datetime.timedelta(days=400))),
                     ramp=draw(st.none() | st.just("6 months")), when=when)


@st.composite
def assumptions(draw: st.DrawFn) -> tuple[str, Any]:
    key = draw(st.sampled_from(list(uncertain.index)))
    low, high = uncertain["low"][key], uncertain["high"][key]
    middle = draw(st.floats(low, high))
    return key, draw(st.sampled_from([
        middle, ws.Assumption(value=middle, source="made up"), ws.Assumption(range=(low, high)),
        *([ws.Assumption(prior=True)] if uncertain["prior"][key] != "fixed" else [])]))


@st.composite
def studies(draw: st.DrawFn) -> ws.Study:
    policies = draw(st.lists(st.builds(ws.Policy, names, st.lists(actions(), max_size=3).map(tuple), label=st.just("") | names,
                                       short=st.just("") | names, plural=st.booleans()), min_size=1, max_size=3,
                             unique_by=lambda p: p.name))
    past = draw(st.sampled_from(["observed", "simulated"]))
    step = draw(st.sampled_from(["week", "two weeks"]))
    periods = ["week", "month", "quarter", "year"] if step == "week" else ["month", "quarter", "year"]
    return ws.Study(
        title=draw(names), policies=tuple(policies), start=datetime.date(2019, 7, 1), end=draw(st.dates(
            datetime.date(2031, 1, 1), datetime.date(2032, 12, 31))), past=past,
        observed_until="2025-12-31" if past == "observed" else None, seed=draw(st.integers(0, 2**63 - 1)),
        members=draw(st.integers(1, 100)), worlds=draw(st.integers(1, 64) | st.just("calibrated") | st.just({"calibrated": 4})),
        design=draw(st.sampled_from(["sobol", "random"])), scale=draw(st.floats(1e-4, 1.0)),
        step=step,
        assume=dict(draw(st.lists(assumptions(), max_size=3))),
        structure=draw(st.sampled_from([{}, {"openness": "*"}, {"openness": ("logit", "fixed")}, {"governments": "reactive"}])),
        measures=tuple(draw(st.lists(st.sampled_from(list(ws.measures().index)), max_size=4, unique=True))),
        every=draw(st.sampled_from(periods)), patterns=draw(st.booleans()),
        question=draw(st.lists(names, max_size=30).map(" ".join)))


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(study=studies())
def test_random_studies_print_as_toml_and_read_back_unchanged_with_the_same_digest(study: ws.Study) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        again = ws.Study.from_toml(study.toml())
        assert again == study and hash(again) == hash(study)
        assert again.sha256 == study.sha256 and again.toml() == study.toml()
        assert pickle.loads(pickle.dumps(again)) == study


@pytest.mark.parametrize("name", ws.scenarios())
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_every_study_of_the_library_is_the_same_as_values_and_as_a_file(name: str, tmp_path: Path) -> None:
    loaded = ws.load(name)
    assert ws.Study.from_toml(loaded.toml()).sha256 == loaded.sha256
    (tmp_path / f"{name}.toml").write_text(loaded.toml())
    again = ws.load(tmp_path / f"{name}.toml")
    assert again == loaded and again.sha256 == loaded.sha256 and again.question == loaded.question
    assert loaded.replace(seed=loaded.seed).sha256 == loaded.sha256
    for policy in loaded.policies:
        assert ws.Policy.from_toml(policy.toml()) == policy
        for action in policy.actions:
            assert ws.Action.from_toml(action.toml()) == action
            assert action.when is None or ws.Trigger.from_toml(action.when.toml()) == action.when
    for assumption in loaded.assume.values():
        if isinstance(assumption, ws.Assumption):
            assert ws.Assumption.from_toml(assumption.toml()) == assumption


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_study_built_in_python_gives_the_bits_of_its_toml(tmp_path: Path) -> None:
    base = ws.load("baseline", TINY)
    built = ws.Study(title="Built", policies=(base.policies[0], ws.Policy("less", (ws.Action(
        "us.export_control", 0.0, "2026-01-05", of="China"),))), start=base.start, end=base.end, observed_until="2025-12-31",
        worlds={"calibrated": 2}, scale=0.0005, assume=base.assume, measures=("frontier_gap", "models"))
    (tmp_path / "built.toml").write_text(built.toml())
    written = ws.load(tmp_path / "built.toml")
    assert written == built and written.sha256 == built.sha256
    one, two = built.run(tmp_path / "one.h5", progress=False), written.run(tmp_path / "two.h5", progress=False)
    assert one.data.attrs["scenario_sha256"] == two.data.attrs["scenario_sha256"]
    for measure in one.measures:
        np.testing.assert_array_equal(one.data[measure].values, two.data[measure].values)


def test_values_cannot_be_changed() -> None:
    action = ws.Action("us.export_control", 0.5, "2027-01-04", of=["CN", "EU"], options={"fee": 0.1})
    assert action.at == datetime.date(2027, 1, 4) and action.of == ("CN", "EU")
    with pytest.raises(AttributeError):
        action.to = 0.7  # type: ignore[misc]
    with pytest.raises(TypeError):
        action.options["fee"] = 0.2  # type: ignore[index]
    assert hash(action) == hash(ws.Action.from_toml(action.toml()))


def test_parts_are_checked_by_themselves_and_name_the_nearest() -> None:
    told = ws.Action("us.export_contrl", 0.5, "2027-01-04").check()
    assert told["key"].tolist() == ["lever"] and told["suggestion"].tolist() == ["us.export_control"]
    told = ws.Policy("p", (ws.Action("us.export_control", 1.5, "2027-01-04", of="Chna"),)).check()
    assert told["key"].tolist() == ["actions[0].of", "actions[0].to"] and told["suggestion"][0] == "CN"
    told = ws.Trigger.when("frontier_lagg", above="4 months", pair="cn-us").check()
    assert told["key"].tolist() == ["measure"] and told["suggestion"].tolist() == ["frontier_lag"]
    told = ws.World({"research.induced_shar": 0.3}, {"openness": "fixt"}, key=-1).check()
    assert set(told["suggestion"]) >= {"research.induced_share", "fixed"} and "key" in told["key"].tolist()
    assert ws.World({"research.induced_share": 0.3}).check().empty


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_wrong_study_is_told_by_keys_without_a_line_that_nobody_wrote() -> None:
    study = ws.load("export-controls", TINY).replace(measures=["frontier_gp"], members=0)
    with pytest.raises(ws.Error) as caught:
        study.run("never.h5")
    assert {p.key for p in caught.value.problems} == {"measure.record", "run.members"}
    assert "frontier_gap" in {p.suggestion for p in caught.value.problems}
    assert all(p.line == 0 and p.file == "" for p in caught.value.problems) and "toml" not in str(caught.value)
    assert "2 problems" in repr(study)
    with pytest.raises(TypeError, match="did you mean 'members'"):
        study.replace(membrs=3)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_overrides_take_nested_values_with_strings(tmp_path: Path) -> None:
    worlds = tmp_path / "x.csv"
    worlds.write_text("research.induced_share\n0.1\n0.5\n")
    for design in ({"list": str(worlds)}, {"list": np.str_(worlds)}):
        study = ws.load("export-controls", {"run.design": design, "run.end": datetime.date(2030, 6, 30), "run.members": np.int64(2),
                                            "structure.openness": ["logit", "fixed"], "measure.patterns": np.True_})
        assert study.settings["worlds"] == 4 and study.settings["end"] == "2030-06-30" and study.patterns is True
        assert study.design == {"list": str(worlds)} and study.worlds is None
        assert [study.world(w).structure["openness"] for w in range(4)] == ["logit", "logit", "fixed", "fixed"]
    moment = ws.load("export-controls", {"run.end": pd.Timestamp("2030-06-30"), "assume.research.induced_share": {"range": (0.1, 0.2)}})
    assert moment.settings["end"] == "2030-06-30"
    with pytest.raises(TypeError, match="no value of a scenario"):
        ws.load("export-controls", {"run.end": None})


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_worlds_given_as_values_are_those_of_a_file(tmp_path: Path) -> None:
    frame = pd.DataFrame({"research.induced_share": [0.1, 0.5, 1.0], "world_key": [7, 7, 4000000000], "supply.leak_base": ["5 %", "10 %", "0.2"]})
    frame.to_csv(tmp_path / "x.csv", index=False)
    base = ws.load("export-controls", {"run.end": "2026-06-30", "run.scale": 0.001, "run.members": 1})
    base = base.replace(assume={k: v for k, v in base.assume.items() if k in frame})
    filed = base.replace(design={"list": str(tmp_path / "x.csv")})
    for given in (frame, frame.to_dict("list"), {name: column for name, column in frame.items()}, frame.to_dict("records"),
                  [ws.World({k: row[k] for k in ("research.induced_share", "supply.leak_base")}, key=row["world_key"])
                   for row in frame.to_dict("records")], [filed.world(number) for number in range(3)]):
        study = base.replace(worlds=given)
        assert study.check().empty and study.worlds is None and study.settings["worlds"] == 3
        assert [study.world(w) for w in range(3)] == [filed.world(w) for w in range(3)]
        again = ws.Study.from_toml(study.toml())
        assert again == study and again.sha256 == study.sha256 and hash(again.design["list"]) == hash(study.design["list"])
    runs = [one.run(tmp_path / f"{name}.h5", progress=False).data for name, one in (("here", study), ("there", filed))]
    assert runs[0].identical(runs[1].assign_attrs(runs[0].attrs))
    assert base.replace(worlds=frame).replace(worlds=2).design == "sobol"


def test_worlds_that_cannot_be_a_list_are_refused() -> None:
    base = ws.load("baseline", {"run.members": 32})
    with pytest.raises(TypeError, match="a column for each parameter"):
        base.replace(worlds=np.ones((2, 3)))
    with pytest.raises(ValueError, match="supply.leak_base has 1 values"):
        base.replace(worlds={"research.kappa": [0.1, 0.2], "supply.leak_base": [0.1]})
    with pytest.raises(ValueError, match="different variants"):
        base.replace(worlds=[ws.World(structure={"openness": "logit"}), ws.World(structure={"openness": "fixed"})])
    problems = base.replace(worlds={"research.kapa": [0.1, 0.2]}).check()
    assert "research.kappa" in problems["suggestion"].tolist()


def test_the_package_shows_its_interface_and_nothing_else() -> None:
    assert set(dir(ws)) == {*ws.__all__, "__version__"}
    for name in ws.__all__:
        assert getattr(ws, name).__doc__, name
    for owner in (ws.Study, ws.Run, ws.Ecosystem, ws.Policy, ws.Action, ws.Trigger, ws.Condition, ws.World, ws.Assumption):
        for name in dir(owner):
            if not name.startswith("_") and not isinstance(getattr(owner, name), (str, int, float, tuple, Path, type(None))):
                member = getattr(owner, name)
                assert getattr(member, "__doc__", None), f"{owner.__name__}.{name}"
