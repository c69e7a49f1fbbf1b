// What a reader of result files accepts and refuses.
#include "sim/results/result_file.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>

#include "sim/error.hpp"
#include "sim/execution/run.hpp"
#include "sim/results/durable_file.hpp"
#include "sim/results/hdf5.hpp"
#include "sim/results/recorded_lineage.hpp"
#include "sim/results/seal.hpp"
#include "tests/sim/execution/toy_model.hpp"
#include "tests/sim/results/old_format.hpp"

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

TEST_CASE("a pipe is refused and not waited for, as a result and wherever else a file is read") {
  const walkers::Folder folder;
  const std::filesystem::path pipe = folder / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK_THROWS_WITH(sim::ResultFile(pipe), Catch::Contains("is a device, a pipe or a socket"));
  CHECK_THROWS_WITH(sim::read_text(pipe), Catch::Contains("a pipe or a socket, and no file"));
  CHECK_THROWS_WITH(sim::check_seal(pipe), Catch::Contains("a pipe or a socket, and no file"));
  CHECK_THROWS_WITH(sim::h5::open_file(pipe), Catch::Contains("a pipe or a socket, and no file"));
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
  whole.resize(whole.size() - sim::seal_size);  // as if another program had written it
  overwrite(folder / "out.h5", whole);
  const auto renamed = [&](const char* name, const char* version) {
    const sim::h5::Handle file(H5Fopen((folder / "out.h5").c_str(), H5F_ACC_RDWR, H5P_DEFAULT), H5Fclose, "open");
    H5Adelete(file.get(), "weightshed_format");
    sim::h5::set_attribute(file.get(), name, version);
    return folder / "out.h5";
  };
  REQUIRE_THROWS_WITH(sim::ResultFile(renamed("weightshed_format", "9.0")),
                      Catch::Contains("has format 9.0, newer than this program"));
  REQUIRE_NOTHROW(sim::ResultFile(renamed("weightshed_format", "2.7")));
  REQUIRE_THROWS_WITH(sim::ResultFile(renamed("somebodys_format", "2.0")),
                      Catch::Contains("not a result of weightshed"));
}

TEST_CASE("a file of format 1.2 is read as one of today") {
  const walkers::Folder folder;
  const sim::ResultFile old(walkers::file_of_format_1(folder / "old.h5"));
  REQUIRE(old.format() == 1);
  sim::Study study = walkers::study(2, 2);
  study.record.lineage = sim::LineageRecord::one_member;
  study.record.every = sim::Every::quarter;
  study.record.patterns = true;
  sim::RunOptions options;
  options.output = folder / "new.h5";
  run_study(study, options);
  const sim::ResultFile now(options.output);
  REQUIRE(now.format() == 2);
  REQUIRE(old.title() == now.title());
  REQUIRE(old.dates() == now.dates());
  REQUIRE(old.pattern_values() == now.pattern_values());
  REQUIRE(old.values("level", 2) == now.values("level", 2));
  REQUIRE(old.summary("level_effect") == now.summary("level_effect"));
  const auto before = old.events(), after = now.events();
  REQUIRE(before.size() == after.size());
  REQUIRE(before.back().actor == after.back().actor);
  REQUIRE(before.back().kind == after.back().kind);
  REQUIRE(before.back().days == after.back().days);
  const sim::LineageTable tree = read_lineage(old, "pushed", 0, 0).table;
  REQUIRE(tree.parent == read_lineage(now, "pushed", 0, 0).table.parent);
  REQUIRE(tree.further_parent == read_lineage(now, "pushed", 0, 0).table.further_parent);
}

TEST_CASE("a run that ends before its first recording date has no empty variables") {
  const walkers::Folder folder;
  sim::Study study = walkers::study(1, 1);
  for (sim::Policy& policy : study.policies) policy.actions.clear();
  study.run.end = sim::date_of(2019, 7, 20);
  sim::RunOptions options;
  options.output = folder / "out.h5";
  run_study(study, options);
  const sim::ResultFile result(options.output);
  REQUIRE(result.dates().empty());
  REQUIRE(result.measures().empty());
  REQUIRE(result.start() == sim::date_of(2019, 7, 1));
  REQUIRE(result.counts().done == 3);
}

TEST_CASE("a cell of text that repeats one long text of the file is not read without end") {
  const sim::h5::Handle file = sim::h5::create_image();
  const sim::h5::Handle texts = sim::h5::create_string_dataset(file.get(), "texts", {3});
  sim::h5::write_strings(texts.get(), std::vector<std::string>{"one", "two", "three"});
  REQUIRE(sim::h5::read_strings(texts.get()) == std::vector<std::string>{"one", "two", "three"});
  REQUIRE_THROWS_AS(sim::h5::read_strings(texts.get(), 8), sim::Error);
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
        "group: provenance", "byte measure_decimals(measure)", "string pattern_where(pattern)",
        "string published_reading(published)", ":fork = \"2020-07-06\""}) {
    INFO(line);
    REQUIRE(header.find(line) != std::string::npos);
  }
}
