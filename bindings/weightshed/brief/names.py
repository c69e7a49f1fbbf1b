"""What a reader who does not know the model calls lines, policies, labels and assumptions; the words are in the cards and the scenario."""

from __future__ import annotations

import re

from .. import escape, words
from ..reading import Line, Reading
from .changes import Change

COUNTRIES = {"US": ("America", "American"), "CN": ("China", "Chinese"), "EU": ("Europe", "European"), "UK": ("Britain", "British"),
             "JP": ("Japan", "Japanese"), "KR": ("South Korea", "South Korean"), "IN": ("India", "Indian"), "CA": ("Canada", "Canadian"),
             "LATAM": ("Latin America", "Latin American"), "AFRICA": ("Africa", "African"), "GULF": ("the Gulf states", "Gulf"),
             "ASEAN": ("Singapore and ASEAN", "South-East Asian"), "REST": ("the rest of the world", "other countries\u2019")}
LABELS = {
    "cn-us": "America\u2019s lead over China", "open-closed": "closed models\u2019 lead over open ones",
    "us_open-cn_open": "Chinese open models\u2019 lead over American open ones",
    "chinese": "Chinese", "us": "American", "other": "other", "chinese_open": "Chinese open", "us_open": "American open",
    "closed_api": "rented closed", "hosted_open_weights": "rented open", "self_hosted_open_weights": "self-hosted",
    "under_a_year": " of models under a year old", "releases": "released models", "derivatives": "derivatives",
    "permissive": "permissive", "api_only": "interface-only", "restricted_commercial": "restricted", "other_open": "other open", "chinese_bases": "what Chinese models bring along",
    "agent_hijacking": "hijacked agents", "misinformation": "repeated falsehoods", "hhi_families": "sum of squared shares of families",
}
#: What a value of these labels is, which are not shares.
NOTES = {"agent_hijacking": "American models = 1"}
#: What stands at each place in the order of cause, for the titles of the links.
STAGES = ("Chips", "Capability", "Lead in time", "Releases", "Derivatives", "Downloads", "Use", "Risks", "Money")


def _said(label: str, form: str = "") -> str:
    """A label in the phrase of a card: {country} is China, {country:adjective} is Chinese, {country:owner} is China's."""
    noun, adjective = COUNTRIES.get(label, (words.name(label), words.short(label)))
    if label in LABELS:
        return LABELS[label]
    if form == "owner":
        return f"{noun}\u2019" if noun.endswith("s") else f"{noun}\u2019s"
    return adjective if form == "adjective" else noun


def _filled(template: str, line: Line) -> str:
    labels = {dim: "" if dim == "age" and label == "all" else label for dim, label in line.slice.coords}
    return words.filled(template, labels, _said)


def noun(line: Line) -> str:
    """The line as a noun phrase without an article: "number of AI chips in China"."""
    if not line.card.reader:
        return line.phrase
    text = _filled(line.card.reader, line)
    named = words.slots(line.card.reader + line.card.note)
    rest = [_said(label) for dim, label in line.slice.coords if dim not in named and label not in ("all", "world")]
    return f"{text} in {', '.join(rest)}" if rest else text


def with_article(line: Line) -> str:
    """The noun phrase in the middle of a sentence: "the number of AI chips in China", "America's lead over China"."""
    text = noun(line)
    owner = re.match(r"(?:[\w-]+ ){0,2}[\w-]+(?:\u2019s|s\u2019) ", text)
    owned = owner is not None and " of " not in owner.group()
    return text if owned or text.startswith("the ") else f"the {text}"


def in_title(line: Line) -> str:
    """The noun phrase of a title: "America's lead in capability", "China's AI chips"."""
    template = line.card.title
    if not template:
        return with_article(line).replace("America\u2019s lead over China", "America\u2019s lead")
    text = _filled(template, line).replace("America\u2019s lead over China", "America\u2019s lead")
    named = words.slots(template) | {"stage", "age"}
    rest = [_said(label) for dim, label in line.slice.coords if dim not in named and label not in ("all", "world")]
    return f"{text} in {', '.join(rest)}" if rest else text


def heading(line: Line) -> str:
    """The line as the heading of a row."""
    return words.sentence(noun(line).removeprefix("number of "))


def note(line: Line) -> str:
    """What is counted: "in effective training compute"; empty where the noun says it."""
    return _filled(line.card.note, line).strip() or next((NOTES[label] for _, label in line.slice.coords if label in NOTES), "")


def stage(line: Line) -> str:
    return STAGES[min(max(line.card.stage, 1), len(STAGES)) - 1]


def is_lead(line: Line) -> bool:
    """Whether the line is a lead of one over another, which widens and narrows."""
    return "pair" in line.slice.selection


def verb(line: Line, rises: bool) -> str:
    """What a policy does to the line: "would widen", "would cut"; of a lead, a distance."""
    if is_lead(line):
        return "widen" if rises else "narrow"
    return "raise" if rises else "cut"


def does(run: Reading, change: Change) -> str:
    """What a policy does to a line, as a fact of the model: "widens", and of several, "widen"."""
    said = verb(change.line, change.rises)
    return said if is_plural(run, change.policy) else f"{said}s"


def moves(line: Line, rises: bool) -> str:
    """What the line itself does: "widens", "falls"."""
    if is_lead(line):
        return "widens" if rises else "narrows"
    return "rises" if rises else "falls"


def more(line: Line, rises: bool) -> str:
    """What the line is then: "larger", "lower"."""
    if is_lead(line):
        return "larger" if rises else "smaller"
    return "higher" if rises else "lower"


def policy(run: Reading, name: str) -> str:
    """The policy as a noun phrase in the middle of a sentence; without one in the scenario, one that holds its label."""
    return str(run.stated_policies.get(name, {}).get("sentence", "")) or f"the policy {run.quoted(name)}"


def is_plural(run: Reading, name: str) -> bool:
    stated = run.stated_policies.get(name, {})
    return bool(stated.get("plural", False)) and bool(stated.get("sentence", ""))


def short(run: Reading, name: str) -> str:
    """The policy in figures and tables."""
    return str(run.stated_policies.get(name, {}).get("short", "")) or run.label(name)


def clause(run: Reading, variant: str) -> str:
    """A variant of a contested mechanism after "if": "Beijing answers"."""
    return run.variant(*variant.split("="))["clause"]


def series(run: Reading, change: Change) -> str:
    """What a chart compares: a policy, or of the one policy of a study, the variants that it is run under."""
    return f"If {clause(run, change.variant)}" if change.variant else short(run, change.policy)


def unchanged(run: Reading) -> str:
    """What the reference is, after a level: "if nothing changes", or under what the scenario calls it in figures."""
    stated = str(run.stated_policies.get(run.reference, {}).get("short", ""))
    return f"under {stated}" if stated else "if nothing changes"


def as_text(text: str) -> escape.Markdown:
    """Words of a study as Markdown."""
    return escape.markdown(text)
