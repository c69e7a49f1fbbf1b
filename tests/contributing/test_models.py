"""The model's house: a folder is a namespace, and its functions stay small enough to be read at once.

A scanner of braces and parentheses finds namespaces and function definitions. It knows no C++ beyond that, so it is
tried out on samples first.
"""

import re
from pathlib import Path

import pytest

models = Path(__file__).resolve().parents[2] / "models"
MOST_PARAMETERS = 7
LONGEST_BODY = 60

# What a table may hold, statement by statement: a card, a list that is filled or returned, a name for a type or a text.
TABLE = re.compile(r"(visit\(|return\b|using\b|static const\b|const char\*)")


def blank(text):
    """`text` with comments, texts and include lines blanked out; positions and lines stay."""

    def spaces(match):
        return re.sub(r"[^\n]", " ", match.group(0))

    token = r"""//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|(?<![\w])'(?:[^'\\\n]|\\.)+'|^[ \t]*#[^\n]*"""
    return re.sub(token, spaces, text, flags=re.DOTALL | re.MULTILINE)


def split(text, separator):
    """Parts of `text` between separators outside every kind of bracket; empty parts are left out."""
    parts, depth, start = [], 0, 0
    for i, char in enumerate(text):
        if char in "([{<":
            depth += 1
        elif char in ")]}" or (char == ">" and text[i - 1] != "-"):
            depth -= 1
        elif char == separator and depth == 0:
            parts.append(text[start:i])
            start = i + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def matching(text, opening):
    """Position of the bracket that closes the one at `opening`."""
    depth = 0
    for i in range(opening, len(text)):
        depth += {"(": 1, "{": 1, ")": -1, "}": -1}.get(text[i], 0)
        if depth == 0:
            return i
    raise AssertionError("a bracket is never closed")


def parameters(head):
    """Name and number of parameters that the head of a definition declares; None if it heads no function."""
    for found in re.finditer(r"(operator\S+|~?\w+)\s*\(", head):
        if found.group(1) in {"if", "for", "while", "switch", "alignas", "decltype", "noexcept", "static_assert"}:
            continue
        closing = matching(head, found.end() - 1)
        after = head[closing + 1 :].strip()
        if re.fullmatch(r"((const|noexcept|override|final|&|&&)\s*)*(->.*|:[^:].*|requires.*)?", after, re.DOTALL):
            return found.group(1), len(split(head[found.end() : closing], ","))
    return None


def is_initialiser(head):
    """True when the brace after `head` opens a value: of a variable, or of a member in a constructor's list."""
    if re.search(r"\)\s*(?:const|noexcept|override|\s)*:[^:]", head):
        return re.search(r"[\w>]\s*$", head) is not None  # member{...}; a body follows ) or } only
    return "(" not in head or re.search(r"=\s*[\w:<>, ]*$", head) is not None


def scan(text):
    """Namespaces that `text` opens, and (name, parameters, lines, body) of each function that it defines."""
    text = blank(text)
    namespaces, functions = [], []
    head, i = "", 0
    while i < len(text):
        char = text[i]
        if char == "(":
            closing = matching(text, i)
            head += text[i : closing + 1]
            i = closing
        elif char == "{":
            namespace = re.search(r"\bnamespace\b\s*([\w:]*)\s*$", head)
            if namespace is not None:
                namespaces.append(namespace.group(1))
                head = ""
            elif re.match(r"(\s*template\s*<.*>)?\s*(struct|class|union)\b[^()=]*$", head, re.DOTALL):
                head = ""  # its members are scanned like those of a namespace
            elif re.match(r"\s*enum\b", head) or is_initialiser(head):
                i = matching(text, i)
                head += "{}"
            else:
                closing = matching(text, i)
                function = parameters(head)
                assert function is not None, f"neither a function nor a value: {head.strip()}"
                body = text[i + 1 : closing]
                functions.append((*function, max(0, body.count("\n") - 1), body))
                head, i = "", closing
        elif char in ";}" or (char == ":" and re.fullmatch(r"\s*(public|private|protected)", head)):
            head = ""
        else:
            head += char
        i += 1
    return namespaces, functions


def is_table(body):
    """True when a body only lists: each of its statements is one of those that a table may hold, and none decides."""
    return all(TABLE.match(part) for part in split(body, ";")) and not re.search(r"\b(if|for|while|switch)\b", body)


