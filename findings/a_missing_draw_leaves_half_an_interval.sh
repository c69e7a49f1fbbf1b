#!/usr/bin/env bash
# We expected that a highest density interval of draws of which one is missing is missing at both ends, as the equal-tailed one is.
# Its upper end is NaN, its lower end is a number, and a wrong one: draws are sorted with the missing one as the largest. ArviZ 0.23.4 does the same.
# A table of lower ends, or a test whether an interval lies above zero, does not show that a draw was missing.
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

import arviz
import numpy as np
import xarray as xr

print("arviz", arviz.__version__)
values = np.linspace(0, 1, 101) ** 2
values[50] = np.nan
draws = xr.Dataset({"gap": (("chain", "draw"), values[None])})
hdi, left_out, eti = (np.asarray(found["gap"]) for found in (arviz.hdi(draws), arviz.hdi(draws, skipna=True), arviz.eti(draws)))
print("highest density:", hdi, "without the missing draw:", left_out, "equal-tailed:", eti)
same = np.isnan(eti).all() and np.isnan(hdi[1]) and hdi[0] > 0.01 and left_out[0] == 0
sys.exit(0 if same else "the behaviour changed")
PY
