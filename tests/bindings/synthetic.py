"""A small made-up result in the layout of docs/format.md, so that figures and briefs are tested without a model run."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

LABELS = {"current": "Current policy", "tight": "Tighter controls and a smuggling crackdown",
          "programme": "A US open-weight programme at ten times the size"}
COUNTRIES = ["US", "CN", "EU", "UK", "JP", "KR", "IN", "CA", "ASEAN", "GULF", "AFRICA", "LATAM", "REST"]
QUESTION = "Do tighter chip controls widen the frontier lag, and what do they do to downloads?"
PARAMETERS = ["supply.domestic_growth", "derivation.habit"]
PAIRS = ["cn-us", "open-closed", "us_open-cn_open"]
FAMILIES = ["qwen", "llama", "gemma", "mistral"]
KINDS = ["fine_tune", "adapter", "quantised", "merge", "base"]
#: Of each measure: phrase, shown unit, decimals, intermediate, plain labels.
CARDS = {"download_share": ("{creator_country} share of downloads{age}", "%", 1, 0, ""),
         "frontier_lag": ("frontier lag ({pair})", "months", 1, 0, ""),
         "concentration": ("concentration of downloads ({statistic})", "%", 1, 0, "hhi_families"),
         "licence_mix": ("share of new models under {licence} licences", "%", 1, 0, ""),
         "overtaking": ("date of overtaking ({race})", "date", 1, 0, "")}
#: Of each measure, for readers: noun phrase, what is counted, cause, place in the order of cause.
READERS = {"download_share": ("share of downloads that {creator_country:adjective} models have", "of downloads{age}",
                              "Downloads follow what people build on.", 6, "{creator_country:adjective} models\u2019 share of downloads"),
           "frontier_lag": ("{pair} in time", "", "A lead is worth fewer months the faster the frontier moves.", 3, ""),
           "concentration": ("concentration of downloads ({statistic})", "", "What is popular is found first.", 6, ""),
           "licence_mix": ("share of new models under {licence} licences", "", "", 4, "the share of {licence} licences"), "overtaking": ("", "", "", 6, "")}
#: Where the variance of every level comes from: made up, as nothing is computed from it.
SHARES = {"variance_within": 0.61, "variance_worlds": 0.39, "variance_members": 0.0, "effective_draws": 12.4}
LICENCES = ["permissive", "restricted", "non_commercial", "none"]


def write(path: Path, policies: tuple[str, ...] = ("current", "tight", "programme"), worlds: int = 6, members: int = 5,
          placebo: bool = False, noise: float = 0.6, lineage: bool = True, version: str = "2.0") -> Path:
    """Writes a result whose policies shift the frontier lag and China's share from 2027 on (a placebo: not at all).

    `noise` is the spread of those shifts over worlds, as a share of their size; `version` that of the format.
    """
    draw = np.random.default_rng(7)
    time = pd.date_range("2019-07-31", "2032-12-31", freq="ME")
    t = (time - pd.Timestamp("2019-07-01")).days.to_numpy() / 365.2425
    shape = (len(policies), worlds, members, len(time))
    world = draw.normal(size=(1, worlds, 1, 1))
    walk = np.cumsum(draw.normal(scale=0.12, size=(1, 1, members, len(time))), axis=-1)
    later = np.maximum(t - 7.5, 0.0)
    strength = np.array([0.0] + [(-1.0) ** i * (1.0 + 0.4 * i) for i in range(len(policies) - 1)])
    shift = (0.0 if placebo else 1.0) * strength[:, None, None, None] * later * (1.0 + noise * world)

    china = 0.02 + 0.3 / (1 + np.exp(-(t - 5.5))) + 0.02 * walk + 0.03 * world * np.minimum(t / 6, 1) - 0.012 * shift
    share = np.broadcast_to(np.clip(china, 0.001, 0.9), shape)
    rest = np.array([0.5, 0, 0.14, 0.05, 0.03, 0.04, 0.04, 0.03, 0.03, 0.02, 0.01, 0.02, 0.09])
    countries = (1 - share)[..., None] * rest
    countries[..., 1] = share
    download = np.stack([countries, countries * 0.8 + 0.2 * countries[..., ::-1]], axis=-2)
    lag = np.stack([7 + 0.8 * world + walk + 0.9 * shift, 4 + 0.3 * walk + 0.0 * shift, 1 - walk + 0.4 * world - shift], -1)
    lag[:, :, :, :24] = np.nan
    year = 2019.5 + t
    date = np.broadcast_to(2025.6 + 0.5 * world + 0.2 * walk[..., -1:], (*shape[:3], 1)).copy()
    date[:, 0, 0] = np.nan  # it never happens there
    passed = np.where(year >= date, date, np.nan)
    index = 0.9 + 0.004 * walk + 0.0 * shift
    licence = np.broadcast_to(np.array([0.6, 0.2, 0.1, 0.1]), (*shape, 4)).copy()

    def measure(values, dims, units, long_name, calibrated):
        return (("policy", "world", "member", "time", *dims), np.broadcast_to(values, (*shape, *values.shape[4:])).astype("f4"),
                {"units": units, "long_name": long_name, "calibration": "tested against published figures" if calibrated else "not calibrated"})

    data = xr.Dataset(
        {
            "download_share": measure(download, ("age", "creator_country"), "1", "Share of downloads by creator's country, last 12 months", 1),
            "frontier_lag": measure(np.broadcast_to(lag, (*shape, 3)), ("pair",), "month", "Frontier lag of the follower", 1),
            "concentration": measure(np.broadcast_to(index[..., None], (*shape, 1)), ("statistic",), "1", "Concentration of downloads", 0),
            "licence_mix": measure(licence, ("licence",), "1", "Share of new models by licence", 0),
            "overtaking": measure(passed[..., None], ("race",), "year", "Date at which the challenger passes the leader", 1),
            "policy_label": (("policy",), [LABELS.get(p, p) for p in policies]),
            "status": (("policy", "world", "member"), np.ones(shape[:3], "u1"), {"flag_meanings": "pending done failed"}),
        },
        coords={"policy": list(policies), "world": np.arange(worlds), "member": np.arange(members), "time": time,
                "age": ["all", "under_a_year"], "country": COUNTRIES, "creator_country": COUNTRIES, "pair": PAIRS, "statistic": ["hhi_families"], "race": ["Qwen-Llama"],
                "licence": LICENCES, "family": FAMILIES},
        attrs={"Conventions": "CF-1.10", "title": "Chip controls and the frontier lag", "weightshed_format": version,
               **({"fork": "2027-01-01"} if len(policies) > 1 else {}),
               "scenario_sha256": "0123456789abcdef" * 4, "comment": QUESTION})
    data.time.encoding["dtype"] = "f8"
    data.to_netcdf(path, engine="h5netcdf")
    groups = {"summary": _summary(data), "design": _design(draw, worlds), "registry": _registry(),
              "published": _published(), "provenance": _provenance(policies), "events": _events(policies)}
    if lineage:
        groups |= _lineage(draw)
    for name, group in groups.items():
        _named(group, version).to_netcdf(path, engine="h5netcdf", mode="a", group=name)
    return path


def _named(group: xr.Dataset, version: str) -> xr.Dataset:
    """Columns of ragged tables carry the name of their dimension since format 2.0."""
    if version < "2":
        return group
    group = group.rename_dims({"row": "published"} if "row" in group.sizes else {})
    return group.rename({key: f"{dim}_{key}" for dim in ("event", "node", "further", "published")
                         for key, variable in group.variables.items()
                         if variable.dims == (dim,) and not str(key).startswith(f"{dim}_")})


def _summary(data: xr.Dataset) -> xr.Dataset:
    """Bands and paired effects as sim/results/statistics.hpp defines them."""
    out = {}
    for key, var in data.data_vars.items():
        if "time" not in var.dims:
            continue
        values = var.astype("f8")
        difference = values - values.isel(policy=0)
        cell = ("world", "member")
        spread = values.var(cell) + values.isel(policy=0).var(cell)
        positive, negative = ((difference > 0).sum(cell), (difference < 0).sum(cell))
        pairs = difference.notnull().sum(cell)
        out[key] = values.quantile([0.1, 0.25, 0.5, 0.75, 0.9], cell).transpose("policy", "quantile", "time", ...)
        out[f"{key}_effect"] = difference.mean(cell)
        out[f"{key}_effect_low"] = difference.quantile(0.1, cell).drop_vars("quantile")
        out[f"{key}_effect_high"] = difference.quantile(0.9, cell).drop_vars("quantile")
        larger = np.maximum(positive, negative)
        out[f"{key}_effect_sign_probability"] = (larger / pairs).where(larger > 0)
        out[f"{key}_effect_variance_removed"] = 1 - difference.var(cell) / spread
        for name, made_up in SHARES.items():
            out[f"{key}_{name}"] = xr.full_like(out[f"{key}_effect"], made_up)
        out[f"{key}_effect_pairs"] = pairs.astype("f4")
    return xr.Dataset(out)


def _design(draw: np.random.Generator, worlds: int) -> xr.Dataset:
    return xr.Dataset(
        {"value": (("world", "parameter"), draw.normal(size=(worlds, 2))), "sampled": ("parameter", np.ones(2, "u1")),
         "unit": ("parameter", ["/ year", "1"]),
         "variant": (("world", "structure"), np.array([["logit"]] * worlds))},
        coords={"parameter": PARAMETERS, "structure": ["openness"]})


def _registry() -> xr.Dataset:
    text = {"unit": ["/ year", "1"], "prior": ["normal", "uniform"], "standing": ["judgement", "published"],
            "confidence": ["guess", "medium"], "source": ["own judgement", "a panel of choices"],
            "description": ["growth of domestic chip capacity", "weight of the last family worked with"],
            "moves": ["frontier_lag", "P3"]}
    numbers = {"value": [np.nan, 0.25], "initial": [0.8, 0.25], "low": [0.2, 0.1], "high": [1.4, 0.45]}
    cards = {"measure_phrase": [c[0] for c in CARDS.values()], "measure_shown_unit": [c[1] for c in CARDS.values()],
             "measure_decimals": np.array([c[2] for c in CARDS.values()], "i1"),
             "measure_intermediate": np.array([c[3] for c in CARDS.values()], "u1"),
             "measure_plain": [c[4] for c in CARDS.values()]}
    cards |= {f"measure_{key}": [READERS[m][i] for m in CARDS] for i, key in enumerate(("reader", "note", "cause"))}
    cards["measure_title"] = [READERS[m][4] for m in CARDS]
    cards["measure_stage"] = np.array([READERS[m][3] for m in CARDS], "i1")
    levers = {"lever_cause": ["Controls block chips."], "lever_unseen": ["lost chip sales"]}
    return xr.Dataset({k: ("parameter", v) for k, v in {**text, **numbers}.items()}
                      | {"sampled": ("parameter", np.array([1, 0], "u1"))} | {k: ("measure", v) for k, v in cards.items()}
                      | {k: ("lever", v) for k, v in levers.items()},
                      coords={"parameter": PARAMETERS, "measure": list(CARDS), "lever": ["us.export_control"]})


def _published() -> xr.Dataset:
    rows = {"pattern": ["P5", "P2", "P1", "P25"], "part": ["mean", "CN", "", ""],
            "unit": ["months", "percent", "date", "months"],
            "value": [7.0, 17.1, 2025.7041, 5.5], "low": [5.5, 15.6, 2025.5791, 4.0], "high": [8.5, 18.6, 2025.8291, 7.0],
            "period_start": ["2023-01-01", "2024-08-01", "2023-01-01", "2025-01-01"],
            "period_end": ["2025-12-31", "2025-08-31", "2025-12-31", "2025-12-31"], "source": ["made up"] * 4,
            "measure": ["frontier_lag", "download_share", "overtaking", ""], "reading": ["value", "value", "date", "state"],
            "where": ["pair=cn-us", "age=under_a_year;creator_country=CN", "race=Qwen-Llama", ""]}
    return xr.Dataset({k: ("row", v) for k, v in rows.items()})


def _events(policies: tuple[str, ...]) -> xr.Dataset:
    """Two releases, of which the second leads, an opening, a trigger and an incident, in every policy of one cell."""
    names = ["alibaba release 3 (open weights)", "openai release 9 (closed flagship)", "deepseek", "close the gap", "CN"]
    kinds = "release opens closes incident enters trigger"
    rows = [("2027-02-01", 0, 0, 28.0), ("2027-03-01", 0, 1, 29.0), ("2027-04-01", 0, 0, 28.5), ("2028-01-01", 1, 2, 0.0),
            ("2029-01-01", 5, 3, 0.0), ("2029-05-01", 3, 4, 1.0)]
    every = [(p, *row) for p in range(len(policies)) for row in rows]
    zero = np.zeros(len(every), "u4")
    columns = {"policy": np.array([r[0] for r in every], "u2"), "world": zero, "member": zero,
               "kind": np.array([r[2] for r in every], "u2"), "actor": np.array([r[3] for r in every], "u4"),
               "value": np.array([r[4] for r in every])}
    group = xr.Dataset({k: ("event", v) for k, v in columns.items()} | {"time": ("event", pd.to_datetime([r[1] for r in every])),
                                                                       "actor_name": ("actor_index", names)})
    group["kind"].attrs["flag_meanings"] = kinds
    group["time"].encoding["dtype"] = "f8"
    return group


def _provenance(policies: tuple[str, ...]) -> xr.Dataset:
    day = {d: (pd.Timestamp(d) - pd.Timestamp(0)).days for d in ("2019-07-01", "2025-12-31", "2027-01-01", "2032-12-31")}
    action = {"lever": 0, "of": 1, "in": -1, "sector": -1, "at": day["2027-01-01"], "ramp": 0.0, "to": 0.95, "fee": 0.0}
    study = {"run": {"observed_until": day["2025-12-31"], "start": day["2019-07-01"], "end": day["2032-12-31"], "seed": 1, "scale": 0.01},
             "policies": [{"name": p, "label": LABELS.get(p, p), "actions": [{**action, "to": 0.9 + 0.01 * i}] if i else []}
                          for i, p in enumerate(policies)]}
    study["levers"] = ["us.export_control"]
    labs = {"id": ["alibaba", "openai", "deepseek"], "name": ["Alibaba", "OpenAI", "DeepSeek"]}
    study["tables"] = {"labs": {"columns": {key: {"text": texts} for key, texts in labs.items()}}}
    return xr.Dataset({"study": ((), json.dumps(study)), "scenario": ((), "title = \"made up\""),
                       "setting_key": ("setting", [f"assume.{p}" for p in PARAMETERS])},
                      attrs={"version": "0.1.0", "revision": "unknown", "command": "weightshed run made-up.toml",
                             "finished": "2025-12-31T00:00:00Z", "seed": np.uint64(1), "model": "ecosystem"})


def _lineage(draw: np.random.Generator, nodes: int = 600) -> dict[str, xr.Dataset]:
    parent = np.full(nodes, 2**32 - 1, "u4")
    born = np.sort(draw.uniform(2023.0, 2032.9, nodes))
    children = np.zeros(nodes)
    family = draw.integers(0, len(FAMILIES), nodes)
    for i in range(1, nodes):
        if draw.uniform() > 0.06 and i > 8:
            weight = (1 + children[:i]) * np.exp(-(born[i] - born[:i]) / 1.5)
            parent[i] = draw.choice(i, p=weight / weight.sum())
            children[parent[i]] += 1
            family[i] = family[parent[i]]
    base = parent == 2**32 - 1
    release = np.cumsum(base) - 1
    for i in range(nodes):
        if not base[i]:
            release[i] = release[parent[i]]
    days = [(pd.Timestamp(int(b), 1, 1) - pd.Timestamp(0)).days + 365.0 * (b % 1) for b in born]
    merge = np.flatnonzero(~base)[40::40].astype("u4")
    cell = {key: np.uint16(0) for key in ("policy", "world", "member")}
    further = xr.Dataset({"merge": ("further", merge), "further_parent": ("further", (parent[merge] + 1) % merge)}
                         | {key: ("further", np.zeros(len(merge), value.dtype)) for key, value in cell.items()})
    nodes_of = xr.Dataset(
        {
            "parent": ("node", parent), "kind": ("node", np.where(base, 4, draw.integers(0, 4, nodes)).astype("u1"), {"flag_meanings": " ".join(KINDS)}),
            "family": ("node", family.astype("u2"), {"labels": "/family"}), "lab": ("node", np.zeros(nodes, "u2")),
            "release": ("node", release.astype("u4"), {"labels": "release_name"}),
            "release_name": ("release_index", [f"Model {i + 1}" for i in range(base.sum())]),
            "trainings": ("node", (~base).astype("u1")),
            "country": ("node", draw.choice(len(COUNTRIES), nodes, p=np.array([6, 8, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3]) / 30).astype("u1"), {"labels": "/country"}),
            "licence": ("node", draw.integers(0, 4, nodes).astype("u1"), {"flag_meanings": " ".join(LICENCES)}),
            "parameters": ("node", (10 ** draw.uniform(8.7, 11, nodes)).astype("f4")), "capability": ("node", draw.normal(120, 10, nodes).astype("f4")),
            "born": ("node", np.array(days), {"units": "days since 1970-01-01", "calendar": "proleptic_gregorian"}), "downloads": ("node", (1e4 * (1 + children) * draw.lognormal(0, 1.2, nodes)).astype("f4")),
            "policy": ("node", np.zeros(nodes, "u2")), "world": ("node", np.zeros(nodes, "u4")), "member": ("node", np.zeros(nodes, "u4")),
        })
    return {"lineage": nodes_of, "lineage/further_parents": further}
