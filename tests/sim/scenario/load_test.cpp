// Scenarios that are right: what they become.
#include "sim/scenario/load.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "sim/results/study_record.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/inherit.hpp"
#include "sim/scenario/schema.hpp"
#include "tests/sim/scenario/loaded.hpp"

namespace {

namespace fs = std::filesystem;
using scenario_test::library, scenario_test::load;

std::string origin_of(const sim::Study& study, const std::string& key) {
  for (const sim::Setting& setting : study.source.resolved) {
    if (setting.key == key) return setting.origin;
  }
  return "absent";
}

}  // namespace

TEST_CASE("a child overrides keys of its parent and inherits the rest") {
  const sim::Study study = load("# Why?\n# For a test.\n\n# not this\nextends = \"baseline\"\n[run]\nmembers = 9\n");
  CHECK(study.run.members == 9);
  CHECK(study.run.seed == 7);
  CHECK(study.title == "Baseline of the toy");
  CHECK(study.name == "mine");
  CHECK(study.question == "Why? For a test.");
  CHECK(study.policies.size() == 1);
  CHECK_THAT(origin_of(study, "run.members"), Catch::EndsWith("mine.toml:7"));
  CHECK_THAT(origin_of(study, "run.seed"), Catch::EndsWith("baseline.toml:10"));
  CHECK(origin_of(study, "run.design") == "default");
}

TEST_CASE("an assumption is the same key with and without quotes, in parent and child, and refused twice in one file") {
  const std::string parent = "extends = \"baseline\"\n[assume]\n";
  const auto value = [](const sim::Study& study) {
    std::size_t p = 0;
    while (study.kind->parameters[p].key != "derivation.habit") ++p;
    return study.design.row(0)[p];
  };
  CHECK(value(load(parent + "derivation.habit = 0.4\n")) == 0.4);
  CHECK(value(load(parent + "\"derivation.habit\" = 0.4\n")) == 0.4);
  CHECK(value(load(parent + "\"derivation.habit\" = 0.3\n", {"assume.derivation.habit=0.4"})) == 0.4);
  CHECK(value(load(parent + "derivation.habit = 0.3\n", {"assume.derivation.habit=0.4"})) == 0.4);
  CHECK_THROWS_WITH(load(parent + "derivation.habit = 0.4\n\"derivation.habit\" = 0.4\n"),
                    Catch::Contains("is defined twice"));
}

TEST_CASE("a child's list of policies replaces the parent's") {
  const sim::Study study = load("extends = \"two_policies\"\n[[policy]]\nname = \"alone\"\n");
  REQUIRE(study.policies.size() == 1);
  CHECK(study.policies[0].name == "alone");
}

TEST_CASE("an override on the command line is the last word, and a bare word is text") {
  const sim::Study study = load("extends = \"baseline\"\n",
                                {"run.members=3", "run.past=simulated", "assume.supply.domestic_growth=1.2 / year"});
  CHECK(study.run.members == 3);
  CHECK(study.run.past == sim::Past::simulated);
  CHECK(study.design.row(0)[0] == 1.2);
  CHECK(origin_of(study, "run.members") == "-s");
}

TEST_CASE("an override obeys the rules of the file") {
  CHECK_THROWS_WITH(load("extends = \"baseline\"\n", {"run.membrs=3"}), Catch::Contains("-s: run.membrs: unknown key"));
  CHECK_THROWS_WITH(load("extends = \"baseline\"\n", {"run.members"}), Catch::Contains("is not an override"));
  CHECK_THROWS_WITH(load("extends = \"baseline\"\n", {"policy.name=x"}), Catch::Contains("cannot be overridden"));
}

TEST_CASE("a label may be its full name, in any case; a key without its section gets what was meant") {
  const auto message = [](const std::string& of, const std::string& when, std::vector<std::string> overrides) {
    try {
      load("extends = \"baseline\"\n[[policy]]\nname = \"a\"\nactions = [{ lever = \"us.export_control\", of = \"" +
               of + "\", to = 0.9, when = { measure = \"stock\", country = \"" + when + "\", above = 2 } }]\n",
           std::move(overrides));
    } catch (const sim::Error& error) {
      return std::string(error.what());
    }
    return std::string("valid");
  };
  CHECK(message("CN", "US", {}) == "valid");
  CHECK(message("China", "US", {}) == "valid");
  CHECK(message("cn", "united states", {}) == "valid");
  CHECK_THAT(message("Chyna", "US", {}), Catch::Contains("no country 'Chyna'") && Catch::Contains("mean 'CN'?"));
  CHECK_THAT(message("CN", "chn", {}),
             Catch::Contains("when.country: no country 'chn'") && Catch::Contains("mean 'CN'?"));
  CHECK_THAT(message("CN", "US", {"members=4"}), Catch::Contains("mean 'run.members'?"));
  CHECK_THAT(message("CN", "US", {"run.derivation.habit=0.3"}), Catch::Contains("mean 'assume.derivation.habit'?"));
}

