#!/usr/bin/env bash
# We expected that quantiles over models and scenarios are taken for each region, as the description of the call says.
# With a second region they fail, with a message about weights that nobody has given ("the length of data and weights must be the same").
# The cause is that one weight is laid out for each row of the table, whatever its region, so that an ensemble of countries has no quantiles.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyam-iamc==4.0.0 httpx==0.27.2
venv/bin/python - <<'PY'
import sys
import warnings
from importlib.metadata import version

import pandas as pd
import pyam

warnings.simplefilter("ignore")
print("pyam", version("pyam-iamc"))
columns = ["model", "scenario", "region", "variable", "unit", "year", "value"]


def median(*regions):
    rows = [("m", str(i), region, "Gap", "months", 2030, float(i)) for i in (1, 2, 3) for region in regions]
    try:
        return pyam.IamDataFrame(pd.DataFrame(rows, columns=columns)).compute.quantiles([0.5]).data["value"].tolist()
    except TypeError as error:
        return f"TypeError: {error}"


one, two = median("World"), median("World", "EU")
print("median of one region:", one)
print("median of two regions:", two)
same = one == [2.0] and str(two).startswith("TypeError: the length of data and weights")
sys.exit(0 if same else "the behaviour changed")
PY
