"""Figures as a reader sees them: ticks, units, labels that stand free, and panels only for what can be seen."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest
import synthetic
import weightshed as ws
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Annotation
from weightshed import words
from weightshed.figures import composition, dates, effect, fan, overview, plate, story, theme, tornado

LOOK = theme.PROFILES["brief"]


def caption(drawn: plate.Plate) -> str:
    return " ".join(text.get_text() for text in drawn.figure.texts)


@pytest.mark.parametrize(("first", "last", "most", "marks"), [
    ("2025-07-01", "2032-12-31", 10.0, [2026, 2027, 2028, 2029, 2030, 2031, 2032]),
    ("2025-07-01", "2032-12-31", 4.0, [2026, 2028, 2030, 2032]),
    ("2025-07-01", "2032-12-31", 2.0, [2026, 2032]),  # of the years divisible by five there is but one
    ("2022-01-01", "2032-12-31", 3.0, [2025, 2030]),
    ("2025-03-01", "2025-12-31", 3.0, [])])
def test_a_time_axis_has_two_years_where_the_period_holds_two(first: str, last: str, most: float, marks: list[int]) -> None:
    assert theme.year_marks(np.datetime64(first), np.datetime64(last), most) == marks


def test_every_panel_has_two_years_and_the_unit_stands_at_its_axis(tmp_path: Path) -> None:
    run = ws.open(synthetic.write(tmp_path / "three.h5", ("current", "tight", "loose", "mixed"), lineage=False))
    for drawn in (effect.draw(run, run.slice("frontier_lag"), LOOK), fan.draw(run, run.slice("frontier_lag"), LOOK)):
        assert all(len(axes.get_xticks()) >= 2 for axes in drawn.figure.axes)
        assert drawn.figure.axes[0].get_ylabel() == "months"


def test_what_cannot_be_told_from_the_zero_line_is_said_and_not_drawn(tmp_path: Path) -> None:
    run = ws.open(synthetic.write(tmp_path / "two.h5", ("current", "tight", "faint"), lineage=False))
    line = run.line(run.slice("frontier_lag"))
    for column in ("effect", "low", "high"):
        line.effects["faint"][column] = 1e-3 * line.effects["tight"][column]
    drawn = effect.draw(run, line.slice, LOOK)
    assert len(drawn.figure.axes) == 1 and set(drawn.table["policy"]) == {"tight"}
    assert "\u201cFaint\u201d hardly moves it: 80% of pairs stay within " in caption(drawn) and "Faint" in drawn.alt


def test_directions_are_counted_over_pairs(made_up: Path) -> None:
    run = ws.open(made_up)
    line = run.line(run.slice("frontier_lag"))
    at_end = run.data["frontier_lag"].sel(pair="cn-us").isel(time=-1).astype(float)
    difference = (at_end.sel(policy="tight") - at_end.sel(policy="current")).values.ravel()
    up, down = np.mean(difference > 0), np.mean(difference < 0)
    said = line.last_effect("tight").direction
    assert said.startswith(f"{'up' if up >= down else 'down'} in ") and ("the same" in said) == (np.mean(difference == 0) >= 0.005)
    assert line.last_effect("current").direction == "the same in every pair"


def test_a_higher_value_is_explained_where_its_name_does_not() -> None:
    assert words.upward(words.Slice("frontier_gap", (("pair", "cn-us"),))) == "China further behind the US"
    assert words.upward(words.Slice("download_share", (("country", "CN"),))) == ""


def test_a_share_that_rounds_to_nothing_is_not_called_nothing() -> None:
    share = words.scale_of(words.Card("Share", "", "%", 1, (), False, True), words.Slice("share"), 0.4)
    assert share.label(0.002, 0) == "under 1%" and share.label(0.0002, 1) == "under 0.1%"
    assert share.label(0.0, 0) == "0%" and share.label(0.02, 0) == "2%"


def test_where_something_is_stands_in_the_phrase() -> None:
    card = words.Card("Adoption", "share of organisations on models from {origin}", "%", 1, (), False, True)
    assert words.phrase(words.Slice("adoption", (("region", "AFRICA"), ("origin", "CN"))), card) == (
        "share of organisations on models from China in Africa")


def test_regret_has_its_own_shade_and_no_row_for_what_nobody_moves(made_up: Path) -> None:
    run = ws.open(made_up)
    drawn = overview.draw_regret(run, LOOK)
    axes = drawn.figure.axes[0]
    for patch, text in zip(axes.patches, [t for t in axes.texts if t.get_text() == overview.BEST or t.get_text()[:1].isdigit()]):
        assert (patch.get_alpha() == 0.0) == (text.get_text() == overview.BEST)  # nothing behind: no colour
    assert not any(text.get_text() in ("0", "0.0", "0.00") for text in axes.texts)
    assert "Every policy is as good for the concentration" in caption(drawn)  # which no policy moves
    assert not any("Concentration" in text.get_text() for text in axes.texts)


@pytest.mark.parametrize("profile", theme.PROFILES.values(), ids=str)
def test_the_cells_of_six_policies_hold_their_numbers(profile: theme.Profile, tmp_path: Path) -> None:
    path = synthetic.write(tmp_path / "six.h5", ("current", "a", "b", "c", "d", "e", "f"), worlds=4, members=2, lineage=False)
    with h5py.File(path, "a") as file:
        measures = [name.decode() for name in file["registry/measure"][()]]
        file["registry/measure_shown_unit"][measures.index("frontier_lag")] = "orders of magnitude"  # too long for a cell
    for draw in (overview.draw_effects, overview.draw_regret):
        drawn = draw(ws.open(path), profile)
        axes = drawn.figure.axes[0]
        renderer = FigureCanvasAgg(drawn.figure).get_renderer()
        columns = [cell.get_window_extent(renderer) for cell in axes.patches]
        numbers = [text.get_window_extent(renderer) for text in axes.texts if text.get_text()[:1] in set("0123456789+\u2212")]
        assert len(numbers) >= 6 and all(any(c.x0 <= n.x0 and n.x1 <= c.x1 and c.overlaps(n) for c in columns) for n in numbers)
        assert "orders of magnitude" in " ".join(text.get_text().replace("\n", " ") for text in axes.texts)


def overlaps(drawn: plate.Plate, axes_of: int) -> list[tuple[str, str]]:
    """Pairs of labels of a panel that stand on each other."""
    renderer = FigureCanvasAgg(drawn.figure).get_renderer()
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in drawn.figure.axes[axes_of].texts
             if isinstance(text, Annotation)]
    return [(a, b) for i, (a, x) in enumerate(boxes) for b, y in boxes[i + 1:] if x.overlaps(y)]


def test_the_events_of_a_story_stand_apart_and_labs_that_do_the_same_together(made_up: Path) -> None:
    run = ws.open(made_up)
    drawn = story.draw(run, run.slice("frontier_lag"), LOOK, "tight")
    assert not overlaps(drawn, 1)
    assert not any(line.get_linestyle() == "--" for line in drawn.figure.axes[1].lines)  # the line at the fork is in the upper panel alone
    day = pd.Timestamp("2027-01-05")
    found = story._together(pd.DataFrame([
        (day, "closes", "Meta closes its flagship", 0.0), (day + pd.Timedelta(days=20), "closes", "NVIDIA closes its flagship", 0.0),
        (day, "opens", "Zhipu opens its flagship", 0.0), (day, "policy", "policy: x set to 1", 0.0)],
        columns=["time", "what", "text", "weight"]))
    assert sorted(found["text"]) == ["Meta and NVIDIA close their flagships", "Zhipu opens its flagship", "policy: x set to 1"]


def test_the_ends_of_a_tornado_carry_the_values_of_the_assumption(tmp_path: Path) -> None:
    run = ws.open(synthetic.write(tmp_path / "many.h5", worlds=16, lineage=False))
    drawn = tornado.draw(run, run.slice("frontier_lag"), "tight", LOOK)
    said = [text.get_text() for text in drawn.figure.axes[0].texts]
    for row in drawn.table.head(tornado.MOST).itertuples():
        assert tornado._value(row.q10) in said and tornado._value(row.q90) in said
    assert tornado.HEADING in said and drawn.figure.axes[0].get_xlabel() == "months" and not overlaps(drawn, 0)
    assert "Hollow dot" in caption(drawn) or "hollow dot" in caption(drawn)


def test_a_layer_that_vanishes_is_named_where_it_is_thick(made_up: Path) -> None:
    time = pd.Series(pd.date_range("2024-01-31", periods=10, freq="ME"))
    run = ws.open(made_up)
    drawn = composition.draw(run, run.slice("download_share"), "creator_country", LOOK)
    axes = drawn.figure.axes[0]
    layer = pd.Series([9.0, 8.0, 5.0, *[0.0] * 7])
    composition._name_vanished(axes, time, [("gated", theme.PURPLE, 0.0 * layer, layer)], LOOK)
    label = axes.texts[-1]
    assert label.get_text() == "gated" and label.xy[1] == pytest.approx(4.5) and label.get_position()[1] > 1.0


def test_a_date_on_record_is_named_beside_its_line(made_up: Path) -> None:
    run = ws.open(made_up)
    drawn = dates.draw(run, run.slice("overtaking"), LOOK)
    assert any(text.get_text() == "published: September 2025, with tolerance" for text in drawn.figure.axes[0].texts)
    assert drawn.title.startswith("Qwen passes Llama in ") and "of histories by December 2032" in drawn.title


@pytest.mark.parametrize(("row", "said"), [
    ({"in_range": True, "drawn": True, "seen": True}, "at 0.74"), ({"in_range": True, "drawn": True, "seen": False}, "not clearly"),
    ({"in_range": True, "drawn": False, "seen": False}, "at 0.74, never drawn"), ({"in_range": False, "drawn": False, "seen": False}, "no")])
def test_a_tornado_says_that_a_sign_reverses_where_worlds_show_it(made_up: Path, row: dict[str, bool], said: str) -> None:
    rows = pd.DataFrame([{"assumption": "supply.domestic_growth", "flip": 0.74, "unit": "1", **row}])
    assert tornado._flip(next(rows.itertuples())) == said
    title = tornado._title(ws.open(made_up), rows, "\u201cTight\u201d")
    assert ("reverses sign where" in title) == row["seen"] and ("not clear" in title) == (said == "not clearly")
