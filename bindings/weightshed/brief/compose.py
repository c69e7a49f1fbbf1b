"""Composes a brief from a run: title and summary first, then the sections that carry them."""

from __future__ import annotations

import re

from .. import escape, words
from ..escape import Markdown
from . import assumed, certainty, choice, claims, crossing, ladder, levels, names, reversal, sections, sheet, sizes, years
from .changes import Change, Changes
from .model import Brief, Table
from .references import Numbers
from .texts import Texts

MOST_COLUMNS = 4  # of the table in place of a chart


def compose(book: Changes, number: Numbers) -> Brief:
    """The whole brief, with everything that may be dropped still in it."""
    texts, chosen = Texts(book, number), choice.choose(book)
    asked = chosen.asked if chosen else None
    found = reversal.find(book, asked) if asked and asked.is_sure and not book.few else None
    links = sections.links(texts, chosen) if chosen else []
    table = _table(texts, chosen) if chosen and len(chosen.shown) > sheet.MOST else None
    return Brief(
        kicker=_kicker(texts),
        title=title(texts, chosen), warning=_warning(texts), summary=summary(texts, chosen, found), table=table,
        changes=_changes(texts, chosen, table is not None),
        links_title=_links_title(chosen), links=links, claims=claims.rows(texts, chosen),
        claims_head=list(claims.HEAD if chosen else claims.HEAD_OF_LEVELS),
        assumed=assumed.table(texts, asked) if asked and asked.certainty != certainty.UNCLEAR and not book.few else None,
        reversal=crossing.draw(book, asked, found) if found and asked else None,
        reserve=levels.draw(book, asked.line, [], "level") if asked else None,
        costs=sections.costs(texts, chosen), leaves_out=sections.leaves_out(book.run),
        about=sections.about(texts, asked.line if asked else next(iter(book.lines), None)),
        terms=[], check=sections.check(book.run), footer=_footer(book))


def _kicker(texts: Texts) -> Markdown:
    """The only place of the study's title, with the years unless it names them."""
    first, last = (texts.number("year", which=which) for which in ("first", "last"))
    named = {str(texts.book.years[0]), str(texts.book.years[-1])} <= set(re.findall(r"\d{4}", texts.run.title))
    between = "" if named else f", {first} to {last}" if first != last else f", {last}"
    return Markdown(f"{escape.markdown(texts.run.title).strip()}{between} \u00b7 what simulations say")


def title(texts: Texts, chosen: choice.Choice | None) -> Markdown:
    """The answer. Claims nothing that is not sure, and gives the size of what it claims; the fullest version of two lines."""
    book = texts.book
    if chosen is None:
        if not book.lines:
            return Markdown("This study records nothing that can be read as a number")
        line = book.lines[0]
        last = book.change(line, book.run.reference, book.years[-1])
        return Markdown(f"If {_continues(texts)}, {texts.compact(line)} is {texts.number.of('level', last)} at the end of {texts.year(last)}")
    versions = _titles(texts, texts.policy(chosen.policy, True), chosen.asked, chosen.direct)
    return next((said for said in versions if sheet.fits_title(plain(said))), versions[-1])


def _continues(texts: Texts) -> Markdown:
    """The one policy of a study, as the condition of its title."""
    said = texts.policy(texts.run.reference)
    return Markdown(f"{said} {'continue' if names.is_plural(texts.run, texts.run.reference) else 'continues'}")


def _titles(texts: Texts, named: Markdown, asked: Change, direct: Change | None) -> list[Markdown]:
    """Titles that say the same, the fullest first."""
    noun, book = texts.compact(asked.line), texts.book
    if book.few:
        return [Markdown(f"What {who} would change is not settled by so few simulations") for who in (texts.policy(asked.policy), "this policy")]
    if not asked.is_something:
        if direct is not None:
            return [Markdown(f"{named} would {texts.would(direct)} and leave {noun} as it is")]
        moves = choice.busiest(book).is_something
        if len(book.others) > 1:
            several = texts.number("count", of="others", spelled=True)
            return [Markdown(f"None of the {several} policies would {'clearly ' if moves else ''}change anything that this study measures")]
        return [Markdown(f"It is unclear whether {texts.policy(asked.policy)} would change anything that this study measures") if moves else
                Markdown(f"{named} would change nothing that this study measures")]
    first = f"{texts.would(direct)} and " if direct is not None else ""
    if asked.is_sure:
        passing = "" if asked.year == book.years[-1] else f" in {texts.year(asked)}"
        return [*(Markdown(f"{named} would {before}{texts.would(asked, passing)}") for before in dict.fromkeys((first, ""))),
                *([Markdown(f"{named} would make little difference to {noun}")] if asked.is_small else []),
                *(_to_level(texts, named, asked, passing) if asked.line.scale.unit == "%" and not asked.is_small else []),
                *([Markdown(f"{named} would {names.verb(asked.line, asked.rises)} {noun} {texts.number.of('times', asked, part='effect')}-fold{passing}")]
                  if sizes.is_factor(asked.line) and asked.share >= 1.0 else []),
                Markdown(f"{named} would hardly change {noun}" if asked.is_small else f"{named} would {names.verb(asked.line, asked.rises)} {noun}{passing}")]
    if max(abs(asked.share_low), abs(asked.share_high)) < 0.05:
        return [Markdown(f"{named} would {before}make little difference to {noun}") for before in dict.fromkeys((first, ""))]
    if asked.certainty == certainty.LIKELY:
        likely = f"{'are' if names.is_plural(texts.run, asked.policy) else 'is'} likely to"
        said = Markdown(f"{named} {likely} {names.verb(asked.line, asked.rises)} {noun}")
        return [said if direct is None else Markdown(f"{named} would {texts.would(direct)}, and {likely} {names.verb(asked.line, asked.rises)} {noun}"), said]
    whether = f"{names.verb(asked.line, True)} or {names.verb(asked.line, False)} {noun}"
    unclear = [Markdown(f"It is unclear whether {texts.policy(asked.policy)} would {whether}"),
               Markdown(f"It is unclear what {texts.policy(asked.policy)} would do to {noun}"),
               *_of_direct(texts, named, direct),
               Markdown(f"It is unclear what {texts.policy(asked.policy)} would do")]
    return unclear if direct is None else [Markdown(f"{named} would {texts.would(direct)}; what it would do to {noun} is unclear"), *unclear]


