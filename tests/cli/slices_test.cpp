// --measure, --where and --at, the lists of names, and the ranking of open models.
#include <nlohmann/json.hpp>

#include "tests/cli/shell.hpp"

using Json = nlohmann::json;
using shell::Ended, shell::Shell;

namespace {

// The toy with a policy on the second country, and the lineage of every history.
void run_toy(const Shell& shell) {
  std::ofstream(shell.folder / "china.toml")
      << "extends = \"baseline\"\n[run]\nmembers = 3\n[measure]\nlineage = \"all\"\n"
         "[[policy]]\nname = \"current\"\n[[policy]]\nname = \"tight\"\n"
         "actions = [{ lever = \"us.export_control\", of = \"China\", at = 2026-06-01, to = 0.95 }]\n";
  REQUIRE(shell("run china.toml").code == 0);
}

}  // namespace

TEST_CASE("compare and show keep the values asked for, by code or by name in any case") {
  const Shell shell;
  run_toy(shell);
  for (const std::string label : {"CN", "cn", "China", "china"}) {
    INFO(label);
    const Json effects = Json::parse(shell("compare china.h5 --json --where country=" + label).out);
    REQUIRE(effects.size() == 1);
    CHECK(effects[0]["coordinates"]["country"] == "CN");
    const Json shown = Json::parse(shell("show china.h5 --json --where country=" + label).out);
    CHECK(shown["summary"].size() == 2);  // one for each policy
  }
  const Json two = Json::parse(shell("compare china.h5 --json --where 'country=EU,country=united states'").out);
  REQUIRE(two.size() == 2);
  CHECK(two[0]["coordinates"]["country"] == "US");  // in the order of the file
  CHECK(Json::parse(shell("compare china.h5 --json --where 'country=*'").out).size() == 3);
  CHECK(Json::parse(shell("compare china.h5 --json --measure frontier_lag,stock").out).size() == 4);
}

TEST_CASE("an unknown measure, dimension or label names the nearest and says what is allowed, all at once") {
  const Shell shell;
  run_toy(shell);
  for (const std::string verb : {"compare", "show"}) {
    const Ended wrong = shell(verb + " china.h5 --measure stok,frontier_lag --where country=Chyna");
    CHECK(wrong.code == 3);
    CHECK(wrong.out.empty());
    CHECK_THAT(wrong.err, Catch::Contains("'stok' is not a measure") && Catch::Contains("did you mean 'stock'?"));
    CHECK_THAT(wrong.err, Catch::Contains("frontier_lag has no dimension 'country'"));
    CHECK_THAT(shell(verb + " china.h5 --where country=Chyna").err,
               Catch::Contains("no country 'Chyna' (allowed: US, CN, EU, *); did you mean 'CN'?"));
    CHECK_THAT(shell(verb + " china.h5 --where contry=CN").err, Catch::Contains("did you mean 'country'?"));
    CHECK(shell(verb + " china.h5 --where country").code == 2);
    CHECK(shell(verb + " china.h5 --where country=europe").code == 0);
    CHECK_THAT(shell(verb + " china.h5 --where country=Malta").err, Catch::Contains("did you mean 'EU'?"));
  }
}

TEST_CASE("what the policy's action aims at stands first, then the largest") {
  const Shell shell;
  run_toy(shell);
  const std::string effects = shell("compare china.h5").out;
  CHECK(effects.find("country=China") < effects.find("country=United States"));
  const std::string shown = shell("show china.h5").out;
  CHECK(shown.find("country=CN") < std::min(shown.find("country=US"), shown.find("country=EU")));
}

TEST_CASE("countries are listed with their names, as a table and as JSON") {
  const Shell shell;
  const Ended listed = shell("list countries");
  CHECK(listed.code == 0);
  CHECK_THAT(listed.out, Catch::Contains("code") && Catch::Contains("CN    China"));
  CHECK(Json::parse(shell("list countries --json").out)[1]["name"] == "China");
  CHECK_THAT(shell("list contries").err, Catch::Contains("did you mean 'countries'?"));
}

TEST_CASE("a ranking lists the open models of a history and what stands ahead of each country's best") {
  const Shell shell;
  run_toy(shell);
  const Ended ranked = shell("ranking china.h5 --policy tight --member 2");
  CHECK(ranked.code == 0);
  CHECK_THAT(ranked.out, Catch::Contains("under 'tight', world 0, member 2: 3 of 3"));
  CHECK_THAT(ranked.out, Catch::Contains("2 models of 2 labs stand ahead of the best open model from EU, Toy, 2"));
  CHECK_THAT(ranked.out, Catch::Contains("over 3 histories"));
  const Json json = Json::parse(shell("ranking china.h5 --top 2 --json").out);
  REQUIRE(json["rows"].size() == 2);
  CHECK(json["models"] == 3);
  CHECK(json["rows"][1]["model"] == "Toy, 1");
  CHECK(json["rows"][1]["country"] == "CN");
  CHECK(json["rows"][1]["family_share"] == 1.0);
  CHECK(json["countries"][2]["models_ahead"] == 2);
  CHECK(json["countries"][2]["countries_ahead"] == Json({"US", "CN"}));
  CHECK_THAT(shell("ranking china.h5 --member 7").err, Catch::Contains("holds no lineage of policy 'current'"));
  CHECK(shell("ranking china.h5 --at 2040-01").code == 3);
  REQUIRE(shell("run two_policies").code == 0);
  CHECK_THAT(shell("ranking two_policies.h5").err, Catch::Contains("holds no lineage: set `lineage` in [measure]"));
}

TEST_CASE("a sweep is read by the same options") {
  const Shell shell;
  std::ofstream(shell.folder / "swept.toml")
      << "extends = \"two_policies\"\n[sweep]\n\"derivation.habit\" = [0.2, 0.3]\n";
  CHECK_THAT(shell("check swept.toml").out, Catch::Contains("sweep: 2 values of derivation.habit; about "));
  CHECK(Json::parse(shell("check swept.toml --json").out)["files"][0]["seconds"] > 0.0);
  REQUIRE(shell("run swept.toml").code == 0);
  const Ended most = shell("compare swept.h5 --measure stock");
  // Both points have the same luck: each rests on what one of them has.
  const std::string doubt =
      "from 4 pairs of one world: chance only, no uncertainty of assumptions, and few draws of chance\n\n";
  CHECK_THAT(most.out, Catch::StartsWith(doubt + "stock, country=CN at 2027-12-31"));
  const Ended other = shell("compare swept.h5 --where 'country=united states' --at 2027-06");
  CHECK_THAT(other.out,
             Catch::StartsWith(doubt + "stock, country=US at 2027-06-30") && !Catch::Contains("frontier_lag"));
  CHECK(shell("compare swept.h5 --where country=Chyna").code == 3);
}
