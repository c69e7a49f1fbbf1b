"""The rules of a brief: words of certainty, sizes in words, the best-established year, parts of a package, pages."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import synthetic
import weightshed as ws
from weightshed.brief import assumed, certainty, choice, claims, compose, fit, ladder, levels, past, sections, sheet, sizes, years
from weightshed.brief.changes import Change, Changes
from weightshed.brief.lookups import look_up
from weightshed.brief.model import Brief, Claim, Link, Term
from weightshed.brief.pages import Printed
from weightshed.brief.references import Numbers
from weightshed.brief.texts import Texts
from weightshed.escape import Markdown
from weightshed.figures import fan, theme
from weightshed.methods import sensitivity, worlds

AGREE = np.ones(16)


@pytest.mark.parametrize(("share", "directions", "little", "words"), [
    (1.0, AGREE, 0.0, "virtually certain"), (0.99, AGREE, 0.0, "virtually certain"),
    (1.0, np.r_[AGREE, -1.0], 0.0, "very likely"),  # one set of assumptions disagrees
    (0.95, AGREE, 0.0, "very likely"), (0.95, np.r_[AGREE, -np.ones(4)], 0.0, "likely"),
    (0.898, AGREE, 0.0, "likely"), (0.749, AGREE, 0.0, "direction unclear"),
    (float("nan"), AGREE, 1.0, "no effect"), (0.99, AGREE, 0.8, "no effect"),
])
def test_words_of_certainty_need_pairs_and_worlds(share: float, directions: np.ndarray, little: float, words: str) -> None:
    assert certainty.in_words(share, directions, little) == words


def test_a_share_of_pairs_is_rounded_down() -> None:
    assert certainty.how_often(0.898, 128) == "89 in 100" and certainty.how_often(0.999, 2000) == "99 in 100"
    assert certainty.how_often(1.0, 128) == "all 128 pairs"
    assert certainty.how_often(0.33, 128) == "under half of the pairs"  # most do not move: 33 in 100 would read as an answer


def test_few_pairs_are_counted() -> None:
    assert certainty.how_many(0.75, 4) == "3 of 4 pairs" and certainty.how_many(1.0, 1) == "1 of 1 pair"
    assert certainty.how_many(float("nan"), 4) == "no effect"


def test_numbers_have_a_true_minus_and_no_sign_on_zero() -> None:
    assert sizes.number(-1.26) == "\u22121.3" and sizes.number(0.01, True) == "0" and sizes.number(31.6, True) == "+32"
    assert sizes.percent(-0.004, True) == "\u22120.4%" and sizes.percent(0.0001, True) == "0%"


@pytest.fixture
def book(tmp_path: Path) -> Changes:
    """Three policies over sixteen sets of assumptions, whose values a test may set with `shifted`."""
    path = synthetic.write(tmp_path / "made-up.h5", ("current", "ban", "crackdown", "both"), worlds=16, lineage=False)
    return Changes(ws.open(path))


def shifted(book: Changes, *effects: np.ndarray) -> None:
    """Sets the effects on the first line, one array over world and year for each policy but the reference."""
    line = book.lines[0]
    members = book.run.data.sizes["member"]
    cells = np.full((len(effects) + 1, 16, members, len(book.years)), 0.5)
    for i, effect in enumerate(effects):
        cells[i + 1] += effect[:, None, :]
    book._cells[line] = cells
    book._known.clear()


def every(value: float, book: Changes) -> np.ndarray:
    return np.full((16, len(book.years)), value)


def test_the_best_established_year_is_the_largest_sure_one_and_not_the_last(book: Changes) -> None:
    course = every(0.02, book)
    course[:, 2] = 0.05
    course[:, -1] = np.where(np.arange(16) % 2, 0.3, -0.2)  # large at last, and in either direction
    shifted(book, course, every(0.0, book), every(0.0, book))
    found = book.established(book.lines[0], "ban")
    assert found.year == book.years[2] and found.certainty == "virtually certain"
    assert book.last(book.lines[0], "ban").certainty == "direction unclear"
    text = compose.plain(Texts(book, Numbers(book)).asked(found))
    assert f"by the end of {found.year}; by {book.years[-1]} the direction is unclear" in text


def actions(*levers: int) -> list[dict]:
    return [{"lever": lever, "of": 1, "at": 20000, "to": 0.5} for lever in levers]


@pytest.mark.parametrize(("ban", "crackdown", "said"), [(0.03, 0.02, "they need each other"), (0.05, 0.05, "alone has 50%"),
                                                        (0.09, 0.08, "they do part of the same work")])
def test_parts_of_a_package_are_told_apart(book: Changes, ban: float, crackdown: float, said: str) -> None:
    shifted(book, every(ban, book), every(crackdown, book), every(0.1, book))
    book.run.stated_policies = {"current": {"actions": []}, "ban": {"actions": actions(0)}, "crackdown": {"actions": actions(1)},
                                "both": {"actions": actions(0, 1)}}
    book.run.settings["levers"] = ["us.export_control", "us.smuggling_enforcement"]
    assert choice.parts(book, "both") == ["ban", "crackdown"] and choice.parts(book, "ban") == []
    texts, chosen = Texts(book, Numbers(book)), choice.choose(book)
    assert chosen is not None and chosen.policy == ("both" if ban < 0.08 else "ban")
    whole = book.established(book.lines[0], "both")
    text = compose.plain(sections.parts(texts, whole, [book.established(book.lines[0], part) for part in ("ban", "crackdown")]))
    assert said in text and f"alone has {100 * ban / 0.1:.0f}%" in text


def test_of_two_directions_the_policy_that_is_stated_first_is_spoken_of(book: Changes) -> None:
    shifted(book, every(-0.02, book), every(0.05, book), every(0.0, book))
    assert choice.choose(book).policy == "ban"
    shifted(book, every(0.02, book), every(0.05, book), every(0.0, book))
    assert choice.choose(book).policy == "crackdown"


def test_a_part_that_does_nearly_all_of_a_package_is_spoken_of(book: Changes) -> None:
    book.run.stated_policies = {"current": {"actions": []}, "ban": {"actions": actions(0)}, "crackdown": {"actions": actions(1)},
                                "both": {"actions": actions(0, 1)}}
    shifted(book, every(0.085, book), every(0.001, book), every(0.1, book))
    assert choice.choose(book).policy == "ban"
    shifted(book, every(0.075, book), every(0.001, book), every(0.1, book))
    assert choice.choose(book).policy == "both"


def test_a_share_moves_by_points_in_every_sentence(book: Changes) -> None:
    course = every(0.05, book)
    course[:, 2] = 0.1
    shifted(book, course, every(0.0, book), every(0.0, book))
    found = book.established(book.lines[0], "ban")
    said = compose.plain(Texts(book, Numbers(book)).asked(found))
    assert f"rises by 10 percentage points by the end of {found.year}; in {book.years[-1]} it is still higher by 5 percentage points" in said
    title = compose.plain(compose.title(Texts(book, Numbers(book)), choice.choose(book)))
    assert title.endswith(f" by 10 percentage points in {found.year}") or f" to 60% in {found.year}" in title
    assert sheet.fits_title(title)


def test_a_policy_with_a_sure_effect_is_spoken_of_where_the_asked_one_is_unclear(book: Changes) -> None:
    flips = np.where(np.arange(16) % 2, 0.1, -0.1)[:, None] + every(0.0, book)
    shifted(book, flips, flips, flips)
    first, second = book.lines[:2]
    asked = book._cells[first]
    for line in book.lines[1:]:
        book._cells[line] = np.full_like(asked, 1.0)
    book._cells[second] = book._cells[second].copy()
    book._cells[second][2] += 0.5
    book._known.clear()
    chosen = choice.choose(book)
    assert chosen.policy == "crackdown" and chosen.asked.line is first and chosen.direct.line is second


def claimed(book: Changes) -> tuple[str, list[str]]:
    """The summary of a brief, and the rows of its table, each as one text."""
    texts, chosen = Texts(book, Numbers(book)), choice.choose(book)
    rows = [" | ".join(compose.plain(cell) for cell in row.cells) for row in claims.rows(texts, chosen) if row.is_asked]
    return compose.plain(compose.summary(texts, chosen, None)), rows


def test_what_another_policy_does_has_a_row(book: Changes) -> None:
    shifted(book, every(0.1, book), every(0.05, book), every(0.0, book))
    summary, rows = claimed(book)
    assert "\u201cCrackdown\u201d would raise" in summary
    assert any("The policy \u201cCrackdown\u201d raises" in row and "by 5 percentage points | virtually certain" in row for row in rows)
    shifted(book, every(0.1, book), every(0.0, book), every(0.0, book))
    summary, rows = claimed(book)
    assert "No other policy of this study moves it" in summary
    assert any(row.startswith("No other policy of this study moves") and " | no effect | " in row for row in rows)


def test_every_claim_of_a_direction_has_a_size_and_a_year_that_is_not_the_last(book: Changes) -> None:
    early = every(0.05, book)
    early[:, 2] = 0.1
    shifted(book, early, every(0.0, book), every(0.0, book))
    for line in book.lines[1:]:
        book._cells[line] = 10.0 * book._cells[book.lines[0]]
    book._known.clear()
    rows = [compose.plain(row.cells[0]) for row in claims.rows(Texts(book, Numbers(book)), choice.choose(book))]
    moved = [row for row in rows if not row.startswith("No other policy")]
    assert len(moved) > 2 and all(re.search(rf" by [\d.]+(%| \w+).* in {book.years[2]}$", row) for row in moved), rows


def test_each_part_of_a_package_has_a_row(book: Changes) -> None:
    book.run.stated_policies = {"current": {"actions": []}, "ban": {"actions": actions(0)}, "crackdown": {"actions": actions(1)},
                                "both": {"actions": actions(0, 1)}}
    book.run.settings["levers"] = ["us.export_control", "us.smuggling_enforcement"]
    shifted(book, every(0.03, book), every(0.001, book), every(0.1, book))
    summary, rows = claimed(book)
    for said in ("\u201cBan\u201d alone has 30%", "\u201cCrackdown\u201d alone has almost nothing"):
        assert said in summary and any(f"{said} of this effect | " in row for row in rows)


def test_the_last_year_that_is_told_has_its_certainty_in_the_table(book: Changes) -> None:
    course = every(0.05, book)
    course[:, 2] = 0.1
    shifted(book, course, every(0.0, book), every(0.0, book))
    assert any(f"in {book.years[2]} and {book.years[-1]} | " in row for row in claimed(book)[1])
    course[:, -1] = np.where(np.arange(16) < 15, 0.05, -0.05)
    course[:, 2] = np.where(np.arange(16) < 15, 0.1, 0.0)
    shifted(book, course, every(0.0, book), every(0.0, book))
    book._cells[book.lines[0]][1, 15, 0, 2] += 0.1  # one pair more, so that the shares differ under the same words
    assert any(f"very likely (95 in 100 in {book.years[2]}, 93 in 100 in {book.years[-1]}) | " in row for row in claimed(book)[1])
    course[:, 2] = 0.1
    course[:, -1] = np.where(np.arange(16) < 13, 0.05, -0.05)
    shifted(book, course, every(0.0, book), every(0.0, book))
    assert any(f"in {book.years[2]}; likely (81 in 100) in {book.years[-1]} | " in row for row in claimed(book)[1])


def test_a_share_that_moves_by_less_than_a_point_is_small(book: Changes) -> None:
    line = book.lines[0]
    for effect, is_small in ((0.009, True), (0.011, False)):
        shifted(book, every(effect, book), every(0.0, book), every(0.0, book))
        book._cells[line] -= 0.49  # so that its level is a hundredth, and the effect about as large
        assert book.last(line, "ban").is_small == is_small
    shifted(book, every(0.005, book), every(0.0, book), every(0.0, book))
    assert any(said in compose.plain(compose.title(Texts(book, Numbers(book)), choice.choose(book))) for said in ("slightly, by", "little difference"))


@pytest.mark.parametrize(("measure", "said"), [
    ("frontier_lag", "ahead its 8-in-10 ranges held 60% of what came. No forecast beyond 18 months could be tested."),
    ("licence_mix", "which labs open their weights within 12 months worse than their usual rate would have, with an error 1.3 times as large."),
    ("concentration", "could be tested over the past, as there is no published figure of it")])
def test_the_weakest_point_is_that_of_what_the_brief_leads_with(book: Changes, measure: str, said: str) -> None:
    line = next(line for line in book.lines if line.measure == measure)
    number = Numbers(book)
    assert said in compose.plain(past.weakest(Texts(book, number), line))
    assert all(look_up(book, found.kind, found.where)[1] == found.text for found in number.found)


def test_a_quantity_that_was_not_forecast_takes_the_nearest_that_was(book: Changes) -> None:
    run = book.run
    said = {str(row["where"]): row["verdict"] for row in (past._worst(run.line(run.slice("frontier_lag", pair=pair))) for pair in
                                                          ("cn-us", "us_open-cn_open")) if row is not None}
    assert said == {"pair=cn-us": "better", "pair=us_open-cn_open": "worse"}


def test_ends_that_read_the_same_are_not_a_range(book: Changes) -> None:
    shifted(book, every(0.1, book), every(0.0, book), every(0.0, book))
    texts = Texts(book, Numbers(book))
    assert "hardly differs between pairs" in texts.between(book.last(book.lines[0], "ban"))
    assert "and hardly differs between simulations" in sections.level_sentence(texts, book.lines[0], False)


def test_values_of_neighbouring_years_stand_clear_of_each_other(book: Changes) -> None:
    shifted(book, every(0.1, book), every(0.102, book), every(0.0, book))
    axes = theme.Picture(figsize=(4, 3)).add_subplot()
    axes.set_ylim(-0.2, 15.0)
    rows = [[book.change(book.lines[0], policy, year) for year in book.years] for policy in ("ban", "crackdown")]
    asides = years._asides(axes, rows)
    for i in range(1, len(book.years)):  # 10% left of its mark, 10.2% right of the mark of the year before
        assert asides[i - 1, 1] - asides[i, 0] + 0.2 * years.BODY * 72.0 / 15.2 >= years.LABEL - 1e-9
    assert years._asides(axes, rows[:1])[1, 0] == 0.0


def test_values_stand_clear_of_the_line_of_no_change(book: Changes) -> None:
    axes = theme.Picture(figsize=(4, 3)).add_subplot()
    axes.set_ylim(-25.0, 17.0)
    tall = years.BODY * 72.0 / 42.0
    for effects in ((-0.022, 0.006), (-0.001, -0.002), (0.03, 0.028), (0.0, 0.0)):
        shifted(book, *(every(effect, book) for effect in effects), every(0.0, book))
        rows = [[book.change(book.lines[0], policy, year) for year in book.years] for policy in ("ban", "crackdown")]
        asides = years._asides(axes, rows)
        for i, k in asides:
            assert abs(100.0 * effects[k] * tall + asides[i, k]) >= years.CLEAR - 1e-9
    axes.set_ylim(-3.0, 40.0)  # no room below the line
    assert min(100.0 * effects[k] * years.BODY * 72.0 / 43.0 + aside for (_, k), aside in years._asides(axes, rows).items()) >= years.CLEAR - 1e-9


def test_an_effect_that_dwarfs_all_others_is_cut_so_that_they_can_be_read(book: Changes) -> None:
    change = book.last(book.lines[0], "ban")
    def rows(*shares: float) -> list[list[Change]]:
        return [[replace(change, share=share, share_low=0.5 * share, share_high=2.0 * share)] for share in shares]
    assert ladder._limits(rows(3.6, 1.0, 0.02))[1] == pytest.approx(2.5 * 1.06)
    assert ladder._limits(rows(3.6, 1.5, 0.02))[1] == pytest.approx(7.2 * 1.06)
    assert ladder._limits(rows(3.6))[1] == pytest.approx(7.2 * 1.06)
    drawn = ladder.draw(book, rows(3.6, 0.1, 0.02), "What moves")
    assert drawn.caption.endswith("Arrow: beyond the axis.") and 'id="mark-0-0"' in drawn.svg()


def test_how_often_and_how_seldom_add_up() -> None:
    assert certainty.how_often(0.898, 128) == "89 in 100" and certainty.how_seldom(0.898) == "11 in 100"


def test_total_indices_are_shown_where_a_design_stands_beside_the_result(book: Changes) -> None:
    run, chosen = book.run, choice.choose(book)
    line = chosen.asked.line
    rows = [["supply.domestic_growth", "", 0.5, 0.4, 0.61, 0.3, 0.2, 0.4, 0.5], [sensitivity.CHANCE, "", 0.25, 0.1, 0.3, 0.2, 0.1, 0.3, 0.0]]
    answer = sensitivity.Sensitivity(sensitivity.SOBOL, line.measure, line.where, chosen.policy, run.reference,
                                     str(worlds.effects(run, line, chosen.policy).at.date()), {}, 0.1, 0.1,
                                     pd.DataFrame(rows, columns=list(sensitivity.COLUMNS)), 640, 1, 0)
    beside = sensitivity.beside(run.path)
    beside.parent.mkdir()
    beside.write_text(json.dumps({"question": sensitivity.question(run), "answers": [answer.as_json()]}))
    table = assumed.table(Texts(book, Numbers(book)), chosen.asked)
    assert [compose.plain(cell) for cell in table.rows[0][1:3]] == ["50%", "40% to 61%"] and len(table.rows) == 1
    assert "640 sets of assumptions" in compose.plain(table.caption) and "Chance has 25%" in compose.plain(table.caption)
    beside.write_text(json.dumps({"question": "another", "answers": [answer.as_json()]}))
    other = assumed.table(Texts(book, Numbers(book)), chosen.asked)
    assert other is None or "Tested" in other.head


def a_brief() -> Brief:
    none = Markdown("")
    links = [Link(Markdown(f"Link {i}."), Markdown("Why."), Markdown("More.")) for i in range(3)]
    return Brief(none, none, none, none, None, [], "Why", links, [], [], None, None, None, none, none, none, [Term("a", "b"), Term("c", "d")],
                 none, "")


def pages_for(room: int):
    """A measure of pages that hold `room` sentences of links and terms on two pages."""
    def measure(brief: Brief) -> Printed:
        size = sum(2 if link.more else 1 for link in brief.links) + len(brief.terms)
        return Printed(None, 2 if size <= room else 3, 0.9, 0.9)
    return measure


def test_second_sentences_go_first_then_terms() -> None:
    assert fit.fitted(a_brief(), pages_for(8))[0] == replace(a_brief(), reserve=None)
    shorter, _ = fit.fitted(a_brief(), pages_for(6))
    assert [bool(link.more) for link in shorter.links] == [True, False, False] and len(shorter.terms) == 2
    shortest, _ = fit.fitted(a_brief(), pages_for(4))
    assert not any(link.more for link in shortest.links) and len(shortest.terms) == 1
    with pytest.raises(fit.TooLong):
        fit.fitted(a_brief(), pages_for(1))


def test_a_brief_with_too_many_words_is_shortened(monkeypatch: pytest.MonkeyPatch) -> None:
    known = fit.words_of(a_brief())
    assert known - fit.words_of(replace(a_brief(), terms=[])) == 4  # a term and its meaning, twice
    monkeypatch.setattr(fit, "MOST_WORDS", known - 2)
    assert [bool(link.more) for link in fit.fitted(a_brief(), pages_for(99))[0].links] == [True, False, False]


def test_the_chain_follows_at_once_where_a_break_would_cost_a_claim() -> None:
    claim = Claim(*[Markdown("said")] * 4, False)
    whole = replace(a_brief(), claims=[claim])

    def measure(brief: Brief) -> Printed:
        return Printed(None, 3 if brief.breaks_page and brief.claims else 2, 0.9, 0.9)

    found, _ = fit.fitted(whole, measure)
    assert not found.breaks_page and found.claims == [claim] and len(found.terms) == 2


def test_the_chain_starts_a_page_only_where_the_first_is_full() -> None:
    full = Printed(None, 2, 0.9, 0.9)
    assert fit.fitted(a_brief(), lambda brief: full)[0].breaks_page
    for first in (0.5, None):  # half empty, or longer than a page
        assert not fit.fitted(a_brief(), lambda brief: replace(full, first=first))[0].breaks_page


def test_a_last_page_that_holds_next_to_nothing_is_saved() -> None:
    def measure(brief: Brief) -> Printed:
        fits = len(brief.terms) == 0
        return Printed(None, 1 if fits else 2, 0.9, 0.9 if fits else 0.2)
    assert fit.fitted(a_brief(), measure)[0].terms == []
    fuller = fit.fitted(a_brief(), lambda brief: replace(measure(brief), last=0.7))[0]
    assert len(fuller.terms) == 2


def test_the_course_of_an_average_over_past_years_says_that_old_leads_drop_out(book: Changes) -> None:
    line = next(line for line in book.lines if line.measure == "frontier_lag")
    for note, is_said in (("average over the last three years", True), ("in effective training compute", False)):
        line.card = replace(line.card, note=note)
        level = levels.draw(book, line, [], "level").caption
        for said in (level, fan._subtitle(book.run, line, "")):
            assert ("It also moves when an old lead drops out of them." in said) == is_said and "  " not in said
