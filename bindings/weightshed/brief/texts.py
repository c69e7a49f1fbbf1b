"""The sentences of a brief about one change or one policy; every number in them is a reference."""

from __future__ import annotations

from .. import words
from ..escape import Markdown
from ..reading import Line
from . import certainty, names, reversal, sizes
from .changes import Apart, Change, Changes
from .references import Numbers, shown


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
        return names.as_text(names.in_title(line))

    # --- sizes ---------------------------------------------------------------------------------------------------

    def amount(self, change: Change) -> Markdown:
        """"68%", "1.7 months", "21 percentage points": a part of the level, but of a share, which is one itself, its points; the
        same in every sentence about a line, and as figures have it."""
        return self.number.of("part" if self.is_of_level(change) else "change", change)

    def is_of_level(self, change: Change) -> bool:
        """Whether a change is told as a part of its level."""
        in_unit = change.line.scale.unit in ("months", "%") or not change.share == change.share
        return not in_unit and (sizes.is_factor(change.line) or abs(change.share) < 1.2)

    def size(self, change: Change, after: str = "") -> Markdown:
        """"by 68%" and what follows it, such as a year; where a mechanism is contested, "by 16% in 2029, or 24% if Beijing
        answers"."""
        apart = self.apart(change)
        if apart is None:
            return Markdown(f"by {self.amount(change)}{after}")
        return Markdown(f"by {self.amount(apart.base)}{after}, or {self.amount(apart.other)} {self.if_(apart.other)}")

    def apart(self, change: Change) -> Apart | None:
        """The change under two variants of a contested mechanism, where they are told side by side: they differ by more than
        chance, also as they are shown, and have one direction."""
        found = self.book.apart(change)
        if found is None or found.adds.certainty in (certainty.UNCLEAR, certainty.NO_EFFECT) or not found.base.is_something or found.base.rises != found.other.rises:
            return None
        return found if shown(self.amount(found.base)) != shown(self.amount(found.other)) else None

    def if_(self, change: Change) -> Markdown:
        """"if Beijing answers"."""
        return Markdown(f"if {names.as_text(names.clause(self.run, change.variant))}")

    def would(self, change: Change, after: str = "") -> Markdown:
        """"would cut China's AI chips by 68%"; a small effect says so in the same breath."""
        only = "slightly, " if change.is_small else ""
        return Markdown(f"{names.verb(change.line, change.rises)} {self.compact(change.line)} {only}{self.size(change, after)}")

    def likely(self, change: Change, noun: Markdown, after: str = "") -> Markdown:
        """"The ban is likely to raise it, too."; empty for an effect that is more or less than likely."""
        if change.certainty != certainty.LIKELY:
            return Markdown("")
        verb = "are" if names.is_plural(self.run, change.policy) else "is"
        return Markdown(f"{self.policy(change.policy, True)} {verb} likely to {names.verb(change.line, change.rises)} {noun}{after}.")

    def sure(self, change: Change, form: str = "both") -> Markdown:
        return self.number.of("sure", change, form=form)

    # --- sentences -----------------------------------------------------------------------------------------------

    def as_levels(self, change: Change) -> Markdown:
        """The opening sentence: the line under the policy and without it."""
        plural = names.is_plural(self.run, change.policy)
        named, line, year = self.policy(change.policy), self.line(change.line), self.year(change)
        if sizes.is_factor(change.line) and change.result < 0.0 < change.level:
            return Markdown(f"In our simulations, {named} {'turn' if plural else 'turns'} {line} at the end of {year} from "
                            f"{self.number.of('level', change, part='level')} into a lag by {self.number.of('level', change, away=True)}.")
        apart = self.apart(change)
        base = apart.base if apart is not None else change
        other = f", or at {self.number.of('level', apart.other)} {self.if_(apart.other)}" if apart is not None else ""
        return Markdown(f"In our simulations, {named} {'leave' if plural else 'leaves'} {line} at {self.number.of('level', base)} "
                        f"at the end of {year} instead of {self.number.of('level', base, part='level')}{other}.")

    def asked(self, change: Change, is_told: bool = False) -> Markdown:
        """What is left at the end of the chain, with one word of certainty, and whether it lasts. `is_told` says that the
        sentence before told the levels."""
        last = self.book.last(change.line, change.policy)
        noun = Markdown("it") if is_told else self.line(change.line)
        moves = names.moves(change.line, change.rises)
        if self.book.few:
            return Markdown(f"{words.sentence(noun)} {moves} {self.size(change)} on average by the end of {self.year(change)}.")
        if not change.is_something:
            return Markdown(f"{words.sentence(noun)} stays as it is.")
        if change.certainty == certainty.UNCLEAR:
            return Markdown("The direction of this effect is unclear." if is_told else
                            f"In which direction {noun} moves by the end of {self.year(change)} is unclear.")
        told = "" if is_told else f" {self.size(change, f' by the end of {self.year(change)}')}"
        small = ", but not by much" if change.is_small and change.is_sure else ""
        return Markdown(f"It is {self.sure(change, 'words')} that {noun} {moves}{told}{small}{self._lasts(change, last)}.")

    def fades(self, change: Change, last: Change) -> str:
        """That nothing is left of an effect in the last year, or no direction; empty where it lasts."""
        if last.year == change.year or (last.is_something and last.certainty != certainty.UNCLEAR):
            return ""
        return f"; by {self.year(last)} " + ("the direction is unclear" if last.is_something else "nothing is left of it")

    def more(self, found: Change, is_named: bool = False) -> str:
        """Whether what a package does is more than what its part does, after the size of it: ", and it is very likely that this
        is more"; `is_named` says than what."""
        than = f" than under {self.policy(found.against)} alone" if is_named else ""
        if not found.is_something:
            return f", which is no more{than}"
        if found.certainty == certainty.UNCLEAR:
            return f"; whether this is more{than} is unclear"
        effect = self.book.change(found.line, found.policy, found.year)
        return f", and it is {self.sure(found, 'words')} that this is {'more' if found.rises == effect.rises else 'less'}{than}"

    def _lasts(self, change: Change, last: Change) -> str:
        """What of an effect is left in the last year; nothing where that is the year that is told."""
        if last.year == change.year:
            return ""
        gone = self.fades(change, last)
        if gone:
            return gone
        year = self.year(last)
        still = "still " if last.rises == change.rises else ""
        sure = "" if last.is_sure else f"{self.sure(last, 'words')} "
        apart = self.apart(last)
        size = f"{self.amount(apart.base)} or {self.amount(apart.other)}" if apart is not None else self.amount(last)
        return f"; in {year} it is {still}{sure}{names.more(last.line, last.rises)} by {size}"

    def adds(self, change: Change) -> Markdown:
        """What a variant adds to an effect: "That the effect is larger if Beijing answers is virtually certain." Empty where
        no mechanism is contested."""
        apart = self.book.apart(change)
        if apart is None:
            return Markdown("")
        adds, clause = apart.adds, self.if_(apart.other)
        if not adds.is_something:
            return Markdown(f"It is no different {clause}.")
        if adds.certainty == certainty.UNCLEAR:
            return Markdown(f"Whether it is larger {clause} is unclear.")
        return Markdown(f"That {self.effect_if(apart)} is {self.sure(adds, 'words')}.")

    def effect_if(self, apart: Apart) -> Markdown:
        """"the effect is larger if Beijing answers"."""
        reversed_ = apart.base.is_something and apart.other.is_something and apart.base.rises != apart.other.rises
        how = "reversed" if reversed_ else "larger" if apart.adds.rises == apart.base.rises else "smaller"
        return Markdown(f"the effect is {how} {self.if_(apart.other)}")

    def between(self, change: Change) -> Markdown:
        """The range of an effect: "In 2027 the effect lies between +40% and +90% in 8 of 10 pairs." """
        year, number = self.year(change), self.number
        if sizes.is_factor(change.line) and change.high >= sizes.TWO:
            low, high = number.of("times", change, part="low"), number.of("times", change, part="high")
            return Markdown(f"In {year} it is {low} to {high} times as large as without the policy in 8 of 10 pairs.")
        low, high = (number.of("change", change, part=part, signed=True) for part in ("low", "high"))
        if shown(low) == shown(high):
            return Markdown(f"In {year} the effect hardly differs between pairs.")
        if not sizes.is_factor(change.line):
            low = number.of("change", change, part="low", signed=True, bare=True)
        return Markdown(f"In {year} the effect lies between {low} and {high} in 8 of 10 pairs.")

    def year(self, change: Change) -> Markdown:
        return self.number.of("year_of", change)

    def moved(self, change: Change, is_told: bool = False) -> Markdown:
        """"The number of AI chips in China falls by 68%", with its certainty after it unless the table is sure to tell it."""
        if not change.is_something:
            return Markdown(f"{self.line(change.line, True)} does not move.")
        if change.certainty == certainty.UNCLEAR and not self.book.few:
            return Markdown(f"In which direction {self.line(change.line)} moves by the end of {self.year(change)} is unclear "
                            f"({self.sure(change, 'often')}).")
        sure = "" if self.book.few or is_told else f" ({self.sure(change, 'comma')})"
        slightly = " slightly," if change.is_small and not is_told else ""
        return Markdown(f"{self.line(change.line, True)} {names.moves(change.line, change.rises)}{slightly} "
                        f"{self.size(change, f' by the end of {self.year(change)}')}{sure}.")

    def conditions(self) -> list[tuple[Markdown, str]]:
        """What policies wait for that was met in some histories and not in all, as a noun, with the policy that tells how often:
        once, where all policies wait for the same."""
        seldom = self.run.seldom
        if len(seldom) == len(self.book.others) > 1 and len(set(seldom.values())) == 1:
            return [(Markdown("The condition for either policy" if len(seldom) == 2 else "The condition for each policy"), next(iter(seldom)))]
        return [(Markdown(f"The condition for {self.policy(policy)}"), policy) for policy in seldom]

    def drift(self, line: Line, opening: str = "") -> Markdown:
        """What happens under every policy: the level under the reference at the end of the first and of the last year."""
        years = self.book.years
        first, last = (self.book.change(line, self.run.reference, year) for year in (years[0], years[-1]))
        if len(years) < 2 or not (first.pairs and last.pairs):
            return Markdown("")
        opens = opening or names.as_text(words.sentence(names.unchanged(self.run)))
        return Markdown(f"{opens}, {self.line(line)} goes from {self.number.of('level', first)} "
                        f"at the end of {self.number('year', which='first')} to {self.number.of('level', last)} in "
                        f"{self.number('year', which='last')}.")

    def moves_most(self, line: Line) -> Markdown:
        """The largest movement of a study of one policy, from its first year to its last."""
        years = self.book.years
        first, last = (self.book.change(line, self.run.reference, year) for year in (years[0], years[-1]))
        return Markdown(f"What moves most is {self.line(line)}: from {self.number.of('level', first)} at the end of "
                        f"{self.number('year', which='first')} to {self.number.of('level', last)} in {self.number('year', which='last')}.")

    def reverses(self, change: Change, found: reversal.Reversal | None, is_named: bool = False) -> Markdown:
        """What would reverse an effect, for the table, by the rule of reversal.Reversal: the assumption, its value with its range,
        and whether it was tested. `is_named` says that the row above says the same of the same assumption."""
        if self.run.data.sizes["world"] < reversal.FEWEST_WORLDS:
            return Markdown("Too few sets of assumptions to say.")
        if not change.is_something:
            return Markdown("There is nothing to reverse.")
        if change.certainty == certainty.UNCLEAR:
            return Markdown("Its direction is not settled.")
        if not change.is_sure:
            return Markdown(f"Chance: {self.sure(change, 'rest')} pairs do not have it.")
        if change.against:
            return Markdown(f"Chance: {self.sure(change, 'rest')} pairs do not have it." if change.probability < 1.0 else "Nothing in these simulations.")
        if found is None:
            return Markdown("Nothing that was tested.")
        if found.kind == reversal.FADES:
            return Markdown(f"Nothing that was tested; it fades {'in the same way' if is_named else self._towards(found)}.")
        low, high = (self.number.of("reversal", change, part=part) for part in ("low", "high"))
        at, name = self.number.of("reversal", change, part="at"), Markdown("the same") if is_named else names.as_text(self.run.assumption(found.assumption))
        if found.kind == reversal.SEEN:
            return Markdown(f"{words.sentence(name)}, if {'above' if found.above else 'below'} {at} (range {low} to {high}), within what was tested.")
        return Markdown(f"Nothing that was tested; a line fitted to the results crosses zero where {name} is {at} (range {low} to {high}).")

    def reversed_by(self, change: Change, found: reversal.Reversal | None) -> Markdown:
        """The sentence of the summary on what would reverse an effect, by the rule of reversal.Reversal."""
        if found is None:
            return Markdown("Nothing that was tested reverses the direction.")
        if found.kind == reversal.FADES:
            return Markdown(f"Nothing that was tested reverses it, but it fades {self._towards(found)}.")
        at, name = self.number.of("reversal", change, part="at"), names.as_text(self.run.assumption(found.assumption))
        if found.kind == reversal.SEEN:
            return Markdown(f"What reverses it is {name}, if {'above' if found.above else 'below'} {at}.")
        return Markdown(f"Nothing that was tested reverses it; a line fitted to the results crosses zero where {name} is {at}.")

    def _towards(self, found: reversal.Reversal) -> Markdown:
        """"as the part of the blocked chips that smuggling brings in nears 49%": the end of what was tested where an effect
        fades."""
        end = self.number("assumption", parameter=found.assumption, statistic="greatest" if found.above else "least")
        return Markdown(f"as {names.as_text(self.run.assumption(found.assumption))} nears {end}")
