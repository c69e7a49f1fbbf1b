"""What tables, policies, worlds and slices show at a prompt and in a notebook: short, complete, with units, from their own numbers."""

from __future__ import annotations

import pickle
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

import weightshed as ws
from weightshed import tables
from weightshed.notebook import Readable, Sheet

pytestmark = pytest.mark.filterwarnings("ignore:run.members:UserWarning")  # few draws are meant here

MOST_LINES, WIDEST = 16, 150


@pytest.fixture(scope="module")
def study() -> ws.Study:
    return ws.load("export-controls", {"run.end": "2028-12-31", "run.scale": 0.001, "run.members": 2, "run.worlds": {"calibrated": 3},
                                       "measure.record": ["frontier_gap", "derivative_share", "policy_cost"], "measure.lineage": "all"})


@pytest.fixture(scope="module")
def run(study: ws.Study, tmp_path_factory: pytest.TempPathFactory) -> ws.Run:
    return study.run(tmp_path_factory.mktemp("tables") / "run.h5", progress=False)


@pytest.fixture(scope="module")
def live(study: ws.Study) -> ws.Ecosystem:
    eco = ws.Ecosystem(study, "tight")
    eco.run_until("2026-02-02")
    return eco


@pytest.fixture(scope="module")
def shown(run: ws.Run, live: ws.Ecosystem) -> dict[str, pd.DataFrame]:
    return {"effect": run.effect("derivative_share", "tight", country="CN"), "budget": run.budget("frontier_gap", "lifted"),
            "ranking": run.ranking(at="2026-06"), "lineage": run.lineage_summary("lab"), "events": run.events, "live": live.events}


class _Cells(HTMLParser):
    """The texts of the cells of a table."""

    def __init__(self, text: str):
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][-1] += data


@pytest.mark.parametrize("name", ["effect", "budget", "ranking", "lineage", "events", "live"])
def test_a_table_shows_itself_short_and_aligned(shown: dict[str, pd.DataFrame], name: str) -> None:
    table = shown[name]
    lines = str(table).split("\n")
    assert 4 < len(lines) <= MOST_LINES and max(map(len, lines)) <= WIDEST and "..." not in str(table)
    sheet = table.sheet()  # type: ignore[operator]
    assert _Cells(table._repr_html_()).rows[1:len(sheet.rows) + 1] == [list(row) for row in sheet.rows]
    first = next(number for number, line in enumerate(lines) if line.split() == " ".join(sheet.rows[0]).split())
    for row, line in zip(sheet.rows, lines[first:]):
        assert line.split() == " ".join(row).split()
    for cells in zip(*sheet.rows):  # every cell of a column begins, or ends, where the others do
        ends = {line.rindex(cell) + len(cell) for cell, line in zip(cells, lines[first:]) if cells.count(cell) == 1 and line.count(cell) == 1}
        starts = {line.index(cell) for cell, line in zip(cells, lines[first:]) if cells.count(cell) == 1 and line.count(cell) == 1}
        assert min(len(starts), len(ends)) <= 1, cells


@pytest.mark.parametrize("name", ["effect", "budget", "ranking", "lineage", "events", "live"])
def test_a_table_is_one_of_pandas_and_its_parts_are_nothing_else(shown: dict[str, pd.DataFrame], name: str) -> None:
    table = shown[name]
    assert isinstance(table, pd.DataFrame)
    for part in (table.head(3), table[table.columns[:2]], table.copy(), pd.DataFrame(table), table.sort_values(table.columns[0])):
        assert type(part) is pd.DataFrame and "pandas.DataFrame(" not in str(part)
    assert str(pickle.loads(pickle.dumps(table))) == str(table)
    added = type(table)(table)
    added.attrs.update(table.attrs)
    added["mine"] = 1.0
    assert "mine" in str(added) and "mine" in added._repr_html_()


def test_the_numbers_of_an_effect_are_those_of_the_table(run: ws.Run, shown: dict[str, pd.DataFrame]) -> None:
    table = shown["effect"]
    last, row = table.iloc[-1], table.sheet().rows[-1]  # type: ignore[operator]
    assert row[0] == "2028-12-31" and float(row[1].replace("\u2212", "-")) == pytest.approx(100.0 * last["effect"], abs=0.51)
    assert row[4] == str(last["pairs"]) == "6"
    said = " ".join(str(table).split())
    assert "effect 80% of pairs" in said and "1 in the columns is 100 points here" in said and "China’s share of new derivatives" in said
    assert [row[0][:4] for row in table.sheet().rows] == ["2026", "2027", "2028"]  # type: ignore[operator]
    one = run.effect("frontier_gap", "lifted", at="2027-06")
    assert len(one) == len(one.sheet().rows) == 1 and "orders of magnitude" in str(one)  # type: ignore[operator]
    assert run.effect("policy_cost", "tight").shape[1] == 7


def test_what_a_policy_costs_stands_beside_its_effect(run: ws.Run) -> None:
    paid = pd.DataFrame(run.effect("derivative_share", "tight", country="CN")).assign(cost=2.5e9, per_billion=-0.004)
    table = tables.EffectCourse.made(paid, **{k: v for k, v in run.effect("derivative_share", "tight").attrs["about"].items() if k != "columns"})
    assert table.sheet().rows[-1][-2:] == ("2.5", "\u22120.4") and "billion USD" in str(table)


