// What a reader of result files accepts and refuses.
#include "sim/results/result_file.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>

#include "sim/error.hpp"
#include "sim/execution/run.hpp"
#include "sim/results/durable_file.hpp"
#include "sim/results/result_format.hpp"
#include "tests/sim/execution/toy_model.hpp"

namespace fs = std::filesystem;

namespace {

void make(const fs::path& output) {
  sim::RunOptions options;
  options.output = output;
  options.command = "weightshed run toy.toml";
  run_study(walkers::study(2, 3), options);
}

void overwrite(const fs::path& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

}  // namespace

TEST_CASE("a result file gives back what it describes") {
  const walkers::Folder folder;
  make(folder / "out.h5");
  const sim::ResultFile result(folder / "out.h5");
  REQUIRE(result.title() == "Do pushed walkers walk further?");
  REQUIRE(result.policies() == std::vector<std::string>{"current", "placebo", "pushed"});
  REQUIRE(result.policy_labels()[0] == "As it is");
  REQUIRE(result.worlds() == 2);
  REQUIRE(result.members() == 3);
  REQUIRE(result.dates().size() == 24);
  REQUIRE(result.measures().size() == 3);
  const auto& level = result.measure("level");
  REQUIRE(level.dimensions == std::vector<std::string>{"country"});
  REQUIRE(level.units == "m");
  REQUIRE(result.measure("flow").window == "period");
  REQUIRE(result.measure("flow").calibration == "not calibrated");
  REQUIRE(result.coordinate("country") == std::vector<std::string>{"US", "CN"});
  REQUIRE(result.provenance().front() == std::pair<std::string, std::string>{"command", "weightshed run toy.toml"});
  REQUIRE(result.date_index(sim::date_of(2019, 9, 15)) == 1);
}

TEST_CASE("files that are no result are refused with the reason") {
  const walkers::Folder folder;
  REQUIRE_THROWS_WITH(sim::ResultFile(folder / "none.h5"), Catch::Contains("does not exist"));
  overwrite(folder / "text.h5", "pattern,value\nP1,3\n");
  REQUIRE_THROWS_WITH(sim::ResultFile(folder / "text.h5"), Catch::Contains("is not an HDF5 file"));
  overwrite(folder / "empty.h5", "");
  REQUIRE_THROWS_WITH(sim::ResultFile(folder / "empty.h5"), Catch::Contains("is not an HDF5 file"));
  REQUIRE_THROWS_WITH(sim::ResultFile(folder / ""), Catch::Contains("is a folder"));
}

TEST_CASE("a truncated result is refused at any length, and never crashes") {
  const walkers::Folder folder;
  make(folder / "out.h5");
  const std::string whole = sim::read_text(folder / "out.h5");
  for (std::size_t length = 8; length < whole.size(); length += whole.size() / 25) {
    INFO(length);
    overwrite(folder / "cut.h5", whole.substr(0, length));
    REQUIRE_THROWS_AS(sim::ResultFile(folder / "cut.h5"), sim::Error);
  }
  overwrite(folder / "cut.h5", whole.substr(0, whole.size() / 2));
  REQUIRE_THROWS_WITH(sim::ResultFile(folder / "cut.h5"), Catch::Contains("truncated or damaged"));
}

TEST_CASE("a newer format and a foreign HDF5 file are told apart") {
  const walkers::Folder folder;
  make(folder / "out.h5");
  std::string whole = sim::read_text(folder / "out.h5");
  // The version is a text of the file's heap, behind the attribute that names it.
  const std::size_t at = whole.find(std::string(sim::format_version) + '\0');
  REQUIRE(at != std::string::npos);
  std::string newer = whole;
  newer.replace(at, 3, "9.0");
  overwrite(folder / "newer.h5", newer);
  REQUIRE_THROWS_WITH(sim::ResultFile(folder / "newer.h5"), Catch::Contains("has format 9.0, newer than this program"));
  std::string minor = whole;
  minor.replace(at, 3, "1.7");
  overwrite(folder / "minor.h5", minor);
  REQUIRE_NOTHROW(sim::ResultFile(folder / "minor.h5"));
  std::string foreign = whole;
  for (std::size_t from = 0; (from = foreign.find("weightshed_format", from)) != std::string::npos;) {
    foreign.replace(from, 17, "somebodys__format");
  }
  overwrite(folder / "foreign.h5", foreign);
  REQUIRE_THROWS_WITH(sim::ResultFile(folder / "foreign.h5"), Catch::Contains("not a result of weightshed"));
}

TEST_CASE("ncdump reads the file with names, units and dates") {
  if (std::system("command -v ncdump > /dev/null") != 0) {
    WARN("ncdump is not installed");
    return;
  }
  const walkers::Folder folder;
  make(folder / "out.h5");
  const std::string text = (folder / "header.txt").string();
  REQUIRE(std::system(("ncdump -h '" + (folder / "out.h5").string() + "' > '" + text + "'").c_str()) == 0);
  const std::string header = sim::read_text(text);
  for (const char* line :
       {"float level(policy, world, member, time, country)", "level:units = \"m\"", "days since 2019-07-01",
        "ubyte status(policy, world, member)", "group: summary", "float level_effect(policy, time, country)",
        "group: provenance", "byte measure_decimals(measure)", "string pattern_where(pattern)", "string reading(row)",
        ":fork = \"2020-07-06\""}) {
    INFO(line);
    REQUIRE(header.find(line) != std::string::npos);
  }
}
