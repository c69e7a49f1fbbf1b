"""Figures: their files, their titles, their numbers, and that the same result gives the same bytes."""

from __future__ import annotations

import itertools
import re
import shutil
import xml.etree.ElementTree
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest
import synthetic
import weightshed as ws
from matplotlib.markers import MarkerStyle
from matplotlib.text import Text
from weightshed import figures, reading, words
from weightshed.figures import command, composition, dates, effect, every, fan, four_lines, lineage, overview, story, theme, tornado


@pytest.fixture(scope="module")
def written(made_up: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("figures")
    assert command.main([str(made_up), "--out", str(folder)]) == 0
    return folder


def test_every_figure_has_its_numbers_and_its_alt_text(written: Path) -> None:
    stems = {p.stem for p in written.glob("*.svg")}
    assert {"fan-download-share-under-a-year-CN", "effect-frontier-lag-cn-us", "composition-download-share-creator-country"} <= stems
    assert any(stem.startswith("lineage-") for stem in stems)
    for stem in stems:
        for ending in ("pdf", "png", "csv", "alt.txt"):
            assert (written / f"{stem}.{ending}").stat().st_size > 0
        assert len((written / f"{stem}.alt.txt").read_text()) > 80
        assert len(pd.read_csv(written / f"{stem}.csv")) > 1


def test_the_same_result_gives_the_same_bytes(written: Path, made_up: Path, tmp_path: Path) -> None:
    run = ws.open(made_up)
    fan.draw(run, run.slice("download_share"), theme.PROFILES["brief"]).write(tmp_path)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (written / path.name).read_bytes(), path.name


def test_fonts_in_the_pdf_are_embedded_as_truetype(written: Path) -> None:
    assert b"/FontFile2" in (written / "fan-download-share-under-a-year-CN.pdf").read_bytes()
    assert b"/Type3" not in (written / "fan-download-share-under-a-year-CN.pdf").read_bytes()


def test_the_plotted_numbers_are_those_of_the_file(written: Path, made_up: Path) -> None:
    table = pd.read_csv(written / "fan-download-share-under-a-year-CN.csv")
    last = table[table["policy"] == "tight"].iloc[-1]
    cells = ws.open(made_up).data["download_share"].sel(policy="tight", creator_country="CN", age="under_a_year").isel(time=-1)
    assert last["q50"] == pytest.approx(100 * float(cells.quantile(0.5)), rel=1e-4)
    assert last["unit"] == "%"


def test_a_title_states_the_finding_with_its_interval(made_up: Path) -> None:
    run = ws.open(made_up)
    drawn = effect.draw(run, run.slice("frontier_lag"), theme.PROFILES["brief"])
    assert re.search(r"(raises|lowers) the frontier lag .* by \d.* months in December 2032 \(80% of pairs", drawn.title)


def test_a_title_gives_no_interval_where_nothing_spreads(made_up: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = ws.open(made_up)
    line = run.line(run.slice("frontier_lag"))
    flat = {policy: f.assign(q10=f["q50"], q90=f["q50"]) for policy, f in line.fans.items()}
    assert fan._title(run, line, 1, flat).endswith("by policy; under \u201cCurrent policy\u201d it is the same in every history")
    monkeypatch.setattr(reading.Reading, "pairs", 1)
    assert fan._title(run, line, 1, flat).endswith("by policy, in one history each")


def test_a_placebo_is_said_to_be_exactly_zero(made_up_placebo: Path) -> None:
    run = ws.open(made_up_placebo)
    drawn = effect.draw(run, run.slice("frontier_lag"), theme.PROFILES["brief"])
    assert drawn.title.startswith("No effect") and "exactly the same in every pair" in drawn.title


def test_one_policy_gives_fans_and_no_effects(tmp_path: Path) -> None:
    run = ws.open(synthetic.write(tmp_path / "one.h5", ("current",), lineage=False))
    names = [p.name for p in figures.draw_all(run)]
    assert names and not any(name.startswith(("effect", "lineage")) for name in names)


def test_of_many_policies_those_with_the_largest_effects_are_shown(tmp_path: Path) -> None:
    policies = tuple(["current"] + [f"policy_{i}" for i in range(13)])
    run = ws.open(synthetic.write(tmp_path / "many.h5", policies, worlds=2, members=2, lineage=False))
    drawn = effect.draw(run, run.slice("frontier_lag"), theme.PROFILES["slides"])
    assert set(drawn.table["policy"]) == {f"policy_{i}" for i in range(4, 13)}
    assert len(drawn.figure.axes) == 9


def test_uncalibrated_measures_say_so_in_the_footer(made_up: Path) -> None:
    run = ws.open(made_up)
    texts = [t.get_text() for t in fan.draw(run, run.slice("concentration"), theme.PROFILES["brief"]).figure.texts]
    assert any("measure not calibrated" in text for text in texts)
    texts = [t.get_text() for t in fan.draw(run, run.slice("frontier_lag"), theme.PROFILES["brief"]).figure.texts]
    assert not any("not calibrated" in text for text in texts)
    assert any("conditional projection, not a forecast" in text and run.id in text for text in texts)


def test_labels_are_moved_apart_as_little_as_possible() -> None:
    assert theme.apart([1.0, 5.0], 1.0) == [1.0, 5.0]
    assert theme.apart([1.0, 1.0], 1.0) == [0.5, 1.5]
    placed = theme.apart([9.9, 10.0, 10.0], 1.0, 0.0, 10.0)
    assert placed == [8.0, 9.0, 10.0]


def card(unit: str, plain: tuple[str, ...] = ()) -> words.Card:
    return words.Card("Something", "", unit, 1, plain, False, True)


def test_numbers_are_shown_in_the_units_of_a_reader() -> None:
    china = words.Slice("download_share", (("creator_country", "CN"),))
    share = words.scale_of(card("%"), china, 0.4)
    assert share.value(0.314, 1) == "31.4%" and share.difference(-0.02, 1) == "\u22122.0 points"
    assert words.scale_of(card("months"), words.Slice("frontier_lag"), 9.0).value(5.2, 1) == "5.2 months"
    index = words.Slice("concentration", (("statistic", "hhi_families"),))
    assert words.scale_of(card("%", ("hhi_families",)), index, 0.9).value(0.9, 2) == "0.90"
    assert words.scale_of(card(""), words.Slice("models", (("kind", "all"),)), 2.4e6).value(2.4e6, 1) == "2.4 million"
    assert words.probability(1.0, 30) == "all 30" and words.probability(0.934, 30) == "93%"
    assert words.probability(0.898, 128) == "89%"


def test_without_a_spread_a_level_has_the_decimals_of_its_card() -> None:
    scale = words.scale_of(card("months"), words.Slice("frontier_lag"), 9.0)
    assert scale.decimals(0.0) == 1 and scale.decimals(float("nan")) == 1 and scale.decimals(0.012) == 3


def test_a_phrase_names_coordinates_as_an_owner_or_in_words() -> None:
    shares = words.Card("Share of downloads", "{creator_country} share of downloads{age}", "%", 1, (), False, True)
    of = lambda country, age: words.phrase(words.Slice("s", (("age", age), ("creator_country", country))), shares)  # noqa: E731
    assert of("CN", "all") == "China\u2019s share of downloads"
    assert of("US", "under_a_year") == "US share of downloads of models under a year old"
    other = words.Slice("s", (("pair", "cn-us"),))
    assert words.phrase(other, shares) == "share of downloads (China behind the US)"  # a coordinate that it does not have


def caption(drawn) -> str:
    """All text of the figure outside its panels, in one line."""
    return " ".join(t.get_text() for t in drawn.figure.texts)


def test_captions_of_few_pairs_say_so(tmp_path: Path) -> None:
    run = ws.open(synthetic.write(tmp_path / "few.h5", worlds=1, members=12, lineage=False))
    look = theme.PROFILES["brief"]
    assert "From 12 pairs of one world, which show chance but not the uncertainty of assumptions" in caption(
        effect.draw(run, run.slice("frontier_lag"), look))
    for drawn in (fan.draw(run, run.slice("frontier_lag"), look),
                  composition.draw(run, run.slice("download_share"), "creator_country", look)):
        assert "From 12 histories of one world, which show chance" in caption(drawn)
    many = ws.open(synthetic.write(tmp_path / "many.h5", worlds=4, members=4, lineage=False))
    assert "of one world" not in caption(fan.draw(many, many.slice("frontier_lag"), look))


def test_a_number_without_a_unit_is_given_none(made_up: Path) -> None:
    run = ws.open(made_up)
    for draw in (fan.draw, effect.draw):
        text = caption(draw(run, run.slice("concentration"), theme.PROFILES["brief"]))
        assert "no unit" not in text and ", ." not in text and " ." not in text
    assert words.scale_of(card("million H100 equivalents"), words.Slice("any"), 364.0).value(364.0, 0) == "364 million H100 equivalents"
    assert words.counted(1, "policy") == "1 policy" and words.counted(1200, "history") == "1,200 histories"


def test_a_period_of_one_month_is_said_once(made_up: Path) -> None:
    assert fan._period(pd.Timestamp("2025-09-01"), pd.Timestamp("2025-09-30")) == "September 2025"
    run = ws.open(made_up)
    alt = fan.draw(run, run.slice("frontier_lag"), theme.PROFILES["brief"]).alt
    assert "(January 2023 to December 2025)" in alt


def test_an_event_is_told_within_the_room_beside_its_dot() -> None:
    said = "October 2027: OpenBMB (ModelBest and Tsinghua) and 2 others close their flagships"
    assert story._fitting(said, 8.0, 9.0) == said
    assert story._fitting(said, 8.0, 4.0) == "October 2027: OpenBMB and 2 others close their flagships"
    cut = story._fitting(said, 8.0, 1.5)
    assert cut.endswith("\u2026") and said.startswith(cut[:14]) and theme.text_width(cut, 8.0) <= 1.5


def test_the_shapes_of_a_lineage_are_of_one_area_and_are_known_with_their_width() -> None:
    assert set(lineage.SHAPES) == set(lineage.MARKS)
    for mark, (filled, half) in lineage.SHAPES.items():
        style = MarkerStyle(mark)
        (outline,) = style.get_path().transformed(style.get_transform()).to_polygons()
        x, y = outline.T
        assert 0.5 * abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) == pytest.approx(filled, rel=2e-3) and np.ptp(x) == pytest.approx(2.0 * half)


def test_a_lineage_tells_simulated_models_from_those_that_they_stand_for(made_up: Path) -> None:
    run = ws.open(made_up)  # scale 0.01
    drawn = lineage.draw(run, theme.PROFILES["brief"])
    found = re.search(r"of ([\d,]+) simulated derivatives \(scale 0.01: they stand for ([\d,]+)\)", caption(drawn))
    assert found, caption(drawn)
    simulated, real = (int(n.replace(",", "")) for n in found.groups())
    assert real == 100 * simulated
    assert found.group(0) in drawn.alt
    assert lineage._counted(1, 1.0) == "1 simulated derivative"
    assert lineage._counted(40_000, 0.01).endswith("they stand for 4.0 million)")


def test_each_figure_is_told_as_it_is_written(made_up: Path, tmp_path: Path, capsys, monkeypatch) -> None:
    monkeypatch.setattr(figures, "draw_all", lambda *a: itertools.islice(every.draw_all(*a), 2))
    assert command.main([str(made_up), "--out", str(tmp_path)]) == 0
    said = capsys.readouterr()
    paths = said.out.splitlines()
    assert [Path(p).suffix for p in paths] == [".svg"] * len(paths) and len(paths) == 2
    assert len([line for line in said.err.splitlines() if line.startswith("wrote ")]) == len(paths)
    assert command.main([str(made_up), "--out", str(tmp_path), "-q"]) == 0
    said = capsys.readouterr()
    assert said.err == "" and said.out.splitlines() == paths


def test_the_dotted_line_meets_the_solid_one() -> None:
    clear = np.array([True, True, False, True, True, True])
    assert effect.dotted(clear).tolist() == [False, True, True, True, False, False]
    assert not effect.dotted(np.ones(3, bool)).any()


def test_a_date_is_said_as_its_month_and_a_difference_of_dates_in_years() -> None:
    date = words.scale_of(card("date"), words.Slice("overtaking"), 2031.0)
    assert date.value(2024.95, 2) == "2024-12" and date.value(2025.0, 2) == "2025-01"
    assert date.difference(-0.4, 1) == "\u22120.4 years"


def test_a_date_is_drawn_as_the_share_of_cells_that_have_it(made_up: Path) -> None:
    run = ws.open(made_up)
    drawn = dates.draw(run, run.slice("overtaking"), theme.PROFILES["brief"])
    found = run.data["overtaking"].sel(policy="current", race="Qwen-Llama").isel(time=-1).values
    row = drawn.table[(drawn.table["policy"] == "current") & (drawn.table["time"] == "2025-09-30")].iloc[0]
    assert row["share"] == pytest.approx(100 * np.mean(found <= 2025 + 272 / 365.25))
    assert 0 < row["share"] < 100 and drawn.table.groupby("policy")["share"].apply(lambda s: s.is_monotonic_increasing).all()
    assert "Published, drawn in black: September 2025" in drawn.alt and "80% of the histories" in drawn.alt


def test_the_title_of_shares_names_somebody(made_up: Path, tmp_path: Path) -> None:
    changed = tmp_path / "unknown.h5"
    shutil.copy(made_up, changed)
    with h5py.File(changed, "a") as file:
        for coordinate in ("creator_country", "summary/creator_country"):
            names = file[coordinate][:]
            names[list(names).index(b"US")] = "unknown"
            file[coordinate][:] = names
    run = ws.open(changed)
    drawn = composition.draw(run, run.slice("download_share"), "creator_country", theme.PROFILES["brief"])
    assert drawn.table["unknown_mean"].iloc[-1] > drawn.table["CN_mean"].iloc[-1]
    assert "2032: China " in drawn.title


def test_an_effect_that_is_the_same_everywhere_needs_no_interval(made_up: Path) -> None:
    run = ws.open(made_up)
    line = run.line(run.slice("frontier_lag"))
    title = effect._title(run, line, {"tight": reading.Effect(line, "tight", 2.0, 2.0, 2.0, 1.0, np.nan, 30)})
    assert title.endswith("raises the frontier lag (China behind the US) by 2.0 months in December 2032, the same in every pair")


def test_regret_is_the_distance_to_the_best_policy_of_the_same_cell(made_up: Path) -> None:
    run = ws.open(made_up)
    table = overview.table(run).set_index(["outcome", "policy"])
    cells = run.data["frontier_lag"].sel(pair="cn-us").isel(time=-1).values.astype(float).reshape(len(run.policies), -1)
    i = run.policies.index("tight")
    assert table.loc[("frontier_lag", "tight"), "regret_more"] == pytest.approx(np.quantile(cells.max(0) - cells[i], 0.9))
    assert table.loc[("frontier_lag", "tight"), "regret_less"] == pytest.approx(np.quantile(cells[i] - cells.min(0), 0.9))
    assert table.loc[("concentration", "tight"), "regret_more"] == 0.0  # no policy moves it


def test_the_overview_counts_the_effects_that_are_clear(made_up: Path, made_up_placebo: Path) -> None:
    drawn = overview.draw_effects(ws.open(made_up), theme.PROFILES["brief"])
    found = drawn.table[drawn.table["policy"] != "current"]
    assert drawn.title.startswith(f"{int((found['sign_probability'] >= 0.9).sum())} of {len(found)} effects are clear")
    placebo = overview.draw_effects(ws.open(made_up_placebo), theme.PROFILES["brief"])
    assert placebo.title.startswith("0 of ") and placebo.alt.count("exactly 0") == placebo.table["outcome"].nunique()


def test_four_lines_are_means_over_thirds_of_the_worlds(tmp_path: Path) -> None:
    run = ws.open(synthetic.write(tmp_path / "many.h5", worlds=18, members=2, lineage=False))
    drawn = four_lines.draw(run, run.slice("frontier_lag"), "tight", theme.PROFILES["brief"], "derivation.habit")
    values = run.design["value"].sel(parameter="derivation.habit").values
    highest = np.argsort(values)[-6:]
    expected = run.data["frontier_lag"].sel(policy="tight", pair="cn-us").isel(world=highest, time=-1).mean()
    assert drawn.table["tight_high"].iloc[-1] == pytest.approx(float(expected), rel=1e-5)
    with pytest.raises(ValueError, match="does not vary"):
        four_lines.draw(run, run.slice("frontier_lag"), "tight", theme.PROFILES["brief"], "supply.wear")


def test_a_story_names_what_happens_in_one_history(made_up: Path) -> None:
    run = ws.open(made_up)
    events = story.choose(run, "tight", 0, 0, pd.Timestamp("2026-01-01"))
    assert list(events["text"]) == ["policy: US export control set to 0.91", "an open release of Alibaba leads",
                                    "a closed release of OpenAI leads", "DeepSeek opens its flagship", "close the gap"]
    drawn = story.draw(run, run.slice("frontier_lag"), theme.PROFILES["brief"], "tight")
    assert "March 2027: a closed release of OpenAI leads" in drawn.alt and "28.5" not in drawn.alt
    with pytest.raises(ValueError, match="no events"):
        story.draw(run, run.slice("frontier_lag"), theme.PROFILES["brief"], "current", world=3)


def with_policy(path: Path, policy: str) -> ws.Run:
    return ws.open(synthetic.write(path, ("current", policy), worlds=2, members=2, lineage=False))


@pytest.mark.parametrize("words_given", ["Levy of $2 to $5 a chip", "Levy of $x^1 to \\frac{$"])
def test_a_dollar_sign_is_money_and_never_a_formula(words_given: str, tmp_path: Path) -> None:
    run = with_policy(tmp_path / "money.h5", words_given)
    for drawn in (effect.draw(run, run.slice("frontier_lag"), theme.PROFILES["brief"]),
                  fan.draw(run, run.slice("frontier_lag"), theme.PROFILES["brief"])):
        texts = [text for text in drawn.figure.findobj(Text) if "$" in text.get_text()]
        assert texts and not any(text.get_parse_math() or text.get_usetex() for text in texts)
        assert words_given in " ".join(text.get_text().replace("\n", " ") for text in texts) and words_given in drawn.alt
        drawn.write(tmp_path)


def test_a_name_that_no_file_may_have_becomes_a_safe_one(tmp_path: Path) -> None:
    policy = "../US/EU 50%"
    run = ws.open(synthetic.write(tmp_path / "joint.h5", ("current", policy), worlds=18, members=2, lineage=False))
    for draw in (tornado.draw, four_lines.draw):
        draw(run, run.slice("frontier_lag"), policy, theme.PROFILES["brief"]).write(tmp_path / "all" / "figures")
    story.draw(run, run.slice("frontier_lag"), theme.PROFILES["brief"], policy).write(tmp_path / "all" / "figures")
    written = [path for path in (tmp_path / "all").rglob("*") if path.is_file()]
    assert {path.parent for path in written} == {tmp_path / "all" / "figures"}
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+\.(svg|pdf|png|csv|alt\.txt)", path.name) for path in written)
    assert len(written) == 3 * 5 and any(path.name.startswith("tornado-frontier-lag-cn-us-") for path in written)


def test_marks_and_controls_stand_in_a_figure_as_words(tmp_path: Path) -> None:
    run = with_policy(tmp_path / "marks.h5", "Ban <b> & \x1b[31m \x07 --> now")
    drawn = effect.draw(run, run.slice("frontier_lag"), theme.PROFILES["brief"])
    tree = xml.etree.ElementTree.fromstring(drawn.svg())
    described = [e.text for e in tree.iter() if e.tag.endswith("}description") and e.text]
    assert any("Ban <b> & \\u001b[31m \\u0007 --> now" in text for text in described)
    assert "\x1b" not in "".join(text.get_text() for text in drawn.figure.findobj(Text)) + drawn.title + drawn.alt


def test_a_tornado_names_assumptions_in_words_and_shows_its_whiskers_whole(tmp_path: Path) -> None:
    run = ws.open(synthetic.write(tmp_path / "many.h5", worlds=16, lineage=False))
    drawn = tornado.draw(run, run.slice("frontier_lag"), "tight", theme.PROFILES["brief"])
    axes = drawn.figure.axes[0]
    said = " ".join([drawn.title, drawn.alt, *(text.get_text() for text in axes.get_yticklabels())])
    assert "rowth of domestic chip capacity" in said and "supply." not in said and "derivation." not in said
    low, high = axes.get_xlim()
    table = drawn.table
    assert (table["high_effect"] - table["standard_error"]).min() > low and (table["high_effect"] + table["standard_error"]).max() < high


def test_a_policy_without_any_effect_has_no_panel(tmp_path: Path) -> None:
    run = ws.open(synthetic.write(tmp_path / "two.h5", ("current", "tight", "idle"), lineage=False))
    run.line(run.slice("frontier_lag")).effects["idle"]["sign_probability"] = np.nan
    drawn = effect.draw(run, run.slice("frontier_lag"), theme.PROFILES["brief"])
    assert len(drawn.figure.axes) == 1
    assert "No effect at any date: \u201cIdle\u201d." in " ".join(text.get_text() for text in drawn.figure.texts).replace("\n", " ")
