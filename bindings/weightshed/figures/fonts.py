"""Fonts for words that the usual font lacks: an installed one is found; where there is none, one warning names a package."""

from __future__ import annotations

import contextlib
import sys
import unicodedata
import warnings
from functools import cache
from typing import Iterator

from matplotlib import font_manager

USUAL = "DejaVu Sans"  # ships with Matplotlib: the same everywhere
#: First words of the names that Unicode gives to the characters of Chinese, Japanese and Korean.
_EAST_ASIAN = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH")
_told: set[str] = set()  # packages of which a warning was given


class FontWarning(UserWarning):
    """Some words are drawn as boxes, since no installed font has their characters."""


def families(text: str) -> list[str]:
    """Font families that together draw `text`, the usual one first. Warns once for each package of fonts that is missing."""
    found, lacking = [USUAL], ""
    have = set(_characters(font_manager.findfont(USUAL)))
    for character in dict.fromkeys(text):
        if ord(character) in have or unicodedata.category(character)[0] in "CZ":
            continue
        family = _installed_with(character)
        if family is None:
            lacking += character
        elif family not in found:
            found.append(family)
    _tell(lacking)
    return found


def _tell(lacking: str) -> None:
    for package in dict.fromkeys(map(_package, lacking)):
        if package not in _told:
            _told.add(package)
            these = "".join(c for c in lacking if _package(c) == package)[:8]
            warnings.warn(f"no installed font has the characters {these}, so they are drawn as boxes; install fonts that have them "
                          f"(on Debian: apt-get install {package})", FontWarning, stacklevel=2)


def _package(character: str) -> str:
    """The Debian package whose fonts have the character."""
    script = unicodedata.name(character, "").split(" ")[0].split("-")[0]
    return "fonts-noto-cjk" if script in _EAST_ASIAN else "fonts-noto-core"


@cache
def _characters(path: str) -> frozenset[int]:
    try:
        return frozenset(font_manager.get_font(path).get_charmap())
    except (OSError, RuntimeError):  # a font that Matplotlib cannot read
        return frozenset()


@cache
def _installed() -> list[tuple[str, str]]:
    """Family and file of every installed font, plain faces of Noto Sans first. Matplotlib's own list may be older than a
    font; what it lacks is added to it."""
    manager = font_manager.fontManager
    listed = {entry.fname for entry in manager.ttflist}
    for path in sorted(font_manager.findSystemFonts()):
        if path not in listed:
            with contextlib.suppress(OSError, RuntimeError):
                manager.addfont(path)
    usable = [entry for entry in manager.ttflist if "Color" not in entry.name and entry.index == 0 and not entry.name.startswith("Last Resort")]
    order = sorted(usable, key=lambda e: (not e.name.startswith("Noto Sans"), e.style != "normal",
                                          e.weight not in (400, "normal", "regular"), e.name, e.fname))
    return list(dict.fromkeys((entry.name, entry.fname) for entry in order))


@cache
def _installed_with(character: str) -> str | None:
    return next((family for family, path in _installed() if ord(character) in _characters(path)), None)


@contextlib.contextmanager
def told_plainly(quiet: bool) -> Iterator[None]:
    """Within it a FontWarning is a line of the program on standard error; nothing when `quiet`."""
    with warnings.catch_warnings():
        usual = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], *place: object) -> None:
            if not issubclass(category, FontWarning):
                usual(message, category, *place)  # type: ignore[arg-type]
            elif not quiet:
                print(f"warning: {message}", file=sys.stderr, flush=True)

        warnings.simplefilter("always", FontWarning)
        warnings.showwarning = show
        yield
