"""Sizes and types of figures, by their use; without Matplotlib, so that a command line can name them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """Size and type of a figure for one use."""

    name: str
    width: float  # inches
    panel_height: float  # inches, of one panel in a grid
    font: float  # points
    columns: int  # panels side by side, at most
    line: float  # points
    dpi: int


PROFILES = {
    "brief": Profile("brief", 6.7, 1.9, 8.0, 3, 1.4, 200),
    "slides": Profile("slides", 12.0, 3.0, 15.0, 3, 2.4, 144),
    "paper": Profile("paper", 5.5, 1.7, 7.0, 3, 1.1, 300),
}
