// Every file in cases/ that has an `.expected` beside it: loading it reports exactly those problems, all at once.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "sim/execution/run.hpp"
#include "sim/results/result_file.hpp"
#include "sim/scenario/load.hpp"
#include "tests/toy/toy_kind.hpp"

namespace {

namespace fs = std::filesystem;

const fs::path cases = fs::path(WEIGHTSHED_SOURCE_DIR) / "tests" / "robustness" / "cases";

std::string content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// The problems as the program prints them, one a line; empty when the scenario is valid.
std::string problems_of(const fs::path& scenario) {
  try {
    load_study(toy::kind(), scenario, {{}, {}});
  } catch (const sim::Error& error) {
    CHECK(error.kind() == sim::Failure::invalid_input);
    std::string text;
    for (const sim::Problem& problem : error.problems()) text += problem.text() + '\n';
    return text;
  }
  return {};
}

// A folder of its own that goes when the test ends.
struct Scratch {
  fs::path folder;
  Scratch() {
    std::string name = (fs::temp_directory_path() / "weightshed-robustness-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder = name;
  }
  ~Scratch() { fs::remove_all(folder); }
};

sim::Study small_study() { return load_study(toy::kind(), cases / "two_policies.toml", {{}, {}}); }

// What the function throws, as text.
template <class Function>
std::string error_of(Function function, sim::Failure kind) {
  try {
    function();
  } catch (const sim::Error& error) {
    CHECK(error.kind() == kind);
    return error.what();
  }
  return "nothing was thrown";
}

}  // namespace

TEST_CASE("each bad scenario reports all its problems with place, allowed values and nearest name") {
  const fs::path before = fs::current_path();
  fs::current_path(cases);  // messages name files as they were given
  std::size_t count = 0;
  for (const auto& entry : fs::recursive_directory_iterator(".")) {
    if (entry.path().extension() != ".expected") continue;
    const fs::path scenario = fs::path(entry.path()).replace_extension(".toml").lexically_normal();
    INFO(scenario.string());
    CHECK(problems_of(scenario) == content(entry.path()));
    ++count;
  }
  fs::current_path(before);
  CHECK(count >= 18);
}

TEST_CASE("the valid scenarios beside the bad ones load") {
  CHECK(problems_of(cases / "baseline.toml").empty());
  CHECK(problems_of(cases / "two_policies.toml").empty());
}

TEST_CASE("a missing file, a directory and a device are refused by name") {
  CHECK_THAT(problems_of(cases / "absent.toml"), Catch::Contains("absent.toml: there is no such file"));
  CHECK_THAT(problems_of(cases), Catch::Contains("is a directory (allowed: a file)"));
  CHECK_THAT(problems_of("/dev/zero"), Catch::Contains("is not a regular file"));
}

TEST_CASE("a file of 200 MB is refused before it is read") {
  const Scratch scratch;
  const fs::path large = scratch.folder / "large.toml";
  std::ofstream(large).put('#');
  fs::resize_file(large, 200'000'000);  // sparse: takes no room on the disk
  CHECK_THAT(problems_of(large), Catch::Contains("is 200000000 bytes long (allowed: at most 1048576 bytes)"));
}

TEST_CASE("hundreds of nested brackets are an error and no crash") {
  const Scratch scratch;
  const fs::path deep = scratch.folder / "deep.toml";
  std::ofstream(deep) << "a = " << std::string(100'000, '[');
  CHECK_THAT(problems_of(deep), Catch::Contains("tables and lists are too deep here"));
}

TEST_CASE("an output that cannot be written is an error before anything runs") {
  sim::RunOptions options;
  options.output = cases / "baseline.toml" / "out.h5";  // a file is no folder
  bool ran = false;
  options.progress = [&](const sim::Progress&) { ran = true; };
  CHECK_THAT(error_of([&] { run_study(small_study(), options); }, sim::Failure::invalid_input),
             Catch::Contains("there is no folder"));
  CHECK_FALSE(ran);
}

TEST_CASE("an existing output is kept unless force is given") {
  const Scratch scratch;
  sim::RunOptions options;
  options.output = scratch.folder / "out.h5";
  std::ofstream(options.output) << "mine";
  CHECK_THAT(error_of([&] { run_study(small_study(), options); }, sim::Failure::invalid_input),
             Catch::Contains("--force"));
  CHECK(content(options.output) == "mine");
  options.force = true;
  CHECK(run_study(small_study(), options).progress.failed == 0);
  CHECK(sim::ResultFile(options.output).policies().size() == 2);
}

TEST_CASE("a result file that is truncated, foreign or missing is told apart from a good one") {
  const Scratch scratch;
  sim::RunOptions options;
  options.output = scratch.folder / "out.h5";
  run_study(small_study(), options);
  const auto opening = [](const fs::path& path) {
    return error_of([&] { sim::ResultFile result(path); }, sim::Failure::invalid_input);
  };
  fs::copy_file(options.output, scratch.folder / "cut.h5");
  fs::resize_file(scratch.folder / "cut.h5", fs::file_size(options.output) / 2);
  CHECK_THAT(opening(scratch.folder / "cut.h5"), Catch::Contains("cut.h5"));
  CHECK_THAT(opening(cases / "baseline.toml"), Catch::Contains("baseline.toml"));
  CHECK_THAT(opening(scratch.folder / "absent.h5"), Catch::Contains("absent.h5"));
}
