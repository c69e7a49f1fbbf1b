#!/usr/bin/env bash
# We expected that a tree which splits on a contested mechanism reports one box for the mechanism and one for the others.
# The tree is right, but both boxes are those of the others: the side of the mechanism is not narrowed, and all boxes share one set, from which the first takes its mechanism away for all.
# So a tree that predicts every case reports that no box holds a success (coverage 0, density 0). In 3.0.0 it is the same.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ema_workbench==2.5.3 pandas==3.1.1 scikit-learn==1.9.1
venv/bin/python - <<'PY'
import sys
import warnings
from importlib.metadata import version

import numpy as np
import pandas as pd

warnings.simplefilter("ignore")  # connectors that are not installed
from ema_workbench.analysis import cart

print("ema_workbench", version("ema_workbench"), "pandas", pd.__version__)
openness = ["open", "closed", "mixed"]
cases = pd.DataFrame({"openness": pd.Categorical(openness * 100), "price": np.repeat(np.linspace(0, 1, 100), 3)})
found, right = {}, []
for column, success in (("openness", cases["openness"] == "open"), ("price", cases["price"] > 0.6)):
    tree = cart.CART(cases.copy(), success.to_numpy(), mass_min=0.05)
    tree.build_tree()
    dummies = pd.get_dummies(cases)[[name.replace(tree.sep, "_") for name in tree.feature_names]]
    right.append(np.mean(tree.clf.predict(dummies.to_numpy()) == success))
    found[column] = tree.stats_to_dataframe()
    print(f"success by {column}: the tree is right in {right[-1]:.0%} of the cases")
    for box in tree.boxes:
        print("  box:", *(sorted(limit) if isinstance(limit, set) else round(float(limit), 3) for limit in box[column]))
    print(found[column][["coverage", "density", "mass"]])
same = right == [1, 1] and found["openness"]["coverage"].tolist() == [0, 0] and sorted(found["price"]["coverage"]) == [0, 1]
sys.exit(0 if same else "the behaviour changed")
PY
