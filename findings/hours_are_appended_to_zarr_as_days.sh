#!/usr/bin/env bash
# We expected that times which are appended to a Zarr store come back as they were, or are refused.
# A store of whole days counts "days since"; times with hours are counted in hours, and the numbers are put behind the days: 6 o'clock on 3 January becomes 24 February. A warning says that the units are now hours, but the store still says days. Durations do the same.
# A series that is extended by runs with a finer step ends weeks after it should, in the right order, so no check of the time axis notices.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check xarray==2026.9.0 zarr==3.1.6
venv/bin/python - <<'PY'
import sys
import warnings

import numpy as np
import xarray as xr
import zarr

print("xarray", xr.__version__, "zarr", zarr.__version__)
given = [["2025-01-01T00", "2025-01-02T00"], ["2025-01-03T06", "2025-01-04T18"]]
first, second = (xr.Dataset({"gap": ("time", [1.0, 2.0])}, coords={"time": np.array(part, dtype="datetime64[ns]")}) for part in given)


def extended(name, **more):
    first.to_zarr(name, consolidated=False, **more)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        second.to_zarr(name, append_dim="time", consolidated=False)
    print(*(str(each.message) for each in said), sep="\n")
    store = zarr.open_group(name)["time"]
    times = xr.open_zarr(name, consolidated=False)["time"].values.astype("datetime64[h]").astype(str).tolist()
    print(f"{name}: {store[:].tolist()} {store.attrs['units']}, read as {times}")
    return times, [str(each.message) for each in said]


found, said = extended("as it is")
named, quiet = extended("with units given at first", encoding={"time": {"units": "hours since 2025-01-01"}})
same = found[2:] == ["2025-02-24T00", "2025-04-01T00"]
sys.exit(0 if same and named == sum(given, []) and "hours since" in said[0] and not quiet else "the behaviour changed")
PY
