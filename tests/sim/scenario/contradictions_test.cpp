// What a scenario says twice, or says without effect: an error, or a warning that names it.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "sim/scenario/load.hpp"
#include "tests/toy/toy_kind.hpp"

namespace {

namespace fs = std::filesystem;

const fs::path library = fs::path(WEIGHTSHED_SOURCE_DIR) / "tests" / "robustness" / "cases";

// A folder with a list of three worlds, a parent that draws two, and a child of it that is written anew for each check.
class Family {
 public:
  Family() {
    std::string name = (fs::temp_directory_path() / "weightshed-family-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder = name;
    write("worlds.csv", "derivation.habit\n0.1\n0.2\n0.3\n");
    write("parent.toml",
          "extends = \"baseline\"\n[run]\nworlds = 2\n[assume]\n\"derivation.habit\" = { range = [0.1, 0.4] }\n");
  }
  ~Family() { fs::remove_all(folder); }

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((folder / name).parent_path());
    std::ofstream(folder / name) << text;
  }
  sim::Study load(const std::string& child, std::vector<std::string> overrides = {}) {
    write("child.toml", "extends = \"parent\"\n" + child);
    return load_study(toy::kind(), folder / "child.toml", {std::move(overrides), {library}}, &warnings);
  }
  std::string refusal(const std::string& child, std::vector<std::string> overrides = {}) {
    try {
      load(child, std::move(overrides));
    } catch (const sim::Error& error) {
      return error.what();
    }
    return "valid";
  }
  bool warned(const std::string& words) const {
    return std::any_of(warnings.begin(), warnings.end(),
                       [&](const std::string& warning) { return warning.find(words) != std::string::npos; });
  }

  fs::path folder;
  std::vector<std::string> warnings;
};

const std::string list = "[run]\ndesign = { list = \"worlds.csv\" }\n";

std::string policy_that(const std::string& action) {
  return "[[policy]]\nname = \"current\"\n[[policy]]\nname = \"tight\"\nactions = [{ lever = \"us.export_control\", of "
         "= "
         "\"CN\", to = 0.9, " +
         action + " }]\n";
}

}  // namespace

TEST_CASE("a list of worlds replaces inherited worlds, also calibrated ones, and says so") {
  Family family;
  const sim::Study study = family.load(list);
  CHECK(study.design.worlds() == 3);
  CHECK(study.design.row(2)[1] == 0.3);
  CHECK(family.warned("run.worlds = 2 (" + (family.folder / "parent.toml").string() + ":3) is not used"));
  family.write("parent.toml", "extends = \"baseline\"\n[run]\nworlds = { calibrated = 16 }\n");
  CHECK(family.load(list).design.worlds() == 3);
  CHECK(family.warned("run.worlds = { calibrated = 16 }"));
  CHECK(family.load("", {"run.design={ list = \"worlds.csv\" }"}).design.worlds() == 3);
}

TEST_CASE("worlds replace an inherited list in the same way") {
  Family family;
  family.write("parent.toml", "extends = \"baseline\"\n" + list);
  CHECK(family.load("").design.worlds() == 3);
  CHECK(family.load("[run]\nworlds = 1\n").run.sampling == sim::Sampling::sobol);
  CHECK(family.warned("run.design = { list = \"worlds.csv\" }"));
  CHECK(family.load("", {"run.worlds=1"}).design.worlds() == 1);
}

TEST_CASE("a list and a number of worlds in one place are refused, and so is a list that is not there") {
  Family family;
  CHECK_THAT(family.refusal(list + "worlds = 3\n"),
             Catch::Contains("child.toml:4:10: run.worlds: 3 stands beside a list of worlds"));
  CHECK_THAT(family.refusal("", {"run.worlds=3", "run.design={ list = \"worlds.csv\" }"}),
             Catch::Contains("-s: run.worlds: 3 stands beside a list of worlds"));
  fs::remove(family.folder / "worlds.csv");
  CHECK_THAT(family.refusal(list), Catch::Contains("worlds.csv: there is no such file"));
}

