"""The variants of a contested mechanism that a study runs: in which worlds each holds, so that effects can be read apart."""

from __future__ import annotations

import numpy as np

from ..methods import worlds
from ..reading import FEW, LIMITS, Reading


def of(run: Reading) -> dict[str, np.ndarray]:
    """By variant ("governments=beijing_reacts"), in the order of the study, the positions of its worlds, draw by draw: worlds
    at the same place differ in the variant alone, and have the same luck. Empty unless one mechanism differs between worlds
    and each variant has enough pairs to say how sure an effect is."""
    named, draw = worlds.variants(run), worlds.draws(run)
    names = list(dict.fromkeys(named))
    if len(names) < 2 or any(name.count("=") != 1 for name in names):
        return {}
    found = {name: np.flatnonzero([own == name for own in named]) for name in names}
    found = {name: at[np.argsort(draw[at], kind="stable")] for name, at in found.items()}
    first = next(iter(found.values()))
    paired = all(np.array_equal(draw[at], draw[first]) for at in found.values()) and len(set(draw[first])) == len(first)
    many = len(first) >= LIMITS["worlds"] and len(first) * run.data.sizes["member"] >= FEW
    return found if paired and many else {}
