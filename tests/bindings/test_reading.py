"""The reading of a result: each slice read once, the first outcome found, doubts told."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import h5py
import pytest
import weightshed as ws
from weightshed.reading import Effect


def test_a_slice_is_read_once(made_up: Path) -> None:
    run = ws.open(made_up)
    line = run.line(run.slice("frontier_lag"))
    assert run.line(run.slice("frontier_lag", pair="cn-us")) is line
    assert line.fans is line.fans and line in run.main_lines


def test_a_notebook_shows_the_last_values_and_effects_of_a_line(made_up: Path) -> None:
    run = ws.open(made_up)
    line = run.line(run.slice("frontier_lag"))
    shown = line._repr_html_()
    assert shown.startswith(f"<b>{line.heading}, {run.end}") and all(policy in shown for policy in run.policies)
    effect = line.last_effects[run.policies[1]]
    assert line.scale.difference(effect.effect, effect.decimals) in shown
    assert line.where in repr(line)


def test_an_effect_is_clear_when_its_sign_holds_in_nine_of_ten_pairs(made_up: Path) -> None:
    run = ws.open(made_up)
    line = run.main_lines[0]

    def effect(sign_probability: float, low: float = -1.0, high: float = 1.0, size: float = 1.0) -> Effect:
        return Effect(line, "tight", size, low, high, sign_probability, 0.5, 30)

    assert effect(0.9).is_clear and not effect(0.898).is_clear and not effect(math.nan).is_clear
    assert effect(0.9).strength == 0.5 and 0.0 < effect(0.9, 1.0, 1.0).strength < effect(0.9, size=1e-9).strength
    assert effect(math.nan, 0.0, 0.0, 0.0).is_zero and effect(math.nan, 0.0, 0.0, 0.0).strength == 0.0


def test_what_levers_press_on_directly_is_no_first_outcome_while_an_outcome_moves(made_up: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(made_up, tmp_path / "pressed.h5"))
    first = ws.open(made_up).first_outcome.measure
    with h5py.File(copy, "a") as file:
        measures = [name.decode() for name in file["registry/measure"][:]]
        file["registry/measure_intermediate"][measures.index(first)] = 1
    run = ws.open(copy)
    assert run.first_outcome is not None and run.first_outcome.measure != first


def test_a_placebo_has_no_outcome_that_moves(made_up_placebo: Path) -> None:
    assert ws.open(made_up_placebo).first_outcome is None


def test_flip_points_need_more_worlds_than_assumptions(made_up: Path) -> None:
    run = ws.open(made_up)  # six worlds, two assumptions
    with pytest.raises(ValueError, match="6 worlds"):
        run.line(run.slice("frontier_lag")).flip_points("tight")
