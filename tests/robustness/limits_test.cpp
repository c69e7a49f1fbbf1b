// Each limit of sim/limits.hpp: what is at the limit is read, what is one beyond is refused with the limit in words.
#include "sim/limits.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "sim/scenario/load.hpp"
#include "sim/scenario/reference.hpp"
#include "sim/scenario/text_file.hpp"
#include "tests/toy/toy_kind.hpp"

namespace {

namespace fs = std::filesystem;
using namespace sim;

const std::string child = "extends = \"baseline\"\n";

// A folder with the parent of the tests and its tables, in which scenarios are written and read.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "weightshed-limits-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
    const fs::path cases = fs::path(WEIGHTSHED_SOURCE_DIR) / "tests" / "robustness" / "cases";
    fs::copy(cases / "reference", path / "reference");
    fs::copy_file(cases / "baseline.toml", path / "baseline.toml");
  }
  ~Folder() { fs::remove_all(path); }

  fs::path write(const std::string& name, const std::string& text) const {
    std::ofstream(path / name, std::ios::binary) << text;
    return path / name;
  }

  // The problems, one a line; empty when the scenario is valid.
  std::string told(const std::string& text, const std::vector<std::string>& overrides = {}) const {
    try {
      load_study(toy::kind(), write("given.toml", text), {overrides, {}});
      return {};
    } catch (const Error& error) {
      CHECK(error.kind() == Failure::invalid_input);
      return error.what();
    }
  }

  // The limit is not named at the limit, and it is all that is said one beyond.
  void check(const Limit& limit, const std::string& at, const std::string& beyond) const {
    INFO(limit.key);
    CHECK_THAT(told(at), !Catch::Contains(at_most(limit)));
    const std::string refused = told(beyond);
    CHECK_THAT(refused, Catch::Contains(at_most(limit)));
    CHECK(refused.find('\n') == std::string::npos);
  }

  fs::path path;
};

std::string repeated(const std::string& what, std::size_t times) {
  std::string out;
  out.reserve(what.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += what;
  return out;
}

std::string with_run(const std::string& settings) { return child + "[run]\n" + settings + '\n'; }

std::string with_policy(const std::string& actions) {
  return child + "[[policy]]\nname = \"current\"\n[[policy]]\nname = \"other\"\nactions = [" + actions + "]\n";
}

// Scenario text of exactly so many bytes, in lines of a usual length.
std::string of_bytes(std::size_t bytes) {
  std::string text = child;
  while (text.size() + 101 <= bytes) text += '#' + std::string(99, '-') + '\n';
  return text + '#' + std::string(bytes - text.size() - 1, '-');
}

std::string nested(std::size_t levels) { return "x = " + std::string(levels, '[') + std::string(levels, ']') + '\n'; }

std::size_t problems_in_csv(const std::string& text, const Limit& limit) {
  std::vector<Problem> problems;
  read_csv(text, "table.csv", problems);
  for (const Problem& problem : problems) CHECK(problem.allowed == at_most(limit));
  return problems.size();
}

}  // namespace

TEST_CASE("a text is read up to its limits of bytes, lines, depth and values") {
  const Folder folder;
  folder.check(limits::scenario, of_bytes(limits::scenario.most), of_bytes(limits::scenario.most + 1));
  const auto line = [](std::size_t bytes) { return child + '#' + std::string(bytes - 1, '-') + '\n'; };
  folder.check(limits::line, line(limits::line.most), line(limits::line.most + 1));
  folder.check(limits::depth, nested(limits::depth.most), nested(limits::depth.most + 1));
  const auto entries = [](std::size_t count) { return "x = [\n" + repeated("1,\n", count - 1) + "]\n"; };
  folder.check(limits::values, entries(limits::values.most), entries(limits::values.most + 1));
}

