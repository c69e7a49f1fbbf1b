#!/usr/bin/env bash
# We expected that one more variable on a dimension costs the same as the one before it: an entry in the dimension's list of users.
# HDF5 writes the whole list anew for each variable, in a new place: under a file space strategy that reuses nothing, twice the variables leave four times the bytes.
# With the usual strategy the old places are used again and the file looks small, but the work is done all the same: it was a fifth of what a small study of ours pays once.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check h5py==3.16.0
venv/bin/python - <<'PY'
import os
import sys

import h5py
import numpy as np

print("h5py", h5py.__version__, "HDF5", h5py.version.hdf5_version)
users = np.dtype([("dataset", h5py.ref_dtype), ("dimension", "i4")])


def size(count, at_once, strategy):
    with h5py.File("study.h5", "w", fs_strategy=strategy) as file:
        scale = file.create_dataset("step", data=np.zeros(2))
        scale.make_scale("step")
        lists = np.empty(1, object)
        lists[0] = np.array([scale.ref], h5py.ref_dtype)
        variables = []
        for i in range(count):
            variables.append(file.create_dataset(f"measure {i}", data=np.zeros(2)))
            if at_once:  # what the specification of dimension scales lays down, without H5DSattach_scale
                variables[-1].attrs.create("DIMENSION_LIST", lists, dtype=h5py.vlen_dtype(h5py.ref_dtype))
            else:
                variables[-1].dims[0].attach_scale(scale)
        if at_once:
            scale.attrs.create("REFERENCE_LIST", np.array([(variable.ref, 0) for variable in variables], users))
        assert h5py.h5ds.is_attached(variables[-1].id, scale.id, 0) and len(scale.attrs["REFERENCE_LIST"]) == count
    return os.path.getsize("study.h5")


extra = {}
for strategy in ("none", None):
    for count in (500, 1000, 2000):
        each, once = size(count, False, strategy), size(count, True, strategy)
        extra[strategy, count] = each - once
        print(f"strategy {strategy or 'as usual'}, {count} variables: {each} bytes one by one, {once} at once")
grown = extra["none", 2000] / extra["none", 1000], extra["none", 1000] / extra["none", 500]
print("what one by one costs more grows with twice the variables by", *(f"{factor:.2f}" for factor in grown))
written = sum(16 * entries for entries in range(2000))  # every list but the last, at 16 bytes an entry
print(f"all lists but the last of 2000 variables: {written} bytes")
same = all(3.8 < factor < 4.2 for factor in grown) and 0.95 < extra["none", 2000] / written < 1.05 and extra[None, 2000] < written / 100
sys.exit(0 if same else "the behaviour changed")
PY
