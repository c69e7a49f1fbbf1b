"""A panel of sliders in a notebook: what moves the levers and assumptions of a study, and what comes of it."""

from __future__ import annotations

import datetime
import html
import os
import threading
import time
import warnings
from typing import Any, Callable, Iterable, Mapping, Sequence

import numpy as np

from .. import _core, words
from ..errors import Error, problem
from ..methods.extra import module
from ..methods.sensitivity import kept
from ..policies import Policy
from ..run import Run
from ..study import Study, load
from . import drawing
from .choice import Choice, Dial, Held, dial_of, held_of, shown_of
from .futures import Futures, Pairs, Rows, Stale
from .worker import Worker

#: Rows go on in a further line where the notebook is narrow, and nothing in them is squeezed.
_WRAPPED = {"flex_flow": "row wrap"}
_MEASURED = {"flex": "0 0 auto", "max_width": "100%"}

#: Pairs of histories that are simulated, at most, unless others are asked for.
PAIRS = 32


class _Lever:
    """The widgets of one action: whether it is taken, its value, and its date where it has one."""

    def __init__(self, widgets: Any, dial: Dial, days: Sequence[datetime.date], moved: Callable[[Any], None]):
        self.dial = dial
        self.on = widgets.Checkbox(value=True, indent=False, description="", tooltip="taken or not", layout={"width": "22px", **_MEASURED})
        if dial.words:
            self.value = widgets.Dropdown(options=dial.words, value=dial.value, layout={"width": "230px", **_MEASURED})
        else:
            self.value = widgets.FloatSlider(value=dial.value, min=dial.low, max=dial.high, step=dial.step,
                                             readout_format=".3g", layout={"width": "230px", **_MEASURED})
        at = dial.action.at
        self.day: Any = None  # of an action without a date
        if isinstance(at, datetime.date):
            options = [(f"{day:%d %b %Y}", day) for day in sorted({*days, at})]
            self.day = widgets.SelectionSlider(options=options, value=at, description="from", layout={"width": "290px", **_MEASURED},
                                               style={"description_width": "40px"})
        self.row = widgets.HBox([self.on, widgets.HTML(html.escape(dial.name), layout={"width": "240px", **_MEASURED}), self.value,
                                 widgets.HTML(html.escape(dial.unit), layout={"width": "110px", **_MEASURED}), *([self.day] if self.day else [])],
                                layout=_WRAPPED)
        for widget in (self.on, self.value, *([self.day] if self.day else [])):
            widget.observe(moved, "value")

    def action(self) -> Any:
        return self.dial.at(self.value.value, self.day.value if self.day else None) if self.on.value else None


class _Fixed:
    """The widgets of one assumption: whether it is held, and where."""

    def __init__(self, widgets: Any, held: Held, moved: Callable[[Any], None]):
        self.held = held
        self.on = widgets.Checkbox(value=False, indent=False, description="hold", layout={"width": "62px", **_MEASURED})
        self.value = widgets.FloatSlider(value=held.middle, min=held.low, max=held.high, step=held.step,
                                         readout_format=".3g", disabled=True, layout={"width": "230px", **_MEASURED})
        self.row = widgets.HBox([self.on, self.value, widgets.HTML(html.escape(held.phrase), layout=_MEASURED)], layout=_WRAPPED)
        self.on.observe(self._switch, "value")
        for widget in (self.on, self.value):
            widget.observe(moved, "value")

    def _switch(self, _: Any) -> None:
        self.value.disabled = not self.on.value


