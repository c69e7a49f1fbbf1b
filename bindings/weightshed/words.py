"""How figures and briefs put measures, labels and numbers into words: units, decimals, names of countries and pairs."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, Callable, Mapping

import pandas as pd

from . import _core

#: Labels of the coordinates as a reader says them; what is not here is shown as it is in the file.
NAMES: dict[str, str] = {
    "US": "the US", "CN": "China", "EU": "the EU", "UK": "the UK", "JP": "Japan", "KR": "South Korea", "IN": "India",
    "CA": "Canada", "ASEAN": "Singapore and ASEAN", "GULF": "the Gulf states", "AFRICA": "Africa",
    "LATAM": "Latin America", "REST": "the rest of the world",
    "hhi_families": "Herfindahl index of families", "top_50_entities": "share of the 50 largest",
    "top_1_percent_of_models": "share of the top 1% of models",
    "top_0_01_percent_of_models": "share of the top 0.01% of models",
    "in_period": "in the period", "cumulative": "since the start of the run",
    "Qwen-Llama": "Qwen passes Llama", "DeepSeek-Llama": "DeepSeek passes Llama", "Gemma-Llama": "Gemma passes Llama",
    "hosted_open_weights": "open weights hosted by others", "self_hosted_open_weights": "self-hosted open weights",
    "closed_api": "closed API", "api_only": "API only", "fine_tune": "fine-tune", "all": "all ages", "under_a_year": "models under a year old",
    "cn-us": "China behind the US", "open-closed": "open behind closed",
    "us_open-cn_open": "US open behind Chinese open",
    "chinese_open": "Chinese open", "chinese_bases": "use of Chinese bases", "agent_hijacking": "hijacked agents (US bases = 1)",
    "misinformation": "false claims repeated",
}

#: Short labels for the ends of lines and the layers of stacks.
SHORT: dict[str, str] = {
    "US": "US", "EU": "EU", "UK": "UK", "ASEAN": "ASEAN", "GULF": "Gulf", "LATAM": "Latin Am.", "REST": "Rest of world",
}

_OWNERS = ("country", "creator_country")  # dimensions whose label owns what a phrase names
_PLACES = ("region", "country")  # dimensions whose label says where something is, when the phrase does not
_SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")  # in the phrase of a card
_UNCHANGED = ("US", "EU", "UK")  # "US share", not "US's share"

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")


@dataclass(frozen=True, repr=False)
class Slice:
    """One line of a measure over time: the measure and a label for each of its own dimensions. It shows itself with what it is
    called and the unit in which it is shown."""

    measure: str
    coords: tuple[tuple[str, str], ...] = ()

    @property
    def selection(self) -> dict[str, str]:
        return dict(self.coords)

    @property
    def slug(self) -> str:
        """A part of the name of a figure, which makes a file name of it."""
        parts = [self.measure, *(label for _, label in self.coords if label != "all")]
        return "-".join(parts).replace("_", "-")

    def __repr__(self) -> str:
        named = ", ".join([self.measure, *(f"{dim}={label}" for dim, label in self.coords)])
        card = next((card_of(card) for card in _core.measures() if card["key"] == self.measure), None)
        if card is None:  # of a result of another version
            return f"<slice {named}>"
        unit = scale_of(card, self, 0.0).long_unit
        return f"<slice {named}: {phrase(self, card)}{f', in {unit}' if unit else ''}>"


@dataclass(frozen=True)
class Card:
    """How a measure is named and shown, as the registry of a result says."""

    long_name: str
    phrase: str  # a noun phrase with coordinates in braces; empty: the long name is used instead
    shown_unit: str  # "%", "months", "date", …; empty for a plain number
    decimals: int  # of a level in the shown unit, where no spread says how many matter
    plain: tuple[str, ...]  # labels that are plain numbers although the measure is a share
    intermediate: bool  # a stock that levers press on directly: no finding rests on it while an outcome moves
    calibrated: bool  # published figures have tested it
    reader: str = ""  # as `phrase`, for a reader of a brief who does not know the model; empty: the phrase
    note: str = ""  # what is counted, for such a reader
    cause: str = ""  # why it moves, in a sentence
    title: str = ""  # the noun of a title, as `reader`; empty: the words of `reader`
    stage: int = 9  # place in the order of cause, from 1 on; 9 is the last

    @property
    def falls_out(self) -> str:
        """What a reader of its course has to know where the measure is an average over past years: "It also moves when …"."""
        return "It also moves when an old lead drops out of them." if self.note.startswith("average over the last ") else ""


def card_of(card: Mapping[str, Any]) -> Card:
    """How a measure is named and shown, as its card in the registry says."""
    return Card(str(card["long_name"]), str(card["phrase"]), str(card["shown_unit"]), int(card["decimals"]),
                tuple(card["plain"]), bool(card["intermediate"]), bool(card["calibrated"]))


@dataclass(frozen=True)
class Scale:
    """How a stored value is shown: multiplied by `factor`, followed by `unit`; differences may have another unit."""

    factor: float
    unit: str
    difference_unit: str
    usual_decimals: int = 2
    is_date: bool = False  # a decimal year, shown as its month

    def decimals(self, spread: float) -> int:
        """Decimals that show `spread` (stored unit) with two significant digits, from 0 to 4; the usual ones without a
        spread."""
        size = abs(spread) * self.factor
        if not math.isfinite(size) or size == 0.0:
            return self.usual_decimals
        return min(4, max(0, 1 - math.floor(math.log10(size))))

    def text(self, value: float, decimals: int = 1, signed: bool = False) -> str:
        """The number alone: "31.4", "+0.6", "12,300"; a true minus sign; a date as its month, "2024-12"; "–" when there is
        no value."""
        if not math.isfinite(value):
            return "–"
        shown = value * self.factor
        if self.is_date and shown > 1000.0:  # differences of dates are far smaller
            return str((pd.Timestamp(int(shown), 1, 1) + pd.Timedelta(days=(shown % 1.0) * 365.2425)).date())[:7]
        text = f"{abs(shown):,.{decimals}f}"
        zero = float(text.replace(",", "")) == 0.0
        if zero:
            return text
        return ("\u2212" if shown < 0 else "+" if signed else "") + text

    def value(self, value: float, decimals: int = 1) -> str:
        """The number with its unit: "31.4%", "5.2 months"."""
        return _with_unit(self.text(value, decimals), self.unit)

    def label(self, value: float, decimals: int = 1) -> str:
        """The number for a tight place: its unit is left out unless it is one sign. A share that would round to nothing is
        said to be under the smallest share that does not."""
        text, sign = self.text(value, decimals), "%" if self.unit == "%" else ""
        if sign and value > 0.0 and float(text.replace(",", "")) == 0.0:
            return f"under {10.0 ** -decimals:.{decimals}f}%"
        return text + sign

    def difference(self, value: float, decimals: int = 1, signed: bool = True) -> str:
        """A difference with its unit: "+2.1 points", "−0.4 months"."""
        return _with_unit(self.text(value, decimals, signed), self.difference_unit)

    @property
    def long_unit(self) -> str:
        """The unit in full, for the caption of an axis."""
        return "percent" if self.unit == "%" else self.unit

    @property
    def long_difference_unit(self) -> str:
        """The unit of a difference in full, for the caption of an axis."""
        return "percentage points" if self.difference_unit == "points" else self.difference_unit


def _with_unit(number: str, unit: str) -> str:
    return number + (unit if unit == "%" else f" {unit}" if unit else "")


def scale_of(card: Card, slice_: Slice, largest: float) -> Scale:
    """The scale for a slice whose values reach `largest`: percent, whose differences are points; a date; or the unit of
    the card, counted in millions or billions when the numbers are that large."""
    if card.shown_unit == "date":
        return Scale(1.0, "", "years", card.decimals, is_date=True)
    plain = any(label in card.plain for _, label in slice_.coords)
    if card.shown_unit == "%" and not plain:
        return Scale(100.0, "%", "points", card.decimals)
    unit = "" if plain else card.shown_unit
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if largest >= size:
            return Scale(1.0 / size, f"{word} {unit}".strip(), f"{word} {unit}".strip(), max(card.decimals, 2))
    return Scale(1.0, unit, unit, 2 if plain else card.decimals)


def name(label: Any) -> str:
    """A coordinate label as a reader says it."""
    return NAMES.get(str(label), str(label).replace("_", " "))


def short(label: Any) -> str:
    """A coordinate label for a tight place."""
    text = SHORT.get(str(label), name(label))
    return text[4:] if text.startswith("the ") else text


def slots(template: str) -> set[str]:
    """The dimensions whose labels the phrase of a card takes."""
    return {dimension for dimension, _ in _SLOT.findall(template)}


def filled(template: str, labels: Mapping[str, str], said: Callable[[str, str], str] = lambda label, form: label) -> str:
    """The phrase of a card with its slots filled: {dimension}, or {dimension:form}, which `said` knows. It is a stranger's, so
    it is no format of Python's, which would reach into objects or pad without end: what is no such slot stays as it is."""
    return _SLOT.sub(lambda slot: said(labels[slot[1]], slot[2] or "") if slot[1] in labels else slot[0], template)


