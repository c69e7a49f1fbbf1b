"""Opens a result file with what people use and checks that every reader sees the same values, labels and times.

usage: python open_everywhere.py OUT.h5      exit code 0 when all readers agree; each is named with its version and what
                                             it read, and one that is not installed is named as left out

A measure is compared at one point, with its policy and date: with xarray (both engines, by group and as a tree), h5py,
netCDF4, ncdump, NCO, R's ncdf4, GDAL and h5wasm. The CF checker reads the root and every group.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

GROUPS = ("summary", "design", "registry", "events", "provenance")
OPTIONAL_GROUPS = ("lineage", "lineage/further_parents", "published")
CELL = ("policy", "world", "member", "time")


def ran(*command: str, **how: Any) -> str:
    """What a program prints; it must end well."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, **how)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr or done.stdout}"
    return done.stdout


class Point:
    """What every reader must find: the last value of the first measure of the last policy, its name and its date."""

    def __init__(self, path: str):
        import xarray as xr

        self.path = path
        with xr.open_dataset(path, engine="h5netcdf") as data:
            self.measures = [str(name) for name, v in data.data_vars.items() if v.dims[:4] == CELL]
            self.measure = next(name for name in self.measures if bool(data[name][-1, 0, 0, -1].notnull().all()))
            cell = data[self.measure][-1, 0, 0, -1]
            self.shape = data[self.measure].shape
            self.value = float(cell.values.flat[-1])
            self.policy = str(data.policy.values[-1])
            self.label = str(data.policy_label.values[-1])
            self.day = str(data.time.values[-1])[:10]
            self.start = str(data.attrs["start"])
            self.title = str(data.attrs["title"])
            self.policies = [str(p) for p in data.policy.values]
        import h5py

        with h5py.File(path) as file:
            self.days = float(file["time"][-1])

    def agrees(self, reader: str, value: Any, policy: Any, days: Any) -> None:
        assert abs(float(value) - self.value) <= 1e-6 * max(1.0, abs(self.value)), (reader, value, self.value)
        assert policy is None or str(policy) == self.policy, (reader, policy, self.policy)
        assert float(days) == self.days, (reader, days, self.days)
        said = f"{self.measure} = {float(value):.6g}, {self.day}" + ("" if policy is None else f", {policy}")
        print(f"{reader}: {said}", flush=True)


def xarray_reads(path: str, point: Point, present: list[str], as_tree: bool) -> None:
    import numpy as np
    import xarray as xr

    for engine in ("h5netcdf", "netcdf4"):
        with xr.open_dataset(path, engine=engine) as data:
            assert data.time.dtype.kind == "M", data.time.dtype
            assert np.all(np.diff(data.time.values) > np.timedelta64(0))
            assert "policy_label" in data.coords and isinstance(data.attrs["title"], str)
            for name in point.measures:
                variable = data[name]
                assert all(dim in data.coords for dim in variable.dims), name
                assert {"units", "long_name", "cell_methods", "calibration"} <= set(variable.attrs), name
                assert variable.where(data.status != 1).isnull().all(), f"{name}: a value in a cell that is not done"
            with xr.open_dataset(path, group="summary", engine=engine) as summary:
                for name in point.measures:
                    assert summary[name].dims[:3] == ("policy", "quantile", "time"), name
                    # The median of /summary is the median that xarray computes from the cells.
                    median = data[name].median(dim=("world", "member"), skipna=True)
                    np.testing.assert_allclose(summary[name].sel(quantile=0.5).values, median.values, rtol=1e-5, atol=1e-6)
                    effect = (data[name] - data[name].isel(policy=0, drop=True)).mean(dim=("world", "member"))
                    np.testing.assert_allclose(summary[name + "_effect"].values, effect.values, rtol=1e-3, atol=1e-4)
            days = (data.time.values[-1] - np.datetime64(point.start)) / np.timedelta64(1, "D")
            point.agrees(f"xarray {xr.__version__}, {engine} {version('h5netcdf' if engine == 'h5netcdf' else 'netCDF4')}",
                         data[point.measure].values[-1, 0, 0, -1].flat[-1], data.policy.values[-1], days)
        for group in (*GROUPS, *present):
            with xr.open_dataset(path, group=group, engine=engine) as data:
                data.load()
        with xr.open_datatree(path, engine=engine) as tree:
            if as_tree:
                _tree(path, tree.load(), point, present, engine)
            else:
                tree.load()