class Explorer:
    """A study with sliders, made by weightshed.explore and Run.explore; a notebook shows it.

    The widgets can be moved from Python, too: `policy` (which policy the sliders start from), `measure`, `levers` (each has
    `on`, `value` and `day`), `assumptions` (each has `on` and `value`). What is drawn after 1, 2, 4, 8 … pairs of histories is
    `pairs`; `study` is what is drawn as a value, whose run has the same bits. Moving anything cancels what is being
    simulated. `close` stops it and lets go of all histories.
    """

    def __init__(self, study: Study, policy: str | Policy | None, measure: str | None, pairs: int, ranked: Sequence[str],
                 coords: Mapping[str, str]):
        widgets = module("ipywidgets", "notebook")
        others = [p for p in study.policies[1:] if not isinstance(policy, Policy) or p.name != policy.name]
        others = [policy, *others] if isinstance(policy, Policy) else others
        if study.fork is None and len(study.policies) == 1:  # nothing differs, so it never forks by itself
            study = study.replace(fork=_earliest(others))
        self._study, self._most = study, pairs
        self._widgets = widgets
        self._policies = {p.name: p for p in others}
        self._shown = {s.slice: s for s in shown_of(study, measure, coords)}
        self._futures = Futures(study, list(self._shown.values()))
        self._done: list[tuple[Rows, Rows]] = []
        self._choice = self._drawn = Choice(())
        self._failure = ""
        self._changed = threading.Condition()
        self._drawing = threading.RLock()  # held from the moment that numbers change until their picture stands
        self._worker: Worker[Choice] = Worker(self._simulate)
        fork = datetime.date.fromisoformat(str(study.settings["fork"]))
        end = datetime.date.fromisoformat(str(study.settings["end"]))
        self._chart = drawing.Chart(*(np.datetime64(day, "D") for day in (study.settings["start"], fork, end)))
        self._days = [fork, *(datetime.date(year, month, 1) for year in range(fork.year, end.year + 1) for month in (1, 4, 7, 10)
                              if fork < datetime.date(year, month, 1) < end)]
        named = policy.name if isinstance(policy, Policy) else policy or next(iter(self._policies))
        self.policy = widgets.Dropdown(options=[(p.label or p.name, p.name) for p in others], value=named, description="policy",
                                       layout={"width": "420px", **_MEASURED})
        self.measure = widgets.Dropdown(options=[(s.heading, s.slice) for s in self._shown.values()], description="measure",
                                        layout={"width": "480px", **_MEASURED})
        self.levers: list[_Lever] = []
        self.assumptions = {held.key: _Fixed(widgets, held, self._moved) for held in held_of(study, ranked)}
        self._rows = widgets.VBox()
        self._head, self._picture, self._said = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.box = widgets.VBox([widgets.HBox([self.policy, self.measure], layout=_WRAPPED), self._rows,
                                 *(fixed.row for fixed in self.assumptions.values()), self._head, self._picture, self._said])
        self.policy.observe(self._start_from, "value")
        self.measure.observe(self._draw, "value")
        self._start_from(None)

    @property
    def study(self) -> Study:
        """The study that is explored, as the sliders stand: its reference and the policy "explored"."""
        return self._choice.study_of(self._study)

    @property
    def pairs(self) -> Pairs:
        """What is drawn: the measure chosen in each pair so far, in its unit; without a row before the first."""
        with self._changed:
            done = list(self._done)
        number = list(self._shown).index(self.measure.value)
        reference, explored = (np.array([pair[side][number] for pair in done]).reshape(len(done), len(self._futures.dates))
                               for side in (0, 1))
        return Pairs(self._futures.dates, reference, explored)

    def wait(self, pairs: int | None = None, timeout: float = 60.0) -> "Explorer":
        """Waits until so many pairs (default: all) are drawn as the sliders stand. Raises TimeoutError after `timeout` seconds,
        weightshed.Error for what a study with these levers would be refused for."""
        wanted = min(pairs or self._most, self._most, self._futures.total)
        end = time.monotonic() + timeout
        with self._changed:
            while self._drawn is not self._choice or (len(self._done) < wanted and not self._failure):
                if not self._changed.wait(end - time.monotonic()) and time.monotonic() >= end:
                    raise TimeoutError(f"{words.counted(len(self._done), 'pair')} of {wanted} after {timeout:g} seconds")
            failure = self._failure
        with self._drawing:  # the picture of it stands
            pass
        if failure:
            raise Error(failure)
        return self

    def close(self) -> None:
        """Stops what is being simulated, lets go of all histories, and closes the widgets."""
        self._worker.close()
        self._futures.forget()
        for widget in (self.policy, self.measure, self._rows, self.box):
            widget.close()

    def _repr_mimebundle_(self, **options: Any) -> Any:
        found = self.box._repr_mimebundle_(**options)
        bundle = found[0] if isinstance(found, tuple) else found
        return {**bundle, "text/html": self.snapshot()}

    def snapshot(self) -> str:
        """The panel as it stands, as HTML that needs no notebook: what is set, the picture, what it holds."""
        set_to = [lever.action() for lever in self.levers]
        rows = "".join(f"<li><code>{html.escape(action.toml())}</code></li>" for action in set_to if action)
        return f"{self._head.value}<ul>{rows}</ul><div>{self._picture.value}</div><div>{self._said.value}</div>"

    # --- what the widgets do ---

    def _start_from(self, _: Any) -> None:
        dials = [dial_of(action) for action in self._policies[self.policy.value].actions]
        self.levers = [_Lever(self._widgets, dial, self._days, self._moved) for dial in dials]
        self._rows.children = [lever.row for lever in self.levers]
        self._moved(None)

    def _moved(self, _: Any) -> None:
        fixed = {key: float(f.value.value) for key, f in self.assumptions.items() if f.on.value}
        choice = Choice(tuple(action for lever in self.levers if (action := lever.action())), fixed)
        with self._changed:
            self._choice = choice
        self._worker.ask(choice)

    def _simulate(self, choice: Choice, is_stale: Callable[[], bool]) -> None:
        failure = ""
        try:
            for done in self._futures.simulate(choice, self._most, is_stale):
                self._show(list(done), choice, "")
            return
        except Stale:
            return
        except Error as error:
            failure = str(error)
        except Exception as error:  # the thread has nobody else to tell
            failure = f"{type(error).__name__}: {error}"
        self._show([], choice, failure)

    def _show(self, done: list[tuple[Rows, Rows]], choice: Choice, failure: str) -> None:
        with self._drawing:
            with self._changed:
                self._done, self._drawn, self._failure = done, choice, failure
            self._redraw()

    def _draw(self, _: Any) -> None:
        with self._drawing:
            self._redraw()

    def _redraw(self) -> None:
        pairs, choice = self.pairs, self._drawn
        if self._failure:
            self._said.value = f"<p style='color:#b00020'>{html.escape(self._failure)}</p>"
        elif len(pairs.reference):
            shown = self._shown[self.measure.value]
            told = self._told(choice)
            fixed = {self.assumptions[key].held.phrase: f"{value:.3g}" for key, value in choice.fixed.items()}
            count, most = len(pairs.reference), min(self._most, self._futures.total)
            self._head.value = f"<div style='line-height:1.4'><b>{html.escape(drawing.title(shown, pairs))}</b></div>"
            self._picture.value = self._chart.svg(shown, pairs, told)
            note = "" if shown.card.calibrated else " Not calibrated."
            self._said.value = (f"<div style='line-height:1.4'><small>{count} of {most} pairs of histories. "
                                f"{html.escape(drawing.caption(pairs, told, fixed) + note)}</small></div>")
        with self._changed:
            self._changed.notify_all()

    def _told(self, choice: Choice) -> drawing.Told:
        reference, start = self._study.policies[0], self._policies[self.policy.value]
        label = start.short or start.label or start.name
        if choice.actions != start.actions:
            label += ", as set above"
        settings = self._study.settings
        parts = ["chance"] + (["assumptions"] if settings["worlds"] > 1 else [])
        return drawing.Told(reference.label or reference.name, label, " and ".join(parts))


