"""What something adds to an effect: a variant of a contested mechanism, or what a package holds besides a part of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import synthetic
import weightshed as ws
import xarray as xr
from weightshed.brief import choice, claims, compose, ladder, lookups, reversal, sections, years
from weightshed.brief.changes import Changes
from weightshed.brief.references import Numbers, place
from weightshed.brief.texts import Texts

DRAWS, VARIANTS = 16, ("openness=logit", "openness=fixed")


@pytest.fixture
def book(tmp_path: Path) -> Changes:
    """Two policies over sixteen draws, each under two variants; the worlds of the second stand in the opposite order."""
    run = ws.open(synthetic.write(tmp_path / "made-up.h5", ("current", "ban"), worlds=2 * DRAWS, lineage=False))
    values = run.design["value"].values[:DRAWS]
    variant = np.array([["logit"]] * DRAWS + [["fixed"]] * DRAWS)
    run.design = run.design.assign(value=(("world", "parameter"), np.concatenate([values, values[::-1]])), variant=(("world", "structure"), variant),
                                   world_key=("world", np.r_[np.arange(DRAWS), np.arange(DRAWS)[::-1]]))
    return Changes(run)


def shifted(book: Changes, first: np.ndarray, second: np.ndarray) -> None:
    """Sets the effect of the policy on the first line, draw by draw, under each variant."""
    line = book.lines[0]
    cells = np.full((2, 2 * DRAWS, book.run.data.sizes["member"], len(book.years)), 0.5)
    cells[1] += np.concatenate([first, second[::-1]])[:, None, None]
    book._cells[line] = cells
    book._known.clear()


def told(book: Changes) -> tuple[str, str, list[str]]:
    """Title and summary, and the rows of the table."""
    texts, chosen = Texts(book, Numbers(book)), choice.choose(book)
    assert chosen is not None
    rows = claims.rows(texts, chosen)
    return (compose.plain(compose.title(texts, chosen)), compose.plain(compose.summary(texts, chosen, None)),
            [compose.plain(" | ".join(row.cells)) for row in rows])


def test_effects_are_paired_draw_by_draw(book: Changes) -> None:
    first = np.linspace(0.01, 0.1, DRAWS)
    shifted(book, first, first + 0.02)
    line = book.lines[0]
    found = book.apart(book.last(line, "ban"))
    assert found is not None and (found.base.variant, found.other.variant) == VARIANTS
    assert found.base.effect == pytest.approx(first.mean()) and found.other.effect == pytest.approx(first.mean() + 0.02)
    assert found.adds.low == pytest.approx(0.02) and found.adds.high == pytest.approx(0.02)  # the same in every draw
    assert found.adds.certainty == "virtually certain" and found.adds.pairs == found.base.pairs
    assert book.apart(found.base) is None
    assert lookups.look_up(book, "change", place(found.adds))[0] == pytest.approx(0.02)
    with pytest.raises(KeyError):
        lookups.look_up(book, "change", {**place(found.base), "variant": "openness=imitation"})


def test_title_summary_and_table_say_what_a_variant_adds(book: Changes) -> None:
    book.lines = book.lines[:1]
    shifted(book, np.full(DRAWS, 0.05), np.full(DRAWS, 0.1))
    book.run.stated_policies["ban"]["sentence"] = "bans"
    title, summary, rows = told(book)
    assert title == "Bans would raise Chinese models\u2019 share of downloads to 55% instead of 50%, or 60% if openness is fixed"
    assert "at 55% at the end of 2032 instead of 50%, or at 60% if openness is fixed" in summary
    assert "That the effect is larger if openness is fixed is virtually certain." in summary
    own = [row for row in rows if "is larger if openness is fixed" in row]
    assert len(own) == 1 and "virtually certain" in own[0] and "A contested rule" in own[0]


@pytest.mark.parametrize(("second", "said"), [
    (np.full(DRAWS, 0.05), "It is no different if openness is fixed."), (np.full(DRAWS, 0.02), "the effect is smaller if openness is fixed"),
    (0.05 + 0.03 * (-1.0) ** np.arange(DRAWS), "Whether it is larger if openness is fixed is unclear."),
    (np.full(DRAWS, -0.02), "the effect is reversed if openness is fixed")])
def test_what_a_variant_does_not_settle_is_said(book: Changes, second: np.ndarray, said: str) -> None:
    shifted(book, np.full(DRAWS, 0.05), second)
    change = book.last(book.lines[0], "ban")
    texts = Texts(book, Numbers(book))
    assert said in compose.plain(texts.adds(change))
    assert ("if openness" in compose.plain(texts.size(change))) == ("smaller" in said)  # two sizes only where they differ, in one direction


def test_charts_compare_the_variants(book: Changes) -> None:
    shifted(book, np.full(DRAWS, 0.05), np.full(DRAWS, 0.1))
    chosen = choice.choose(book)
    assert chosen is not None and choice.series(book, chosen) == [("ban", VARIANTS[0]), ("ban", VARIANTS[1])]
    rows = choice.ladder(book, chosen)
    drawn = ladder.draw(book, rows, "made up")
    assert list(drawn.table["variant"].unique()) == list(VARIANTS) and "If openness is fixed +20%" in drawn.alt
    course = years.draw(book, book.lines[0], choice.series(book, chosen), "made up")
    assert "If openness is logit: " in course.alt and list(course.table["variant"].unique()) == list(VARIANTS)


def test_a_draw_counts_once_in_what_reverses_an_effect(book: Changes) -> None:
    growth = reversal.draws(book, "supply.domestic_growth")
    assert len(growth) == DRAWS
    effect = 1.0 - growth + 0.02 * np.random.default_rng(1).normal(size=DRAWS)
    shifted(book, effect - 0.1, effect + 0.1)
    change = book.last(book.lines[0], "ban")
    assert reversal.of_worlds(book, change) == pytest.approx(effect)
    found = reversal.find(book, change)
    assert found is not None and found.at == pytest.approx(1.0, abs=0.05) and len(reversal.ranked(book, change)) > 0


def test_variants_are_told_apart_only_where_they_can_be(book: Changes, tmp_path: Path) -> None:
    assert list(book.variants) == list(VARIANTS)
    few = Changes(book.run)
    few.run.data = book.run.data.isel(member=slice(0, 0))
    assert few.variants == {}  # no pairs
    three = ws.open(synthetic.write(tmp_path / "three.h5", ("current", "ban", "both"), worlds=2 * DRAWS, lineage=False))
    three.design = book.run.design
    assert Changes(three).variants == {}  # several policies: the worlds are one range
    unpaired = ws.open(synthetic.write(tmp_path / "unpaired.h5", ("current", "ban"), worlds=2 * DRAWS, lineage=False))
    unpaired.design = book.run.design.assign(value=xr.DataArray(np.random.default_rng(3).normal(size=(2 * DRAWS, 2)), dims=("world", "parameter")))
    assert Changes(unpaired).variants == {}


@pytest.fixture
def package(tmp_path: Path) -> Changes:
    """A ban, which stands first, and a package that holds the ban and a crackdown; the crackdown is not run alone."""
    book = Changes(ws.open(synthetic.write(tmp_path / "package.h5", ("current", "ban", "both"), worlds=DRAWS, lineage=False)))
    ban, crackdown = ({"lever": lever, "of": 1, "at": 20000, "to": 0.5} for lever in (0, 1))
    book.run.stated_policies = {"current": {"actions": []}, "ban": {"actions": [ban], "sentence": "a ban"},
                                "both": {"actions": [ban, crackdown], "sentence": "a ban with a crackdown"}}
    book.run.settings["levers"] = ["us.export_control", "us.smuggling_enforcement"]
    book.lines = book.lines[:1]
    return book


@pytest.mark.parametrize(("added", "said", "row"), [
    (np.full(DRAWS, 0.01), ", and it is virtually certain that this is more.", "This is more than under a ban alone | virtually certain"),
    (np.full(DRAWS, -0.01), ", and it is virtually certain that this is less.", "This is less than under a ban alone | virtually certain"),
    (0.01 * (-1.0) ** np.arange(DRAWS) + 0.001, "; whether this is more is unclear.", "Whether this is more than under a ban alone | direction unclear"),
    (np.zeros(DRAWS), ", which is no more.", "This is no more than under a ban alone | no effect")])
def test_a_package_says_what_it_adds_to_its_part(package: Changes, added: np.ndarray, said: str, row: str) -> None:
    line = package.lines[0]
    cells = np.full((3, DRAWS, package.run.data.sizes["member"], len(package.years)), 0.5)
    cells[1] += 0.1
    cells[2] += 0.1 + added[:, None, None]
    package._cells[line] = cells
    chosen = choice.choose(package)
    assert chosen is not None and chosen.policy == "ban"  # which has nearly all of the effect of the package
    title, summary, rows = told(package)
    assert summary.endswith(said) and any(own.startswith(row) for own in rows)


def test_what_fades_says_so(package: Changes) -> None:
    """Also of the other policy, which the summary tells in its best year."""
    package.run.stated_policies["both"]["actions"] = package.run.stated_policies["both"]["actions"][1:]
    cells = np.full((3, DRAWS, package.run.data.sizes["member"], len(package.years)), 0.5)
    cells[1] += 0.1
    cells[2, ..., :2] += 0.05
    package._cells[package.lines[0]] = cells
    assert f"in {package.years[1]}; by {package.years[-1]} nothing is left of it." in told(package)[1]


def test_another_policy_is_told_by_what_it_moves(package: Changes) -> None:
    """Where it leaves alone what the brief speaks of: the ban is the policy of the title here, and the other moves another line."""
    package.run.stated_policies["both"] |= {"actions": package.run.stated_policies["both"]["actions"][1:], "sentence": "a crackdown"}
    package.lines = Changes(package.run).lines[:2]
    first, second = package.lines
    cells = np.full((3, DRAWS, package.run.data.sizes["member"], len(package.years)), 0.5)
    package._cells |= {first: cells.copy(), second: cells.copy()}
    package._cells[first][1] += 0.1
    for pairs, said in ((DRAWS, "A crackdown would widen "), (13, "A crackdown is likely to widen ")):
        package._cells[second][2] = 0.5 + np.where(np.arange(DRAWS) < pairs, 0.1, -0.1)[:, None, None]
        package._known.clear()
        chosen = choice.choose(package)
        assert chosen is not None and chosen.policy == "ban"
        assert said in compose.plain(sections.who_gains(Texts(package, Numbers(package)), chosen))