TEST_CASE("an action that names nothing where its lever can is warned of, unless it says where it holds") {
  const auto warned = [](const std::string& action) {
    std::vector<std::string> warnings;
    load("extends = \"baseline\"\n[[policy]]\nname = \"a\"\nactions = [{ " + action + ", at = 2026-09-01, to = 1 }]\n",
         {}, &warnings);
    return std::any_of(warnings.begin(), warnings.end(), [](const std::string& warning) {
      return warning.find("names no country, so it aims at every country") != std::string::npos;
    });
  };
  CHECK(warned("lever = \"us.export_control\""));
  CHECK_FALSE(warned("lever = \"us.export_control\", of = \"CN\""));
  CHECK_FALSE(warned("lever = \"ban_foreign_weights\", in = \"US\""));
  CHECK_FALSE(warned("lever = \"us.smuggling_enforcement\""));
}

TEST_CASE("the resolved scenario loads to an equal study") {
  const std::string text =
      "extends = \"two_policies\"\n[run]\nworlds = 4\n[assume]\nsupply.domestic_growth = { range = [0.5, 1.5] }\n";
  const sim::Study first = load(text);
  const sim::Study again = load(first.source.resolved_text);
  CHECK(again.source.sha256 == first.source.sha256);
  CHECK(again.design.values == first.design.values);
  CHECK(again.source.resolved_text == first.source.resolved_text);
}

TEST_CASE("the digest changes with any value and not with comments or order") {
  const sim::Study a = load("extends = \"baseline\"\n[run]\nmembers = 4\nworlds = 1\n");
  const sim::Study b = load("# said in other words\nextends = \"baseline\"\n[run]\nworlds = 1\nmembers = 4\n");
  const sim::Study c = load("extends = \"baseline\"\n[run]\nmembers = 5\n");
  CHECK(a.source.sha256.size() == 64);
  CHECK(a.source.sha256 == b.source.sha256);
  CHECK(a.source.sha256 != c.source.sha256);
}

TEST_CASE("an action becomes one entry a sector, with its word, ramp and fee resolved") {
  const sim::Study study = load(R"(extends = "baseline"
[[policy]]
name = "a"
[[policy]]
name = "b"
actions = [
  { lever = "ban_foreign_weights", in = "US", of = "CN", sectors = ["government", "finance"], at = 2026-06-01, until = 2027-01-01, ramp = "6 months", to = 1 },
  { lever = "cn.export_of_weights", at = 2026-08-01, to = "closed" },
  { lever = "us.export_control", of = "CN", at = 2026-09-01, to = "65 %", fee = 0.15 },
  { lever = "us.open_weight_programme", at = 2026-09-01, to = "2e9 USD / year" },
]
)");
  const auto& actions = study.policies[1].actions;
  REQUIRE(actions.size() == 5);
  CHECK(actions[0].target.in == 0);
  CHECK(actions[0].target.of == 1);
  CHECK(actions[0].target.sector == 0);
  CHECK(actions[1].target.sector == 1);
  CHECK(actions[0].ramp.value == Approx(0.5));
  CHECK(actions[0].until == sim::date_of(2027, 1, 1));
  CHECK(actions[2].to == 1.0);
  CHECK(actions[3].to == Approx(0.65));
  CHECK(actions[3].options[0] == 0.15);
  CHECK(actions[4].to == 2e9);
  CHECK(study.policies[0].actions.empty());
}

