#!/usr/bin/env bash
# We expected that a dimension takes any number of variables, or that one too many is refused and leaves all as it was.
# The list of users is one attribute of at most 64 KB: in the usual format the 4,086th variable fails ("Unspecified error"), and the list of the 4,085 before it is gone. The format "latest" has no such limit.
# Who catches the error and goes on has a dimension that knows none of its variables, so it can no longer be detached from them.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check h5py==3.16.0
venv/bin/python - <<'PY'
import sys

import h5py
import numpy as np

print("h5py", h5py.__version__, "HDF5", h5py.version.hdf5_version)


def detached(file, scale):
    try:
        file["measure 0"].dims[0].detach_scale(scale)
        return "yes"
    except RuntimeError as error:
        return str(error)


def attached(**more):
    with h5py.File("study.h5", "w", **more) as file:
        scale = file.create_dataset("step", data=np.zeros(2))
        scale.make_scale("step")
        for i in range(4100):
            before = len(scale.attrs["REFERENCE_LIST"]) if i == 4085 else i
            try:
                file.create_dataset(f"measure {i}", data=np.zeros(2)).dims[0].attach_scale(scale)
            except RuntimeError as error:
                return f"{error}", before, len(scale.attrs.get("REFERENCE_LIST", ())), detached(file, scale)
        return "no error", i + 1, len(scale.attrs["REFERENCE_LIST"]), detached(file, scale)


found = {name: attached(**more) for name, more in {"usual format": {}, "latest": {"libver": "latest"}}.items()}
for name, (what, before, after, still) in found.items():
    print(f"{name}: {what}; in the list before {before}, after {after}; the first is detached: {still}")
usual = found["usual format"]
same = usual[0].startswith("Unspecified error in H5DSattach_scale") and usual[1:3] == (4085, 0) and "Unspecified" in usual[3] and found["latest"] == ("no error", 4100, 4100, "yes")
sys.exit(0 if same else "the behaviour changed")
PY
