"""A brief on disk: composed, fitted to its pages, written as Markdown, HTML and PDF with its figures, and verified."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

from .. import durable
from ..figures import fonts
from ..reading import Reading
from ..slices import Asked
from . import compose, fit, pages, sections, verification
from .changes import Changes
from .model import Brief
from .references import Numbers, describe

ENDINGS = ("md", "html", "pdf")


def composed(run: Reading) -> tuple[Brief, Numbers]:
    """Everything that a brief of the run may say, and the numbers that it looked up."""
    number = Numbers(Changes(run))
    brief = compose.compose(number.book, number)
    return replace(brief, terms=sections.terms(pages.markdown(brief))), number


def write(run: Reading, folder: Path) -> list[Path]:
    """Writes brief.md, brief.html, brief.pdf, brief.json and the figures into `folder`; returns the first four. Raises
    ValueError when the brief does not fit on two pages."""
    brief, number = composed(run)
    fonts.families(pages.markdown(brief))  # the pages find fonts by themselves; this warns when there is none
    brief, printed = fit.fitted(brief, lambda version: pages.laid_out(pages.html(version, {}, run.title, printed=True)))
    for plate in brief.plates:
        plate.write(folder / "figures")
    markdown = pages.markdown(brief)
    used = [r for r in number.as_json() if f'<span id="{r["id"]}">' in markdown]
    html = pages.html(brief, {r["id"]: describe(r) for r in used}, run.title)
    folder.mkdir(parents=True, exist_ok=True)
    texts = {"brief.md": markdown, "brief.html": html}
    contents = {**texts, "brief.pdf": printed.pdf()}
    for name, content in contents.items():
        durable.replace(folder / name, content)
    record = {"result": run.path.name, "scenario_sha256": str(run.data.attrs["scenario_sha256"]), "asked": run.asked.as_json(),
              "references": used, "loose": {name: verification.loose(text, name) for name, text in texts.items()},
              "written_sha256": {name: verification.digest(content) for name, content in contents.items()},
              "figures": [verification.figure(plate) for plate in brief.plates]}
    durable.replace(folder / "brief.json", json.dumps(record, indent=1, ensure_ascii=False) + "\n")
    return [folder / f"brief.{ending}" for ending in (*ENDINGS, "json")]


def spoken(run: Reading) -> str:
    """Title and summary of the run's brief as plain text."""
    brief, _ = composed(run)
    return compose.plain(f"{re.sub('[.]$', '', brief.title)}. {brief.summary}")


def asked_of(folder: Path) -> Asked:
    """What the brief in `folder` shows of its result. Raises FileNotFoundError when there is no brief."""
    return Asked.from_json(json.loads((folder / "brief.json").read_text(encoding="utf-8")).get("asked", {}))


def edited(folder: Path) -> list[Path]:
    """Texts of a brief in `folder` that `write` did not write, or that differ from what it wrote: somebody's work.

    `write` would replace them. The figures are generated again in any case.
    """
    try:
        written = json.loads((folder / "brief.json").read_text(encoding="utf-8")).get("written_sha256", {})
    except (OSError, ValueError, AttributeError):
        written = {}  # no record of what was written: whatever is there may be somebody's
    return [path for path in (folder / f"brief.{ending}" for ending in ENDINGS)
            if path.exists() and written.get(path.name) != verification.digest(path.read_bytes())]


def verify(run: Reading, folder: Path) -> list[str]:
    """What in the brief in `folder` no longer agrees with the run; an empty list when all does.

    Raises FileNotFoundError when there is no brief. Prose may be edited freely, but no number in it, be it in figures, in
    words or in the description of a drawing.
    """
    record = json.loads((folder / "brief.json").read_text(encoding="utf-8"))
    if record["scenario_sha256"] != str(run.data.attrs["scenario_sha256"]):
        return [f"the brief was made from another study (run {record['scenario_sha256'][:8]}; this result is run {run.id})"]
    brief, number = composed(run)
    return verification.problems(number.book, record, brief.plates, folder)
