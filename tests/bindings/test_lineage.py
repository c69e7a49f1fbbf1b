"""The lineage of one history: as a table, as a graph, and as files that other programs read."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import h5py
import igraph
import networkx
import numpy as np
import pandas as pd
import pydot
import pytest
import synthetic
import weightshed as ws
from weightshed import lineage


@pytest.fixture(scope="module")
def made_up_run(made_up: Path) -> ws.Run:
    return ws.open(made_up)


def test_the_table_has_words_dates_and_every_parent(made_up_run: ws.Run) -> None:
    table = made_up_run.lineage()
    base = table["parent"] == lineage.BASE
    assert set(table["kind"]) <= set(synthetic.KINDS) and set(table["licence"]) <= set(synthetic.LICENCES)
    assert table.loc[base, "release"].is_unique and table.loc[0, "release"] == "Model 1"
    assert (table["release"].to_numpy() == table["release"].to_numpy()[lineage.roots(table)]).all()
    assert str(table["born"].dtype).startswith("datetime64")
    assert table["born"].between("2022-12-31", "2033-01-01").all()
    merges = table.index[table["further_parents"].map(len) > 0]
    assert len(merges) > 5
    assert all(parent < row for row in merges for parent in table["further_parents"][row])
    assert (table.loc[~base, "parent"] < table.index[~base]).all()


def test_the_graph_has_the_edges_and_columns_of_the_table(made_up_run: ws.Run, tmp_path: Path) -> None:
    table, graph = made_up_run.lineage(), made_up_run.graph()
    assert graph.number_of_nodes() == len(table) and networkx.is_directed_acyclic_graph(graph)
    assert graph.number_of_edges() == (table["parent"] >= 0).sum() + table["further_parents"].map(len).sum()
    row = int(table.index[table["further_parents"].map(len) > 0][0])
    assert set(graph.predecessors(row)) == {table["parent"][row], *table["further_parents"][row]}
    assert graph.nodes[row]["release"] == table["release"][row]
    assert graph.nodes[row]["born"] == table["born"][row].strftime("%Y-%m-%d")
    networkx.write_graphml(graph, tmp_path / "graph.graphml")  # takes plain numbers and text only


def test_a_file_of_an_older_format_is_told_from_one_without_a_lineage(tmp_path: Path) -> None:
    old = synthetic.write(tmp_path / "old.h5", ("current",), worlds=1, members=2, version="1.2")
    with h5py.File(old, "a") as file:
        del file["lineage/release"]
    run = ws.open(old)
    assert not run.has_lineage
    with pytest.raises(ValueError, match=r"format before 1\.1.*run the study again"):
        run.lineage()
    none = ws.open(synthetic.write(tmp_path / "none.h5", ("current",), worlds=1, members=2, lineage=False))
    with pytest.raises(ValueError, match="holds no lineage: set `lineage`"):
        none.lineage()


def test_a_history_that_is_not_there_is_told(made_up_run: ws.Run) -> None:
    with pytest.raises(ValueError, match="no lineage of policy current, world 3"):
        made_up_run.lineage(world=3)
    with pytest.raises(ValueError, match="no policy 'tigt'.*current, tight"):
        made_up_run.lineage("tigt")


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One history of the observed past, small, with its lineage."""
    path = tmp_path_factory.mktemp("lineage") / "past.h5"
    study = ws.load("observed-past", {"run.scale": 0.002, "run.worlds": {"calibrated": 1}, "run.end": "2024-12-31",
                                      "measure.record": ["models"]})
    study.run(path, progress=False)
    return path


