"""The Python of README.md runs as it stands, on a study that is smaller than the one it names."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
import weightshed as ws
from weightshed.forecasts import verdicts
from weightshed.forecasts.pairs import MODEL, pooled
from weightshed.forecasts.summary import by_band
from weightshed.forecasts.targets import POOLS, targets

README = Path(__file__).parents[2] / "README.md"

#: Seconds in place of minutes; the dates stay, as the text reads one.
SMALL = {"run.members": 2, "run.worlds": 2, "run.scale": 0.0005}


def blocks() -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def test_the_python_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load = ws.load
    monkeypatch.setattr(ws, "load", lambda path, overrides=(): load(path, {**dict(overrides), **SMALL}))
    monkeypatch.chdir(tmp_path)
    found = blocks()
    assert found, "README.md shows no Python"
    names: dict[str, object] = {}
    for block in found:
        exec(compile(block, str(README), "exec"), names)
    run = names["run"]
    assert isinstance(run, ws.Run) and run.path.exists() and len(run.policies) > 1


def test_what_the_readme_says_of_the_backtest_is_what_its_table_says() -> None:
    text = README.read_text(encoding="utf-8")
    pairs = pooled(pd.read_csv(README.parent / "docs" / "forecasts.csv"))
    ours = pairs[(pairs["target"] == POOLS[0].name) & (pairs["method"] == MODEL)]
    assert f"{ours['covered'].sum()} of {len(ours)} forecasts held the value" in text
    bands = by_band(pairs[pairs["target"] == POOLS[0].name]).set_index("band")
    middle = bands.loc[["4\u20136", "7\u201312"]]
    assert f"({middle['crps'].min():.0f} to {middle['crps'].max():.0f} points)" in text and (middle["ratio"].round(1) == 0.5).all()
    assert bands.loc["1\u20133", "ratio"] == pytest.approx(0.75, abs=0.05) and bands.loc["13\u201318", "verdict"] == "not told apart"
    lag = by_band(pairs[pairs["target"] == "current_lag:cn-us"])
    assert (lag["ratio"] < 0.6).all()


def test_the_table_that_briefs_name_the_weakest_point_from_is_that_of_the_backtest() -> None:
    docs = README.parent / "docs"
    told = verdicts.read()
    pd.testing.assert_frame_equal(told.reset_index(drop=True), pd.read_csv(docs / "forecasts-verdicts.csv", dtype={"months": str}).fillna(
        {"where": "", "months": "", "rival": ""}), check_dtype=False)
    again = verdicts.table(targets(), pd.read_csv(docs / "forecasts.csv"), pd.read_csv(docs / "forecasts-labs.csv"), [])
    scored = told[told["measure"] != "token_share"].reset_index(drop=True)
    pd.testing.assert_frame_equal(scored.drop(columns="below"), again.drop(columns="below"), check_dtype=False, rtol=1e-3)
    tokens = told.loc["token_share origin=chinese_open "]
    assert (f"{tokens['inside'] * tokens['pairs']:.0f} of {tokens['pairs']} forecasts held the figure in their 80% interval, and "
            f"{tokens['below'] * tokens['pairs']:.0f} medians lay below it") in (docs / "forecasts.md").read_text(encoding="utf-8")