def _earliest(policies: Sequence[Policy]) -> datetime.date | None:
    dates = [action.at for policy in policies for action in policy.actions if isinstance(action.at, datetime.date)]
    return min(dates, default=None)


def explore(study: Study | Run | str | os.PathLike[str], overrides: Mapping[str, Any] | Iterable[str] = (),
            policy: str | Policy | None = None, measure: str | None = None, pairs: int = PAIRS, **coords: str) -> Explorer:
    """Sliders for a notebook: for a study, the study of a result, a scenario file or the name of a library scenario, the last
    two with `overrides` as weightshed.load takes them.

    The levers are those of the actions of `policy` (default: the first one besides the reference; a Policy of your own is
    explored beside those of the study). The assumptions are those that matter most in the sensitivity design beside a result,
    else the first three that the study states and lets vary. `measure` and `coords` say what is drawn first (default: the main
    value of the first measure recorded). `pairs` is the most pairs of histories that are simulated; a small run.scale answers
    sooner. Raises weightshed.Error for an unknown policy, measure or label, with the nearest, when there is no policy besides
    the reference, and when ipywidgets is not installed.
    """
    if overrides and isinstance(study, (Study, Run)):
        raise TypeError("overrides are for a scenario that is loaded; use study.replace(…)")
    asked = study if isinstance(study, Study) else _study_of(study) if isinstance(study, Run) else load(study, overrides)
    _require_policy(asked, policy)
    ranked = _ranked(study, policy or asked.policies[1].name) if isinstance(study, Run) else ()
    return Explorer(asked, policy, measure, pairs, ranked, coords)


def _study_of(run: Run) -> Study:
    study = Study.from_toml(str(run.provenance["scenario"]), str(run.provenance["scenario_path"]))
    if study.sha256 != run.data.attrs["scenario_sha256"]:
        warnings.warn(f"{run.path.name} was made with other tables or by another version: what is drawn differs from it", stacklevel=4)
    return study


def _ranked(run: Run, policy: str | Policy) -> list[str]:
    """The assumptions of the sensitivity design beside a result, those that matter most first; none without a design."""
    if isinstance(policy, Policy):
        return []
    answers = (kept(run, line, policy) for line in run.main_lines)
    return next((answer.assumptions["factor"].tolist() for answer in answers if answer), [])


def _require_policy(study: Study, policy: str | Policy | None) -> None:
    names = [p.name for p in study.policies[1:]]
    if isinstance(policy, str) and policy not in names:
        raise Error.of([problem("", "policy", f"no policy '{policy}' besides the reference", ", ".join(names),
                                _core.nearest_name(policy, names))])
    if policy is None and not names:
        raise Error.of([problem("", "policy", "the study has its reference alone: there is nothing to move",
                                'policy=ws.Policy("mine", (ws.Action("us.export_control", 0.9, "2027-01-04", of="China"),))')])