def _to_level(texts: Texts, named: Markdown, change: Change, passing: str) -> list[Markdown]:
    """Titles that give the level under the policy, first with that without it."""
    apart = texts.apart(change)
    base = apart.base if apart is not None else change
    other = f", or {texts.number.of('level', apart.other)} {texts.if_(apart.other)}" if apart is not None else ""
    to = f"{named} would {names.verb(change.line, change.rises)} {texts.compact(change.line)} to {texts.number.of('level', base)}{passing}"
    return [Markdown(f"{to} instead of {texts.number.of('level', base, part='level')}{other}"), Markdown(f"{to}{other}")]


def _of_direct(texts: Texts, named: Markdown, direct: Change | None) -> list[Markdown]:
    """Titles that claim the direct effect alone, where there is no room to say that the asked one is unclear: the summary does."""
    if direct is None:
        return []
    passing = "" if direct.year == texts.book.years[-1] else f" in {texts.year(direct)}"
    return [Markdown(f"{named} would {texts.would(direct)}{passing}"),
            *(_to_level(texts, named, direct, passing) if direct.line.scale.unit == "%" else [])]


def summary(texts: Texts, chosen: choice.Choice | None, found: reversal.Reversal | None) -> Markdown:
    """Three sentences that can be said aloud: the direct effect as two levels, what is left of it, what it depends on."""
    book = texts.book
    if chosen is None:
        levels_ = [sections.level_sentence(texts, line, i == 0) for i, line in enumerate(book.lines[:choice.MOST_LEVELS])]
        return Markdown(" ".join(part for part in (*levels_, sections.largest_move(texts)) if part))
    asked, direct = chosen.asked, chosen.direct
    busiest = choice.busiest(book)
    if not asked.is_something and direct is None and busiest.is_something:
        moves = f"{names.moves(busiest.line, busiest.rises)} {texts.size(busiest)} under {texts.policy(busiest.policy)}"
        unsure = "" if book.few else f", but not surely ({texts.sure(busiest, 'comma')})"
        return Markdown(f"In our simulations, {texts.line(asked.line)} stays as it is. {texts.line(busiest.line, True)} {moves}{unsure}.")
    if not asked.is_something and direct is None:
        of = "any policy" if len(book.others) > 1 else texts.policy(asked.policy)
        return Markdown(f"In our simulations, nothing moves: every difference between {of} and {_reference(texts)} is zero or negligible in "
                        f"{texts.number('count', of='pairs')} pairs of simulations.")
    first = texts.as_levels(direct if direct is not None else asked)
    second = texts.asked(asked, is_told=direct is None)
    return Markdown(" ".join(part for part in (first, second, _third(texts, chosen, found), *_idle(texts)) if part))


def _reference(texts: Texts) -> Markdown:
    stated = str(texts.run.stated_policies.get(texts.run.reference, {}).get("sentence", ""))
    return escape.markdown(stated or f"the reference {texts.run.quoted(texts.run.reference)}")


