#!/usr/bin/env bash
# We expected that a list of variables may say unit: "1", the unit of a share in the conventions of climate data, as it may say unit: "%".
# nomenclature reads a unit of text once more as JSON, so that the quoted "1" becomes a whole number and is refused as no text; a list of one unit, ["1"], is taken.
# Whoever declares the variables of a model under such a project gets an error about a number where the file has text.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check nomenclature-iamc==0.32.1 pyam-iamc==4.0.0 httpx==0.27.2
mkdir -p definitions/region definitions/variable
printf '%s\n' '- common:' '  - World' >definitions/region/regions.yaml
cat >check.py <<'PY'
import sys
import warnings
from importlib.metadata import version
from pathlib import Path

import nomenclature
import pandas as pd
import pyam

warnings.simplefilter("ignore")
print("nomenclature", version("nomenclature-iamc"))


def declared(unit, used):
    Path("definitions/variable/variables.yaml").write_text(f"- Share:\n    description: a share\n    unit: {unit}\n")
    row = pd.DataFrame([("m", "s", "World", "Share", used, 2030, 0.5)], columns=["model", "scenario", "region", "variable", "unit", "year", "value"])
    try:
        nomenclature.DataStructureDefinition(Path("definitions")).validate(pyam.IamDataFrame(row))
        return "accepted"
    except ValueError as error:
        return next(line.strip() for line in str(error).splitlines() if "Input should be" in line)


found = [declared(*pair) for pair in (('"%"', "%"), ('"1"', "1"), ('["1"]', "1"))]
for unit, what in zip(('"%"', '"1"', '["1"]'), found):
    print(f"unit: {unit}: {what}")
same = found[0] == found[2] == "accepted" and "valid string" in found[1] and "input_type=int" in found[1]
sys.exit(0 if same else "the behaviour changed")
PY
venv/bin/python check.py
