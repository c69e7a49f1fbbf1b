"""Regret and ranks of made-up policies, counted by hand; the budget of a made-up effect, of known parts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import weightshed as ws
import xarray as xr
from weightshed.methods import budget, regret


class Line:
    """As much of a line as is read here: values over policy, world, member and time."""

    measure, where = "frontier_gap", "pair=cn-us"

    def __init__(self, values: np.ndarray):
        dims = ("policy", "world", "member", "time")
        names = ["current", "tight", "lifted"][: len(values)]
        time = pd.date_range("2030-12-31", periods=values.shape[3], freq="YE")
        self.values = xr.DataArray(values, dims=dims, coords={"policy": names, "time": time})
        self.last_values = self.values.isel(time=-1)
        self.scale = type("Scale", (), {"factor": 100.0})()


class Made:
    """As much of a result as is read here: its policies and its worlds."""

    path, settings = Path("made.h5"), {}

    def __init__(self, line: Line, draws: np.ndarray, variants: list[str]):
        self.policies = [str(p) for p in line.values["policy"].values]
        self.reference = self.policies[0]
        self.design = xr.Dataset({"value": (("world", "parameter"), draws[:, None]), "world_key": ("world", draws.astype(int)),
                                  "variant": (("world", "structure"), np.array(variants)[:, None])},
                                 coords={"parameter": ["a.b"], "structure": ["openness"]})


def small() -> tuple[Made, Line]:
    """Two worlds of two members; the third policy has no value in one history, which then counts nowhere."""
    levels = np.array([[[0.3, 0.3], [0.3, 0.3]], [[0.5, 0.1], [0.4, 0.9]], [[0.4, 0.3], [0.6, np.nan]]])[..., None]
    line = Line(levels)
    return Made(line, np.arange(2.0), ["logit", "fixed"]), line


def test_regret_is_the_distance_to_the_best_policy_of_the_same_history() -> None:
    run, line = small()
    table = regret.table(run, line, "more").set_index("policy")
    assert (table["histories"] == 3).all() and (table["left_out"] == 1).all()
    assert list(table.index) == ["lifted", "tight", "current"]
    assert table["mean_regret"].to_dict() == pytest.approx({"current": 0.5 / 3, "tight": 0.4 / 3, "lifted": 0.1 / 3})
    assert table["max_regret"].to_dict() == pytest.approx({"current": 0.3, "tight": 0.2, "lifted": 0.1})
    assert table["best_share"].to_dict() == pytest.approx({"current": 1 / 3, "tight": 1 / 3, "lifted": 2 / 3})
    assert table["satisfied"].to_dict() == pytest.approx({"current": 1.0, "tight": 2 / 3, "lifted": 1.0})


def test_less_turns_the_table_round_and_a_bound_is_in_the_unit_shown() -> None:
    run, line = small()
    table = regret.table(run, line, "less", good=regret.bound("<=30%")).set_index("policy")
    assert table["mean_regret"].to_dict() == pytest.approx({"current": 0.2 / 3, "tight": 0.3 / 3, "lifted": 0.6 / 3})
    assert table["satisfied"].to_dict() == pytest.approx({"current": 1.0, "tight": 1 / 3, "lifted": 1 / 3})
    with pytest.raises(ValueError, match="no bound"):
        regret.bound("thirty")
    with pytest.raises(ValueError, match="'more' or 'less'"):
        regret.table(run, line, "most")


def test_ranks_are_told_by_structure() -> None:
    run, line = small()
    ranks = regret.ranks(run, line, "more").set_index("policy")
    assert ranks["openness=logit"].to_dict() == {"lifted": 1, "current": 2, "tight": 2}
    assert ranks["openness=fixed"].to_dict() == {"lifted": 1, "tight": 2, "current": 3}


def test_the_result_answers_in_words_and_as_json(made_up: Path) -> None:
    answer = ws.open(made_up).robust("frontier_lag", "less", good="<=8", pair="cn-us")
    assert "If less of the frontier lag (China behind the US) is wanted, December 2032:" in str(answer)
    assert "frontier lag (China behind the US) at most 8 months" in str(answer)
    assert "90% quantile" in str(answer) and "worst tenth" not in str(answer)
    assert "Current policy" in str(answer) and "A US open-weight programme" in str(answer)  # labels, not names
    usual = str(ws.open(made_up).robust("frontier_lag", "less", pair="cn-us"))
    own = next(row for row in usual.splitlines() if "Current policy" in row)
    assert own.rstrip().endswith("\u2013")  # no worse than itself
    assert {row["policy"] for row in answer.as_json()["policies"]} == {"current", "tight", "programme"}


@pytest.mark.parametrize("sizes", [(0.6, 0.3, 0.1), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)])
def test_the_budget_finds_the_parts_that_were_put_in(sizes: tuple[float, float, float]) -> None:
    draw = np.random.default_rng(4)
    draws, variants, members = 1500, 2, 4
    chance, assumptions, structure = sizes
    effect = (np.sqrt(chance) * draw.normal(size=(draws, variants, members)) + np.sqrt(assumptions) * draw.normal(size=(draws, 1, 1))
              + np.sqrt(structure) * np.array([-1.0, 1.0])[None, :, None] + 3.0)
    luck = draw.normal(size=(draws * variants, members))
    line = Line(np.stack([luck, luck + effect.reshape(-1, members)])[..., None])
    run = Made(line, np.repeat(np.arange(float(draws)), variants), ["logit", "fixed"] * draws)
    found = budget.budget(run, line, "tight").iloc[0]
    assert [found[part] for part in budget.PARTS] == pytest.approx(sizes, abs=0.04)
    assert found["variance"] == pytest.approx(1.0, rel=0.08) and found["effect"] == pytest.approx(3.0, abs=0.1)


def test_one_member_does_not_tell_chance_from_assumptions() -> None:
    _, line = small()
    line = Line(line.values.values[:2, :, :1])
    found = budget.budget(Made(line, np.arange(2.0), ["logit", "logit"]), line, "tight")
    assert found[list(budget.PARTS)].isna().all(axis=None)
