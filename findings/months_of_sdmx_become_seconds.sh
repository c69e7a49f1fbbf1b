#!/usr/bin/env bash
# We expected that sdmx1 turns the time periods of SDMX into dates, or refuses one that it does not know: it reads 2025-12 and 2025-Q4, and refuses 2025-W50 and 2025-S2 (a week, a half-year) with an error.
# The form that the standard gives a month of a reporting year, 2025-M12, is taken for a time of day: 1 January at 00:00:12, and with a monthly frequency January for every month.
# A monthly series of an agency that writes months so lies within the first twelve seconds of each year, in order, and its yearly means are right, so that little points to it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check sdmx1==2.28.0 pandas==3.1.1
venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import sdmx
import sdmx.model.v21 as model

print("sdmx1", version("sdmx1"), "pandas", version("pandas"))
structure = model.DataStructureDefinition(id="GAP")
structure.dimensions.append(model.Dimension(id="GEO"))
structure.dimensions.append(model.TimeDimension(id="TIME_PERIOD"))
structure.measures.append(model.PrimaryMeasure(id="OBS_VALUE"))


def dates(periods, how):
    data = model.DataSet(structured_by=structure)
    for period in periods:
        key = structure.make_key(model.Key, {"GEO": "US", "TIME_PERIOD": period})
        data.add_obs([model.Observation(dimension=key, value=1.0, value_for=structure.measures[0])])
    try:
        return [str(date) for date in sdmx.to_pandas(data, datetime=how).index]
    except ValueError as error:
        return f"{type(error).__name__}: {error}"


monthly = {"dim": "TIME_PERIOD", "freq": "M"}
found = {}
for periods in (["2025-01", "2025-12"], ["2025-Q1", "2025-Q4"], ["2025-M01", "2025-M12"], ["2025-W50"], ["2025-S2"]):
    found[periods[-1]] = dates(periods, "TIME_PERIOD")
    print(f"{periods} become {found[periods[-1]]}")
found["monthly"] = dates(["2025-M01", "2025-M12"], monthly)
print(f"['2025-M01', '2025-M12'] with a monthly frequency become {found['monthly']}")
same = (found["2025-12"][1].startswith("2025-12-01") and found["2025-Q4"][1].startswith("2025-10-01") and found["monthly"] == ["2025-01", "2025-01"]
        and found["2025-M12"] == ["2025-01-01 00:00:01", "2025-01-01 00:00:12"] and "Error" in found["2025-W50"] and "Error" in found["2025-S2"])
sys.exit(0 if same else "the behaviour changed")
PY