TEST_CASE("a condition becomes a value of a measure with bounds, and an undated trigger waits for the fork") {
  const sim::Study study = load(R"(extends = "baseline"
[[policy]]
name = "a"
[[policy]]
name = "b"
actions = [
  { lever = "us.export_control", of = "CN", to = 0.9, when = { measure = "stock", country = "CN", above = 2, below = 5, for = "3 months" } },
  { lever = "us.export_control", of = "CN", at = 2026-09-01, to = 0.5, when = { any = [{ measure = "frontier_lag", below = "0.25 years" }, { measure = "stock", country = "US", above = 1 }] } },
]
)");
  const auto& actions = study.policies[1].actions;
  REQUIRE(actions.size() == 2);
  const sim::Condition first{0, 1, 2.0, 5.0, 91};
  CHECK(actions[0].when == sim::Trigger{false, {first}});
  CHECK(actions[0].at == sim::undated);
  CHECK(actions[1].when->any);
  REQUIRE(actions[1].when->conditions.size() == 2);
  CHECK(actions[1].when->conditions[0].below.value() == Approx(3.0));
  CHECK(actions[1].when->conditions[1].value == 0);
  CHECK(study.fork() >= sim::date_of(2026, 9, 1));  // the dated one; the other sleeps until then
  CHECK(study.fork() < sim::date_of(2026, 9, 8));
}

TEST_CASE("dated facts stand in every policy, ordered by date") {
  const sim::Study study = load("extends = \"two_policies\"\n");
  for (const sim::Policy& policy : study.policies) {
    REQUIRE(policy.baseline.size() == 3);
    CHECK(policy.baseline[0].to == 0.35);
    CHECK(policy.baseline[1].to == 0.6);
    CHECK(policy.baseline[2].options[0] == 0.15);
    CHECK(policy.baseline[0].target.of == 1);
  }
}

TEST_CASE("the fork is the first step on or after the first action, and the end when policies never differ") {
  CHECK(load("extends = \"two_policies\"\n").fork() == sim::date_of(2026, 6, 3));  // 74 weeks after 2025-01-01
  CHECK(load("extends = \"baseline\"\n").fork() == sim::date_of(2027, 12, 31));
  CHECK(load("extends = \"two_policies\"\n", {"run.fork=2026-01-07"}).fork() == sim::date_of(2026, 1, 7));
}

TEST_CASE("recording dates are the last days of the periods that lie wholly in the run") {
  const auto dates = [](std::string_view every) {
    std::string text = "extends = \"baseline\"\n[run]\nstart = 2025-01-15\nend = 2026-07-30\n[measure]\nevery = \"";
    text.append(every).append("\"\n");
    return load(text).record_dates();
  };
  const auto months = dates("month");
  CHECK(months.front() == sim::date_of(2025, 2, 28));
  CHECK(months.back() == sim::date_of(2026, 6, 30));
  CHECK(months.size() == 17);
  const auto quarters = dates("quarter");
  CHECK(quarters.front() == sim::date_of(2025, 6, 30));
  CHECK(quarters.size() == 5);
  CHECK(dates("year").empty());
  const auto weeks = dates("week");
  CHECK(weeks.front() == sim::date_of(2025, 1, 21));
  CHECK(weeks.back() <= sim::date_of(2026, 7, 30));
}

TEST_CASE("structures are crossed fully and the same draws repeat under each combination") {
  const sim::Study study = load(R"(extends = "baseline"
[run]
worlds = 8
[assume]
"derivation.habit" = { range = [0.1, 0.45] }
"supply.domestic_growth" = { value = "0.8 / year", ci80 = ["0.4 / year", "1.2 / year"], source = "a test" }
[structure]
openness = "*"
reactions = ["none", "reactive"]
)");
  REQUIRE(study.design.worlds() == 8 * 3 * 2);
  CHECK(study.design.sampled == std::vector<std::size_t>{0, 1});
  for (std::size_t combination = 1; combination < 6; ++combination) {
    for (std::size_t draw = 0; draw < 8; ++draw) {
      const auto a = study.design.row(draw);
      const auto b = study.design.row(combination * 8 + draw);
      CHECK(std::equal(a.begin(), a.end(), b.begin()));
      CHECK(study.design.keys[draw] == study.design.keys[combination * 8 + draw]);  // so they share their luck
    }
  }
  CHECK(std::set(study.design.keys.begin(), study.design.keys.end()).size() == 8);
  CHECK(study.design.structure[0] == std::vector<std::size_t>{0, 1});
  CHECK(study.design.structure[8] == std::vector<std::size_t>{0, 0});
  CHECK(study.design.structure[47] == std::vector<std::size_t>{2, 0});
}

