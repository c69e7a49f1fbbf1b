"""How measures, labels and numbers are said in figures and briefs: units, decimals, names of countries and pairs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Mapping

import pandas as pd

#: Labels of the coordinates as a reader says them; what is not here is shown as it stands in the file.
NAMES: dict[str, str] = {
    "US": "the US", "CN": "China", "EU": "the EU", "UK": "the UK", "JP": "Japan", "KR": "South Korea", "IN": "India",
    "CA": "Canada", "ASEAN": "Singapore and ASEAN", "GULF": "the Gulf states", "AFRICA": "Africa",
    "LATAM": "Latin America", "REST": "the rest of the world",
    "gini": "Gini", "hhi_families": "Herfindahl index of families", "top_50_entities": "share of the 50 largest",
    "top_1_percent_of_models": "share of the top 1% of models",
    "Qwen-Llama": "Qwen passes Llama", "DeepSeek-Llama": "DeepSeek passes Llama", "Gemma-Llama": "Gemma passes Llama",
    "hosted_open_weights": "open weights hosted by others", "self_hosted_open_weights": "self-hosted open weights",
    "closed_api": "closed API", "fine_tune": "fine-tune", "all": "all ages", "under_a_year": "models under a year old",
    "cn-us": "China behind the US", "open-closed": "open behind closed",
    "us_open-cn_open": "US open behind Chinese open",
    "chinese_open": "Chinese open", "chinese_bases": "use of Chinese bases", "agent_hijacking": "hijacked agents, US bases 1",
    "misinformation": "false claims repeated",
}

#: Short labels for the ends of lines and the layers of stacks.
SHORT: dict[str, str] = {
    "US": "US", "EU": "EU", "UK": "UK", "ASEAN": "ASEAN", "GULF": "Gulf", "LATAM": "Latin Am.", "REST": "Rest",
}

#: A measure and its coordinates as a noun phrase; a measure that is not here is said by its long name.
PHRASES: dict[str, str] = {
    "download_share": "{creator_country} share of downloads{age}",
    "derivative_share": "{country} share of new derivatives",
    "derivative_share_without_bulk": "{country} share of new derivatives, bulk uploads left out",
    "frontier_lag": "frontier lag ({pair})",
    "frontier_gap": "frontier gap ({pair})",
    "adoption": "share of organisations on models from {origin} ({mode})",
    "licence_mix": "share of {stage} under {licence} licences",
    "compute": "{country} accelerator stock",
    "models": "number of models ({kind})",
    "concentration": "concentration of downloads ({statistic})",
    "token_share": "share of developers\u2019 tokens on {token_origin} models",
    "closed_dependence": "share of organisations on a foreign closed API",
    "exposure": "exposure of organisations ({risk})",
    "overtaking": "date of overtaking ({race})",
}

#: Units that a measure's udunits text cannot say.
UNITS: dict[str, str] = {"frontier_gap": "orders of magnitude", "compute": "million H100 equivalents"}

_COUNTRY = ("country", "creator_country")
_POSSESSIVE = {"US": "US", "CN": "China\u2019s", "EU": "EU", "UK": "UK"}

#: Statistics without a unit that are no shares and are shown as plain numbers.
_PLAIN = ("hhi", "gini", "herfindahl")

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")


@dataclass(frozen=True)
class Slice:
    """One line of a measure over time: the measure and a label for each of its own dimensions."""

    measure: str
    coords: tuple[tuple[str, str], ...] = ()

    @property
    def selection(self) -> dict[str, str]:
        return dict(self.coords)

    @property
    def slug(self) -> str:
        """A name for files: letters, digits and hyphens."""
        parts = [self.measure, *(label for _, label in self.coords if label != "all")]
        return "-".join("".join(c if c.isalnum() else "-" for c in part).strip("-") for part in parts).replace("_", "-")


@dataclass(frozen=True)
class Scale:
    """How a stored value is shown: multiplied by `factor`, followed by `unit`; differences may have another unit."""

    factor: float
    unit: str
    difference_unit: str
    grouped: bool = True  # thousands set apart; not in a year

    def decimals(self, spread: float) -> int:
        """Decimals that show `spread` (stored unit) with two significant digits, from 0 to 4."""
        size = abs(spread) * self.factor
        if not math.isfinite(size) or size == 0.0:
            return 1 if self.factor == 100.0 or self.unit == "months" else 2
        return min(4, max(0, 1 - math.floor(math.log10(size))))

    def text(self, value: float, decimals: int = 1, signed: bool = False) -> str:
        """The number alone: "31.4", "+0.6", "12,300"; a true minus sign; a date as its month, "2024-12"; "–" when there is
        no value."""
        if not math.isfinite(value):
            return "–"
        shown = value * self.factor
        if not self.grouped and shown > 1000.0:  # a date as a decimal year; differences of dates are far smaller
            return str((pd.Timestamp(int(shown), 1, 1) + pd.Timedelta(days=(shown % 1.0) * 365.2425)).date())[:7]
        text = f"{abs(shown):{',' if self.grouped else ''}.{decimals}f}"
        zero = float(text.replace(",", "")) == 0.0
        if zero:
            return text
        return ("\u2212" if shown < 0 else "+" if signed else "") + text

    def value(self, value: float, decimals: int = 1) -> str:
        """The number with its unit: "31.4%", "5.2 months"."""
        return _with_unit(self.text(value, decimals), self.unit)

    def label(self, value: float, decimals: int = 1) -> str:
        """The number for a tight place: its unit is left out unless it is one sign."""
        return self.text(value, decimals) + ("%" if self.unit == "%" else "")

    def difference(self, value: float, decimals: int = 1, signed: bool = True) -> str:
        """A difference with its unit: "+2.1 points", "−0.4 months"."""
        return _with_unit(self.text(value, decimals, signed), self.difference_unit)


def _with_unit(number: str, unit: str) -> str:
    return number + (unit if unit == "%" else f" {unit}" if unit else "")


def scale_of(units: str, slice_: Slice, largest: float) -> Scale:
    """The scale for a measure in `units` (udunits text) whose values reach `largest`.

    Shares become percent and their differences points; what exceeds one is no share. Millions and more are counted
    in millions or billions.
    """
    labels = " ".join(label for _, label in slice_.coords).lower() + " " + slice_.measure.lower()
    if slice_.measure in UNITS:
        return Scale(1.0, UNITS[slice_.measure], UNITS[slice_.measure])
    if units == "year" and largest > 1000.0:  # a date as a decimal year
        return Scale(1.0, "", "years", grouped=False)
    if units in ("1", "") and largest <= 1.0 + 1e-6 and not any(word in labels for word in _PLAIN):
        return Scale(100.0, "%", "points")
    spelled = {"month": "months", "orders": "orders of magnitude", "year": "years", "FLOP": "FLOP", "day": "days",
               "1": "", "1e6": "million", "1e9": "billion"}
    unit = spelled.get(units, units)
    if units in ("1e6", "1e9"):  # the file counts in them already
        return Scale(1.0, unit, unit)
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if largest >= size:
            unit = f"{word} {unit}".strip()
            return Scale(1.0 / size, unit, unit)
    return Scale(1.0, unit, unit)


def name(label: Any) -> str:
    """A coordinate label as a reader says it."""
    return NAMES.get(str(label), str(label).replace("_", " "))


def short(label: Any) -> str:
    """A coordinate label for a tight place."""
    text = SHORT.get(str(label), name(label))
    return text[4:] if text.startswith("the ") else text


def phrase(slice_: Slice, attrs: Mapping[str, Any]) -> str:
    """The slice as a noun phrase in the middle of a sentence: "China's share of downloads"."""
    chosen = slice_.selection
    pattern = PHRASES.get(slice_.measure)
    if pattern is not None:
        words = {key: name(label) for key, label in chosen.items()}
        for dim in _COUNTRY:
            if dim in chosen:
                land = short(chosen[dim])
                words[dim] = _POSSESSIVE.get(chosen[dim], land if land.endswith("s") else f"{land}\u2019s")
        age = chosen.get("age", "all")
        words["age"] = "" if age == "all" else f" among {name(age)}"
        try:
            text = pattern.format(**words)
        except KeyError:
            pattern = None
        else:
            rest = [name(v) for k, v in chosen.items() if "{" + k + "}" not in pattern and v not in ("all", "world")]
            return text + (f", {', '.join(rest)}" if rest else "")
    long_name = str(attrs.get("long_name", slice_.measure.replace("_", " ")))
    labels = ", ".join(name(label) for _, label in slice_.coords)
    return lower_first(long_name) + (f" ({labels})" if labels else "")


def lower_first(text: str) -> str:
    """The text with a small first letter, unless its first word is an abbreviation or a name in the table."""
    first = text.split(" ")[0].split("\u2019")[0]
    proper = first.isupper() or first in {n.split(" ")[0] for n in NAMES.values() if n[:1].isupper()}
    return text if proper else text[:1].lower() + text[1:]


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def month(moment: Any) -> str:
    """A moment as a reader says it: "December 2032"."""
    stamp = pd.Timestamp(moment)
    return f"{_MONTHS[stamp.month - 1]} {stamp.year}"


def probability(value: float, pairs: int) -> str:
    """A share of pairs in percent, never rounded up (89.8 % is not nine of ten); "all 30" when it is all of them, which in
    a finite sample is no certainty."""
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


def is_calibrated(attrs: Mapping[str, Any]) -> bool:
    """True when published figures have tested the measure; a file that does not say so has not been tested."""
    return str(attrs.get("calibration", "not calibrated")) != "not calibrated"