def phrase(slice_: Slice, card: Card) -> str:
    """The slice as a noun phrase in the middle of a sentence: "China's share of downloads"."""
    chosen = slice_.selection
    named = slots(card.phrase)
    if not card.phrase or not named <= chosen.keys():
        labels = ", ".join(name(label) for label in chosen.values())
        return lower_first(card.long_name) + (f" ({labels})" if labels else "")
    said = {dim: _owner(label) if dim in _OWNERS else name(label) for dim, label in chosen.items()}
    if "age" in chosen:
        said["age"] = "" if chosen["age"] == "all" else f" of {name(chosen['age'])}"
    rest = {dim: name(label) for dim, label in chosen.items() if dim not in named and label not in ("all", "world")}
    place = "".join(f" in {rest.pop(dim)}" for dim in _PLACES if dim in rest)
    return ", ".join([filled(card.phrase, said) + place, *rest.values()])


def upward(slice_: Slice) -> str:
    """What a higher value means, where the name of the measure does not say it: "China further behind the US"; else empty."""
    said = sentence(name(slice_.selection.get("pair", "")))
    return said.replace(" behind ", " further behind ") if " behind " in said else ""


def _owner(label: str) -> str:
    """A country as the owner of what follows: "China's", "the Gulf states'" shortened, "US" unchanged."""
    land = short(label)
    return land if label in _UNCHANGED else land if land.endswith("s") else f"{land}\u2019s"


