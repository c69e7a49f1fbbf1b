#!/usr/bin/env bash
# We expected that batch_run gives a model the seed that stands among its parameters, as Mesa 3.3 did.
# Mesa 3.5 replaces it by None without a word: the model is built unseeded, every call differs, and the row of results says that the seed was None.
# A study written for Mesa 3.3 goes on running, with one row for every seed asked for, but none of its numbers can be had again.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python=""  # Mesa 3.5 needs Python 3.12
for version in 3.12 3.13 3.14; do
  for candidate in "python$version" "$(pyenv prefix "$version" 2>/dev/null || true)/bin/python"; do
    if [ -z "$python" ] && "$candidate" -c "" 2>/dev/null; then python=$candidate; fi
  done
done
[ -n "$python" ] || { echo "needs Python 3.12 or later"; exit 1; }
"$python" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "mesa[network]==3.5.1"
cat > study.py <<'PY'
import sys
import warnings

import mesa

warnings.simplefilter("ignore")


class Hub(mesa.Model):
    def __init__(self, seed=None, rng=None):
        super().__init__(seed=seed, rng=rng)
        self.luck = self.random.random()
        self.datacollector = mesa.DataCollector(model_reporters={"luck": "luck"})
        self.datacollector.collect(self)

    def step(self):
        self.datacollector.collect(self)


def batch(parameters, **more):
    rows = mesa.batch_run(Hub, parameters, max_steps=1, display_progress=False, **more)
    return [(row.get("seed"), round(row["luck"], 6)) for row in rows]


print("Mesa", mesa.__version__)
direct = [round(Hub(seed=seed).luck, 6) for seed in (5, 6)]
first, second = batch({"seed": [5, 6]}), batch({"seed": [5, 6]})
named = [luck for _, luck in batch({}, rng=[5, 6])], [luck for _, luck in batch({}, rng=[5, 6])]
print("built by hand with seeds 5 and 6:      ", direct)
print("batch_run, seed [5, 6], (seed, value): ", first)
print("the same again:                        ", second)
print("batch_run, rng=[5, 6], twice:          ", named)
lost = all(seed is None for seed, _ in first + second) and first != second and [v for _, v in first] != direct
sys.exit(0 if lost and named[0] == named[1] else "the behaviour changed")
PY
venv/bin/python study.py
