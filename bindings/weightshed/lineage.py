"""The node table of one history, and the trees of bases in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Mapping, Sequence

import numpy as np
import pandas as pd

from .result import Result, columns

if TYPE_CHECKING:
    import networkx
    import xarray as xr

BASE = -1  # parent of a base
_NO_PARENT = 2**32 - 1
_CELL = ("policy", "world", "member")


def read(run: Result, policy: str, world: int, member: int) -> pd.DataFrame:
    """One row per model, parents before children, words instead of codes; see Run.lineage."""
    group = run.group("/lineage", missing_ok=True)
    if {"parent", "node_parent"}.isdisjoint(group.variables):
        raise ValueError(f"{run.path.name} holds no lineage: set `lineage` in [measure] to \"one member\" or \"all\"")
    if not run.has_lineage:
        raise ValueError(f"{run.path.name} holds a lineage of a format before 1.1, without names of releases, further "
                         "parents of merges and real dates; run the study again")
    if policy not in run.policies:
        raise ValueError(f"no policy {policy!r} in {run.path.name}; it has {', '.join(run.policies)}")
    cell = (run.policies.index(policy), world, member)
    table = _rows(group, "node", cell)
    if table.empty:
        raise ValueError(f"{run.path.name} holds no lineage of policy {policy}, world {world}, member {member}")
    meanings = {column: found for column in table.columns if (found := _words(group, run, column)) is not None}
    return in_words(table, _rows(run.group("/lineage/further_parents"), "further", cell), meanings)


def in_words(table: pd.DataFrame, further: pd.DataFrame, meanings: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """The node table with words for codes, BASE for the parent of a base, and the further parents of each merge; `further` has
    the columns merge and parent."""
    parent = table["parent"].to_numpy().astype(np.int64)
    table["parent"] = np.where(parent == _NO_PARENT, BASE, parent)
    for column, meaning in meanings.items():
        codes = table[column].to_numpy().astype(int)
        table[column] = np.append(np.array(meaning, dtype=object), "unknown").astype(object)[np.minimum(codes, len(meaning))]
    parents: dict[int, tuple[int, ...]] = {}
    for merge, more in zip(further["merge"].tolist(), further["parent"].tolist()):
        parents[merge] = (*parents.get(merge, ()), more)
    table["further_parents"] = [parents.get(row, ()) for row in range(len(table))]
    return table


def _rows(group: "xr.Dataset", dimension: str, cell: tuple[int, int, int]) -> pd.DataFrame:
    """The columns of one history; its rows are contiguous. `cell` holds the positions of policy, world and member."""
    table = columns(group, dimension)
    if table.empty:  # left out of the file
        return pd.DataFrame({"merge": [], "parent": []})
    own = np.logical_and.reduce([table[key].to_numpy() == value for key, value in zip(_CELL, cell)])
    return table.loc[own].drop(columns=list(_CELL)).reset_index(drop=True)


def _words(group: "xr.Dataset", run: Result, column: str) -> np.ndarray | None:
    """What the codes of a column mean: its flags, or the variable that its attribute `labels` names."""
    stored = f"node_{column}" if f"node_{column}" in group.variables else column
    meanings, labels = (group[stored].attrs.get(key) for key in ("flag_meanings", "labels"))
    if meanings is not None:
        return np.array(str(meanings).split(), dtype=object)
    if labels is None:
        return None
    holder = run.data if str(labels).startswith("/") else group
    name = str(labels).removeprefix("/")
    return np.array([str(v) for v in holder[name].values] if name in holder.variables else [], dtype=object)


def graph(table: pd.DataFrame) -> "networkx.DiGraph":
    """The same as a graph whose edges go from parent to child; see Run.graph."""
    import networkx

    plain = table.drop(columns=["parent", "further_parents"])
    plain.insert(0, "label", np.where(table["parent"] == BASE, table["release"], table["kind"] + " of " + table["release"]))
    plain["born"] = plain["born"].dt.strftime("%Y-%m-%d")
    kinds = plain["kind"].tolist()
    found = networkx.DiGraph()
    columns = list(plain.columns)
    found.add_nodes_from((row, dict(zip(columns, values)))
                         for row, values in enumerate(zip(*(plain[c].tolist() for c in columns))))
    found.add_edges_from((parent, child, {"derivation": kinds[child]})
                         for child, parent in enumerate(table["parent"].tolist()) if parent != BASE)
    found.add_edges_from((parent, child, {"derivation": kinds[child]})
                         for child, more in enumerate(table["further_parents"]) for parent in more)
    return found


def roots(table: pd.DataFrame) -> np.ndarray:
    """Row number of each node's base; parents come before children, so one pass suffices."""
    parent = table["parent"].to_numpy()
    root = np.arange(len(table))
    for i, p in enumerate(parent):
        if p >= 0:
            root[i] = root[p]
    return root


def tree(table: pd.DataFrame, family: str, most: int = 60) -> pd.DataFrame:
    """The `most` most downloaded derivatives below the bases of a family, with all their ancestors by first parents.

    Columns as in the table, and `node` (row number there). Raises ValueError when the family has no base.
    """
    root = roots(table)
    bases = table.index[(table["parent"] == BASE) & (table["family"] == family)]
    if len(bases) == 0:
        known = sorted(set(table.loc[table["parent"] == BASE, "family"]))
        raise ValueError(f"no base of family {family!r}; the families are {', '.join(map(str, known))}")
    below = table[np.isin(root, bases) & (table["parent"].to_numpy() != BASE)]
    kept: set[int] = set()
    for node in below["downloads"].sort_values(ascending=False, kind="stable").index[:most]:
        while node >= 0 and node not in kept:
            kept.add(int(node))
            node = int(table["parent"].iat[node])
    chosen = table.loc[sorted(kept)].copy()
    chosen.insert(0, "node", chosen.index)
    return chosen


def largest_family(table: pd.DataFrame) -> str:
    """The family with the most derivatives below its bases, among those of labs on record where there are any: the trees of
    entrants that a history made up are its own."""
    root = roots(table)
    derived = table["parent"].to_numpy() >= 0
    families = table["family"].to_numpy()[root[derived]].astype(str)
    if len(families) == 0:
        raise ValueError("this history has no derivatives")
    recorded = np.array(["entrant" not in family for family in families])
    names, counts = np.unique(families[recorded] if recorded.any() else families, return_counts=True)
    return str(names[np.argmax(counts)])