TEST_CASE("a Sobol design fills a range evenly, and another seed gives other worlds") {
  const std::string text =
      "extends = \"baseline\"\n[run]\nworlds = 64\n[assume]\n\"derivation.habit\" = { range = [0.1, 0.5] }\n";
  const sim::Study study = load(text);
  std::vector<int> bins(64, 0);
  for (std::size_t w = 0; w < 64; ++w) {
    const double value = study.design.row(w)[1];
    REQUIRE(value > 0.1);
    REQUIRE(value < 0.5);
    ++bins[static_cast<std::size_t>((value - 0.1) / 0.4 * 64.0)];
  }
  // A shifted net of 64 points has exactly one in each 64th of the range.
  for (const int count : bins) CHECK(count == 1);
  CHECK(load(text, {"run.seed=8"}).design.values != study.design.values);
  CHECK(load(text, {"run.design=random"}).design.values != study.design.values);
  CHECK(load(text).design.values == study.design.values);
}

TEST_CASE("more worlds leave the first ones as they were") {
  const std::string text = "extends = \"baseline\"\n[assume]\n\"derivation.habit\" = { prior = true }\n";
  const sim::Study few = load(text, {"run.worlds=4"});
  const sim::Study many = load(text, {"run.worlds=16"});
  for (std::size_t w = 0; w < 4; ++w) CHECK(few.design.row(w)[1] == many.design.row(w)[1]);
}

TEST_CASE("one world takes the central values and says so") {
  std::vector<std::string> warnings;
  const sim::Study study = load("extends = \"baseline\"\n[assume]\n\"derivation.habit\" = { range = [0.1, 0.5] }\n",
                                {"run.members=32"}, &warnings);
  CHECK(study.design.row(0)[1] == Approx(0.3));
  CHECK(study.design.sampled.empty());
  REQUIRE(warnings.size() == 1);
  CHECK_THAT(warnings[0], Catch::Contains("central values"));
}

TEST_CASE("a list of worlds is read by the names of its columns") {
  const sim::Study study = load("extends = \"baseline\"\n[run]\ndesign = { list = \"worlds.csv\" }\n");
  REQUIRE(study.design.worlds() == 2);
  CHECK(study.design.row(0)[0] == 1.5);
  CHECK(study.design.row(1)[1] == 0.3);
  CHECK(study.design.sampled == std::vector<std::size_t>{0, 1});
}

TEST_CASE("calibrated worlds take the posterior's values and keys, and other assumptions are drawn around them") {
  const std::string text =
      "extends = \"baseline\"\n[run]\npast = \"observed\"\nobserved_until = 2026-06-30\nworlds = \"calibrated\"\n"
      "[assume]\nsupply.domestic_growth = { range = [0.5, 1.5] }\n";
  const sim::Study study = load(text);
  REQUIRE(study.design.worlds() == 3);
  CHECK(study.design.keys == std::vector<std::uint32_t>{4000000000U, 7, 11});
  CHECK(study.design.row(0)[1] == 0.1);
  CHECK(study.design.row(1)[1] == 0.3);
  CHECK(study.design.row(0)[0] != study.design.row(1)[0]);
  CHECK(study.design.sampled == std::vector<std::size_t>{0, 1});
  const sim::Study fewer = load(text, {"run.worlds={ calibrated = 2 }"});
  CHECK(fewer.design.worlds() == 2);
  CHECK(fewer.source.sha256 != study.source.sha256);
  CHECK_THROWS_WITH(load(text, {"run.worlds={ calibrated = 4 }"}), Catch::Contains("at most 3"));
}

TEST_CASE("fewer than 32 draws of luck are remarked, unless there is only one history and so no interval") {
  const std::string text = "extends = \"baseline\"\n";
  const auto said = [&](std::vector<std::string> overrides) {
    std::vector<std::string> warnings;
    load(text, std::move(overrides), &warnings);
    std::erase_if(warnings, [](const std::string& w) { return w.find("draws of luck") == std::string::npos; });
    return warnings;
  };
  CHECK(said({"run.members=1"}).empty());
  CHECK(said({"run.members=32"}).empty());
  CHECK(said({"run.members=4", "run.worlds=8"}).empty());
  REQUIRE(said({"run.members=8"}).size() == 1);
  CHECK_THAT(said({"run.members=8"})[0], Catch::Contains("8 draws of luck") && Catch::Contains("run.members = 32"));
  // Variants of a mechanism share their luck: 4 keys × 5 members.
  CHECK_THAT(said({"run.members=5", "run.worlds=4", "structure.openness=\"*\""}).at(0),
             Catch::Contains("20 draws of luck") && Catch::Contains("run.members = 8"));
}