def _tree(path: str, tree: Any, point: Point, present: list[str], engine: str) -> None:
    """In a tree no column is hidden by a coordinate of the root, and a saved tree opens as the same."""
    import numpy as np
    import xarray as xr

    for group in (*GROUPS, *present):
        with xr.open_dataset(path, group=group, engine=engine) as alone:
            for name, variable in alone.variables.items():
                assert tree[f"{group}/{name}"].dims == variable.dims, f"{group}/{name} is hidden in a tree"
    again = Path(tempfile.mkdtemp()) / "again.nc"
    try:
        tree.to_netcdf(again, engine=engine)
        with xr.open_datatree(again, engine=engine) as read:
            xr.testing.assert_identical(read.load(), tree)
    finally:
        shutil.rmtree(again.parent)
    days = (tree.time.values[-1] - np.datetime64(point.start)) / np.timedelta64(1, "D")
    point.agrees(f"xarray {xr.__version__} as a tree, saved and opened again, {engine}",
                 tree[point.measure].values[-1, 0, 0, -1].flat[-1], tree.policy.values[-1], days)


def h5py_and_netcdf4_read(path: str, point: Point) -> None:
    import h5py
    import netCDF4

    with h5py.File(path) as file:
        assert file.attrs["weightshed_format"].decode().startswith("2."), file.attrs["weightshed_format"]
        assert file.attrs["title"].decode() == point.title
        assert file["policy_label"].asstr()[-1] == point.label
        point.agrees(f"h5py {h5py.__version__}, HDF5 {h5py.version.hdf5_version}",
                     file[point.measure][-1, 0, 0, -1].flat[-1], file["policy"].asstr()[-1], file["time"][-1])
        empty: list[str] = []
        file.visititems(lambda name, item: empty.append(name) if isinstance(item, h5py.Dataset) and 0 in item.shape else None)
        assert not empty, f"of length zero: {empty}"
    with netCDF4.Dataset(path) as file:
        assert file.variables["status"].dimensions == CELL[:3] and file.title == point.title
        date = netCDF4.num2date(file["time"][-1], file["time"].units, file["time"].calendar)
        assert date.isoformat()[:10] == point.day, date
        point.agrees(f"netCDF4 {netCDF4.__version__}, netCDF {netCDF4.__netcdf4libversion__}",
                     file[point.measure][-1, 0, 0, -1].flat[-1], file["policy"][-1], file["time"][-1])


