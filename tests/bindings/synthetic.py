"""A small made-up result in the layout of docs/format.md, so that figures and briefs are tested without a model run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

COUNTRIES = ["US", "CN", "EU", "UK", "JP", "KR", "IN", "CA", "ASEAN", "GULF", "AFRICA", "LATAM", "REST"]
PAIRS = ["cn-us", "open-closed", "us_open-cn_open"]
FAMILIES = ["qwen", "llama", "gemma", "mistral"]
KINDS = ["fine_tune", "adapter", "quantised", "merge", "base"]
LICENCES = ["permissive", "restricted", "non_commercial", "none"]


def write(path: Path, policies: tuple[str, ...] = ("current", "tight", "programme"), worlds: int = 6, members: int = 5,
          placebo: bool = False, lineage: bool = True) -> Path:
    """Writes a result whose policies shift the frontier lag and China's share from 2027 on (a placebo: not at all)."""
    draw = np.random.default_rng(7)
    time = pd.date_range("2019-07-31", "2032-12-31", freq="ME")
    t = (time - pd.Timestamp("2019-07-01")).days.to_numpy() / 365.2425
    shape = (len(policies), worlds, members, len(time))
    world = draw.normal(size=(1, worlds, 1, 1))
    walk = np.cumsum(draw.normal(scale=0.12, size=(1, 1, members, len(time))), axis=-1)
    later = np.maximum(t - 7.5, 0.0)
    strength = np.array([0.0] + [(-1.0) ** i * (1.0 + 0.4 * i) for i in range(len(policies) - 1)])
    shift = (0.0 if placebo else 1.0) * strength[:, None, None, None] * later * (1.0 + 0.35 * world)

    china = 0.02 + 0.3 / (1 + np.exp(-(t - 5.5))) + 0.02 * walk + 0.03 * world * np.minimum(t / 6, 1) - 0.012 * shift
    share = np.broadcast_to(np.clip(china, 0.001, 0.9), shape)
    rest = np.array([0.5, 0, 0.14, 0.05, 0.03, 0.04, 0.04, 0.03, 0.03, 0.02, 0.01, 0.02, 0.09])
    countries = (1 - share)[..., None] * rest
    countries[..., 1] = share
    download = np.stack([countries, countries * 0.8 + 0.2 * countries[..., ::-1]], axis=-2)
    lag = np.stack([7 + 0.8 * world + walk + 0.9 * shift, 4 + 0.3 * walk + 0.0 * shift, 1 - walk + 0.4 * world - shift], -1)
    lag[:, :, :, :24] = np.nan
    gini = 0.9 + 0.004 * walk + 0.0 * shift
    licence = np.broadcast_to(np.array([0.6, 0.2, 0.1, 0.1]), (*shape, 4)).copy()

    def measure(values, dims, units, long_name, calibrated):
        return (("policy", "world", "member", "time", *dims), np.broadcast_to(values, (*shape, *values.shape[4:])).astype("f4"),
                {"units": units, "long_name": long_name, "calibrated": np.int8(calibrated)})

    data = xr.Dataset(
        {
            "download_share": measure(download, ("age", "country"), "1", "Share of downloads by creator's country, last 12 months", 1),
            "frontier_lag": measure(np.broadcast_to(lag, (*shape, 3)), ("pair",), "month", "Frontier lag of the follower", 1),
            "concentration": measure(np.broadcast_to(gini[..., None], (*shape, 1)), ("statistic",), "1", "Concentration of downloads", 0),
            "licence_mix": measure(licence, ("licence",), "1", "Share of new models by licence", 0),
            "status": (("policy", "world", "member"), np.ones(shape[:3], "u1"), {"flag_meanings": "pending done failed"}),
        },
        coords={"policy": list(policies), "world": np.arange(worlds), "member": np.arange(members), "time": time,
                "age": ["all", "under_a_year"], "country": COUNTRIES, "pair": PAIRS, "statistic": ["gini"],
                "licence": LICENCES, "family": FAMILIES},
        attrs={"Conventions": "CF-1.10", "title": "Chip controls and the frontier lag", "weightshed_format": "1.0",
               "scenario_sha256": "0123456789abcdef" * 4, "fork": "2027-01-01", "data_vintage": "2025-12-31"})
    data.to_netcdf(path, engine="h5netcdf")
    design = xr.Dataset({"assumption": (("world", "parameter"), draw.normal(size=(worlds, 2)))},
                        coords={"parameter": ["supply.domestic_growth", "derivation.habit"]})
    design.to_netcdf(path, engine="h5netcdf", mode="a", group="design")
    if lineage:
        _lineage(draw).to_netcdf(path, engine="h5netcdf", mode="a", group="lineage")
    return path


def _lineage(draw: np.random.Generator, nodes: int = 600) -> xr.Dataset:
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
    return xr.Dataset(
        {
            "parent": ("node", parent), "kind": ("node", np.where(base, 4, draw.integers(0, 4, nodes)).astype("u1"), {"flag_meanings": " ".join(KINDS)}),
            "family": ("node", family.astype("u2")), "lab": ("node", np.zeros(nodes, "u2")),
            "country": ("node", draw.choice(len(COUNTRIES), nodes, p=np.array([6, 8, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3]) / 30).astype("u1")),
            "licence": ("node", draw.integers(0, 4, nodes).astype("u1")),
            "parameters": ("node", (10 ** draw.uniform(8.7, 11, nodes)).astype("f4")), "capability": ("node", draw.normal(120, 10, nodes).astype("f4")),
            "born": ("node", born.astype("f8")), "downloads": ("node", (1e4 * (1 + children) * draw.lognormal(0, 1.2, nodes)).astype("f4")),
            "policy": ("history", [0]), "world": ("history", [0]), "member": ("history", [0]), "first": ("history", [0]), "count": ("history", [nodes]),
        })
