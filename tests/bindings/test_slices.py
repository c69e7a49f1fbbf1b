"""What a reader asks for: slices by measure, label and date, the same in Python, figures and briefs; what policies touch."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
import weightshed as ws
from weightshed import slices, summary
from weightshed.brief import command as brief
from weightshed.brief import document
from weightshed.figures import command as figures
from weightshed.figures import overview
from weightshed.reading import Reading
from weightshed.slices import Asked

#: A ban in EU governments, and a programme in Africa that costs something.
BAN = """
extends = "european-programme"

[run]
members = 2
worlds  = 2
scale   = 0.0005
end     = 2027-12-31

[measure]
record  = ["derivative_share", "adoption_by_sector", "adoption"]
lineage = "all"

[[policy]]
name = "current"

[[policy]]
name    = "ban"
actions = [ { lever = "ban_foreign_weights", of = "china", in = "European Union", sectors = "Government", at = 2026-07-06, to = 1.0 } ]

[[policy]]
name    = "promotion"
actions = [ { lever = "export_promotion", of = "llama", in = "Africa", at = 2026-07-06, to = 0.3, cost = "5e7 USD / year" } ]
"""


@pytest.fixture(scope="module")
def banned(tmp_path_factory: pytest.TempPathFactory) -> ws.Run:
    folder = tmp_path_factory.mktemp("ban")
    (folder / "ban.toml").write_text(BAN)
    return ws.load(folder / "ban.toml").run(folder / "ban.h5", progress=False)


def test_what_is_shown_follows_what_the_policies_touch(banned: ws.Run) -> None:
    shown = [(line.measure, line.where) for line in banned.main_lines]
    assert ("adoption_by_sector", "region=EU;sector=government;origin=CN") in shown
    assert ("adoption", "region=EU;origin=CN;mode=self_hosted_open_weights") in shown
    assert ("adoption", "region=AFRICA;origin=CN;mode=self_hosted_open_weights") in shown
    assert [where for measure, where in shown if measure == "derivative_share"] == ["country=CN"]


def test_the_slices_touched_along_most_dimensions_come_first_and_are_few(banned: ws.Run) -> None:
    regions = [str(region) for region in banned.data["region"].values]
    aims = [{"region": region} for region in regions] + [{"region": "US", "sector": "technology"}]
    found = summary.main_slices(banned.summary, "adoption_by_sector", aims)
    assert len(found) == summary.MOST_SLICES
    assert found[0].selection["region"] == "US" and found[0].selection["sector"] == "technology"
    nothing = summary.main_slices(banned.summary, "adoption_by_sector", [{"lab": "alibaba"}, {"region": "Atlantis"}])
    assert nothing == [summary.main_slice(banned.summary, "adoption_by_sector")]


def test_labels_go_by_code_or_name_and_unknown_ones_name_the_nearest(banned: ws.Run) -> None:
    for label in ("EU", "eu", "European Union", "european union"):
        assert banned.slice("adoption", region=label).selection["region"] == "EU"
    assert banned.slice("adoption", region="Europe").selection["region"] == "EU"
    with pytest.raises(ws.Error, match="region has no 'UAE'; .*; did you mean 'GULF'\\?"):
        banned.slice("adoption", region="UAE")
    with pytest.raises(ValueError, match="country has no 'Chyna'; it has US, CN, .*; did you mean 'CN'\\?"):
        banned.slice("derivative_share", country="Chyna")
    with pytest.raises(ValueError, match="has no dimension 'contry'; it has country; did you mean 'country'"):
        banned.slice("derivative_share", contry="CN")
    with pytest.raises(ValueError, match="no measure 'adoptoin' .* did you mean 'adoption'"):
        banned.slice("adoptoin")


def test_compare_keeps_what_where_names(banned: ws.Run) -> None:
    table = banned.compare(at="2027-06", where="region=eu,sector=government")
    assert set(table["measure"]) == {"adoption_by_sector"} and set(table["origin"]) == {"CN", "US", "other"}
    same = banned.compare(at="2027-06", where={"region": ["EU"], "sector": "Government"})
    pd.testing.assert_frame_equal(table, same)
    with pytest.raises(ws.Error, match="did you mean 'government'"):
        banned.compare(where="sector=goverment")


def test_effects_are_told_for_each_billion_where_a_policy_costs(banned: ws.Run) -> None:
    table = banned.compare(measures=["adoption"], where="region=AFRICA,origin=US").set_index(["policy", "mode"])
    cost = banned.compare(measures=["policy_cost"], where="payer=governments").set_index("policy")["effect"]
    assert cost["promotion"] > 0.0 and cost["ban"] == 0.0
    promoted = table.loc["promotion"]
    assert promoted["per_billion"].to_numpy() == pytest.approx(promoted["effect"].to_numpy() / (cost["promotion"] / 1e9))
    assert table.loc["ban", "per_billion"].isna().all()
    paid = banned.line(banned.slice("policy_cost", payer="governments"))
    assert cost["promotion"] * paid.scale.factor < 1000.0 and paid.scale.unit.endswith("illion USD")  # though the reference pays nothing
    over_time = banned.effect("adoption", "promotion", region="Africa", origin="US", mode="closed_api")
    last = over_time.iloc[-1]
    assert last["per_billion"] == pytest.approx(promoted.loc["closed_api", "per_billion"], rel=1e-5)
    assert over_time["per_billion"].isna().iloc[0]  # nothing is spent yet


def test_a_date_ends_an_effect_and_a_reading(banned: ws.Run) -> None:
    row = banned.effect("derivative_share", "ban", at="2027-02-10", country="CN")
    assert list(row["time"]) == [pd.Timestamp("2027-01-31")]
    cut = Reading(banned.path, Asked(at="2027-02"))
    assert cut.end == "February 2027" and cut.events["time"].max() <= pd.Timestamp("2027-02-28")
    assert cut.line(cut.slice("derivative_share")).last_effects["ban"].pairs == 4
    for at in ("2050-01", "2001-01"):
        with pytest.raises(ws.Error, match="outside what .* records"):
            Reading(banned.path, Asked(at=at))
    with pytest.raises(ws.Error, match="'soon' is not a date"):
        banned.effect("derivative_share", "ban", at="soon")


def test_what_is_asked_for_decides_the_lines_and_their_order(banned: ws.Run) -> None:
    asked = Asked(("adoption", "adoption_by_sector"), tuple(slices.pairs("region=africa,region=EU,origin=*")))
    lines = Reading(banned.path, asked).main_lines
    assert [line.measure for line in lines] == ["adoption"] * 6 + ["adoption_by_sector"] * 6
    assert {line.slice.selection["region"] for line in lines} == {"AFRICA", "EU"}
    by_sector = Reading(banned.path, Asked(where=(("sector", "government"),))).main_lines
    assert {line.measure for line in by_sector} == {"adoption_by_sector"}
    with pytest.raises(ValueError, match="no measure of ban.h5 has sector and country together"):
        Reading(banned.path, Asked(where=(("sector", "government"), ("country", "CN")))).main_lines
    table = overview.table(Reading(banned.path, asked))
    assert len(table) == 12 * 3 and not table.duplicated(["outcome", "where", "policy"]).any()


def test_figures_and_a_brief_take_the_options_and_verify_knows_them(banned: ws.Run, tmp_path: Path, capsys) -> None:
    options = ["--measure", "adoption_by_sector", "--where", "region=EU,sector=government", "--at", "2027-06", "-q"]
    assert figures.main([str(banned.path), *options, "--out", str(tmp_path / "f")]) == 0
    drawn = {path.name for path in (tmp_path / "f").glob("effect-*.svg")}
    assert drawn == {"effect-adoption-by-sector-EU-government-CN.svg"}
    assert brief.main([str(banned.path), *options, "--out", str(tmp_path / "b")]) == 0
    assert "June 2027" in (tmp_path / "b" / "brief.md").read_text()
    assert json.loads((tmp_path / "b" / "brief.json").read_text())["asked"]["at"] == "2027-06"
    assert document.asked_of(tmp_path / "b").measures == ("adoption_by_sector",)
    assert brief.main([str(banned.path), "--verify", "--out", str(tmp_path / "b")]) == 0
    capsys.readouterr()
    assert figures.main([str(banned.path), "--where", "region=Atlantis", "--out", str(tmp_path / "g")]) == 3
    assert "region has no 'Atlantis'" in capsys.readouterr().err
    for wrong in (["--where", "region"], ["--verify", "--at", "2027-06"]):
        with pytest.raises(SystemExit) as ended:
            brief.main([str(banned.path), *wrong])
        assert ended.value.code == 2


def test_a_ranking_lists_models_by_capability_and_who_stands_ahead(banned: ws.Run) -> None:
    table = banned.ranking(at="2025-12", top=20)
    assert list(table["place"]) == list(range(1, 21)) and table["capability"].is_monotonic_decreasing
    assert (pd.to_datetime(table["released"]) <= "2025-12-31").all()
    assert table["family_share"].between(0.25, 1.0).all() and (table["family_share"] >= table["lab_share"] - 1e-9).any()
    countries = pd.DataFrame(table.attrs["countries"]).set_index("country")
    best = table.drop_duplicates("country").set_index("country")
    for country, row in best.iterrows():
        ahead = table[table["place"] < row["place"]]
        assert countries.at[country, "place"] == row["place"] and countries.at[country, "models_ahead"] == len(ahead)
        assert countries.at[country, "labs_ahead"] == ahead["lab"].nunique()
        assert sum(countries.at[country, "models_by_country"]) == len(ahead)
    assert table.attrs["histories"] == 4
    assert len(banned.ranking(policy="ban", world=1, member=1, top=0)) > 100
    with pytest.raises(ws.Error, match="holds no lineage of policy"):
        banned.ranking(member=9)


def test_what_can_be_named_is_listed() -> None:
    assert ws.countries().at["CN", "name"] == "China" and ws.sectors().at["critical_infrastructure", "name"] == "critical infrastructure"
    assert ws.labs().at["alibaba", "country"] == "CN" and "Qwen" in ws.labs().at["alibaba", "families"]
    assert ws.families().at["Qwen", "lab"] == "alibaba" and ws.families().at["Llama", "since"].startswith("2023")
