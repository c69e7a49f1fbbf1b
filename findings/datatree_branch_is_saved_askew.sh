#!/usr/bin/env bash
# We expected that a branch of a tree that is saved to a file opens again as that branch.
# xarray writes the branch's own variables at the root of the file but its children at the path that they had in the whole tree, below an empty group of the branch's name.
# Who saves one scenario out of a tree of scenarios gets a file with another shape than the object in memory, and code that walks it finds nothing.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check xarray==2026.9.0 h5netcdf==1.8.2 h5py==3.16.0 netCDF4==1.7.5.1.post1
venv/bin/python - <<'PY'
import sys

import xarray as xr

print("xarray", xr.__version__)
tree = xr.DataTree.from_dict({
    "/": xr.Dataset({"start": 2022}),
    "/tight": xr.Dataset({"share": ("time", [0.1, 0.2])}),
    "/tight/summary": xr.Dataset({"median": 0.15}),
})
found = {}
for engine in ("netcdf4", "h5netcdf"):
    tree["tight"].to_netcdf(f"{engine}.nc", engine=engine)
    with xr.open_datatree(f"{engine}.nc") as again:
        found[engine] = {node.path: sorted(node.to_dataset(inherit=False).data_vars) for node in again.subtree}
    print(engine, "opens again as", found[engine])
print("in memory:", {node.relative_to(tree["tight"]): sorted(node.to_dataset(inherit=False).data_vars) for node in tree["tight"].subtree})
detached = tree["tight"].copy()
detached.to_netcdf("copy.nc")
with xr.open_datatree("copy.nc") as again:
    copied = {node.path: sorted(node.to_dataset(inherit=False).data_vars) for node in again.subtree}
print("a copy of the branch opens again as", copied)
askew = {"/": ["share"], "/tight": [], "/tight/summary": ["median"]}
sys.exit(0 if all(f == askew for f in found.values()) and copied == {"/": ["share"], "/summary": ["median"]} else "the behaviour changed")
PY