def test_shares_of_a_budget_add_up(shown: dict[str, pd.DataFrame]) -> None:
    for row in shown["budget"].sheet().rows:  # type: ignore[operator]
        assert sum(int(cell.rstrip("%")) for cell in row[3:]) == pytest.approx(100, abs=1)


def test_as_many_places_are_shown_as_were_asked_for(run: ws.Run) -> None:
    assert len(run.ranking(at="2026-06", top=14).sheet().rows) == 14
    table = run.ranking(at="2026-06", top=0)
    assert len(table) > 100 and len(table.sheet().rows) == 10 and f"10 of {len(table)} rows" in str(table)
    assert len(run.lineage_summary("lab", top=12).sheet().rows) == 12


def test_every_kind_of_event_says_what_its_value_is(run: ws.Run) -> None:
    events = run.events
    said = {kind: tables.said_value(kind, *events[events["kind"] == kind].iloc[-1][["actor", "value"]]) for kind in events["kind"].unique()}
    assert said["release"].endswith(" log10 FLOP") and said["opens"] in ("flagship", "second line") and said["enters"] == ""
    assert said["incident"].split()[1].startswith("incident")
    assert tables.said_value("policy", "us.export_control of CN", 0.95) == tables.said_value("trigger", "us.export_control", 0.95) == "0.95"
    assert tables.said_value("policy", "lab.openness of meta", 1.0) == "closed"
    assert tables.said_value("policy", "open_weight_programme of US", 2e9) == "2 billion USD / year"


def test_a_log_counts_its_kinds(live: ws.Ecosystem) -> None:
    assert f"{(live.events['kind'] == 'release').sum():,} release" in str(live.events) and "under tight" in str(live.events)
    fresh = live.copy()
    fresh.step()
    assert "of the last step" in str(fresh.new_events)


def test_a_policy_shows_a_row_for_each_action(study: ws.Study) -> None:
    tight = study.policies[1]
    lines = repr(tight).split("\n")
    assert lines[0].startswith("Policy tight: ") and len(lines) == 2 + len(tight.actions)
    assert "us.export_control" in lines[2] and "0 to 1" in lines[2] and "from 2026-01-05" in lines[2] and "over 6 months" in lines[3]
    assert "No action" in repr(study.policies[0])
    assert _Cells(tight._repr_html_()).rows[1][:3] == ["us.export_control", "CN", "0.95"]
    many = ws.Policy("many", tight.actions * 20)
    assert len(repr(many).split("\n")) <= 15 and "30 more in .actions" in repr(many)


def test_an_action_shows_its_unit_and_its_trigger() -> None:
    when = ws.Trigger((ws.Condition("frontier_lag", above="4 months", lasting="3 months", where={"pair": "cn-us"}),
                       ws.Condition("adoption", below=0.1)), any=True)
    action = ws.Action("open_weight_programme", 2e9, of=("US", "EU"), until="2030-01-01", when=when, options={"delay": "1 year"})
    assert repr(action) == ("<action: open_weight_programme of US, EU to 2,000,000,000 USD / year, delay 1 year, until 2030-01-01, once "
                            "frontier_lag (pair=cn-us) is above 4 months for 3 months or adoption is below 0.1>")
    assert repr(when).startswith("<trigger: once frontier_lag")
    assert repr(ws.Action("no.such", "x")) == "<action: no.such to x>"  # what `check` would refuse is shown too


def test_a_world_shows_units_and_says_how_much_more_there_is(study: ws.Study) -> None:
    world = study.world(1)
    assert len(repr(world).split("\n")) <= 15 and "orders / year" in repr(world) and f"{len(world.assume) - 10} more in .assume" in repr(world)
    assert f"luck {world.key}" in repr(world) and "openness logit" in repr(world)
    odd = ws.World({"a.b": "3 months", "research.kappa": 0.5, "c": None})  # type: ignore[dict-item]
    assert "3 months" in repr(odd) and "None" in odd._repr_html_()
    assert repr(ws.World()) == "World: 0 assumptions, the luck of the study’s first world"


def test_a_slice_shows_its_phrase_and_unit(run: ws.Run) -> None:
    assert repr(run.slice("derivative_share", country="CN")) == (
        "<slice derivative_share, country=CN: China’s share of new derivatives, in percent>")
    assert repr(type(run.slice("frontier_gap"))("of_another_version", (("x", "y"),))) == "<slice of_another_version, x=y>"


def test_words_of_a_stranger_are_text(tmp_path: Path) -> None:
    sheet = Sheet("a\x1b[31m <b>", (("c", ""),), (("<i>\n1", ),), ("&",))
    assert "\x1b" not in sheet.text() and "<i> 1" in sheet.text()
    assert "<i>" not in sheet.html() and "&lt;b&gt;" in sheet.html() and "&amp;" in sheet.html()
    assert ws.Policy("p", label="<script>")._repr_html_().count("<script>") == 0


def test_a_table_without_rows_says_so(run: ws.Run, shown: dict[str, pd.DataFrame]) -> None:
    for name in ("effect", "budget", "events"):
        table = shown[name]
        none = type(table)(pd.DataFrame(table).head(0))
        none.attrs.update(table.attrs)
        assert str(none).startswith(("Effect of", "Where the variance", "0 events")) and "<tbody>" not in none._repr_html_()


def test_a_table_without_a_text_of_its_own_is_refused() -> None:
    with pytest.raises(NotImplementedError):
        repr(Readable.made(pd.DataFrame({"a": [1]})))
