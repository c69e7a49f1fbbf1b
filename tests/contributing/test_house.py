"""The house as CONTRIBUTING promises it: no circles, nothing that only tests use, one name per type, readable files."""

import ast
import re
import tomllib
from collections import Counter
from pathlib import Path

root = Path(__file__).resolve().parents[2]
ROOMS = ("sim", "models", "cli", "bindings", "explorer/engine")
PACKAGE = root / "bindings" / "weightshed"


def sources(*rooms):
    return [p for room in rooms for p in sorted((root / room).rglob("*.[ch]pp"))]


def includes_of(source):
    """The project's own files that a source includes, as paths from the root."""
    return set(re.findall(r'^#include "((?:sim|models|cli|bindings|explorer)/[^"]+)"', source.read_text(), re.MULTILINE))


def imports_of(module):
    """The package's own modules that a module imports: at its head, under TYPE_CHECKING or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            for name in (alias.name for alias in node.names if alias.name.split(".")[0] == "weightshed"):
                found.add(module_at(name.split(".")[1:]))
        elif isinstance(node, ast.ImportFrom):
            folder = list(module.relative_to(PACKAGE).parent.parts)
            parts = (node.module or "").split(".") if node.module else []
            if node.level == 0 and parts[:1] != ["weightshed"]:
                continue
            base = parts[1:] if node.level == 0 else folder[: len(folder) - node.level + 1] + parts
            for alias in node.names:  # a module of that name, or something inside the module that it is taken from
                found.add(module_at([*base, alias.name]) or module_at(base))
    return found - {None, module}


def within(module):
    return str(module.relative_to(PACKAGE))


def module_at(parts):
    path = PACKAGE.joinpath(*parts)
    modules = [path.with_suffix(".py"), path.with_suffix(".pyi")] if parts else []  # a stub stands for what is compiled
    for file in (*modules, path / "__init__.py"):
        if file.is_file():
            return file
    return None


def closure(start, uses):
    """All nodes that are reached from one, by the function that gives the nodes that a node uses."""
    seen, waiting = set(), [start]
    while waiting:
        new = uses(waiting.pop()) - seen
        seen |= new
        waiting.extend(new)
    return seen


def circles(uses):
    """Groups of nodes each of which reaches the others, sorted; empty when the graph has no circle."""
    reach = {start: closure(start, lambda node: uses.get(node, set())) for start in uses}
    return sorted({tuple(sorted(n for n in reach[start] if start in reach.get(n, set()))) for start in uses} - {()})


def test_no_circle_among_the_folders_of_the_sources():
    uses = {}
    for source in sources(*ROOMS):
        folder = str(source.parent.relative_to(root))
        others = {str(Path(name).parent) for name in includes_of(source)}
        uses.setdefault(folder, set()).update(others - {folder})
    assert len(uses) > 15
    assert circles(uses) == []


def test_no_circle_among_the_files_of_the_python_package():
    uses = {within(m): {within(other) for other in imports_of(m)} for m in PACKAGE.rglob("*.py")}
    assert len(uses) > 20
    assert circles(uses) == []


def test_no_circle_among_the_folders_of_the_python_package():
    """A module beside the folders counts as one of them: a folder may use it or be used by it, not both."""
    uses = {}
    for module in PACKAGE.rglob("*.py"):
        room = within(module).split("/")[0]
        uses.setdefault(room, set()).update({within(other).split("/")[0] for other in imports_of(module)} - {room})
    assert circles(uses) == []


def test_plans_scenarios_and_results_stand_below_the_execution():
    forbidden = {"plan": "scenario|results|execution", "scenario": "results|execution", "results": "scenario|execution"}
    for folder, others in forbidden.items():
        assert len(sources(f"sim/{folder}")) > 5
        for source in sources(f"sim/{folder}"):
            assert not re.search(rf'#include "sim/({others})/', source.read_text()), source


def test_the_core_knows_neither_the_model_nor_files():
    core = sources(*(f"sim/{part}" for part in ("graph", "choice", "random", "time", "model", "registry")))
    assert len(core) > 10
    for source in core:
        others = r'#include [<"](models/|hdf5|fstream|sim/(plan|scenario|execution|results)/)'
        assert not re.search(others, source.read_text()), source


def test_the_python_module_links_no_code_of_the_program():
    module = [name for source in sources("bindings") for name in includes_of(source)]
    assert [name for name in module if name.startswith("cli/")] == []
    assert "weightshed_cli" not in (root / "bindings" / "CMakeLists.txt").read_text()


def defined_names(text):
    """Names of functions, members and variables that a source defines at namespace scope for others to use."""
    text = re.sub(r"^namespace \{.*?^\}  // namespace$", "", text, flags=re.MULTILINE | re.DOTALL)
    functions = re.findall(r"^(?!static|#|//|\})[\w:<>,*& \[\]]*?\b(\w+)(?:::~?\w+)?\(", text, re.MULTILINE)
    constants = r"^(?:constinit |constexpr |extern )*const \w[\w:<>, ]* (\w+)(?:\[\])?[{ =;]"
    return set(functions + re.findall(constants, text, re.MULTILINE))


def test_every_source_is_reached_from_the_program_the_python_module_or_the_explorer():
    """From cli/main.cpp, bindings/module.cpp and the explorer's interface to what they include, and from a header to the sources that implement
    it: the source of the same name, and those of its folder that include it, if only by way of another, and define a
    name that stands in it and not in a header of their own. A source without a header of its own may also define what
    another reached source declares (a lever, a measure)."""
    files = {str(p.relative_to(root)): p for p in sources(*ROOMS)}
    text = {name: path.read_text() for name, path in files.items()}
    code = {name: re.sub(r"//.*|^#include.*", "", content, flags=re.MULTILINE) for name, content in text.items()}
    words = {name: set(re.findall(r"\w+", content)) for name, content in code.items()}
    reached = {"cli/main.cpp", "bindings/module.cpp", "explorer/engine/interface.cpp", "explorer/engine/no_digest.cpp"}

    def implements(source):
        own = source.removesuffix(".cpp") + ".hpp"
        headers = {h for h in closure(source, lambda name: includes_of(files[name])) & reached
                   if Path(h).parent == Path(source).parent}
        names = defined_names(text[source]) - words.get(own, set())
        declaring = headers if own in files else reached
        return own in reached or (headers and any(names & words[name] for name in declaring))

    while True:
        included = {other for name in reached for other in includes_of(files[name])}
        new = included | {name for name in files.keys() - reached if name.endswith(".cpp") and implements(name)}
        if new <= reached:
            break
        reached |= new
    assert len(reached) > 200
    assert sorted(files.keys() - reached) == []


def test_every_module_is_reached_from_the_python_package_or_its_commands():
    commands = tomllib.loads((root / "pyproject.toml").read_text())["project"]["scripts"].values()
    entries = {PACKAGE / "__init__.py"} | {module_at(command.split(":")[0].split(".")[1:]) for command in commands}
    reached = entries.union(*(closure(e, lambda m: imports_of(m) | {m.parent / "__init__.py"}) for e in entries))
    assert len(entries) > 3
    assert sorted(within(m) for m in set(PACKAGE.rglob("*.py")) - reached) == []


def test_a_type_has_a_name_of_its_own():
    """`Parameters` is exempt: every folder of rules declares its assumptions under that name, in its namespace."""
    pattern = r"^(?:template <[^\n]*>\n)?(?:enum )?(?:class|struct) (\w+)(?: final)?(?: : [^;{\n]*)? \{"
    names = Counter(n for source in sources(*ROOMS) for n in re.findall(pattern, source.read_text(), re.MULTILINE))
    assert len(names) > 150
    assert [name for name, count in sorted(names.items()) if count > 1 and name != "Parameters"] == []


def test_sources_are_at_most_400_lines():
    files = [p for part in ROOMS for p in (root / part).rglob("*") if p.suffix in {".cpp", ".hpp", ".py"}]
    assert len(files) > 100
    assert [str(p) for p in files if len(p.read_text().splitlines()) > 400] == []
