"""The explorer's page: its sources are checked and built; what it says of effects is what briefs say; a browser uses it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from weightshed.brief import certainty
from weightshed.reading import FEW

ROOT = Path(__file__).resolve().parents[2]
EXPLORER = ROOT / "explorer"
ENGINE = ROOT / "build" / "wasm" / "explorer"
PROGRAM = Path(sys.executable).with_name("weightshed")

pytestmark = pytest.mark.skipif(
    not (ENGINE / "engine-module.wasm").exists() or shutil.which("npm") is None,
    reason="needs the explorer's engine (cmake --preset wasm && cmake --build build/wasm) and npm; scripts/test has both in CI")


@pytest.fixture(scope="module")
def packages() -> Path:
    """The packages of the page, as explorer/package-lock.json pins them; without a registry there are none."""
    if not (EXPLORER / "node_modules" / "d3-array").exists():
        done = subprocess.run(["npm", "ci", "--no-fund", "--no-audit"], cwd=EXPLORER, capture_output=True, text=True, timeout=300)
        if done.returncode != 0:
            pytest.skip(f"npm could not install the packages of the page: {done.stderr.strip().splitlines()[-1:]}")
    return EXPLORER / "node_modules"


@pytest.fixture(scope="module")
def page(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page whose table of first answers has one study, which is all that its tests ask."""
    out = tmp_path_factory.mktemp("page") / "explorer.html"
    subprocess.run(["node", "build.mjs", out, "export-controls"], cwd=EXPLORER, check=True, timeout=600)
    return out


def test_types_of_the_page_are_right(packages: Path) -> None:
    done = subprocess.run([packages / ".bin" / "tsc", "--noEmit"], cwd=EXPLORER, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout


def test_the_page_is_one_file_that_may_ask_for_nothing(page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    assert "default-src 'none'" in html and "http-equiv=\"Content-Security-Policy\"" in html
    assert not [word for word in ("<link rel=\"stylesheet\"", "<script src", "@import", "fetch(\"http") if word in html]
    assert "/* ENGINE */" not in html and "/* PAGE */" not in html and page.stat().st_size < 4e6


def test_words_of_certainty_are_those_of_briefs(packages: Path, tmp_path: Path) -> None:
    luck = np.random.Generator(np.random.PCG64(7))
    cases, wanted = [], []
    for case in range(200):
        worlds, members = int(luck.integers(2, 9)), int(luck.integers(1, 5))
        worlds = max(worlds, -(-FEW // members))
        differences = luck.normal(luck.normal(0.0, 0.5), 0.3 * luck.random(), (worlds, members)) * luck.choice([0.003, 1.0])
        differences[luck.random(differences.shape) < 0.1] = 0.0
        level = luck.uniform(0.5, 1.5, differences.shape)
        in_orders = case % 2 == 0
        least = certainty.LITTLE * (1.0 if in_orders else abs(level.mean()))
        share = max(np.mean(differences > 0.0), np.mean(differences < 0.0)) or float("nan")
        wanted.append(certainty.in_words(share, differences.mean(axis=1), float(np.mean(np.abs(differences) <= least))))
        cases.append({"inOrders": in_orders, "pairs": [
            {"difference": float(d), "level": float(l), "world": int(w)}
            for (w, _), d, l in zip(np.ndindex(*differences.shape), differences.ravel(), level.ravel())]})
    few = {"inOrders": True, "pairs": [{"difference": 1.0, "level": 1.0, "world": w} for w in range(FEW - 1)]}
    (tmp_path / "cases.json").write_text(json.dumps([*cases, few]), encoding="utf-8")
    done = subprocess.run(["node", ROOT / "tests" / "explorer" / "statistics.mjs", ENGINE, tmp_path / "cases.json"],
                          capture_output=True, text=True, check=True, timeout=120)
    *told, too_few = json.loads(done.stdout)
    assert [effect["words"] for effect in told] == wanted
    assert set(wanted) >= {"virtually certain", "very likely", "likely", "direction unclear", "no effect"}
    assert too_few["words"] == "" and too_few["pairs"] == FEW - 1
    for effect, case in zip(told, cases):
        values = np.array([pair["difference"] for pair in case["pairs"]])
        assert np.allclose([effect["low"], effect["high"], effect["mean"]], [*np.quantile(values, (0.1, 0.9)), values.mean()], atol=1e-12)


def answers(folder: Path, *calls: tuple[str, str, list]) -> list:
    """What functions of the page answer: module, function, arguments."""
    (folder / "calls.json").write_text(json.dumps(calls), encoding="utf-8")
    done = subprocess.run(["node", ROOT / "tests" / "explorer" / "call.mjs", folder / "calls.json"], capture_output=True, text=True, check=True, timeout=120)
    return json.loads(done.stdout)


def test_ticks_and_shares_are_said_as_they_are(packages: Path, tmp_path: Path) -> None:
    ticks = [[0.0, 5.0, 10.0], [0.0, 2.5, 5.0, 7.5, 10.0], [-0.05, 0.0, 0.05], [0.1, 0.2, 0.1 + 0.2], [0.0, 0.0005], [20000.0, 40000.0], []]
    shares = [0.47, 15 / 32, 0.999, 1.0, 0.29]
    told = answers(tmp_path, *(("numbers", "decimalsOf", [t]) for t in ticks), *(("numbers", "percentOf", [s]) for s in shares))
    assert told == [0, 1, 2, 1, 4, 0, 0, 47, 46, 99, 100, 29]


def test_a_story_tells_apart_only_the_names_that_differ(packages: Path, tmp_path: Path) -> None:
    def line(text: str, date: str = "2027-01-04", importance: str = "lab") -> dict[str, str]:
        return {"date": date, "text": text, "importance": importance}

    before = [line("IBM, Meta and xAI close their weights"), line("DeepSeek opens its weights", "2028-01-03"), line("long ago", "2025-01-06")]
    after = [line("IBM closes its weights"), line("DeepSeek and Meta open their weights", "2028-01-03"), line("US export control goes to 0.95", importance="policy")]
    (told,) = answers(tmp_path, ("story", "compare", [before, after, "2026-01-05"]))
    assert [(t["date"], t["only"], t["text"]) for t in told] == [
        ("2027-01-04", "yours", "US export control goes to 0.95"), ("2027-01-04", "reference", "Meta and xAI close their weights"),
        ("2027-01-04", "", "IBM closes its weights"), ("2028-01-03", "yours", "Meta opens its weights"), ("2028-01-03", "", "DeepSeek opens its weights")]


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Debian's chromium; scripts/test installs it in CI")
def test_a_browser_uses_the_page_as_its_readers_would(page: Path, tmp_path: Path) -> None:
    done = subprocess.run(["node", ROOT / "tests" / "explorer" / "page.mjs", shutil.which("chromium"), page, PROGRAM, tmp_path],
                          capture_output=True, text=True, timeout=1200, env=os.environ | {"PYTHON": sys.executable})
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("passed: ") == 12