TEST_CASE("inherited ranges without a column stay at their centres, and those stated with the list ask for one") {
  Family family;
  family.write("parent.toml",
               "extends = \"baseline\"\n[assume]\n\"supply.domestic_growth\" = { range = [0.5, 1.5] }\n");
  const sim::Study study = family.load(list);
  CHECK(study.design.row(0)[0] == 1.0);
  CHECK(family.warned("stay at their central values: supply.domestic_growth = 1.0"));
  CHECK_THAT(family.refusal(list + "[assume]\nsupply.domestic_growth = { range = [0.5, 1.5] }\n"),
             Catch::Contains("supply.domestic_growth: is uncertain in [assume] but has no column"));
  CHECK_THAT(family.refusal(list, {"assume.supply.domestic_growth={ range = [0.5, 1.5] }"}),
             Catch::Contains("has no column"));
  CHECK_THAT(family.refusal(list + "[assume]\nderivation.habit = 0.2\n"),
             Catch::Contains("derivation.habit: is fixed in [assume] but has a column"));
  family.write("parent.toml", "extends = \"baseline\"\n[assume]\n\"derivation.habit\" = 0.2\n");
  CHECK(family.load(list).design.row(0)[1] == 0.1);
  CHECK(family.warned("assume: derivation.habit = 0.2 is inherited and not used"));
}

TEST_CASE("the resolved scenario of a list is itself valid and the same study") {
  Family family;
  family.write("parent.toml",
               "extends = \"baseline\"\n[run]\nworlds = 2\n[assume]\nsupply.domestic_growth = { range = "
               "[0.5, 1.5] }\nderivation.habit = 0.2\n");
  const sim::Study study = family.load(list);
  family.write("resolved.toml", study.source.resolved_text);
  std::vector<std::string> warnings;
  const sim::Study again = load_study(toy::kind(), family.folder / "resolved.toml", {{}, {library}}, &warnings);
  CHECK(again.source.sha256 == study.source.sha256);
  CHECK(again.design.values == study.design.values);
}

TEST_CASE("a list that stands in the scenario gives the worlds of the file, and its resolved scenario the same study") {
  Family family;
  family.write("parent.toml", "extends = \"baseline\"\n[run]\nworlds = 2\n");
  family.write("worlds.csv",
               "derivation.habit,world_key,supply.domestic_growth\n0.1,7,0.5 / year\n0.3,4000000000,1.5\n");
  const std::string here =
      "[run]\ndesign = { list = [\n  { \"derivation.habit\" = 0.1, world_key = 7, supply.domestic_growth = \"0.5 / "
      "year\" "
      "},\n  { world_key = 4_000_000_000, supply.domestic_growth = 1.5, derivation.habit = 0.3 },\n] }\n";
  const sim::Study study = family.load(here);
  CHECK(family.warned("run.worlds = 2"));
  const sim::Study filed = family.load(list);
  CHECK(study.design.values == filed.design.values);
  CHECK(study.design.keys == filed.design.keys);
  CHECK(study.design.sampled == filed.design.sampled);
  CHECK(family.load("[[run.design.list]]\nderivation.habit = 0.1\n").design.worlds() == 1);
  family.write("resolved.toml", study.source.resolved_text);
  std::vector<std::string> warnings;
  const sim::Study again = load_study(toy::kind(), family.folder / "resolved.toml", {{}, {library}}, &warnings);
  CHECK(again.source.sha256 == study.source.sha256);
  CHECK(again.design.values == study.design.values);
}

