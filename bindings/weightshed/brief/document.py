"""The brief as a document: gathers its parts, fills the template, and writes Markdown, HTML and PDF."""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import Any

from .. import durable, escape, sensitivity, words
from ..figures import composition, effect, fan, fonts, lineage, plate, theme
from ..reading import Effect, Line, Reading
from ..slices import Asked
from . import finding, pages
from .references import Numbers, stale

HERE = Path(__file__).parent
MOST_EFFECTS = 24  # rows of the table of effects
MOST_ASSUMPTIONS = 8
PANEL_NOTE = ("Levers act partly through licence and capability. How much developers mind a restrictive licence or a weaker "
              "model was estimated from panels of their recorded choices of bases, not from the fit to published figures.")


def write(run: Reading, folder: Path) -> list[Path]:
    """Writes brief.md, brief.html, brief.pdf, brief.json and the figures into `folder`; returns the first four."""
    plates = _plates(run)
    for drawn in plates:
        drawn.write(folder / "figures")
    number = Numbers(run)
    markdown = render(run, number, plates)
    paths = [folder / f"brief.{ending}" for ending in ("md", "html", "pdf", "json")]
    durable.replace(paths[0], markdown)
    fonts.families(markdown)  # the pages find fonts by themselves; this warns when there is none
    html = pages.html(markdown, {p.address: p.svg() for p in plates}, run.title)
    durable.replace(paths[1], html)
    durable.replace(paths[2], pages.pdf(html))
    record = {"result": run.path.name, "scenario_sha256": str(run.data.attrs["scenario_sha256"]),
              "asked": run.asked.as_json(), "references": number.as_json(),
              "written_sha256": {p.name: _sha256(p.read_bytes()) for p in paths[:3]},
              "figures": [{"name": p.name, "numbers_sha256": _digest(p)} for p in plates]}
    durable.replace(paths[3], json.dumps(record, indent=1, ensure_ascii=False) + "\n")
    return paths


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
    return [path for path in (folder / f"brief.{ending}" for ending in ("md", "html", "pdf"))
            if path.exists() and written.get(path.name) != _sha256(path.read_bytes())]


def verify(run: Reading, folder: Path) -> list[str]:
    """What in the brief in `folder` no longer agrees with the run; an empty list when all does.

    Raises FileNotFoundError when there is no brief. Prose may be edited freely: only numbers and figures are compared with
    the file.
    """
    record = json.loads((folder / "brief.json").read_text(encoding="utf-8"))
    problems = []
    if record["scenario_sha256"] != str(run.data.attrs["scenario_sha256"]):
        problems.append(f"the brief was made from another study (run {record['scenario_sha256'][:8]}; this result is run {run.id})")
        return problems
    for name in ("brief.md", "brief.html"):
        problems += stale(run, record["references"], (folder / name).read_text(encoding="utf-8"), name)
    now = {p.name: _digest(p) for p in _plates(run)}
    for figure in record["figures"]:
        if now.get(figure["name"]) != figure["numbers_sha256"]:
            problems.append(f"figure {figure['name']} shows numbers that differ from those in the file")
    return list(dict.fromkeys(problems))


def render(run: Reading, number: Numbers, plates: list[plate.Plate]) -> str:
    """The brief as Markdown; numbers are looked up through `number` while the template is filled. What the template is filled
    with is text, unless it is escape.Markdown."""
    import jinja2

    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE), undefined=jinja2.StrictUndefined,
                                     trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, finalize=escape.markdown)
    chosen = run.headline
    focus, policy = (chosen.line, chosen.policy) if chosen is not None else (run.main_lines[0], run.reference)
    paragraph = finding.paragraph(run, number)
    context = {
        "run": run, "number": number, "plates": plates, "words": words, "code": escape.code,
        "finding": escape.Markdown(finding.text(run, number)),
        "paragraph": escape.Markdown(paragraph),
        "flip": escape.Markdown("" if paragraph or chosen is None else finding.flip(run, number, chosen)),
        "question": escape.paragraph(str(run.data.attrs.get("comment", "")).strip() or run.title),
        "effects": _ranked(run.effects)[:MOST_EFFECTS], "left_out_effects": max(0, len(run.effects) - MOST_EFFECTS),
        "assumptions": _assumptions(run, focus, policy), "focus": focus, "focus_policy": policy,
        "sampled_count": int(run.design["sampled"].values.sum()),
        "failed": bool((run.data["status"].values == 2).any()),
        "uncalibrated": list(dict.fromkeys(line.measure for line in run.main_lines if not line.card.calibrated)),
        "structure": _structure(run), "panel_note": PANEL_NOTE,
        "provenance": {k: str(run.provenance.get(k, "")) for k in ("version", "revision", "compiler", "command", "seed")},
        "worlds": words.plural("world", run.data.sizes["world"]),
        "members": words.plural("member", run.data.sizes["member"]),
    }
    return environment.get_template("brief.md.j2").render(context)


def _plates(run: Reading) -> list[plate.Plate]:
    """At most four figures: the finding's effect and fan (or two fans), a composition, and a lineage tree."""
    look = theme.PROFILES["brief"]
    shown = [line for line in run.main_lines if line.has_values]
    if run.headline is not None:
        shown.insert(0, run.headline.line)
    if len(run.policies) > 1 and shown:
        plates = [effect.draw(run, shown[0].slice, look), fan.draw(run, shown[0].slice, look)]
    else:
        plates = [fan.draw(run, line.slice, look) for line in shown[:2]]
    for line in run.main_lines:
        dim = composition.dimension(run, line)
        if dim is not None:
            plates.append(composition.draw(run, line.slice, dim, look))
            break
    if run.has_lineage:
        plates.append(lineage.draw(run, look, most=6))
    return plates


def _ranked(found: list[Effect]) -> list[Effect]:
    """Strongest first when the table must be cut; else in the order of the file."""
    if len(found) <= MOST_EFFECTS:
        return found
    kept = sorted(found, key=lambda e: (-e.strength, e.policy, e.line.measure))[:MOST_EFFECTS]
    return [e for e in found if e in kept]


def _assumptions(run: Reading, focus: Line, policy: str) -> list[dict[str, Any]]:
    """The assumptions that the scenario lets vary, then other varying ones, each those that go with the finding most first;
    then the fixed ones that are guesses."""
    registry = run.registry
    sampled = [str(p) for p, yes in zip(run.design["parameter"].values, run.design["sampled"].values) if yes]
    moved = {p: sensitivity.rank_correlation(focus.last_values, policy, run.design, p) for p in sampled}
    order = sorted(sampled, key=lambda p: (p not in run.varied, -(abs(moved[p]) if math.isfinite(moved[p]) else -1.0), p))
    guesses = [str(p) for p in registry.index if p not in sampled and registry.at[p, "confidence"] == "guess"]
    return [{"key": p, "sampled": p in sampled, **{c: str(registry.at[p, c]) for c in
                                                  ("description", "unit", "confidence", "standing")}}
            for p in (order + guesses)[:MOST_ASSUMPTIONS]]


def _structure(run: Reading) -> list[tuple[str, str]]:
    """Contested mechanisms and the variants that were run."""
    variants = run.design["variant"].transpose("structure", "world").values
    return [(str(key), ", ".join(sorted({str(v) for v in row})))
            for key, row in zip(run.design["structure"].values, variants)]


def _digest(drawn: plate.Plate) -> str:
    table = drawn.table.to_csv(index=False, float_format="%.6g", date_format="%Y-%m-%d", lineterminator="\n")
    return _sha256(table.encode())


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
