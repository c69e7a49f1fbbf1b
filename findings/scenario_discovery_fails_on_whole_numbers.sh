#!/usr/bin/env bash
# We expected that PRIM and CART find boxes on whole-number and yes/no uncertainties as on real ones.
# With pandas 3, which pip installs beside the workbench without complaint, both find the box and then fail while writing a limit of 2.5 into a whole-number column.
# Scenario discovery over policies with counts or switches stops with a message about a dtype; the same columns as float work.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ema_workbench==2.5.3 pandas==3.1.1 scikit-learn==1.9.1
venv/bin/python - 2>/dev/null <<'PY'
import sys
from importlib.metadata import version

import numpy as np
import pandas as pd
from ema_workbench.analysis import cart, prim

print("ema_workbench", version("ema_workbench"), "pandas", version("pandas"))
rng = np.random.default_rng(0)
cases = pd.DataFrame({"chips": rng.random(500), "labs": rng.integers(0, 5, 500), "open": rng.random(500) > 0.5})
interesting = ((cases.chips > 0.6) & (cases.labs >= 3)).to_numpy()


def boxes_of_cart(x):
    tree = cart.CART(x, interesting)
    tree.build_tree()
    return len(tree.boxes)


def box_of_prim(x):
    return prim.Prim(x, interesting, threshold=0.8).find_box().box_lims[-1]["labs"].tolist()


found = {}
for kind, x in (("as they are", cases), ("as float", cases.astype(float))):
    for name, method in (("PRIM", box_of_prim), ("CART", boxes_of_cart)):
        try:
            found[kind, name] = method(x)
        except TypeError as error:
            found[kind, name] = f"TypeError: {error}"
        print(f"{name}, columns {kind}: {found[kind, name]}")
failed = [str(found["as they are", name]).startswith("TypeError") for name in ("PRIM", "CART")]
worked = [not str(found["as float", name]).startswith("TypeError") for name in ("PRIM", "CART")]
sys.exit(0 if all(failed + worked) else 1)
PY
