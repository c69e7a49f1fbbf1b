"""The registry as Markdown: tables of levers and measures, and the card of every assumption. Nothing is kept here twice: all
words come from the cards that the program itself reads."""

from __future__ import annotations

import re
from typing import Any, Callable, Iterable, Mapping

from .. import _core

Card = Mapping[str, Any]


def levers() -> str:
    """A row per lever: what it takes, its unit and range, what it does, its source."""
    rows = [(f"`{c['key']}`{_takes(c)}", _span(c), _sentence(c["description"]) + "".join(f" {_option(o)}" for o in c["options"]),
             _sentence(c["source"])) for c in _core.levers()]
    return table(("lever", "unit and range", "what it does", "source"), rows)


def measures() -> str:
    """A row per measure: its dimensions, unit and window, what it counts, whether published figures test it, its source."""
    rows = [(f"`{c['key']}`" + (f" by {', '.join(c['dimensions'])}" if c["dimensions"] else ""), f"{_unit(c)}; {_WINDOWS.get(c['window'], c['window'])}",
             f"{_sentence(c['long_name'])} {_sentence(c['description']) if c['description'] != c['long_name'] else ''}".strip(),
             "yes" if c["calibrated"] else "no", _sentence(c["source"])) for c in _core.measures()]
    return table(("measure", "unit; when", "what it counts", "tested by figures", "source"), rows)


def structures() -> str:
    """A row per contested mechanism: its variants, the default first, and what they mean."""
    rows = [(f"`{c['key']}`", ", ".join(f"`{v}`" for v in [c["initial"], *(v for v in c["variants"] if v != c["initial"])]),
             _sentence(c["description"])) for c in _core.structures()]
    return table(("mechanism", "variants (default first)", "meaning"), rows)


def assumptions(heading: str = "##") -> str:
    """A table for each group of rules, with a row per assumption: default, unit, range, standing, confidence, what it says, its
    source. `heading` are the signs that open the title of a group."""
    groups: dict[str, list[Card]] = {}
    for card in _core.parameters():
        groups.setdefault(card["key"].split(".")[0], []).append(card)
    parts = []
    for group, cards in groups.items():
        rows = [(f"`{c['key']}`", _value(c), f"{_sentence(c['description'])}{_moves(c)}",
                 f"{c['standing']}, confidence {c['confidence']}: {c['source']}") for c in cards]
        parts.append(f"{heading} {group}\n\n" + table(("assumption", "default and range", "what it says", "where it comes from"), rows))
    return "\n\n".join(parts)


def patterns() -> str:
    """A row per published figure with which the model is compared."""
    rows = [(c["key"], c["at"], _sentence(c["description"]), _unit(c), f"`{c['measure']}` {c['where']}" if c["measure"] else "the state of a history")
            for c in _core.patterns()]
    return table(("pattern", "until", "what it says", "unit", "compared with"), rows)


def countries() -> str:
    """Countries and blocs: code, name, bloc, other names that are understood."""
    return _catalogue("countries")


def sectors() -> str:
    """Sectors of adopters: code and meaning."""
    return _catalogue("sectors")


def labs() -> str:
    """Labs: code, name, kind, country, families."""
    return _catalogue("labs")


def families() -> str:
    """Families of models: name, lab, country, first release on record."""
    return _catalogue("families")


#: What a marker `<!-- table: NAME -->` in a page stands for.
TABLES: dict[str, Callable[[], str]] = {"levers": levers, "measures": measures, "structures": structures, "assumptions": assumptions,
                                        "patterns": patterns, "countries": countries, "sectors": sectors, "labs": labs, "families": families}

_MARKER = re.compile(r"^<!-- table: ([a-z]+) -->$", re.MULTILINE)
_WINDOWS = {"period": "the recording period", "trailing_year": "the last 12 months", "instant": "at the date"}


def filled(text: str) -> str:
    """A page with each marker replaced by its table. Raises ValueError for a marker of an unknown name."""
    def put(found: re.Match[str]) -> str:
        if found[1] not in TABLES:
            raise ValueError(f"no table is called '{found[1]}'; there are {', '.join(TABLES)}")
        return TABLES[found[1]]()

    return _MARKER.sub(put, text)


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; a vertical line inside a cell is escaped, a line break becomes a blank."""
    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(" ".join(str(cell).split()).replace("|", "\\|") for cell in cells) + " |"

    head = list(head)
    return "\n".join([line(head), "|" + "---|" * len(head), *map(line, rows)])


def _catalogue(which: str) -> str:
    from ..study import library

    cards = _core.catalogue(which, library())
    shown = list(cards[0]) if cards else []
    return table([{"key": "code", "also": "also called"}.get(name, name) for name in shown], [[str(c[name]).replace("_", " ") if name in ("bloc", "kind") else str(c[name]) for name in shown] for c in cards])


def _takes(card: Card) -> str:
    """Which of `of`, `in` and `sectors` an action on the lever may name, and its options."""
    named = [f"`{word}`" for word in ("of", "in", "sectors") if card[word]]
    options = [f"`{option.split(' ')[0]}`" for option in card["options"]]
    return f" ({', '.join(named + options)})" if named or options else ""


def _option(text: str) -> str:
    """An option of a lever, "fee (0 to 1): share of …", with its name as code."""
    name, _, rest = text.partition(" ")
    return f"`{name}` {rest if rest.endswith('.') else rest + '.'}"


def _span(card: Card) -> str:
    if card["words"]:
        return " or ".join(f"`{word}`" for word in card["words"])
    return f"{_number(card['low'])} to {_number(card['high'])}{'' if card['unit'] == '1' else ' ' + card['unit']}; {_number(card['neutral'])} does nothing"


def _value(card: Card) -> str:
    unit = "" if card["unit"] in ("", "1") else f" {card['unit']}"
    return f"{_number(card['initial'])}{unit}; {_number(card['low'])} to {_number(card['high'])}"


def _unit(card: Card) -> str:
    return "share or ratio" if card["unit"] in ("", "1") else str(card["unit"])


def _moves(card: Card) -> str:
    return f" Moves {card['moves']}." if card["moves"] else ""


def _number(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.10g}"


def _sentence(text: str) -> str:
    """With a capital and a full stop, unless it opens with a key or a formula."""
    text = text.strip()
    opened = text[:1].upper() + text[1:] if re.match(r"[a-z]+[ ,-]", text) else text
    return opened if not opened or opened[-1] in ".!?" else f"{opened}."
