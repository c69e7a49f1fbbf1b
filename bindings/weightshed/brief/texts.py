"""The sentences of a brief about one change or one policy; every number in them is a reference."""

from __future__ import annotations

from .. import words
from ..escape import Markdown
from ..reading import Line
from . import certainty, names, reversal
from .changes import Change, Changes
from .references import Numbers


class Texts:
    """Writes sentences about the changes of a run. Markdown in, Markdown out: words of the study are escaped here."""

    def __init__(self, book: Changes, number: Numbers):
        self.book, self.run, self.number = book, book.run, number

    # --- nouns ---------------------------------------------------------------------------------------------------

    def policy(self, name: str, opens: bool = False) -> Markdown:
        said = names.policy(self.run, name)
        return names.as_text(words.sentence(said) if opens else said)

    def short(self, name: str) -> Markdown:
        return names.as_text(names.short(self.run, name))

    def line(self, line: Line, opens: bool = False) -> Markdown:
        said = names.with_article(line)
        return names.as_text(words.sentence(said) if opens else said)

    def compact(self, line: Line) -> Markdown:
        return names.as_text(names.brief_noun(line))

    # --- sizes ---------------------------------------------------------------------------------------------------

    def size(self, change: Change) -> Markdown:
        """"by about two-thirds", "by 1.7 months": a share of the level where there is one, else in the unit."""
        if change.share == change.share and change.line.scale.unit != "months" and abs(change.share) < 1.2:
            return Markdown(f"by {self.number.of('part', change)}")
        return Markdown(f"by {self.number.of('change', change)}")

    def would(self, change: Change) -> Markdown:
        """"would cut the number of AI chips in China by about two-thirds"; a small effect says so in the same breath."""
        only = "slightly, " if change.is_small else ""
        return Markdown(f"{names.verb(change.line, change.rises)} {self.compact(change.line)} {only}{self.size(change)}")

    def sure(self, change: Change, form: str = "both") -> Markdown:
        return self.number.of("sure", change, form=form)

    # --- sentences -----------------------------------------------------------------------------------------------

    def as_levels(self, change: Change) -> Markdown:
        """The opening sentence: the line under the policy and without it."""
        leaves = "leave" if names.is_plural(self.run, change.policy) else "leaves"
        return Markdown(f"In our simulations, {self.policy(change.policy)} {leaves} {self.line(change.line)} at {self.number.of('level', change)} "
                        f"at the end of {self.year(change)} instead of {self.number.of('level', change, part='level')}.")

    def asked(self, change: Change) -> Markdown:
        """What is left at the end of the chain, with one word of certainty, and whether it lasts."""
        last = self.book.last(change.line, change.policy)
        noun = self.line(change.line)
        if self.book.few:
            return Markdown(f"{self.line(change.line, True)} {names.moves(change.line, change.rises)} {self.size(change)} on average by the "
                            f"end of {self.year(change)}.")
        if not change.is_something:
            return Markdown(f"{words.sentence(noun)} stays as it is.")
        sure = self.sure(change, "words")
        opening = (f"It is {sure} that {noun} {names.moves(change.line, change.rises)} {self.size(change)} by the end of {self.year(change)}"
                   if change.certainty != certainty.UNCLEAR else
                   f"In which direction {noun} moves by the end of {self.year(change)} is unclear")
        if last.year != change.year:
            opening += f"; by {self.year(last)} " + ("the direction is unclear" if last.certainty == certainty.UNCLEAR
                                                  else f"the change is {self.number.of('change', last, signed=True)}")
        small = ", a small change" if change.is_small and change.is_sure else ""
        return Markdown(f"{opening}{small}.")

    def year(self, change: Change) -> Markdown:
        return self.number.of("year_of", change)

    def moved(self, change: Change) -> Markdown:
        """"the number of AI chips in China falls by 68%", with its certainty after it."""
        if not change.is_something:
            return Markdown(f"{self.line(change.line, True)} does not move.")
        if change.certainty == certainty.UNCLEAR and not self.book.few:
            return Markdown(f"In which direction {self.line(change.line)} moves by the end of {self.year(change)} is unclear "
                            f"({self.sure(change, 'often')}).")
        sure = "" if self.book.few else f" ({self.sure(change, 'comma')})"
        return Markdown(f"{self.line(change.line, True)} {names.moves(change.line, change.rises)} {self.size(change)} by the end of "
                        f"{self.year(change)}{sure}.")

    def drift(self, line: Line, opening: str = "") -> Markdown:
        """What happens under every policy: the level under the reference at the end of the first and of the last year."""
        years = self.book.years
        first, last = (self.book.change(line, self.run.reference, year) for year in (years[0], years[-1]))
        if len(years) < 2 or not (first.pairs and last.pairs):
            return Markdown("")
        return Markdown(f"{opening or words.sentence(names.unchanged(self.run))}, {self.line(line)} goes from {self.number.of('level', first)} "
                        f"at the end of {self.number('year', which='first')} to {self.number.of('level', last)} in "
                        f"{self.number('year', which='last')}.")

    def reverses(self, change: Change, found: reversal.Reversal | None) -> Markdown:
        """What would reverse an effect, for the table: the assumption, its value with its range, and whether it was tested."""
        if self.run.data.sizes["world"] < reversal.FEWEST_WORLDS:
            return Markdown("Too few sets of assumptions to say.")
        if found is None:
            return Markdown("Nothing that was tested.")
        where = {"measure": change.line.measure, "coords": change.line.slice.selection, "policy": change.policy, "year": change.year}
        side = "above" if found.above else "below"
        inside = "inside what was tested" if found.is_tested else "beyond what was tested"
        at, low, high = (self.number("reversal", part=part, **where) for part in ("at", "low", "high"))
        name = names.as_text(words.sentence(self.run.assumption(found.assumption)))
        return Markdown(f"{name}, if {side} {at} (range {low} to {high}), {inside}.")