def ncdump_reads(path: str, point: Point) -> None:
    told = ran("ncdump", "-v", f"{point.measure},policy,time", path)
    release = re.search(r"netcdf library version ([\d.]+)", subprocess.run(["ncdump"], capture_output=True, text=True).stderr)
    values = re.search(rf"\n {point.measure} =\n(.*?);", told, re.S).group(1).split(",")  # type: ignore[union-attr]
    width = int(_size(point.shape[1:3])) * int(_size(point.shape[3:]))
    at = (len(values) // width - 1) * width + int(_size(point.shape[3:])) - 1  # the first world and member
    days = re.search(r"\n time = (.*?);", told, re.S).group(1).split(",")[-1]  # type: ignore[union-attr]
    policy = re.search(r"\n policy = (.*?);", told, re.S).group(1).split(",")[-1].strip().strip('"')  # type: ignore[union-attr]
    assert f':title = "{point.title}"' in told
    value = float(values[at])
    assert abs(value - point.value) < 1e-4 * max(1.0, abs(point.value)), (value, point.value)  # it prints few digits
    point.agrees(f"ncdump {release.group(1) if release else 'of an unknown version'}", point.value, policy, days)


def _size(shape: tuple[int, ...]) -> int:
    size = 1
    for n in shape:
        size *= n
    return size


def nco_reads(path: str, point: Point) -> None:
    """The mean over worlds and members by ncwa and one value by ncks. NaN is no missing value to NCO: means keep it."""
    release = re.search(r"version ([\d.]+)", subprocess.run(["ncks", "--version"], capture_output=True, text=True).stderr)
    with tempfile.TemporaryDirectory() as folder:
        mean, last = f"{folder}/mean.nc", f"{folder}/last.nc"
        ran("ncwa", "-O", "-a", "world,member", "-v", point.measure, path, mean)
        ran("ncks", "-O", "-d", f"policy,{len(point.policies) - 1}", "-d", "world,0", "-d", "member,0", "-d",
            f"time,{point.shape[3] - 1}", "-v", f"{point.measure},policy,time", path, last)
        import netCDF4
        import numpy as np

        with netCDF4.Dataset(mean) as file, netCDF4.Dataset(path) as whole:
            values = np.ma.filled(whole[point.measure][:], np.nan)
            np.testing.assert_allclose(np.ma.filled(file[point.measure][:], np.nan), values.mean(axis=(1, 2)), rtol=1e-4)
        with netCDF4.Dataset(last) as file:
            point.agrees(f"NCO {release.group(1) if release else 'of an unknown version'}, mean and value",
                         file[point.measure][:].flat[-1], file["policy"][-1], file["time"][-1])


R_PROGRAM = """
library(ncdf4)
file <- nc_open(commandArgs(TRUE)[1]); name <- commandArgs(TRUE)[2]
values <- ncvar_get(file, name, collapse_degen = FALSE); extent <- dim(values)  # the last dimension first
at <- c(head(extent, -4), tail(extent, 4)[1], 1, 1, tail(extent, 1))
cat(as.character(packageVersion("ncdf4")), R.version$major, R.version$minor, "\\n")
cat(sprintf("%.9g", values[t(at)]), "\\n")
cat(tail(ncvar_get(file, "policy"), 1), "\\n")
cat(tail(ncvar_get(file, "time"), 1), "\\n")
cat(ncatt_get(file, 0, "title")$value, "\\n")
cat(length(ncvar_get(file, "events/event_policy")), "\\n")
"""


def r_reads(path: str, point: Point) -> None:
    told = [line.strip() for line in ran("Rscript", "-e", R_PROGRAM, path, point.measure).strip().splitlines()]
    import h5py

    with h5py.File(path) as file:
        assert told[4] == point.title and int(told[5]) == len(file["events/event_policy"]), told
    package, major, minor = told[0].split()
    point.agrees(f"R {major}.{minor}, ncdf4 {package}", told[1], told[2], told[3])


def gdal_reads(path: str, point: Point) -> None:
    release = ran("gdalinfo", "--version").split(",")[0].removeprefix("GDAL ")
    array = json.loads(ran("gdalmdiminfo", "-array", f"/{point.measure}", "-detailed", "-limit", "1000000", path))
    axes = json.loads(ran("gdalmdiminfo", "-array", "/time", "-detailed", path)), json.loads(
        ran("gdalmdiminfo", "-array", "/policy", "-detailed", path))
    value = array["values"][-1][0][0][-1]
    while isinstance(value, list):
        value = value[-1]
    policy, days = (axis["values"][-1] for axis in (axes[1], axes[0]))
    assert [d["full_name"] if isinstance(d, dict) else d for d in array["dimensions"]][:4] == [f"/{d}" for d in CELL], array["dimensions"]
    point.agrees(f"GDAL {release}", value, policy, days)


H5WASM = """
import h5wasm from "h5wasm/node";
await h5wasm.ready;
const [path, name] = process.argv.slice(2), file = new h5wasm.File(path, "r");
const measure = file.get(name), width = measure.shape.slice(4).reduce((a, b) => a * b, 1), s = measure.shape;
const at = ((((s[0] - 1) * s[1] + 0) * s[2] + 0) * s[3] + s[3] - 1) * width + width - 1;
console.log(JSON.stringify([measure.value[at], file.get("policy").value.at(-1), file.get("time").value.at(-1),
                            file.attrs["title"].value, file.get("events/event_policy").shape[0]]));
"""


def h5wasm_reads(path: str, point: Point, modules: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "read.mjs").write_text(H5WASM, encoding="utf-8")
        Path(folder, "node_modules").symlink_to(modules)
        value, policy, days, title, _ = json.loads(ran("node", "read.mjs", os.path.abspath(path), point.measure, cwd=folder))
    assert title == point.title, title
    release = json.loads(Path(modules, "h5wasm", "package.json").read_text(encoding="utf-8"))["version"]
    point.agrees(f"h5wasm {release}", value, policy, days)


def cf_checker_passes(path: str, present: list[str]) -> None:
    """It looks at no group, so each is saved as a file of its own; what it says of coordinates of text is an error of its
    own (findings/compliance_checker_fails_on_named_policies.sh), so its report counts and not its exit code. Our measures
    have dimensions after time: CF recommends another order and requires none."""
    import xarray as xr

    checker = Path(sys.executable).with_name("compliance-checker")
    complaints, count = [], 0
    with tempfile.TemporaryDirectory() as folder:
        files = {"the root": f"{folder}/root.nc"}
        shutil.copy(path, files["the root"])
        for group in (*GROUPS, *present):
            files[group] = f"{folder}/{group.replace('/', '-')}.nc"
            with xr.open_dataset(path, group=group, engine="netcdf4", decode_cf=False) as data, \
                    xr.open_dataset(path, engine="netcdf4", decode_cf=False) as root:
                data.attrs = {**root.attrs, **data.attrs}
                data.to_netcdf(files[group], engine="netcdf4",
                               encoding={name: {"_FillValue": None} for name in data.variables if "_FillValue" not in data[name].attrs})
        for name, file in files.items():
            report = f"{folder}/report.json"
            subprocess.run([str(checker), "--test", "cf:1.10", "--format", "json", "--output", report, file],
                           capture_output=True, timeout=300)
            told = json.loads(Path(report).read_text(encoding="utf-8"))["cf:1.10"]
            for priority in ("high_priorities", "medium_priorities", "low_priorities"):
                for check in told[priority]:
                    count += check["value"][1]
                    complaints += [f"{name}: {message}" for message in check["msgs"]
                                   if "are not in the recommended order T, Z, Y, X" not in message]
    assert not complaints, "the CF checker complains:\n" + "\n".join(complaints)
    print(f"compliance-checker {version('compliance-checker')}: {count} checks of CF-1.10 in {len(files)} files, no complaint")


def in_python(path: str, as_tree: bool) -> None:
    import h5py

    point = Point(path)
    with h5py.File(path) as file:
        present = [group for group in OPTIONAL_GROUPS if group in file]
    h5py_and_netcdf4_read(path, point)
    xarray_reads(path, point, present, as_tree)


def in_other_programs(path: str) -> None:
    import h5py

    point = Point(path)
    modules = os.environ.get("WEIGHTSHED_NODE_MODULES", "")
    with h5py.File(path) as file:
        present = [group for group in OPTIONAL_GROUPS if group in file]
    has_ncdf4 = shutil.which("Rscript") is not None and subprocess.run(
        ["Rscript", "-e", "library(ncdf4)"], capture_output=True).returncode == 0
    readers = (("ncdump", shutil.which("ncdump"), lambda: ncdump_reads(path, point)),
               ("NCO", shutil.which("ncks"), lambda: nco_reads(path, point)),
               ("R with ncdf4", has_ncdf4, lambda: r_reads(path, point)),
               ("GDAL", shutil.which("gdalmdiminfo"), lambda: gdal_reads(path, point)),
               ("h5wasm", shutil.which("node") and modules, lambda: h5wasm_reads(path, point, modules)),
               ("compliance-checker", Path(sys.executable).with_name("compliance-checker").exists(),
                lambda: cf_checker_passes(path, present)))
    for name, is_there, reads in readers:
        if is_there:
            reads()
        else:
            print(f"{name}: LEFT OUT, it is not installed")


if __name__ == "__main__":
    if len(sys.argv) == 3:  # a child: the module to import first, then the file
        __import__(sys.argv[1])
        in_python(sys.argv[2], as_tree=sys.argv[1] == "h5py")  # once, as it takes seconds
    else:
        for first in ("h5py", "netCDF4"):
            print(f"with {first} imported first")
            subprocess.run([sys.executable, __file__, first, sys.argv[1]], check=True)
        in_other_programs(sys.argv[1])
