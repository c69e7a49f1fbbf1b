"""The node table of one history, and the trees of bases in it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .result import Result

COLUMNS = ("parent", "kind", "family", "lab", "country", "licence", "parameters", "capability", "born", "downloads")
BASE = -1  # parent of a base
_NO_PARENT = 2**32 - 1


def read(run: Result, policy: str, world: int, member: int) -> pd.DataFrame:
    """One row a node, parents before children, words instead of codes. Raises ValueError when the history was not
    recorded (`[measure] lineage` in the scenario says which are)."""
    group = run.group("/lineage", missing_ok=True)
    if "parent" not in group.variables:
        raise ValueError(f"{run.path.name} holds no lineage: set `lineage` in [measure] to \"one member\" or \"all\"")
    rows = np.flatnonzero((group["policy"].values == run.policies.index(policy)) & (group["world"].values == world)
                          & (group["member"].values == member))
    if rows.size == 0:
        raise ValueError(f"{run.path.name} holds no lineage of policy {policy}, world {world}, member {member}")
    own = slice(int(rows[0]), int(rows[-1]) + 1)  # the rows of a cell stand together
    table = pd.DataFrame({column: group[column].isel(node=own).values for column in COLUMNS})
    parent = table["parent"].to_numpy().astype(np.int64)
    table["parent"] = np.where(parent == _NO_PARENT, BASE, parent)
    for column in ("kind", "family", "lab", "country", "licence"):
        table[column] = _words(group, run, column, table[column].to_numpy())
    return table


def _words(group, run: Result, column: str, codes: np.ndarray) -> np.ndarray:
    """Labels for codes, from flag_meanings or from the coordinate of that name; `unknown` past the end."""
    meanings = group[column].attrs.get("flag_meanings")
    if meanings is not None:
        labels = str(meanings).split()
    elif column in run.data.variables:
        labels = [str(v) for v in run.data[column].values]
    else:
        labels = [str(code) for code in range(int(codes.max(initial=0)) + 1)]
    return np.array([labels[c] if 0 <= c < len(labels) else "unknown" for c in codes.astype(int)], dtype=object)


def roots(table: pd.DataFrame) -> np.ndarray:
    """Row number of each node's base; parents stand before children, so one pass suffices."""
    parent = table["parent"].to_numpy()
    root = np.arange(len(table))
    for i, p in enumerate(parent):
        if p >= 0:
            root[i] = root[p]
    return root


def tree(table: pd.DataFrame, family: str, most: int = 60) -> pd.DataFrame:
    """The `most` most downloaded derivatives below the bases of a family, with all their ancestors.

    Columns as in the table, and `node` (row number there). Raises ValueError when the family has no base.
    """
    root = roots(table)
    bases = table.index[(table["parent"] == BASE) & (table["family"] == family)]
    if len(bases) == 0:
        known = sorted(set(table.loc[table["parent"] == BASE, "family"]))
        raise ValueError(f"no base of family {family!r}; there are {', '.join(map(str, known))}")
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
    """The family with the most derivatives below its bases."""
    root = roots(table)
    derived = table["parent"].to_numpy() >= 0
    families = table["family"].to_numpy()[root[derived]].astype(str)
    if len(families) == 0:
        raise ValueError("this history has no derivatives")
    names, counts = np.unique(families, return_counts=True)
    return str(names[np.argmax(counts)])
