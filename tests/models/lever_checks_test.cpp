// What `check` says of levers before any history is simulated.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/models/small_history.hpp"

using namespace weightshed;

namespace {

// A scenario of two policies: nothing, and these actions.
sim::Study load(const std::string& actions, std::vector<std::string>* warnings = nullptr) {
  const std::filesystem::path library = std::filesystem::path(WEIGHTSHED_SOURCE_DIR) / "scenarios";
  std::string name = (std::filesystem::temp_directory_path() / "weightshed-levers-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  const std::filesystem::path folder = name;
  std::ofstream(folder / "given.toml")
      << "extends = \"baseline\"\n[[policy]]\nname = \"nothing\"\n[[policy]]\nname = \"tried\"\nactions = [\n"
      << actions << "]\n";
  struct Removal {
    std::filesystem::path of;
    ~Removal() { std::filesystem::remove_all(of); }
  } const removal{folder};
  return sim::load_study(history::kind(), folder / "given.toml", {{}, {library}}, warnings);
}

// Open weights of every origin, preferred in these regions: a programme for each pair of them.
std::string every_origin_in(const std::string& regions, const std::string& when) {
  return "{ lever = \"origin_preference\", in = [" + regions + "], to = 0.2, " + when + " },\n";
}
const std::string four = "\"US\", \"EU\", \"UK\", \"JP\"", other_four = "\"KR\", \"IN\", \"CA\", \"GULF\"";

}  // namespace

TEST_CASE("more programmes at once than a history can hold are refused with the policy and the date") {
  for (const char* when : {"at = 2027-03-01", "at = 2027-03-01, ramp = \"2 years\"",
                           "at = 2027-03-01, when = { measure = \"frontier_lag\", pair = \"cn-us\", above = 1 }"}) {
    INFO(when);
    CHECK_NOTHROW(load(every_origin_in(four, when)));
    CHECK_THROWS_WITH(load(every_origin_in(four + ", \"KR\"", when)),
                      Catch::Contains("given.toml:4:") && Catch::Contains("policy: 'tried', on 2027-03-") &&
                          Catch::Contains(" programmes tie users to families at once") &&
                          Catch::Contains("at most 64"));
  }
}

TEST_CASE("as many programmes one after the other are allowed") {
  const std::string until_summer = every_origin_in(four, "at = 2027-03-01, until = 2027-06-01");
  CHECK_NOTHROW(load(until_summer + every_origin_in(other_four, "at = 2027-06-07")));
  CHECK_THROWS_WITH(load(until_summer + every_origin_in(other_four, "at = 2027-05-17")),
                    Catch::Contains("'tried', on 2027-05-") && Catch::Contains(" programmes tie"));
}

TEST_CASE("a duty that asks for nothing is warned of") {
  const auto warned = [](const std::string& action) {
    std::vector<std::string> warnings;
    load("{ lever = \"release_duty\", of = \"EU\", at = 2027-01-01, " + action + " }\n", &warnings);
    return std::count(warnings.begin(), warnings.end(),
                      "policy 'tried': release_duty changes nothing here, since the action states none of its "
                      "options: delay, withheld, cost");
  };
  CHECK(warned("to = 25") == 1);
  CHECK(warned("to = 25, delay = \"3 months\"") == 0);
  CHECK(warned("to = 25, cost = 1e6") == 0);
  CHECK(warned("to = 40") == 0);  // no duty at all
}
