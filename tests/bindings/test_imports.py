"""Our HDF5 and those of h5py and netCDF4 live in one process, whichever came first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

READ = "import weightshed as ws; run = ws.open(sys.argv[1]); assert len(run.compare()) > 0"
ORDERS = {
    "h5py before ours": f"import sys, h5py; h5py.File(sys.argv[1]).close(); {READ}",
    "h5py after ours": f"import sys; {READ}; import h5py; h5py.File(sys.argv[1]).close()",
    "netCDF4 before ours": f"import sys, netCDF4; netCDF4.Dataset(sys.argv[1]).close(); {READ}",
    "netCDF4 after ours": f"import sys; {READ}; import netCDF4; netCDF4.Dataset(sys.argv[1]).close()",
}


@pytest.mark.parametrize("order", ORDERS)
def test_a_result_opens_in_either_order_of_imports(order: str, small_run) -> None:
    done = subprocess.run([sys.executable, "-c", ORDERS[order], str(small_run.path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("module", "verb"), [
    ("answers.command", "sensitivity"), ("answers.command", "discover"), ("answers.command", "robust"),
    ("figures.command", "main"), ("brief.command", "main"), ("cluster.command", "main"), ("calibration.command", "main"),
    ("forecasts.backtest", "main"), ("forecasts.command", "lock"), ("forecasts.command", "score")])
def test_a_wrong_command_line_is_refused_before_slow_imports(module: str, verb: str) -> None:
    code = f"""
import sys
from weightshed.{module} import {verb}
try:
    {verb}(["x", "--bogus"])
except SystemExit as ended:
    assert ended.code == 2
slow = {{"pandas", "xarray", "matplotlib", "scipy", "SALib"}} & set(sys.modules)
assert not slow, slow
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0 and "usage: weightshed" in done.stderr, done.stderr


def test_figures_and_briefs_need_no_display_and_no_pyplot(made_up: Path) -> None:
    code = ("import sys; import weightshed as ws; from weightshed import figures; "
            "next(figures.draw_all(ws.open(sys.argv[1]))); assert 'matplotlib.pyplot' not in sys.modules")
    done = subprocess.run([sys.executable, "-c", code, str(made_up)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