TEST_CASE("worlds in the scenario that are not alike are refused, each where it stands") {
  Family family;
  const auto refused = [&](const std::string& worlds) {
    return family.refusal("[run]\ndesign = { list = [" + worlds + "] }\n");
  };
  CHECK_THAT(refused(""), Catch::Contains("run.design.list: lists no worlds"));
  CHECK_THAT(refused("{ derivation.habit = 0.1 }, 3"), Catch::Contains("child.toml:3:"));
  CHECK_THAT(refused("{ derivation.habit = 0.1 }, { supply.domestic_growth = 1 }"),
             Catch::Contains("\"derivation.habit\" has no value in this world"));
  CHECK_THAT(refused("{ derivation.habit = 0.1 }, { derivation.habit = 0.2, supply.domestic_growth = 1 }"),
             Catch::Contains("\"supply.domestic_growth\" has no value in the first world"));
  CHECK_THAT(refused("{ derivation.habitt = 0.1 }"), Catch::Contains("derivation.habit'"));
  CHECK_THAT(refused("{ world_key = -1 }"), Catch::Contains("world_key: -1 is not a key"));
  CHECK_THAT(refused("{ derivation.habit = 12 }"), Catch::Contains("derivation.habit"));
  CHECK_THAT(family.refusal("[run]\ndesign = { list = 3 }\n"), Catch::Contains("run.design.list: "));
  CHECK_THAT(family.refusal("[run]\nworlds = 3\ndesign = { list = [{ derivation.habit = 0.1 }] }\n"),
             Catch::Contains("3 stands beside a list of worlds"));
}

TEST_CASE("two spellings of a parameter in one file are refused, whatever its parent states") {
  Family family;
  const std::string twice = "[assume]\nderivation.habit = 0.4\n\"derivation.habit\" = 0.3\n";
  CHECK_THAT(family.refusal(twice), Catch::Contains("child.toml:4:1: assume.\"derivation.habit\": is defined twice"));
  family.write("parent.toml", "extends = \"baseline\"\n" + twice);
  CHECK_THAT(family.refusal("[assume]\nderivation.habit = 0.2\n"), Catch::Contains("parent.toml:4:1: "));
  CHECK_THAT(family.refusal("", {"assume={ derivation.habit = 0.4, \"derivation.habit\" = 0.3 }"}),
             Catch::Contains("is defined twice"));
}

TEST_CASE("a key given twice on the command line is refused, in any spelling") {
  Family family;
  CHECK_THAT(family.refusal("", {"run.members=3", "run.members=4"}),
             Catch::Contains("-s: run.members: is given twice"));
  CHECK_THAT(family.refusal("", {"assume.derivation.habit=0.2", "assume.\"derivation.habit\"=0.3"}),
             Catch::Contains("is given twice"));
  CHECK(family.refusal("", {"run.members=3", "run.seed=4"}) == "valid");
}

TEST_CASE("an action that holds for no step or comes after the last record is warned of") {
  Family family;
  family.load(policy_that("at = 2026-06-01, until = 2026-06-02"));
  CHECK(family.warned("policy 'tight': us.export_control is never in force: it ends on 2026-06-02"));
  family.load(policy_that("at = 2027-12-31"));
  CHECK(family.warned("never in force: it begins on 2027-12-31"));
  family.load(policy_that("at = 2026-06-01"));
  CHECK_FALSE(family.warned("never in force"));
}

TEST_CASE("a table that nothing reads is warned of with the nearest name") {
  Family family;
  family.load("");
  CHECK_FALSE(family.warned("nothing reads"));
  family.write("reference/policy_date.csv", "date\n");
  family.load("");
  CHECK(family.warned("policy_date.csv is no reference table, so nothing reads it; did you mean 'policy_dates.csv'?"));
  fs::rename(family.folder / "worlds.csv", family.folder / "reference" / "worlds.csv");
  family.load("[run]\ndesign = { list = \"reference/worlds.csv\" }\n");
  CHECK_FALSE(family.warned("worlds.csv is no reference table"));
}

TEST_CASE("an end that no evidence reaches is warned of") {
  Family family;
  family.load("[run]\nend = 2033-01-31\n");
  CHECK(family.warned("run.end = 2033-01-31: no source or judgement behind the assumptions reaches beyond 2032-12-31"));
  family.load("[run]\nend = 2032-12-31\n");
  CHECK_FALSE(family.warned("reaches beyond"));
}
