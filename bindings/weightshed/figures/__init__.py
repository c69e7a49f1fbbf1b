"""Figures for a brief, a talk or a paper: one look, each with its numbers as CSV and its content as alt text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Iterator

from .. import summary, words
from . import composition, dates, effect, fan, lineage, panels, plate, theme, tornado

if TYPE_CHECKING:
    from ..run import Run

__all__ = ["composition", "dates", "draw_all", "effect", "fan", "lineage", "panels", "plate", "theme", "tornado", "write_all"]


def draw_all(run: "Run", profile: str = "brief") -> Iterator[plate.Plate]:
    """Every figure that the run has data for: fan and effect of each measure, tornados of the effects that the study asks
    about first, compositions, and a lineage tree."""
    look = theme.PROFILES[profile]
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
            yield from _tornados(run, slice_, look)
        dim = composition.dimension(run, measure)
        if dim is not None:
            yield composition.draw(run, measure, dim, look)
    if run.has_lineage:
        yield lineage.draw(run, look)


def _tornados(run: "Run", slice_: words.Slice, look: theme.Profile) -> Iterator[plate.Plate]:
    """One a policy for the first measure; none where the run has too few worlds to fit a line."""
    if slice_.measure != run.measures[0]:
        return
    for policy in run.policies[1:]:
        try:
            yield tornado.draw(run, slice_, policy, look)
        except ValueError:
            return


def write_all(run: "Run", folder: Path, profile: str = "brief") -> list[Path]:
    """Draws and writes every figure into `folder`; returns the files (SVG, PDF, PNG, CSV and alt text of each)."""
    return [path for drawn in draw_all(run, profile) for path in drawn.write(folder)]
