"""Words of certainty: how the share of pairs with one direction is said, always with the share beside the words."""

from __future__ import annotations

import math

import numpy as np

VIRTUALLY_CERTAIN, VERY_LIKELY, LIKELY, UNCLEAR, NO_EFFECT = (
    "virtually certain", "very likely", "likely", "direction unclear", "no effect")
SURE = (VIRTUALLY_CERTAIN, VERY_LIKELY)  # what a title may claim, and what figures fill
LITTLE = 0.01  # of the level: a pair that moves less has no effect to speak of
MOST_WORLDS = 0.9  # that share the direction where something is very likely


def in_words(share: float, directions: np.ndarray, little: float) -> str:
    """The words for an effect. `share` is the share of pairs with the commoner direction (0 to 1; NaN: every difference is
    zero), `directions` the effect of each set of assumptions, `little` the share of pairs within ±1% of the level.

    Few sets of assumptions stand behind many pairs, so the two strongest words also need the sets to agree.
    """
    if not math.isfinite(share) or little >= 0.8:
        return NO_EFFECT
    agree = max(np.mean(directions > 0.0), np.mean(directions < 0.0)) if directions.size else 0.0
    if share >= 0.99 and agree == 1.0:
        return VIRTUALLY_CERTAIN
    if share >= 0.9 and agree >= MOST_WORLDS:
        return VERY_LIKELY
    return LIKELY if share >= 0.75 else UNCLEAR


def how_often(share: float, pairs: int) -> str:
    """The share of pairs that follows the words, rounded down: "all 128 pairs", "89 in 100". Where most pairs do not move, no
    share of them speaks for a direction."""
    if share < 0.5:
        return "under half of the pairs"
    return f"all {pairs:,} pairs" if share >= 1.0 else f"{math.floor(100.0 * share + 1e-9)} in 100"


def how_many(share: float, pairs: int) -> str:
    """How many of a few pairs have the commoner direction, which is a count and no certainty: "3 of 4 pairs"."""
    if not math.isfinite(share):
        return NO_EFFECT
    return f"{round(share * pairs)} of {pairs} {'pair' if pairs == 1 else 'pairs'}"


def how_seldom(share: float) -> str:
    """The share of pairs without the commoner direction, so that it adds up with how_often: "11 in 100"."""
    return f"{100 - math.floor(100.0 * share + 1e-9)} in 100" if math.isfinite(share) else "all"
