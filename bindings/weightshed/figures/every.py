"""Every figure that a result has data for."""

from __future__ import annotations

from typing import Iterator

from .. import sweep
from ..reading import Line, Reading
from . import composition, dates, effect, fan, four_lines, heat_map, lineage, overview, plate, story, theme, tornado


def draw_all(run: Reading, profile: str = "brief") -> Iterator[plate.Plate]:
    """Every figure that the run has data for: policies against outcomes; fan and effect of each measure; tornados, four
    lines and the story of one history for the measure that the study asks about first; heat maps of a sweep;
    compositions; a lineage tree."""
    drawn: set[str] = set()
    for one in _all(run, theme.PROFILES[profile]):
        if one.name not in drawn:  # slices of a measure may have a composition in common
            yield one
        drawn.add(one.name)


def _all(run: Reading, look: theme.Profile) -> Iterator[plate.Plate]:
    if sweep.axes(run):  # over all points at once, the same luck would count several times
        for line in run.main_lines:
            if line.has_values and not line.scale.is_date:
                yield from _heat_map(run, line, look)
        return
    if len(run.policies) > 1:
        yield overview.draw_effects(run, look)
        yield overview.draw_regret(run, look)
    for line in run.main_lines:
        if not line.has_values:
            continue
        if line.scale.is_date:  # of which a fan or a mean over cells would say little
            yield dates.draw(run, line.slice, look)
            continue
        yield fan.draw(run, line.slice, look)
        if len(run.policies) > 1:
            yield effect.draw(run, line.slice, look)
            if line is run.main_lines[0]:
                yield from _about_first(run, line, look)
        dim = composition.dimension(run, line)
        if dim is not None:
            yield composition.draw(run, line.slice, dim, look)
    if run.has_lineage:
        yield lineage.draw(run, look)


def _heat_map(run: Reading, line: Line, look: theme.Profile) -> Iterator[plate.Plate]:
    """Of a sweep with two axes on a grid."""
    try:
        yield heat_map.draw(run, line.slice, look)
    except ValueError:
        return


def _about_first(run: Reading, line: Line, look: theme.Profile) -> Iterator[plate.Plate]:
    """Of the measure recorded first: a tornado and four lines per policy, none with too few worlds to fit a line; and the
    story of one history of the last policy, when it has events."""
    for draw in (tornado.draw, four_lines.draw):
        for policy in run.policies[1:]:
            try:
                yield draw(run, line.slice, policy, look)
            except ValueError:
                break
    try:
        yield story.draw(run, line.slice, look)
    except ValueError:
        return
