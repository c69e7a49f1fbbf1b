"""Opens a result file with what people use: xarray (both engines, every group), h5py and netCDF4, in both import orders.

usage: python open_everywhere.py OUT.h5      exit code 0 when every reader sees names, units and dates
"""

import subprocess
import sys

GROUPS = ("summary", "design", "registry", "events", "provenance")
OPTIONAL_GROUPS = ("lineage", "published")


def check(path: str) -> None:
    import h5py
    import netCDF4
    import numpy as np
    import xarray as xr

    with h5py.File(path) as file:
        present = [group for group in OPTIONAL_GROUPS if group in file]
        assert file.attrs["weightshed_format"].startswith("1."), file.attrs["weightshed_format"]
        assert file["time"].attrs["units"].startswith("days since ")
    with netCDF4.Dataset(path) as file:
        assert file.variables["status"].dimensions == ("policy", "world", "member")

    for engine in ("h5netcdf", "netcdf4"):
        with xr.open_dataset(path, engine=engine) as data:
            measures = [name for name, v in data.data_vars.items() if "time" in v.dims]
            assert measures, "no measures"
            assert data.time.dtype.kind == "M", data.time.dtype
            assert np.all(np.diff(data.time.values) > np.timedelta64(0))
            assert "policy_label" in data.coords
            for name in measures:
                variable = data[name]
                assert variable.dims[:4] == ("policy", "world", "member", "time"), (name, variable.dims)
                assert all(dim in data.coords for dim in variable.dims), name
                assert {"units", "long_name", "cell_methods", "calibration"} <= set(variable.attrs), name
                done = data.status == 1
                assert variable.where(~done).isnull().all(), f"{name}: a value in a cell that is not done"
            with xr.open_dataset(path, group="summary", engine=engine) as summary:
                for name in measures:
                    assert summary[name].dims[:3] == ("policy", "quantile", "time"), name
                    # The median of /summary is the median that xarray computes from the cells.
                    median = data[name].median(dim=("world", "member"), skipna=True)
                    stored = summary[name].sel(quantile=0.5)
                    np.testing.assert_allclose(stored.values, median.values, rtol=1e-5, atol=1e-6)
                    effect = (data[name] - data[name].isel(policy=0, drop=True)).mean(dim=("world", "member"))
                    np.testing.assert_allclose(summary[name + "_effect"].values, effect.values, rtol=1e-3, atol=1e-4)
        for group in (*GROUPS, *present):
            with xr.open_dataset(path, group=group, engine=engine) as data:
                data.load()
        with xr.open_datatree(path, engine=engine) as tree:
            tree.load()


if __name__ == "__main__":
    if len(sys.argv) == 3:  # a child: the module to import first, then the file
        __import__(sys.argv[1])
        check(sys.argv[2])
    else:
        for first in ("h5py", "netCDF4"):
            subprocess.run([sys.executable, __file__, first, sys.argv[1]], check=True)
            print(f"opens with {first} imported first")
