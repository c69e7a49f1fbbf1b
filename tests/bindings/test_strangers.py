"""A stranger's result is only data: files spoilt in many ways end every verb with exit code 3 and one line."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable

import h5py
import numpy as np
import pytest
import synthetic
import weightshed as ws
from conftest import SMALL
from weightshed import words
from weightshed.brief import command as brief
from weightshed.brief import document, sizes
from weightshed.figures import command as figures

PROGRAM = str(Path(sys.executable).with_name("weightshed"))
MEASURE = "frontier_lag"
Spoil = Callable[[h5py.File], None]
#: Every verb of the program that reads a result; {} is the file, {out} a file to write.
VERBS = (["show", "{}"], ["compare", "{}"], ["diff", "{}", "{}"], ["replay", "{}"], ["lineage", "{}"],
         ["why", "{}", MEASURE], ["branch", "{}", "{policies}", "--at", "2027-01", "-o", "{out}"])


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small run with events and the lineage of a member."""
    study = ws.load("export-controls", {**SMALL, "run.members": 1, "measure.lineage": "one member"})
    return study.run(tmp_path_factory.mktemp("good") / "good.h5", progress=False).path


def replaced(file: h5py.File, path: str, data: Any, **how: Any) -> h5py.Dataset:
    """A variable with other values in the place of one, on the same dimensions as far as it has as many."""
    old = file[path]
    scales = [dimension[0] if len(dimension) else None for dimension in old.dims] if not old.is_scale else []
    attributes = {key: value for key, value in old.attrs.items() if key not in ("DIMENSION_LIST", "REFERENCE_LIST")}
    del file[path]
    new = file.create_dataset(path, data=data, **how)
    for key, value in attributes.items():
        if key not in ("CLASS", "NAME", "_FillValue"):
            new.attrs[key] = value
    for at, scale in enumerate(scales[: new.ndim]):
        if scale is not None:
            new.dims[at].attach_scale(scale)
    return new


def poke(path: str, value: Any, at: int = 0) -> Spoil:
    def spoil(file: h5py.File) -> None:
        file[path][at] = value

    return spoil


def without(path: str) -> Spoil:
    def spoil(file: h5py.File) -> None:
        del file[path]

    return spoil


def put(path: str, make: Callable[[h5py.File], Any], **how: Any) -> Spoil:
    def spoil(file: h5py.File) -> None:
        replaced(file, path, make(file), **how)

    return spoil


def link(path: str, target: Any) -> Spoil:
    def spoil(file: h5py.File) -> None:
        del file[path]
        file[path] = target

    return spoil


def attribute(path: str, name: str, value: Any, **how: Any) -> Spoil:
    def spoil(file: h5py.File) -> None:
        file[path].attrs.create(name, value, **how)

    return spoil


def dimension_list(path: str, of: Callable[[h5py.File, list[Any]], list[Any]]) -> Spoil:
    """Other lists of references in place of those that say on which dimensions a variable lies."""

    def spoil(file: h5py.File) -> None:
        lists = of(file, [list(entry) for entry in file[path].attrs["DIMENSION_LIST"]])
        kind = h5py.vlen_dtype(h5py.ref_dtype)
        values = np.empty(len(lists), dtype=kind)
        for at, entry in enumerate(lists):
            values[at] = np.array(entry, dtype=h5py.ref_dtype)
        del file[path].attrs["DIMENSION_LIST"]
        file[path].attrs.create("DIMENSION_LIST", values, dtype=kind)

    return spoil


def external(file: h5py.File) -> None:
    shape = file["design/value"].shape
    del file["design/value"]
    file.create_dataset("design/value", shape, "f8", external=[("beside.raw", 0, h5py.h5f.UNLIMITED)])


def virtual(file: h5py.File) -> None:
    layout = h5py.VirtualLayout(file["status"].shape, "u1")
    layout[...] = h5py.VirtualSource("other.h5", "status", file["status"].shape)
    del file["status"]
    file.create_virtual_dataset("status", layout)


def nothing_stored(path: str, shape: tuple[int, ...], kind: Any) -> Spoil:
    def spoil(file: h5py.File) -> None:
        del file[path]
        file.create_dataset(path, shape, kind).make_scale(path)

    return spoil


def record(edit: Callable[[dict[str, Any]], Any]) -> Spoil:
    """Changes the study inside; what `edit` returns takes its place, if anything."""

    def spoil(file: h5py.File) -> None:
        study = json.loads(file["provenance/study"][()])
        changed = edit(study)
        text = changed if isinstance(changed, str) else json.dumps(study)
        del file["provenance/study"]
        file["provenance/study"] = text

    return spoil