def test_the_summary_is_the_engines_and_agrees_with_the_table(simulated: Path) -> None:
    run = ws.open(simulated)
    table, summary = run.lineage(), run.lineage_summary("family")
    base = (table["parent"] == lineage.BASE).to_numpy()
    assert summary.attrs["bases"] == base.sum() and summary.attrs["derivatives"] == (~base).sum()
    # A model may be built on another family's: its works descend from both.
    above: list[frozenset[str]] = []
    counts: Counter[str] = Counter()
    for parent, family in zip(table["parent"], table["family"]):
        ancestors = above[parent] if parent != lineage.BASE else frozenset()
        counts.update(ancestors)
        above.append(ancestors | {family})
    shown = summary.set_index("name")["descendants"]
    assert {name: count for name, count in shown.items() if count} == dict(counts)
    assert summary["exposure"].sum() == pytest.approx(1.0)
    assert summary["descendants"].is_monotonic_decreasing
    with pytest.raises(ValueError, match="base, family, lab"):
        run.lineage_summary("species")


def test_what_hangs_alone_is_what_networkx_says_of_dominators(simulated: Path) -> None:
    run = ws.open(simulated)
    graph = run.graph()
    root = -1
    graph.add_edges_from((root, node) for node, degree in list(graph.in_degree()) if degree == 0)
    above = networkx.immediate_dominators(graph, root)
    alone = pd.Series(0, index=range(graph.number_of_nodes() - 1))
    for node in sorted(set(above) - {root}, reverse=True):
        if above[node] not in (None, root):
            alone[above[node]] += alone[node] + 1
    table = run.lineage()
    bases = table.index[table["parent"] == lineage.BASE]
    expected = pd.Series(alone[bases].to_numpy(), index=table["release"][bases])
    found = run.lineage_summary("base").set_index("name")["alone_models"]
    assert (found == expected[found.index]).all()
    derivatives = alone.drop(bases)
    model = run.lineage_summary("model", top=1)
    assert model["alone_models"].iat[0] == derivatives.max()


def test_exports_open_in_networkx_igraph_and_graphviz(simulated: Path, tmp_path: Path) -> None:
    program = Path(sys.executable).parent / "weightshed"  # installed with the package
    done = subprocess.run([program, "lineage", simulated, "--graphml",
                           tmp_path / "l.graphml", "--dot", tmp_path / "l.dot", "--csv", tmp_path / "l"],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    graph = ws.open(simulated).graph()
    read = networkx.read_graphml(tmp_path / "l.graphml")
    assert read.is_directed() and read.number_of_nodes() == graph.number_of_nodes()
    assert read.number_of_edges() == graph.number_of_edges()
    node = read.nodes["n0"]
    for key in ("kind", "licence", "country", "family", "lab", "release", "born", "trainings"):
        assert node[key] == graph.nodes[0][key], key
    assert node["downloads"] == round(graph.nodes[0]["downloads"])
    other = igraph.Graph.Read_GraphML(str(tmp_path / "l.graphml"))
    assert other.is_directed() and other.vcount() == graph.number_of_nodes() and other.ecount() == graph.number_of_edges()
    assert other.vs[0]["release"] == graph.nodes[0]["release"] and set(other.es["derivation"]) <= {*graph_kinds(graph)}
    small = pydot.graph_from_dot_data("\n".join((tmp_path / "l.dot").read_text().splitlines()[:40]) + "\n}")
    assert small is not None and small[0].get_node("0")[0].get("release").strip('"') == graph.nodes[0]["release"]
    nodes, edges = pd.read_csv(tmp_path / "l-nodes.csv"), pd.read_csv(tmp_path / "l-edges.csv")
    assert len(nodes) == graph.number_of_nodes() and list(nodes.columns[:3]) == ["Id", "Label", "kind"]
    assert list(edges.columns[:2]) == ["Source", "Target"]
    assert set(zip(edges["Source"], edges["Target"])) == set(graph.edges)
    assert np.allclose(nodes["downloads"], [round(graph.nodes[i]["downloads"]) for i in nodes["Id"]])


def graph_kinds(graph: "networkx.DiGraph") -> set[str]:
    return {kind for *_, kind in graph.edges(data="derivation")}
