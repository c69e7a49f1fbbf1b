"""The lower bound of a history: what is counted times what the machine takes for the least work of each."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench" / "cell"))
from bound import LEAST_WORK, bound  # noqa: E402  (the scripts of bench are no package)

LIMITS = {"philox": 7.0, "philox_together": 3.0, "quantile": 10.0, "line": 3.0, "byte": 0.5}
NOTHING = dict.fromkeys(LEAST_WORK, 0)


def test_the_bound_adds_the_least_work_of_all_that_is_counted():
    authors = NOTHING | {"authors": 1_000_000}
    assert bound(authors, LIMITS, "philox") == pytest.approx(1e-3 * (3 * 7 + 10))
    assert bound(authors | {"publishing": 2_000_000}, LIMITS, "philox") == pytest.approx(1e-3 * (31 + 2 * (2 * 7 + 24 * 0.5)))


def test_words_made_together_lower_the_bound_by_what_they_save():
    works = NOTHING | {"independents": 1_000_000}
    assert bound(works, LIMITS, "philox") - bound(works, LIMITS, "philox_together") == pytest.approx(1e-3 * 4 * (7 - 3))