TEST_CASE("depth counts dots, brackets and headers alike, and no string or comment") {
  const Folder folder;
  const std::string deep = "x" + repeated(".x", limits::depth.most);
  folder.check(limits::depth, deep + " = 1", deep + ".x = 1");
  folder.check(limits::depth, "[x.x.x]\n" + nested(limits::depth.most - 3),
               "[x.x.x]\n" + nested(limits::depth.most - 2));
  folder.check(limits::depth, "x = " + repeated("{ x = ", 16) + "1" + repeated(" }", 16),
               "x = " + repeated("{ x = ", 17) + "1" + repeated(" }", 17));
  const std::string brackets(50, '['), dots(50, '.');
  CHECK(folder.told(child + "# " + brackets + dots + "\ntitle = \"" + brackets + dots + "\\\"" + brackets + "\"")
            .empty());
  CHECK(folder.told(child + "title = '" + brackets + dots + "\\'").empty());
  CHECK(folder.told(child + "title = \"\"\"" + brackets + "\\\"\"\"" + dots + "\"\"\"\"").empty());
  // Behind a string that the scan must not take for open, depth counts again.
  CHECK_THAT(folder.told("a = '''x'''''\nb" + repeated(".x", 12'000) + " = 1"),
             Catch::Contains(at_most(limits::depth)));
  CHECK_THAT(folder.told("a = \"\\\\\"\nb" + repeated(".x", 12'000) + " = 1"), Catch::Contains(at_most(limits::depth)));
  CHECK_THAT(folder.told(repeated("x.", 12'000) + "x = 1"), Catch::Contains(at_most(limits::depth)));
}

TEST_CASE("texts, names and comments have a length") {
  const Folder folder;
  const auto source = [](std::size_t bytes) {
    return child + "[assume]\n\"supply.domestic_growth\" = { value = 1.0, source = \"" + std::string(bytes, 's') +
           "\" }\n";
  };
  folder.check(limits::text, source(limits::text.most), source(limits::text.most + 1));
  const auto key = [](std::size_t bytes) { return std::string(bytes, 'k') + " = 1\n" + child; };
  CHECK_THAT(folder.told(key(limits::text.most)), !Catch::Contains(at_most(limits::text)));
  CHECK_THAT(folder.told(key(limits::text.most + 1)), Catch::Contains(at_most(limits::text)));
  const auto title = [](std::size_t characters) { return child + "title = \"" + repeated("é", characters) + "\"\n"; };
  folder.check(limits::name, title(limits::name.most), title(limits::name.most + 1));
  const auto comment = [](std::size_t bytes) { return "# " + std::string(bytes, 'c') + "\n" + child; };
  folder.check(limits::comment, comment(limits::comment.most), comment(limits::comment.most + 1));
}

TEST_CASE("a chain of scenarios has a length") {
  const Folder folder;
  for (std::size_t i = 1; i < limits::extends.most - 1; ++i)
    folder.write("c" + std::to_string(i) + ".toml", i == 1 ? child : "extends = \"c" + std::to_string(i - 1) + "\"\n");
  const std::string longest = "extends = \"c" + std::to_string(limits::extends.most - 2) + "\"\n";
  CHECK(folder.told(longest).empty());
  folder.write("one_more.toml", longest);
  CHECK_THAT(folder.told("extends = \"one_more\"\n"), Catch::Contains(at_most(limits::extends)));
}

TEST_CASE("policies, actions, conditions and measures are counted") {
  const Folder folder;
  const auto policies = [](std::size_t count) {
    std::string text = child;
    for (std::size_t i = 0; i < count; ++i) text += "[[policy]]\nname = \"p" + std::to_string(i) + "\"\n";
    return text;
  };
  folder.check(limits::policies, policies(limits::policies.most), policies(limits::policies.most + 1));
  const std::string action = "{ lever = \"us.export_control\", of = \"CN\", at = 2026-06-01, to = 0.5 },\n";
  folder.check(limits::actions, with_policy(repeated(action, limits::actions.most)),
               with_policy(repeated(action, limits::actions.most + 1)));
  // A list of names is as many actions.
  const std::string twenty = "[" + repeated("\"CN\", ", 20) + "]", fifty = "[" + repeated("\"US\", ", 50) + "]";
  const std::string crossed =
      "{ lever = \"ban_foreign_weights\", of = " + twenty + ", in = " + fifty + ", at = 2026-06-01, to = 1 },\n";
  folder.check(limits::actions, with_policy(crossed), with_policy(crossed + action));
  const auto waits = [](std::size_t conditions) {
    return with_policy("{ lever = \"us.export_control\", of = \"CN\", to = 0.5, when = { any = [" +
                       repeated("{ measure = \"frontier_lag\", above = 1 },", conditions) + "] } }");
  };
  folder.check(limits::conditions, waits(limits::conditions.most), waits(limits::conditions.most + 1));
  const auto record = [](std::size_t count) {
    return child + "[measure]\nrecord = [" + repeated("\"stock\", ", count) + "]\n";
  };
  folder.check(limits::measures, record(limits::measures.most), record(limits::measures.most + 1));
}

TEST_CASE("members, worlds and cells are refused before room is made for them") {
  const Folder folder;
  CHECK(folder.told(with_run("members = 100000")).empty());
  CHECK_THAT(folder.told(with_run("members = 100001")), Catch::Contains("an integer from 1 to 100000"));
  CHECK(folder.told(with_run("worlds = 50000")).empty());
  CHECK_THAT(folder.told(with_run("worlds = 50001")), Catch::Contains("an integer from 1 to 50000"));
  const std::string all = "[structure]\nreactions = \"*\"\n";
  folder.check(limits::worlds, with_run("worlds = 25000") + all, with_run("worlds = 25001") + all);
  folder.check(limits::cells, with_run("worlds = 20\nmembers = 100000"), with_run("worlds = 21\nmembers = 100000"));
}

TEST_CASE("dates, the length of a run and what it records have bounds") {
  const Folder folder;
  const auto until = [](const std::string& date) {
    return with_policy("{ lever = \"us.export_control\", of = \"CN\", at = 2026-06-01, until = " + date +
                       ", to = 0.5 }");
  };
  CHECK(folder.told(until("2199-12-31")).empty());
  CHECK_THAT(folder.told(until("2200-01-01")), Catch::EndsWith("is out of range (allowed: years 1900 to 2199)"));
  CHECK_THAT(folder.told(until("1900-01-01")), Catch::Contains("is not after at"));
  CHECK_THAT(folder.told(until("1899-12-31")), Catch::EndsWith("is out of range (allowed: years 1900 to 2199)"));
  const auto end = [](Date date) { return "end = " + to_string(date); };
  folder.check(limits::years, with_run(end(date_of(2125, 1, 1))), with_run(end(date_of(2125, 1, 2))));
  const Date last = date_of(2025, 1, 1).plus_days(static_cast<int>(limits::dates.most) * Steps{}.days() - 1);
  const std::string weekly = "[measure]\nevery = \"week\"\n";
  folder.check(limits::dates, with_run(end(last)) + weekly, with_run(end(last.plus_days(Steps{}.days()))) + weekly);
}

TEST_CASE("tables are read up to their limits") {
  const auto row = [](std::size_t columns) { return "1" + repeated(",1", columns - 1) + '\n'; };
  CHECK(problems_in_csv(row(limits::columns.most), limits::columns) == 0);
  CHECK(problems_in_csv(row(limits::columns.most + 1), limits::columns) == 1);
  CHECK(problems_in_csv(repeated("1\n", limits::rows.most + 1), limits::rows) == 0);  // the first is the header
  CHECK(problems_in_csv(repeated("1\n", limits::rows.most + 2), limits::rows) == 1);
  CHECK(problems_in_csv(std::string(limits::field.most, '1'), limits::field) == 0);
  CHECK(problems_in_csv(std::string(limits::field.most + 1, '1'), limits::field) == 1);
  const std::size_t rows = limits::fields.most / limits::columns.most;
  CHECK(problems_in_csv(repeated(row(limits::columns.most), rows), limits::fields) == 0);
  CHECK(problems_in_csv(repeated(row(limits::columns.most), rows) + "1\n", limits::fields) == 1);
  const Folder folder;
  const fs::path table = folder.write("worlds.csv", "#");
  const auto told = [&](std::size_t bytes) {
    fs::resize_file(table, bytes);  // sparse: takes no room on the disk
    std::vector<Problem> problems;
    read_text_file(table, limits::table, problems);
    return problems.front().text();
  };
  CHECK_THAT(told(limits::table.most), Catch::Contains("is not text"));
  CHECK_THAT(told(limits::table.most + 1), Catch::Contains(at_most(limits::table)));
}

TEST_CASE("overrides are counted and measured") {
  const Folder folder;
  std::vector<std::string> overrides;
  for (std::size_t i = 0; i < limits::overrides.most; ++i) overrides.push_back("assume.k" + std::to_string(i) + "=1");
  CHECK_THAT(folder.told(child, overrides), !Catch::Contains(at_most(limits::overrides)));
  overrides.emplace_back("run.seed=1");
  CHECK_THAT(folder.told(child, overrides), Catch::Contains(at_most(limits::overrides)));
  const std::string key = "run.seed=";
  CHECK(folder.told(child, {key + std::string(limits::argument.most - key.size() - 1, ' ') + '1'}).empty());
  CHECK_THAT(folder.told(child, {key + std::string(limits::argument.most - key.size(), ' ') + '1'}),
             Catch::Contains(at_most(limits::argument)));
  CHECK_THAT(folder.told(child, {"a" + repeated(".a", limits::depth.most) + "=1"}), Catch::Contains("unknown key"));
  CHECK_THAT(folder.told(child, {"a" + repeated(".a", limits::depth.most + 1) + "=1"}),
             Catch::Contains(at_most(limits::depth)));
  // Neither is deep, both together are.
  CHECK_THAT(folder.told(child, {"a.a.a=" + std::string(14, '[') + std::string(14, ']')}),
             Catch::Contains("unknown key"));
  CHECK_THAT(folder.told(child, {"a.a.a=" + std::string(15, '[') + std::string(15, ']')}),
             Catch::Contains(at_most(limits::depth)));
  CHECK_THAT(folder.told(child, {"run.seed=" + std::string(limits::depth.most + 1, '[')}),
             Catch::Contains(at_most(limits::depth)));
}

TEST_CASE("a hundred problems are shown, two thousand are counted") {
  const Folder folder;
  const auto mistakes = [&](std::size_t count) {
    std::string text = child + "[assume]\n";
    for (std::size_t i = 0; i < count; ++i) text += "k" + std::to_string(i) + " = 1\n";
    try {
      load_study(toy::kind(), folder.write("given.toml", text), {});
    } catch (const Error& error) {
      return error;
    }
    throw std::logic_error("the mistakes were not seen");
  };
  CHECK(mistakes(limits::problems.most).problems().size() == limits::problems.most);
  const Error some = mistakes(limits::problems.most + 212);
  CHECK(some.problems().size() == limits::problems.most + 1);
  CHECK(some.problems().back().text() == "and 212 more");
  CHECK(some.count() == limits::problems.most + 212);
  const Error many = mistakes(limits::counted.most + 1);
  CHECK(many.problems().back().text() == "and 1900 more; reading stopped there");
  CHECK(mistakes(limits::counted.most - 1).problems().back().text() == "and 1899 more");
}
