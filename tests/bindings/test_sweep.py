"""Sweeps in Python: the effects at each point are those of the cells, and the heat map shows them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import weightshed as ws
from weightshed import figures
from weightshed.figures import heat_map, theme

STRENGTHS, SHARES = [0.2, 1.0], [0.0, 0.8, 1.6]


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> ws.Run:
    folder: Path = tmp_path_factory.mktemp("sweep")
    study = ws.load("controls-and-scarcity", {
        "run.members": 2, "run.worlds": {"calibrated": 2}, "run.scale": 0.0005, "run.end": "2030-12-31",
        "sweep": {"controls.us.export_control": STRENGTHS, "research.induced_share": SHARES}})
    return study.run(folder / "swept.h5")


def test_effects_are_those_of_the_cells_of_their_point(swept: ws.Run) -> None:
    table = swept.sweep("frontier_gap", pair="cn-us")
    assert len(table) == len(STRENGTHS) * len(SHARES)
    assert sorted(table["controls.us.export_control"].unique()) == STRENGTHS
    cells = swept.data["frontier_gap"].sel(pair="cn-us").isel(time=-1)
    names = [str(name) for name in swept.design["parameter"].values]
    share = swept.design["value"].transpose("world", "parameter").values[:, names.index("research.induced_share")]
    for row in table.itertuples(index=False):
        worlds = np.flatnonzero(share == getattr(row, "_2"))
        pairs = (cells.sel(policy=row.policy) - cells.sel(policy="free")).isel(world=worlds).values
        assert row.pairs == pairs.size == 4
        assert row.effect == pytest.approx(np.mean(pairs.astype(float)))


def test_a_sweep_is_read_at_a_date_and_shown_crossed(swept: ws.Run) -> None:
    early = swept.sweep("frontier_gap", at="2026-01", pair="cn-us")
    assert (early["effect"] == 0.0).all() and early["sign_probability"].isna().all()  # before the policies part
    with pytest.raises(ws.Error, match="outside"):
        swept.sweep("frontier_gap", at="2050-01", pair="cn-us")
    shown = swept.sweep("frontier_gap", pair="cn-us")._repr_html_()
    assert "frontier_gap, pair=cn-us: effect" in shown and shown.count("<td>") == len(STRENGTHS) * len(SHARES)


def test_worlds_share_their_luck_over_points(swept: ws.Run) -> None:
    keys = swept.design["world_key"].values.reshape(len(SHARES), 2)
    assert (keys == keys[0]).all()


def test_the_heat_map_has_a_cell_for_each_point_and_says_them_in_words(swept: ws.Run) -> None:
    drawn = heat_map.draw(swept, swept.slice("frontier_gap", pair="cn-us"), theme.PROFILES["brief"])
    assert len(drawn.table) == len(STRENGTHS) * len(SHARES)
    assert drawn.name == "heat-map-frontier-gap-cn-us"
    for strength in STRENGTHS:
        assert f"controls: us.export control {strength:g}" in drawn.alt
    axes = drawn.figure.axes[0]
    assert "that scarcity gives back as efficiency (research.induced_share)" in axes.get_xlabel().replace("\n", " ")
    assert "(us.export_control under \u201ccontrols\u201d)" in axes.get_ylabel().replace("\n", " ")
    labelled = "reverses sign" in {text.get_text() for text in axes.texts}
    effects = drawn.table["effect"]
    assert labelled == bool(effects.min() < 0.0 < effects.max())
    assert drawn.name in {one.name for one in figures.draw_all(swept)}


def test_a_study_without_a_sweep_says_so(swept: ws.Run, tmp_path: Path) -> None:
    plain = ws.load("placebo", {"run.members": 1, "run.scale": 0.0005, "run.end": "2028-12-31"}).run(tmp_path / "plain.h5")
    with pytest.raises(ws.Error, match="no \\[sweep\\]"):
        plain.sweep("frontier_gap")
