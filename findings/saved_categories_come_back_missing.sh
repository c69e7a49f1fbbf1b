#!/usr/bin/env bash
# We expected that the archive of results that the workbench writes is read back by the workbench with the same categories.
# Categories called "None", "null" or "NA" come back missing, also the policy "None" that the workbench itself names when none is given (3.0.0 does the same).
# In results by country or licence, Namibia (NA) and models without a licence drop out of every later grouping, without a message.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ema_workbench==2.5.3 pandas==3.1.1
cat > study.py <<'PY'
import sys
import warnings
from importlib.metadata import version

warnings.simplefilter("ignore")
from ema_workbench import CategoricalParameter, Model, ScalarOutcome, load_results, perform_experiments, save_results

print("ema_workbench", version("ema_workbench"), "pandas", version("pandas"))
model = Model("adoption", function=lambda country, licence: {"models": 1})
model.uncertainties = [CategoricalParameter("country", ["DE", "NA", "FR"]), CategoricalParameter("licence", ["MIT", "None", "null"])]
model.outcomes = [ScalarOutcome("models")]
results = perform_experiments(model, scenarios=6)
save_results(results, "results.tar.gz")
before, after = results[0], load_results("results.tar.gz")[0]
changed = {}
for column in ("country", "licence", "policy"):
    print(f"{column}: {before[column].astype(str).tolist()} read back as {after[column].tolist()}")
    changed[column] = set(before[column][after[column].isna()])
groups = after.groupby("country", observed=True).size().to_dict()
print("runs by country, read back:", groups)
same = changed == {"country": {"NA"}, "licence": {"None", "null"}, "policy": {"None"}} and groups == {"DE": 2, "FR": 2}
sys.exit(0 if same else "the behaviour changed")
PY
venv/bin/python study.py 2>/dev/null
