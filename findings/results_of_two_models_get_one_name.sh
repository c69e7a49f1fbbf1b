#!/usr/bin/env bash
# We expected that a model card whose index lists results of two models is read as results of each, or refused.
# huggingface_hub gathers all results under the name that comes last: saved again, the card says that the 70B model scored 41.5, which was the 7B one. On the same benchmark both become one entry, and the second gets the source that was given for the first alone.
# Whoever collects scores from model cards, or edits a card and saves it, credits a model with the results of another.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check huggingface_hub==2.4.0
venv/bin/python - <<'PY'
import sys

import huggingface_hub
import yaml

print("huggingface_hub", huggingface_hub.__version__)
index = """---
model-index:
- name: hub-7b
  results:
  - task: {type: text-generation}
    dataset: {type: gsm8k, name: GSM8K}
    metrics: [{type: accuracy, value: 41.5}]
    source: {name: a leaderboard, url: "https://example.org/7b"}
- name: hub-70b
  results:
  - task: {type: text-generation}
    dataset: {type: gsm8k, name: GSM8K}
    metrics: [{type: accuracy, value: 71.5}]
---
# Hub
"""
card = huggingface_hub.ModelCard(index)
again = yaml.safe_load(str(card).split("---")[1])["model-index"]
print("name:", card.data.model_name, "results:", [result.metric_value for result in card.data.eval_results])
print("saved again:", again)
only = again[0]["results"][0]
same = (len(again) == 1 and again[0]["name"] == "hub-70b" and [m["value"] for m in only["metrics"]] == [41.5, 71.5]
        and only["source"]["url"].endswith("7b") and len(again[0]["results"]) == 1)
sys.exit(0 if same else "the behaviour changed")
PY
