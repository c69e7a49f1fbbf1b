#!/usr/bin/env bash
# We expected that a table of summaries shows each interval as exactly as the mean beside it, and that its form for computing (fmt="xarray") is not rounded.
# ArviZ rounds to two significant digits, except where a Monte Carlo error stands beside a number: a year of 2027.48 has an interval from 2000 to 2000 in the printed table, and in fmt="xarray" and fmt="long" the mean itself is 2000, as a number. The documentation names the setting and not what it is. ArviZ 0.23 rounded to three decimals.
# A date, a count or a price in tens of thousands has an interval without width, often beside its mean, and whoever goes on computing with the Dataset is off by years.
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
venv/bin/pip install --quiet --disable-pip-version-check arviz==1.3.0 arviz-base==1.3.1 arviz-stats==1.3.3 xarray==2026.9.0 pandas==3.1.1
venv/bin/python - <<'PY'
import sys

import arviz
import numpy as np

print("arviz", arviz.__version__)
draws = np.random.default_rng(0).normal(size=(4, 500))
posterior = arviz.from_dict({"posterior": {"year": 2027.5 + 0.8 * draws, "price": 40000 + 300 * draws}})
table = arviz.summary(posterior)
print(table.to_string())
print("inside the same table:", table.loc["year", ["eti89_lb", "eti89_ub"]].round(2).tolist())
dataset = arviz.summary(posterior, fmt="xarray")["year"]
mean, low, high = (float(dataset.sel(summary=name)) for name in ("mean", "eti89_lb", "eti89_ub"))
print("mean and interval of the year with fmt='xarray':", mean, low, high)
exact = arviz.summary(posterior, fmt="xarray", round_to="none")["year"]
print("with round_to='none':", [round(float(exact.sel(summary=name)), 2) for name in ("mean", "eti89_lb", "eti89_ub")])
shown = table.to_string().splitlines()[1].split()
same = shown[3:5] == ["2000", "2000"] and (mean, low, high) == (2000, 2000, 2000) and round(float(exact.sel(summary="eti89_lb"))) == 2026
sys.exit(0 if same else "the behaviour changed")
PY
