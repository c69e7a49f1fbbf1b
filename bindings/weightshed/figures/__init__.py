"""Figures for a brief, a talk or a paper: one look, each with its numbers as CSV and its content as alt text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Iterator

from .. import summary, words
from . import composition, dates, effect, fan, four_lines, lineage, overview, panels, plate, story, theme, tornado

if TYPE_CHECKING:
    from ..run import Run

__all__ = ["composition", "dates", "draw_all", "effect", "fan", "four_lines", "lineage", "overview", "panels", "plate",
           "story", "theme", "tornado", "write_all"]


def draw_all(run: "Run", profile: str = "brief") -> Iterator[plate.Plate]:
    """Every figure that the run has data for: policies against outcomes; fan and effect of each measure; tornados, four
    lines and the story of one history for the measure that the study asks about first; compositions; a lineage tree."""
    look = theme.PROFILES[profile]
    if run.data.sizes["policy"] > 1:
        yield overview.draw_effects(run, look)
        yield overview.draw_regret(run, look)
    for measure in run.measures:
        slice_ = summary.main_slice(run, measure)
        if not summary.has_values(run, slice_):
            continue
        if dates.is_date(run, measure):
            yield dates.draw(run, slice_, look)
            continue
        yield fan.draw(run, slice_, look)
        if run.data.sizes["policy"] > 1:
            yield effect.draw(run, slice_, look)
            yield from _about_first(run, slice_, look)
        dim = composition.dimension(run, measure)
        if dim is not None:
            yield composition.draw(run, measure, dim, look)
    if run.has_lineage:
        yield lineage.draw(run, look)


def _about_first(run: "Run", slice_: words.Slice, look: theme.Profile) -> Iterator[plate.Plate]:
    """Of the measure recorded first: a tornado and four lines a policy, none with too few worlds to fit a line; and the
    story of one history of the last policy, when it has events."""
    if slice_.measure != run.measures[0]:
        return
    for draw in (tornado.draw, four_lines.draw):
        for policy in run.policies[1:]:
            try:
                yield draw(run, slice_, policy, look)
            except ValueError:
                break
    try:
        yield story.draw(run, slice_, look)
    except ValueError:
        return


def write_all(run: "Run", folder: Path, profile: str = "brief") -> list[Path]:
    """Draws and writes every figure into `folder`; returns the files (SVG, PDF, PNG, CSV and alt text of each)."""
    return [path for drawn in draw_all(run, profile) for path in drawn.write(folder)]
