"""Results in the hands of other tools: tables, pyam, SALib, the EMA workbench, ArviZ, igraph, GEXF for Gephi."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import networkx
import numpy as np
import pandas as pd
import pytest
import weightshed as ws
import xarray as xr
from weightshed.neighbours import command

pytestmark = [pytest.mark.filterwarnings("ignore::UserWarning"), pytest.mark.filterwarnings("ignore::RuntimeWarning")]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> ws.Run:
    study = ws.load("export-controls", {
        "run.members": 2, "run.worlds": {"calibrated": 12}, "run.scale": 0.0005, "run.end": "2027-12-31", "measure.every": "quarter",
        "measure.record": ["frontier_gap", "adoption", "download_share"], "structure.openness": ["logit", "fixed"],
        "measure.lineage": "one member"})
    return study.run(tmp_path_factory.mktemp("neighbours") / "run.h5", progress=False)


def test_the_long_table_says_what_the_summary_says(run: ws.Run) -> None:
    table = run.to_table()
    values = {m: int(np.prod([run.data.sizes[d] for d in run.data[m].dims[4:]])) for m in run.measures}
    assert len(table) == sum(values.values()) * 3 * run.data.sizes["time"]
    own = table[(table["measure"] == "frontier_gap") & (table["pair"] == "cn-us") & (table["policy"] == "tight")]
    fan = run.line(run.slice("frontier_gap", pair="cn-us")).fans["tight"]
    np.testing.assert_array_equal(own["q50"].to_numpy(), fan["q50"].to_numpy())
    effect = run.effect("frontier_gap", "tight", pair="cn-us")
    np.testing.assert_allclose(own["effect"].to_numpy(), effect["effect"].to_numpy())
    assert own["pairs"].iloc[-1] == 48 and (own["region"] == "").all()


def test_export_writes_the_same_table_as_csv_and_parquet_and_quantiles_as_iamc(run: ws.Run, tmp_path: Path, capsys) -> None:
    csv, parquet, iamc = (tmp_path / name for name in ("t.csv", "t.parquet", "i.csv"))
    asked = ["--measure", "adoption", "--where", "region=Europe,mode=closed_api"]
    assert command.main([str(run.path), "--csv", str(csv), "--parquet", str(parquet), "--iamc", str(iamc), *asked, "-q"]) == 0
    assert capsys.readouterr().out.split() == [str(csv), str(parquet), str(iamc)]
    one, two = pd.read_csv(csv, parse_dates=["time"], dtype={"unit": str}), pd.read_parquet(parquet)
    assert len(one) == 3 * 3 * run.data.sizes["time"] and set(one["region"]) == {"EU"} and set(one["origin"]) == {"CN", "US", "other"}
    pd.testing.assert_frame_equal(one, two, check_dtype=False)
    wide = pd.read_csv(iamc)
    assert list(wide.columns[:5]) == ["Model", "Scenario", "Region", "Variable", "Unit"] and wide.columns[-1] == "2027"
    assert len(wide) == 3 * 3 * 5 and set(wide["Region"]) == {"EU"}
    assert command.main([str(run.path), "--csv", str(csv), "--histories", "--measure", "frontier_gap", "-q"]) == 0
    cells = pd.read_csv(csv)
    assert len(cells) == 3 * 24 * 2 * run.data.sizes["time"] * 3
    last = cells[(cells["policy"] == "lifted") & (cells["world"] == 5) & (cells["member"] == 1) & (cells["pair"] == "cn-us")].iloc[-1]
    assert last["value"] == pytest.approx(run.data["frontier_gap"].sel(policy="lifted", pair="cn-us").values[5, 1, -1], rel=1e-6)


@pytest.mark.parametrize("arguments, told", [([], "--csv FILE, --parquet FILE or --iamc FILE"), (["--iamc", "x", "--histories"], "no members")])
def test_export_says_what_is_missing(run: ws.Run, arguments: list[str], told: str, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main([str(run.path), *arguments])
    assert ended.value.code == 2 and told in capsys.readouterr().err


def test_export_of_an_unknown_measure_names_the_nearest_and_writes_nothing(run: ws.Run, tmp_path: Path, capsys) -> None:
    assert command.main([str(run.path), "--csv", str(tmp_path / "t.csv"), "--measure", "adoptoin"]) == 3
    assert "did you mean 'adoption'" in capsys.readouterr().err and list(tmp_path.iterdir()) == []


def test_pyam_takes_our_quantiles_with_all_regions_and_its_file_reads_back(run: ws.Run, tmp_path: Path) -> None:
    pyam = pytest.importorskip("pyam")
    found = run.to_iamc()
    assert set(found.scenario) == set(run.policies) and {"EU", "CN", "World", "unknown"} <= set(found.region)
    assert found.meta["scenario_sha256"].unique().tolist() == [run.data.attrs["scenario_sha256"]]
    long_name = run.data["download_share"].attrs["long_name"]
    one = found.filter(scenario="tight", region="EU", variable=f"{long_name}|all|50.0th Percentile", year=2027)
    line = run.line(run.slice("download_share", creator_country="EU", age="all"))
    assert one.data["value"].tolist() == [line.fans["tight"]["q50"].iloc[-1]]
    assert not found.data["value"].isna().any()
    found.to_csv(tmp_path / "pyam.csv")
    assert pyam.IamDataFrame(tmp_path / "pyam.csv").data.dropna().shape == found.data.shape  # pyam 3.2 keeps empty years
    from weightshed.neighbours import iamc

    buffer = io.StringIO(iamc.wide(run).to_csv(index=False))
    assert len(pyam.IamDataFrame(pd.read_csv(buffer)).data.dropna()) == len(found.data)


def test_salib_takes_samples_without_glue(run: ws.Run) -> None:
    from SALib.analyze import delta

    found = run.samples("frontier_gap", "lifted", effect=True, pair="cn-us")
    assert found.X.dtype == found.Y.dtype == np.float64 and found.X.shape == (24, found.problem["num_vars"])
    assert found.left_out == 0 and np.isfinite(found.Y).all()
    assert all(isinstance(bound, float) for bounds in found.problem["bounds"] for bound in bounds)
    assert len(delta.analyze(found.problem, found.X, found.Y, num_resamples=2, seed=1)["S1"]) == found.problem["num_vars"]
    one = run.line(run.slice("frontier_gap", pair="cn-us"))
    by_hand = (one.last_values.sel(policy="lifted") - one.last_values.sel(policy="current")).mean("member").values
    np.testing.assert_allclose(found.Y, by_hand)


def test_worlds_without_a_value_are_left_out_and_counted(run: ws.Run) -> None:
    line = run.line(run.slice("frontier_gap", pair="open-closed"))
    holes = line.last_values.copy()
    holes[:, [3, 7], :] = np.nan
    line.__dict__["last_values"] = holes
    found = run.samples("frontier_gap", "current", pair="open-closed")
    assert found.left_out == 2 and len(found.Y) == len(found.inputs) == 22 and not {3, 7} & set(found.world)
    with pytest.raises(ValueError, match="no world"):
        run.samples("frontier_gap", "current", "2019-12", pair="us_open-cn_open")
    with pytest.raises(ws.Error, match="did you mean 'tight'"):
        run.samples("frontier_gap", "tigt")


def test_the_ema_workbench_takes_experiments_and_outcomes(run: ws.Run) -> None:
    from ema_workbench.analysis import feature_scoring

    experiments, outcomes = run.samples("frontier_gap", "lifted", effect=True, pair="cn-us").ema()
    (name, values), = outcomes.items()
    assert name == "frontier_gap;pair=cn-us" and set(experiments["openness"]) == {"logit", "fixed"}
    scores, _ = feature_scoring.get_ex_feature_scores(experiments, values, mode=feature_scoring.RuleInductionType.REGRESSION)
    assert set(scores.index) == set(experiments.columns)


def test_arviz_summarises_the_worlds_of_a_posterior(run: ws.Run) -> None:
    arviz = pytest.importorskip("arviz")
    found = run.to_arviz()
    posterior = found["posterior"]
    assert posterior.sizes["draw"] == 24 and posterior["downloads.brand_carried"].attrs["units"] != ""
    summary = arviz.summary(found, var_names=["downloads.brand_carried"], kind="stats")
    assert summary["mean"].iloc[0] == pytest.approx(float(posterior["downloads.brand_carried"].mean()), abs=0.01)


def test_draws_are_a_tree_for_arviz_1_which_still_answers_to_the_former_name(run: ws.Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "arviz", SimpleNamespace(__version__="1.3.0", InferenceData=xr.DataTree))
    found = run.to_arviz()
    assert isinstance(found, xr.DataTree) and found["posterior"].sizes["draw"] == 24


def test_lineages_go_to_networkx_igraph_and_gephi(run: ws.Run, tmp_path: Path) -> None:
    graph = run.graph()
    other = run.to_igraph()
    assert other.vcount() == graph.number_of_nodes() and other.ecount() == graph.number_of_edges()
    assert other.vs["family"] == [data["family"] for _, data in graph.nodes(data=True)]
    networkx.write_gexf(graph, tmp_path / "lineage.gexf")  # what Gephi opens
    again = networkx.read_gexf(tmp_path / "lineage.gexf", node_type=int)
    assert again.number_of_edges() == graph.number_of_edges()
    assert again.nodes[0]["family"] == graph.nodes[0]["family"]
