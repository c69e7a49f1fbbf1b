"""Words of certainty: how the share of pairs with one direction is said, always with the share beside the words."""

from __future__ import annotations

import math

import numpy as np

from ..reading import CERTAINTIES, LIMITS

VIRTUALLY_CERTAIN, VERY_LIKELY, LIKELY, UNCLEAR = (str(row["words"]) for row in CERTAINTIES)
NO_EFFECT: str = LIMITS["nothing"]
SURE = (VIRTUALLY_CERTAIN, VERY_LIKELY)  # what a title may claim, and what figures fill
LITTLE: float = LIMITS["little"]  # of the level: a pair that moves less has no effect to speak of


def in_words(share: float, directions: np.ndarray, little: float) -> str:
    """The words for an effect. `share` is the share of pairs with the commoner direction (0 to 1; NaN: every difference is
    zero), `directions` the effect of each set of assumptions, `little` the share of pairs within ±LITTLE of the level."""
    if not math.isfinite(share) or little >= LIMITS["most"]:
        return NO_EFFECT
    agree = max(np.mean(directions > 0.0), np.mean(directions < 0.0)) if directions.size else 0.0
    return next(row["words"] for row in CERTAINTIES if share >= row["pairs"] and agree >= row["worlds"])


def scale() -> str:
    """What the words mean, from the surest on, in sentences."""
    said = []
    for row in CERTAINTIES[:-1]:
        worlds = {0.0: "", 1.0: ", and under every set of assumptions"}.get(row["worlds"], f", and under {10 * row['worlds']:.0f} of 10 sets")
        pairs = f"{100 * row['pairs']:.0f}"
        start = f"the direction holds in at least {pairs} of 100 pairs of simulations" if not said else pairs
        said.append(f"{row['words'].capitalize()}: {start}{worlds}.")
    return " ".join([*said, f"Below that: {UNCLEAR}. These are shares of simulations, not odds in the world."])


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
