#!/usr/bin/env bash
# We expected that a name which ArviZ 1 gave up is missing there, so that hasattr(arviz, "InferenceData") tells the old ArviZ from the new.
# The name answers (since 1.1), with a warning about migration, and is xarray's DataTree, which takes no groups by keyword: it fails where 0.23 made a set of draws, and so does code that asks first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python=""  # ArviZ 1 needs Python 3.12
for version in 3.12 3.13 3.14; do
  for candidate in "python$version" "$(pyenv prefix "$version" 2>/dev/null || true)/bin/python"; do
    if [ -z "$python" ] && "$candidate" -c "" 2>/dev/null; then python=$candidate; fi
  done
done
[ -n "$python" ] || { echo "needs Python 3.12 or later"; exit 1; }
"$python" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check arviz==1.3.0 arviz-base==1.3.1 arviz-stats==1.3.3 xarray==2026.9.0
venv/bin/python - <<'PY'
import sys
import warnings

import arviz
import numpy as np
import xarray as xr

print("arviz", arviz.__version__)
draws = xr.Dataset({"brand": (("chain", "draw"), np.linspace(0, 1, 101)[None])})
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    there = hasattr(arviz, "InferenceData")
    kind = arviz.InferenceData
try:
    made = type(kind(posterior=draws)).__name__
except TypeError as error:
    made = f"TypeError: {error}"
print("hasattr:", there, "kind:", kind.__name__, "warning:", caught[-1].category.__name__)
print("InferenceData(posterior=draws):", made)
tree = arviz.summary(xr.DataTree.from_dict({"posterior": draws}), kind="stats")
print("summary of a DataTree:", tree.index.tolist())
same = there and kind is xr.DataTree and made.startswith("TypeError") and tree.index.tolist() == ["brand"]
sys.exit(0 if same else "the behaviour changed")
PY