TEST_CASE("what [assume] states goes before the posterior, with a warning") {
  std::vector<std::string> warnings;
  const sim::Study study = load(
      "extends = \"baseline\"\n[run]\npast = \"observed\"\nobserved_until = 2026-06-30\nworlds = \"calibrated\"\n"
      "[assume]\nderivation.habit = 0.25\n",
      {"run.members=32"}, &warnings);
  for (std::size_t w = 0; w < 3; ++w) CHECK(study.design.row(w)[1] == 0.25);
  REQUIRE(warnings.size() == 1);
  CHECK_THAT(warnings[0], Catch::Contains("derivation.habit is stated in [assume]"));
}

TEST_CASE("a count of worlds where fitted ones are shipped is remarked, unless [assume] states a fitted assumption") {
  const std::string text =
      "extends = \"baseline\"\n[run]\npast = \"observed\"\nobserved_until = 2026-06-30\nworlds = 3\n[assume]\n";
  std::vector<std::string> warnings;
  load(text + "supply.domestic_growth = { range = [0.5, 1.5] }\n", {"run.members=32"}, &warnings);
  REQUIRE(warnings.size() == 1);
  CHECK_THAT(warnings[0], Catch::Contains("{ calibrated = 3 }"));
  load(text + "derivation.habit = { range = [0.1, 0.3] }\n", {"run.members=32"}, &warnings);
  CHECK(warnings.empty());
}

TEST_CASE("worlds have keys of their own that follow from the seed") {
  const std::string text =
      "extends = \"baseline\"\n[run]\nworlds = 4\n[assume]\nderivation.habit = { range = [0.1, 0.3] }\n";
  const sim::Study study = load(text);
  REQUIRE(study.design.keys.size() == 4);
  CHECK(std::set<std::uint32_t>(study.design.keys.begin(), study.design.keys.end()).size() == 4);
  CHECK(load(text).design.keys == study.design.keys);
  CHECK(load(text, {"run.seed=8"}).design.keys != study.design.keys);
}

TEST_CASE("a date is given to a parameter as a date and becomes a decimal year") {
  const sim::Study study = load("extends = \"baseline\"\n[assume]\n\"supply.shock_date\" = 2028-07-01\n");
  CHECK(study.design.row(0)[4] == Approx(2028.0 + 182.0 / 366.0));
}

TEST_CASE("the schema is JSON that knows every parameter, lever, measure and structure") {
  const auto schema = nlohmann::json::parse(sim::scenario_schema(toy::kind()));
  const auto& properties = schema.at("properties");
  for (const auto& card : toy::kind().parameters) CHECK(properties.at("assume").at("properties").contains(card.key));
  CHECK(properties.at("policy").at("items").at("properties").at("actions").at("items").at("oneOf").size() ==
        toy::kind().levers.size());
  CHECK(properties.at("measure").at("properties").at("record").at("items").at("enum").size() ==
        toy::kind().measures.size());
  CHECK(properties.at("structure").at("properties").contains("openness"));
  CHECK(schema.at("additionalProperties") == false);
}

TEST_CASE("a policy says how a brief names it, and the record of a study keeps it") {
  const sim::Study study = load(
      "extends = \"baseline\"\n[[policy]]\nname = \"now\"\n[[policy]]\nname = \"ban\"\nlabel = \"A ban\"\n"
      "short = \"Ban\"\nsentence = \"bans on two things\"\nplural = true\n");
  for (const sim::Study& read : {study, study_from_json(toy::kind(), study_to_json(study), "here")}) {
    REQUIRE(read.policies.size() == 2);
    CHECK(read.policies[0].sentence.empty());
    CHECK_FALSE(read.policies[0].plural);
    CHECK(read.policies[1].label == "A ban");
    CHECK(read.policies[1].short_name == "Ban");
    CHECK(read.policies[1].sentence == "bans on two things");
    CHECK(read.policies[1].plural);
  }
}