SPOILT: dict[str, Spoil] = {
    "a measure of double precision": put(MEASURE, lambda f: f[MEASURE][()].astype("f8")),
    "a measure of whole numbers": put(MEASURE, lambda f: np.nan_to_num(f[MEASURE][()]).astype("i4")),
    "a measure with another extent": put(MEASURE, lambda f: f[MEASURE][()][:, :, :, :-1]),
    "a measure without dimensions": lambda f: f[MEASURE].attrs.__delitem__("DIMENSION_LIST"),
    "a status of two dimensions": put("status", lambda f: f["status"][()][0]),
    "an unknown status": put("status", lambda f: f["status"][()] + 7),
    "no policies": without("policy"),
    "no labels": without("policy_label"),
    "no worlds": without("world"),
    "no status": without("status"),
    "no events": without("events"),
    "no column of events": without("events/event_policy"),
    "no summary": without("summary"),
    "no effects": without(f"summary/{MEASURE}_effect"),
    "no values of the design": without("design/value"),
    "no units of the registry": without("registry/unit"),
    "no study": without("provenance/study"),
    "a soft link": link("status", h5py.SoftLink("/policy_label")),
    "a link to another file": link("status", h5py.ExternalLink("other.h5", "/status")),
    "a group in itself": lambda f: f.__setitem__("summary/loop", f["/"]),
    "a variable twice": lambda f: f.__setitem__("summary/again", f["status"]),
    "values beside the file": external,
    "values of another file": virtual,
    "worlds without end": nothing_stored("world", (999_999,), "i4"),
    "policies without end": nothing_stored("policy", (60_000,), h5py.string_dtype()),
    "events without end": lambda f: replaced(f, "events/event_value", None, shape=(2**33,), dtype="f8"),
    "a variable that is larger than any": lambda f: f.create_dataset("huge", (2**20, 2**20), "f4"),
    "an event of no policy": poke("events/event_policy", 9),
    "an event of no actor": poke("events/event_actor", 99_999),
    "an event of no kind": poke("events/event_kind", 77),
    "an event of no date": poke("events/event_time", np.nan),
    "a parent without a row": poke("lineage/node_parent", 10**8, 3),
    "a release without a name": poke("lineage/node_release", 10**6),
    "a country without a name": poke("lineage/node_country", 77),
    "a licence without a name": poke("lineage/node_licence", 77),
    "a birth at no date": poke("lineage/node_born", np.inf),
    "labels from elsewhere": attribute("lineage/node_country", "labels", "/status"),
    "a time that is NaN": put("time", lambda f: np.full(f["time"].shape, np.nan)),
    "a time that descends": lambda f: f["time"].__setitem__(slice(None), f["time"][()][::-1]),
    "a time without a start": attribute("time", "units", "days since the flood"),
    "three units of time": attribute("time", "units", ["days", "since", "then"], dtype=h5py.string_dtype()),
    "versions of the format": attribute("/", "weightshed_format", ["2.0", "2.0"], dtype=h5py.string_dtype()),
    "a version that is none": attribute("/", "weightshed_format", "two"),
    "a newer format": attribute("/", "weightshed_format", "3.0"),
    "an attribute of many numbers": attribute("/", "many", np.zeros((300, 300), "u1")),
    "an attribute of records": attribute("/", "record", np.zeros(1, [("a", "i4"), ("b", "f8")])),
    "one dimension too many": dimension_list(MEASURE, lambda f, lists: [*lists, lists[0]]),
    "one dimension too few": dimension_list(MEASURE, lambda f, lists: lists[:-1]),
    "two scales of a dimension": dimension_list(MEASURE, lambda f, lists: [[*entry, *entry] for entry in lists]),
    "a dimension that is none": dimension_list(MEASURE, lambda f, lists: [[f["status"].ref], *lists[1:]]),
    "a group in place of a variable": lambda f: (f.__delitem__("time"), f.create_group("time")),
    "a variable in place of a group": lambda f: (f.__delitem__("registry"), f.create_dataset("registry", data=1.0)),
    "a filter of nobody": put("design/value", lambda f: f["design/value"][()], compression="lzf"),
    "records": lambda f: f.create_dataset("records", data=np.zeros((), [("a", "i4")])),
    "a type of its own": lambda f: f.__setitem__("own_type", np.dtype("f8")),
    "a label twice": lambda f: f["pair"].__setitem__(1, f["pair"][0]),
    "other labels in the summary": poke("summary/pair", "nobody"),
    "a measure with two cards": lambda f: f["registry/measure"].__setitem__(1, f["registry/measure"][0]),
    "an assumption without a card": poke("design/parameter", "supply.nothing"),
    "a policy twice": lambda f: f["policy"].__setitem__(1, f["policy"][0]),
    "a study that is no JSON": record(lambda study: "{"),
    "a study that is deep": record(lambda study: "[" * 100_000 + "]" * 100_000),
    "a study that is a list": record(lambda study: "[]"),
    "studies": lambda f: replaced(f, "provenance/study", ["{}", "{}"], dtype=h5py.string_dtype()),
    "a study that is none": nothing_stored("provenance/study", (0,), h5py.string_dtype()),
    "nodes that are one number": lambda f: (f.__delitem__("lineage/node"), f.create_dataset("lineage/node", data=7)),
    "a study that is a number": lambda f: replaced(f, "provenance/study", 7.0),
    "a study without dates": record(lambda study: study["run"].pop("observed_until") and None),
}