def with_article(text: str) -> str:
    """The noun phrase with "the" before it, unless an owner or an article opens it."""
    return text if text.split(" ")[0].endswith("\u2019s") or text.startswith("the ") else f"the {text}"


def lower_first(text: str) -> str:
    """The text with a small first letter, unless its first word is an abbreviation or a name in the table."""
    first = text.split(" ")[0].split("\u2019")[0]
    proper = first.isupper() or first in {n.split(" ")[0] for n in NAMES.values() if n[:1].isupper()}
    return text if proper else text[:1].lower() + text[1:]


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def curled(text: str) -> str:
    """The text with the apostrophes of print."""
    return re.sub(r"(?<=\w)'(?=\w)", "\u2019", text)


def month(moment: Any) -> str:
    """A moment as a reader says it: "December 2032"."""
    stamp = pd.Timestamp(moment)
    return f"{_MONTHS[stamp.month - 1]} {stamp.year}"


def probability(value: float, pairs: int) -> str:
    """A share of pairs in percent, never rounded up (89.8 % is not nine of ten); "all 30" when it is all of them, which in
    a finite sample is not certainty."""
    if not math.isfinite(value):
        return "–"
    if value >= 1.0:
        return f"all {pairs:,}"
    return "over 99%" if value >= 0.995 else f"{math.floor(100.0 * value + 1e-9)}%"


def plural(word: str, count: int) -> str:
    """The word for `count` of it: one policy, two policies."""
    return word if count == 1 else (word[:-1] + "ies" if word.endswith("y") else word + "s")


def counted(count: int, word: str) -> str:
    """A count with its word: "1 world", "12 pairs", "1,200 cells"."""
    return f"{count:,} {plural(word, count)}"


def luck(within: float, worlds: float, members: float, draws: float, when: str) -> str:
    """What stands beside an interval of levels, in a sentence: where the variance comes from (shares, from 0 to 1) and on
    how many effective draws the interval rests. `when` says of what: "at the end". Empty where nothing is known."""
    if not math.isfinite(draws):
        return ""
    rests = f"the interval rests on {counted(round(draws), 'effective draw')}"
    if not math.isfinite(within):
        return f"One member a world does not tell luck from assumptions; {rests}."
    own, shared = round(100 * within), round(100 * members)
    parts = [f"{own}% is luck within a world"] if own or not shared else []
    parts += [f"{shared}% is luck that worlds share"] if shared else []
    between = 100 - own - shared
    parts += [f"{between}% lies between worlds (assumptions)"]
    return f"Of the variance {when}, {', '.join(parts[:-1])} and {parts[-1]}; {rests}."


def large(count: float) -> str:
    """A rounded count as a reader says it: "12,300", "4.0 million"."""
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if count >= size:
            return f"{count / size:,.1f} {word}"
    return f"{round(count):,}"
