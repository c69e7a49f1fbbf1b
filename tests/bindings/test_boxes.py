"""A box that was put into made-up worlds is found, counted right, and found again by whoever counts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from weightshed.methods import boxes

NAMES = ["research.induced_share", "supply.leak_base", "supply.wear", "research.kappa"]


def made(worlds: int = 128, members: int = 4, noise: float = 0.05) -> tuple[pd.DataFrame, np.ndarray]:
    """Histories fail where the first assumption is above 1.2 and the second below 0.3; a few fail by chance."""
    draw = np.random.default_rng(5)
    assumptions = pd.DataFrame(draw.random((worlds, len(NAMES))) * [2.0, 0.5, 1.0, 1.0], columns=NAMES)
    inside = (assumptions[NAMES[0]] > 1.2) & (assumptions[NAMES[1]] < 0.3)
    fails = inside.to_numpy()[:, None] ^ (draw.random((worlds, members)) < noise)
    return assumptions, fails.astype(float)


def by_hand(assumptions: pd.DataFrame, fails: np.ndarray, box: boxes.Box) -> tuple[int, int]:
    """Histories inside, and failing ones, counted history by history."""
    inside = failing = 0
    for (_, world), row in zip(assumptions.iterrows(), fails):
        if all(world[x.assumption] >= x.value if x.sign == ">=" else world[x.assumption] <= x.value for x in box.limits):
            inside, failing = inside + len(row), failing + int(row.sum())
    return inside, failing


def test_a_box_is_found_with_its_coverage_and_density() -> None:
    assumptions, fails = made()
    for box in boxes.found(assumptions, fails)[:2]:
        limits = {(x.assumption, x.sign): x.value for x in box.limits}
        assert set(limits) == {(NAMES[0], ">="), (NAMES[1], "<=")}
        assert limits[NAMES[0], ">="] == pytest.approx(1.2, abs=0.1) and limits[NAMES[1], "<="] == pytest.approx(0.3, abs=0.03)
        inside, failing = by_hand(assumptions, fails, box)
        assert (box.histories, box.failing) == (inside, failing)
        assert box.density == failing / inside > 0.85
        assert box.coverage == failing / fails.sum() > 0.7


def test_what_is_printed_counts_the_same_worlds() -> None:
    assumptions, fails = made()
    box = boxes.found(assumptions, fails)[0]
    assert all(len(f"{x.value:g}") <= 5 for x in box.limits)
    assert boxes.counted(assumptions, fails, boxes.parsed(box.as_text())) == box


def test_a_real_box_holds_in_other_worlds_and_chance_does_not() -> None:
    coverage, density = boxes.found(*made())[2]
    assert coverage > 0.6 and density > 0.85
    assumptions, fails = made()
    by_chance = np.random.default_rng(2).permutation(fails)
    _, density = boxes.found(assumptions, by_chance)[2]
    assert density < 1.5 * by_chance.mean()


def test_histories_without_a_value_count_nowhere() -> None:
    assumptions, fails = made()
    fails[0], fails[1, 0] = np.nan, np.nan
    box = boxes.counted(assumptions, fails, [])
    assert (box.all_histories, box.all_worlds) == (fails.size - 5, 127) and box.coverage == 1.0
    assert boxes.found(assumptions, fails)[0].all_histories == fails.size - 5


def test_too_little_to_tell_is_refused() -> None:
    _, fails = made()
    boxes.enough(fails)
    with pytest.raises(ValueError, match="only 20 worlds"):
        boxes.enough(fails[:20])
    with pytest.raises(ValueError, match="no history fails"):
        boxes.enough(np.zeros_like(fails))
    with pytest.raises(ValueError, match="every history fails"):
        boxes.enough(np.ones_like(fails))


def test_limits_are_read_as_they_are_written() -> None:
    assert [str(x) for x in boxes.parsed("a.b>1.2, c <= -3e-1 and d>=4")] == ["a.b>1.2", "c<=-0.3", "d>=4"]
    for wrong in ("", "a", "a=3", "a>b", "a>1,"):
        with pytest.raises(ValueError, match="no limit"):
            boxes.parsed(wrong)
    with pytest.raises(ValueError, match="does not vary"):
        boxes.counted(*made(), boxes.parsed("other.name>1"))