#: The same, in what only a new run of the study needs.
SPOILT_STUDIES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a lever that is none": lambda s: s["policies"][1]["actions"][0].update(lever=999),
    "a lever of no number": lambda s: s["policies"][1]["actions"][0].update(lever=-1),
    "a position that is none": lambda s: s["policies"][1]["actions"][0].update(of=10**6),
    "a value out of range": lambda s: s["policies"][1]["actions"][0].update(to=1e6),
    "a date beyond the calendar": lambda s: s["policies"][1]["actions"][0].update(at=10**12),
    "a date in parts": lambda s: s["policies"][1]["actions"][0].update(at=1e300),
    "no members": lambda s: s["run"].update(members=0),
    "members without end": lambda s: s["run"].update(members=4_000_000_000),
    "no scale": lambda s: s["run"].update(scale=0.0),
    "an end before the start": lambda s: s["run"].update(end=s["run"]["start"] - 1),
    "a past of no kind": lambda s: s["run"].update(past=17),
    "a recording of no kind": lambda s: s.update(every=-4),
    "an assumption out of range": lambda s: s["design"]["values"].__setitem__(0, 1e9),
    "an assumption missing": lambda s: s["design"]["values"].pop() and None,
    "an assumption that is no number": lambda s: s["design"]["values"].__setitem__(0, None),
    "a variant that is none": lambda s: s["design"]["structure"][0].__setitem__(0, 44),
    "a label that no table has": lambda s: s["coordinates"]["country"].append("XX"),
    "a table missing": lambda s: s["tables"].pop("labs") and None,
    "a table with a word of its own": lambda s: s["tables"]["labs"]["columns"]["id"]["text"].__setitem__(0, ""),
    "a column of another type": lambda s: s["tables"]["labs"]["columns"]["id"].update(type=9),
    "a policy without a name": lambda s: s["policies"][1].update(name=""),
    "a measure that is none": lambda s: s["record"].append("beauty"),
}


def spoilt(good: Path, folder: Path, spoil: Spoil) -> Path:
    path = Path(shutil.copy(good, folder / "bad.h5"))
    with h5py.File(path, "r+") as file:
        spoil(file)
    return path


def refused(path: Path, verb: list[str]) -> None:
    """The verb ends with exit code 3 and one line, and leaves no file."""
    policies, out = path.with_name("policies.toml"), path.with_name("out.h5")
    policies.write_text('[[policy]]\nname = "other"\n')
    words = [word.format(path, policies=policies, out=out) for word in verb]
    done = subprocess.run([PROGRAM, *words], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1), (words, done.returncode, done.stderr)
    assert done.stderr.startswith("error: ") and done.stdout == "" and not out.exists(), (words, done.stderr)


def test_the_good_file_is_read_by_every_verb(good: Path, tmp_path: Path) -> None:
    for verb in (["show", str(good)], ["compare", str(good)], ["diff", str(good), str(good)], ["lineage", str(good)],
                 ["replay", str(good)]):
        assert subprocess.run([PROGRAM, *verb], cwd=tmp_path, capture_output=True, timeout=120).returncode == 0, verb
    assert len(ws.open(good).events) > 0 and len(ws.open(good).lineage()) > 0


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_file_ends_in_one_line(name: str, good: Path, tmp_path: Path) -> None:
    bad = spoilt(good, tmp_path, SPOILT[name])
    with pytest.raises(ValueError, match="bad.h5") as told:
        ws.open(bad)
    assert "\n" not in str(told.value)
    for verb in VERBS:
        refused(bad, verb)