def too_large(text):
    """What a source's functions exceed, one sentence each."""
    found = []
    for name, count, lines, body in scan(text)[1]:
        if count > MOST_PARAMETERS:
            found.append(f"{name} takes {count} parameters")
        if lines > LONGEST_BODY and not is_table(body):
            found.append(f"{name} has a body of {lines} lines")
    return found


def sources():
    found = sorted(models.rglob("*.[ch]pp"))
    assert len(found) > 50
    return found


SAMPLE = """
#include "a.hpp"
namespace house::room {
namespace {
struct Pair { int a = 0; std::array<int, 2> b{}; int sum() const { return a; } };
enum class Kind { one, two };
const std::map<int, std::vector<int>> table{{1, {2, 3}}, {4, {}}};
}  // namespace
template <class F>
double f(const std::map<int, int>& a, int b, double (*c)(int, int), F d, const std::string& e = "x, {y", int g, int h) {
  const auto inner = [&](int i, int j, int k, int l, int m, int n, int o, int p) { return i; };  // no definition of f
  return 0.0;
}
class Room : public Pair {
 public:
  Room(int a, int b) : a_(a), b_{b}, c_(std::max(a, b)) { d_ = 1; }
  bool operator()(int x) const { return x > 0; }
 private:
  int a_, b_;
};
void none() {}
}  // namespace house::room
"""


def test_the_scanner_finds_namespaces_functions_and_their_parameters():
    namespaces, functions = scan(SAMPLE)
    assert namespaces == ["house::room", ""]
    assert [(name, count) for name, count, _, _ in functions] == [
        ("sum", 0), ("f", 7), ("Room", 2), ("operator()", 1), ("none", 0)]  # fmt: skip
    assert functions[1][2] == 2


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("namespace a { void f(int a, int b, int c, int d, int e, int g, int h, int i) {} }", ["f takes 8 parameters"]),
        ("struct S { S(int a, int b, int c, int d, int e, int g, int h, M<int, int> i) : a_{a} {} };",
         ["S takes 8 parameters"]),
        ("int f() {\n" + "  g();\n" * 61 + "}\n", ["f has a body of 61 lines"]),
        ("int f() {\n" + "  g();\n" * 60 + "}\n", []),
        ("void describe(auto& visit, P& p) {\n" + "  visit(p.a,\n   1);\n" * 60 + "}\n", []),
        ("void describe(auto& visit, P& p) {\n  if (p.a) visit(p.b);\n" + "  visit(p.a);\n" * 60 + "}\n",
         ["describe has a body of 61 lines"]),
        ("int f() {\n  return {\n" + "    {1, 2},\n" * 60 + "  };\n}\n", []),
        ("int f() {\n  int x = 0;\n" + "  x += 2;\n" * 60 + "  return x;\n}\n", ["f has a body of 62 lines"]),
    ],
)  # fmt: skip
def test_the_scanner_finds_what_is_too_large_and_lets_tables_be(source, expected):
    assert too_large(source) == expected


@pytest.mark.parametrize("source", sources(), ids=lambda path: str(path.relative_to(models)))
def test_functions_take_seven_parameters_and_sixty_lines_at_most_but_for_tables(source):
    assert too_large(source.read_text()) == []


@pytest.mark.parametrize("source", sources(), ids=lambda path: str(path.relative_to(models)))
def test_a_folder_is_a_namespace(source):
    inside = source.relative_to(models).parts[:-1]
    named = {name for name in scan(source.read_text())[0] if name}
    assert named == {"::".join(("weightshed", *inside))}


def test_types_of_the_model_have_names_of_their_own_but_for_parameters():
    places = {}
    for source in sources():
        for name in re.findall(r"^(?:struct|class|enum class) (\w+)[^;]*\{", blank(source.read_text()), re.MULTILINE):
            places.setdefault(name, []).append(str(source.relative_to(models)))
    assert len(places) > 60
    assert {name: where for name, where in places.items() if len(where) > 1 and name != "Parameters"} == {}


def test_no_circle_leads_through_the_vocabulary():
    uses = {}
    for source in sources():
        room = source.relative_to(models).parts[0]
        named = re.findall(r'#include "models/(\w+(?:\.hpp)?)', source.read_text())
        uses.setdefault(room, set()).update(name for name in named if name != room)
    assert {"words.hpp", "streams.hpp"} <= uses.keys()
    for room in uses:
        seen, waiting = set(), [room]
        while waiting:
            for other in uses[waiting.pop()] - seen:
                seen.add(other)
                waiting.append(other)
        assert room not in seen, f"{room} reaches itself"
