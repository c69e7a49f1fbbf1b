"""The figures of a brief: every text lies inside the canvas, whatever the study calls things and however it varies."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pytest
import synthetic
import weightshed as ws
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from weightshed.brief import compose, crossing, levels, reversal, sheet
from weightshed.brief.changes import Changes
from weightshed.brief.references import Numbers
from weightshed.figures import plate, theme

LONG = "Near complete controls and a smuggling crackdown"  # about as long as a label that is shown may be


def outside(drawn: plate.Plate) -> list[str]:
    """The texts of a figure that do not lie on its canvas."""
    canvas = FigureCanvasAgg(drawn.figure)
    with theme.styled(drawn.profile):
        canvas.draw()
        box = drawn.figure.bbox.padded(0.5)
        texts = [text for text in drawn.figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
        extents = [text.get_window_extent(canvas.get_renderer()) for text in texts]
    return [text.get_text() for text, at in zip(texts, extents) if not (box.x0 <= at.x0 and at.x1 <= box.x1 and box.y0 <= at.y0 and at.y1 <= box.y1)]


def figures_of(path: Path) -> list[plate.Plate]:
    book = Changes(ws.open(path))
    whole = compose.compose(book, Numbers(book))
    every = [levels.draw(book, line, book.others[:sheet.MOST], f"level-{i}") for i, line in enumerate(book.lines)]
    return [drawn for drawn in [*(one for one, _ in whole.changes), whole.reversal, *every] if drawn is not None]


@pytest.mark.parametrize(("policies", "worlds", "members"), [
    (("current", "tight"), 16, 5), (("current", "tight", "programme", "both"), 16, 5), (("current",), 16, 5), (("current", "tight"), 1, 4)])
@pytest.mark.parametrize("label", ["", LONG])
def test_every_text_of_a_brief_lies_on_its_canvas(tmp_path: Path, policies: tuple[str, ...], worlds: int, members: int, label: str) -> None:
    path = synthetic.write(tmp_path / "made-up.h5", policies, worlds=worlds, members=members, noise=0.2, lineage=False)
    if label:
        with h5py.File(path, "a") as file:
            file["policy_label"][...] = [f"{label[:44]} {i}" for i in range(len(policies))]
    found = figures_of(path)
    assert found and {drawn.name: outside(drawn) for drawn in found if outside(drawn)} == {}


@pytest.mark.parametrize("measure", ["download_share", "frontier_lag", "concentration"])
@pytest.mark.parametrize(("least", "most"), [(-1.0, 1.0), (0.07, 0.49), (0.02, 0.03), (0.2, 9.0)])
@pytest.mark.parametrize(("kind", "part"), [(reversal.SEEN, 0.6), (reversal.SEEN, 0.15), (reversal.FADES, 1.0), (reversal.EXTENDED, 1.07),
                                            (reversal.EXTENDED, -0.5), (reversal.EXTENDED, 4.0)])
def test_every_text_of_a_reversal_lies_on_its_canvas(made_up_worlds: Changes, measure: str, least: float, most: float, kind: str, part: float) -> None:
    book, width = made_up_worlds, most - least
    line = next(one for one in book.lines if one.measure == measure)
    book.run.design["value"].loc[{"parameter": "supply.domestic_growth"}] = np.linspace(least, most, 16)
    at = least + part * width
    for slope in (0.006, -0.006, 2.5):
        found = reversal.Reversal("supply.domestic_growth", kind, at, at - 0.1 * width, at + 0.2 * width, least, most, slope > 0.0, -slope * at / width,
                                  slope / width)
        drawn = crossing.draw(book, book.last(line, "tight"), found)
        assert outside(drawn) == []


@pytest.fixture(scope="module")
def made_up_worlds(tmp_path_factory: pytest.TempPathFactory) -> Changes:
    return Changes(ws.open(synthetic.write(tmp_path_factory.mktemp("worlds") / "made-up.h5", ("current", "tight"), worlds=16, lineage=False)))


def test_labels_of_an_axis_are_as_far_apart_as_its_ticks() -> None:
    def said(value: float) -> str:
        return f"{value:.1f}".replace("-", "\u2212") + " months"
    assert sheet.ticks(-0.65, 0.2, 4) == pytest.approx([-0.5, -0.25, 0.0]) and sheet.ticks(-0.65, 0.2, 4, said) == pytest.approx([-0.6, -0.4, -0.2, 0.0, 0.2])
    assert sheet.ticks(0.0, 10.0, said=said) == sheet.ticks(0.0, 10.0)