@pytest.mark.parametrize("name", SPOILT_STUDIES)
def test_a_spoilt_study_is_not_run(name: str, good: Path, tmp_path: Path) -> None:
    bad = spoilt(good, tmp_path, record(SPOILT_STUDIES[name]))
    for verb in VERBS:
        if verb[0] in ("replay", "branch"):
            refused(bad, verb)


@pytest.mark.parametrize("content", [b"", b"pattern,value\n", b"\x89HDF\r\n\x1a\n", b"half"])
def test_a_file_that_is_no_result_ends_in_one_line(content: bytes, good: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.h5"
    bad.write_bytes(good.read_bytes()[: good.stat().st_size // 2] if content == b"half" else content)
    with pytest.raises(ValueError, match="bad.h5"):
        ws.open(bad)
    for verb in VERBS:
        refused(bad, verb)


def test_damaged_values_end_in_one_line(good: Path, tmp_path: Path) -> None:
    """A flipped byte inside packed values is found when they are read, by their checksum."""
    path = Path(shutil.copy(good, tmp_path / "bad.h5"))
    with h5py.File(path) as file:
        chunks = [file[MEASURE].id.get_chunk_info(i) for i in range(file[MEASURE].id.get_num_chunks())]
    with path.open("r+b") as raw:
        for chunk in chunks:
            raw.seek(chunk.byte_offset + chunk.size // 2)
            byte = raw.read(1)[0]
            raw.seek(-1, 1)
            raw.write(bytes([byte ^ 0xFF]))
    refused(path, ["compare", "{}"])


@pytest.mark.parametrize("name", ["a measure of double precision", "a link to another file", "a study that is deep"])
def test_figures_and_brief_end_in_one_line(name: str, good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = spoilt(good, tmp_path, SPOILT[name])
    for main in (figures.main, brief.main):
        assert main([str(bad), "--out", str(tmp_path / "out")]) == 3
        told = capsys.readouterr()
        assert told.err.count("\n") == 1 and told.err.startswith("error: ") and told.out == ""
        assert not (tmp_path / "out").exists()


#: Phrases of cards that Python's formats would obey: they would show what a program holds, take its memory, or fail.
PHRASES = ("{pair.__class__.__mro__}", "{pair:>2000000000}", "{pair.__class__.__name__:>2000000000}", "{pair[0]}", "{pair!z}", "{nosuch}", "{}", "gap {")


def test_the_phrase_of_a_card_is_no_format() -> None:
    labels = {"pair": "cn-us"}
    assert words.filled("{pair}: {pair:owner} of {other}", labels, lambda label, form: f"{label}{form}") == "cn-us: cn-usowner of {other}"
    for phrase in PHRASES:
        assert words.filled(phrase, labels) in (phrase, "cn-us")
        assert words.phrase(words.Slice("lag", (("pair", "cn-us"),)), words.Card("Lag", phrase, "", 1, (), False, True))


def test_a_brief_shows_the_phrases_of_a_stranger_as_they_stand(tmp_path: Path) -> None:
    path = synthetic.write(tmp_path / "phrases.h5", worlds=16, noise=0.2, lineage=False)
    with h5py.File(path, "r+") as file:
        measures = [name.decode() for name in file["registry/measure"][()]]
        for key in ("reader", "title", "note", "phrase"):
            file[f"registry/measure_{key}"][measures.index(MEASURE)] = f"gap {PHRASES[0]}{PHRASES[1]}"
    assert f"gap {PHRASES[0]}" in document.spoken(ws.open(path))


@pytest.mark.parametrize("decimals", [-1, 10, 127])
def test_decimals_without_end_are_refused(decimals: int, tmp_path: Path) -> None:
    path = synthetic.write(tmp_path / "decimals.h5", worlds=2, members=2, lineage=False)
    with h5py.File(path, "r+") as file:
        file["registry/measure_decimals"][...] = decimals
    with pytest.raises(ValueError, match=f"decimals.h5: /registry/measure_decimals of .* is {decimals} .allowed: 0 to 9"):
        ws.open(path).card(MEASURE)


@pytest.mark.parametrize("value", [1e300, -1e300, np.nan, np.inf])
def test_a_factor_that_no_number_holds_is_no_value(value: float, made_up: Path) -> None:
    line = ws.open(made_up).line(words.Slice(MEASURE, (("pair", "cn-us"),)))
    line.card = words.Card("Gap", "", "orders of magnitude", 1, (), False, True)
    assert sizes.level(line, value) == "no value" and sizes.level(line, 1.0) == "a factor of 10"