def _third(texts: Texts, chosen: choice.Choice, found: reversal.Reversal | None) -> Markdown:
    """Which part of a package does it, what another policy does, or what the effect depends on."""
    asked = chosen.asked
    if texts.book.few or not asked.is_something:
        return Markdown("")
    beside = choice.beside(texts.book, chosen)
    if beside.parts:
        return sections.parts(texts, asked, beside.parts)
    rival = beside.rival
    if rival is not None:
        passing = "" if rival.year == texts.book.years[-1] else f" in {texts.year(rival)}"
        if rival.is_sure:
            after = texts.more(beside.more) if beside.more is not None else texts.fades(rival, texts.book.last(rival.line, rival.policy))
            return Markdown(f"{texts.policy(rival.policy, True)} would {texts.would(rival)}{passing}{after}.")
        too = ", too" if rival.rises == asked.rises else ""
        return texts.likely(rival, Markdown("it"), too) or Markdown(f"What {texts.policy(rival.policy)} would do to it is unclear.")
    if beside.is_alone:
        return Markdown("No other policy of this study moves it to speak of.")
    return texts.adds(asked) or (texts.reversed_by(asked, found) if asked.is_sure and _was_tested(texts) else Markdown(""))


def _was_tested(texts: Texts) -> bool:
    return bool(texts.run.varied) and texts.run.data.sizes["world"] >= reversal.FEWEST_WORLDS


def _idle(texts: Texts) -> list[Markdown]:
    """What is said of policies that did nothing, or not in every history."""
    found = [escape.markdown(sentence) for sentence in texts.run.idle]
    for name, policy in texts.conditions():
        only = "only " if texts.run.seldom[policy] < 0.5 else ""
        found.append(Markdown(f"{name} was met in {only}{texts.number('in_force', policy=policy)} of the simulations."))
    return found


def _warning(texts: Texts) -> Markdown:
    """The boxed line under the title where few pairs stand behind everything."""
    if not texts.book.few:
        return Markdown("")
    number, one = texts.number, texts.run.data.sizes["world"] == 1
    what = "pairs of simulations" if texts.book.others else "simulations"
    why = ("They show chance and not how uncertain the assumptions are" if one else "That is too few to be sure of a range or of a direction")
    return Markdown(f"This brief rests on {number('count', of='pairs')} {what} under {number('count', of='worlds')} "
                    f"{'set' if one else 'sets'} of assumptions. {why}, so nothing here is called likely.")


def _changes(texts: Texts, chosen: choice.Choice | None, has_table: bool) -> list:
    """The figures with their paragraphs."""
    book = texts.book
    if chosen is None:
        return [(levels.draw(book, line, [], f"level-{i + 1}"), texts.drift(line)) for i, line in enumerate(book.lines[:2])]
    found, rows = [], choice.ladder(book, chosen)
    if rows and not has_table:
        found.append((ladder.draw(book, rows, choice.ladder_title(rows, book.few)), sections.who_gains(texts, chosen)))
    elif has_table:
        found.append((None, sections.who_gains(texts, chosen)))
    few = choice.series(book, chosen)[:sheet.MOST]
    marks = "Marks and bars as in Figure 1." if rows and not has_table else ""
    if chosen.asked.is_something or not rows:
        found.append((years.draw(book, chosen.asked.line, few, years.finding(book, chosen.asked), marks), sections.what_happens_anyway(texts, chosen)))
    return found


def _table(texts: Texts, chosen: choice.Choice) -> Table:
    """The effects of more policies than a chart can hold: one row a policy, at most four measures."""
    book = texts.book
    moving = [line for line in choice.in_order(book.lines) if any(book.last(line, p).is_something for p in book.others)]
    ranked = sorted(moving, key=lambda line: (line is not chosen.asked.line, -sum(book.last(line, p).is_sure for p in book.others)))
    lines = [line for line in moving if line in ranked[:MOST_COLUMNS]] or [chosen.asked.line]
    rows = []
    for policy in book.others:
        changes = [book.last(line, policy) for line in lines]
        rows.append([texts.short(policy), *(_cell(texts, change) for change in changes)])
    head = [Markdown("Policy"), *(escape.markdown(names.heading(line)) for line in lines)]
    return Table(Markdown("What each policy changes"),
                 Markdown(f"Average effect at the end of {texts.number('year', which='last')}, against the level {names.as_text(names.unchanged(texts.run))}."),
                 head, rows)


def _cell(texts: Texts, change: Change) -> Markdown:
    if not change.is_something:
        return Markdown("no effect")
    size = texts.number.of("change", change, signed=True)
    return size if texts.book.few else Markdown(f"{size}; {texts.sure(change)}")


def _links_title(chosen: choice.Choice | None) -> str:
    if chosen is None:
        return ""
    fades = (chosen.direct is not None and chosen.asked.certainty != certainty.UNCLEAR
             and abs(chosen.asked.share) < 0.5 * abs(chosen.direct.share))
    return "Why: each link absorbs part of the effect" if fades else "Why it happens"


def _footer(book: Changes) -> str:
    return f"Weightshed policy brief \u00b7 run {book.run.id} \u00b7 data to {words.month(book.run.vintage)} \u00b7 simulations, not forecasts"


def plain(text: Markdown) -> str:
    """Text of a brief without the identities of its numbers and without marks."""
    import html

    bare = re.sub(r"</?span[^>]*>", "", text)
    return html.unescape(re.sub(r"\\([\\`*_\[\]|~$#.)=+-])", r"\1", bare))
