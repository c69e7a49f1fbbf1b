"""What would reverse an effect: one rule for the summary, the table of claims and the figure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Callable

import numpy as np
import pandas as pd
import pytest
import synthetic
import weightshed as ws
from weightshed.brief import compose, crossing, reversal
from weightshed.brief.changes import Changes
from weightshed.brief.references import Numbers
from weightshed.brief.texts import Texts
from weightshed.figures import plate


@pytest.fixture
def book(tmp_path: Path) -> Changes:
    """Two policies over sixteen sets of assumptions."""
    return Changes(ws.open(synthetic.write(tmp_path / "made-up.h5", ("current", "ban"), worlds=16, lineage=False)))


def shifted(book: Changes, effect: np.ndarray) -> None:
    """Sets the effect on the first line in each world."""
    cells = np.full((2, 16, book.run.data.sizes["member"], len(book.years)), 0.5)
    cells[1] += effect[:, None, None]
    book._cells[book.lines[0]] = cells
    book._known.clear()


def of_growth(book: Changes, effect: Callable[[np.ndarray], np.ndarray]) -> reversal.Reversal | None:
    """What would reverse the effect on the first line where it is a function of one assumption, which runs from 0.4 to 1.0."""
    book.run.design["value"].loc[{"parameter": "supply.domestic_growth"}] = np.linspace(0.4, 1.0, 16)
    noise = 1e-3 * np.random.default_rng(1).normal(size=16)
    shifted(book, effect(np.linspace(0.4, 1.0, 16)) + noise)
    return reversal.find(book, book.last(book.lines[0], "ban"))


def reversal_as_told(book: Changes, found: reversal.Reversal | None) -> tuple[str, str, plate.Plate]:
    """What summary and table say of a reversal, and its figure."""
    texts, change = Texts(book, Numbers(book)), replace(book.last(book.lines[0], "ban"), certainty="very likely")
    return compose.plain(texts.reversed_by(change, found)), compose.plain(texts.reverses(change, found)), crossing.draw(book, change, found)


def test_a_reversal_that_worlds_show_is_claimed_in_every_place(book: Changes) -> None:
    found = of_growth(book, lambda growth: 0.8 - growth)
    assert found.kind == reversal.SEEN and found.assumption == "supply.domestic_growth" and found.above
    assert found.at == pytest.approx(0.8, abs=0.01) and found.low <= found.at <= found.high < 0.85
    summary, row, drawn = reversal_as_told(book, found)
    assert summary.startswith("What reverses it is ") and row.endswith("within what was tested.") and "if above 80%" in row
    assert "within what was tested, one assumption reverses" in drawn.title and "Reverses near 80% a year" in drawn.alt
    assert "crossing" in drawn.hints


def test_a_line_that_crosses_zero_among_worlds_that_keep_their_sign_is_no_reversal(book: Changes) -> None:
    found = of_growth(book, lambda growth: np.exp(-8.0 * (growth - 0.4)))  # the line is below zero from about 0.8 on
    assert found.tested_low < found.at < found.tested_high and found.kind == reversal.FADES
    summary, row, drawn = reversal_as_told(book, found)
    assert summary.startswith("Nothing that was tested reverses it, but it fades as ") and summary.endswith("nears 100% a year.")
    assert row.startswith("Nothing that was tested; it fades as ") and "within what was tested" not in row
    assert "nothing that was tested reverses" in drawn.title and "crossing" not in drawn.hints and "Reverses" not in drawn.alt


def test_a_crossing_beyond_what_was_tested_is_that_of_the_line(book: Changes) -> None:
    found = of_growth(book, lambda growth: 1.2 - growth)
    assert found.kind == reversal.EXTENDED and found.at == pytest.approx(1.2, abs=0.02)
    summary, row, drawn = reversal_as_told(book, found)
    for said in (summary, row):
        assert said.startswith("Nothing that was tested") and "a line fitted to the results crosses zero where " in said and " is 120% a year" in said
    assert "nothing that was tested reverses" in drawn.title and "line reaches zero near 120%" in drawn.alt and "crossing" in drawn.hints


@pytest.mark.parametrize("at", [0.99, 1.0, 1.01])
def test_a_crossing_at_the_edge_of_what_was_tested_is_judged_once(book: Changes, at: float) -> None:
    """Whether it rounds to the last value that was tested does not matter: the effect fades there."""
    found = of_growth(book, lambda growth: at - growth)
    assert found.kind == reversal.FADES
    assert not any("not tested" in said or "within" in said for said in reversal_as_told(book, found)[:2])


def test_of_two_assumptions_the_one_that_worlds_show_comes_first(book: Changes) -> None:
    growth = of_growth(book, lambda growth: 0.8 - growth)
    change, kinds = book.last(book.lines[0], "ban"), {"supply.domestic_growth": replace(growth, kind=reversal.FADES), "other": growth}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reversal, "clear", lambda table: pd.DataFrame({"assumption": list(kinds), "in_range": True}))
        patch.setattr(reversal, "_of_row", lambda book, change, row: kinds[row["assumption"]])
        assert reversal.find(book, change).kind == reversal.SEEN


def test_no_reversal_is_claimed_without_a_slope_or_with_few_worlds(book: Changes, tmp_path: Path) -> None:
    noise = np.random.default_rng(2).normal(size=16)
    shifted(book, 1.0 + 0.01 * noise)
    assert reversal.find(book, book.last(book.lines[0], "ban")) is None
    few = Changes(ws.open(synthetic.write(tmp_path / "few.h5", worlds=15, lineage=False)))
    assert reversal.ranked(few, few.last(few.lines[0], "tight")).empty


@pytest.mark.parametrize(("at", "slope", "side", "up"), [(0.9, 1.0, "right", True), (0.9, -1.0, "right", False), (0.1, 1.0, "left", False),
                                                         (0.1, -1.0, "left", True)])
def test_words_of_a_crossing_stand_where_its_line_is_not(at: float, slope: float, side: str, up: bool) -> None:
    found = reversal.Reversal("supply.domestic_growth", reversal.SEEN, at, at, at, 0.0, 1.0, True, 0.0, slope)
    assert crossing._side(0.0, 1.0, found) == (side, up)
