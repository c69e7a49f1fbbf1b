"""Figures for a brief, a talk or a paper: one look, each with its numbers as CSV and its content as alt text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterator

if TYPE_CHECKING:
    from ..reading import Reading
    from .plate import Plate

__all__ = ["draw_all"]


def draw_all(run: "Reading", profile: str = "brief") -> Iterator["Plate"]:
    """Every figure that the run has data for, see every.draw_all."""
    from . import every  # Matplotlib is slow to import, and a command line is refused before

    return every.draw_all(run, profile)
