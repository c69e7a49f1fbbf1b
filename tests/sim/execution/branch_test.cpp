// A branch from a finished result is the full run, bit for bit; a replay finds what differs.
#include "sim/execution/branch.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "sim/results/result_file.hpp"
#include "tests/sim/execution/same_data.hpp"
#include "tests/sim/execution/toy_model.hpp"

namespace fs = std::filesystem;

namespace {

const sim::Date at = sim::date_of(2020, 7, 1);
const char* const pushes =
    "[[policy]]\nname = \"placebo\"\nactions = [{ lever = \"push\", at = 2020-07-01, to = 0.0 }]\n"
    "[[policy]]\nname = \"pushed\"\nactions = [{ lever = \"push\", at = 2020-07-01, to = 1.0 }]\n";

sim::RunOptions to(const fs::path& output) {
  sim::RunOptions options;
  options.output = output;
  options.threads = 1;
  return options;
}

fs::path written(const fs::path& path, const std::string& text) {
  std::ofstream(path) << text;
  return path;
}

// The toy study with its reference alone, run.
fs::path reference_alone(const fs::path& folder) {
  sim::Study study = walkers::study();
  study.policies.resize(1);
  run_study(study, to(folder / "alone.h5"));
  return folder / "alone.h5";
}

std::string refusal(const fs::path& result, sim::Date date, const fs::path& policies) {
  try {
    branch_of(walkers::kind(), result, date, policies);
  } catch (const sim::Error& error) {
    CHECK(error.kind() == sim::Failure::invalid_input);
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a branch from a result that holds the reference alone is the full run to the bit") {
  const walkers::Folder folder;
  const fs::path alone = reference_alone(folder / "");
  const fs::path policies = written(folder / "pushes.toml", pushes);
  sim::Study branched = branch_of(walkers::kind(), alone, at, policies);
  REQUIRE(branched.policies.size() == 3);
  CHECK(branched.fork() <= at.plus_days(6));
  CHECK(branched.source.sha256 != walkers::study().source.sha256);
  branched.source.sha256 = walkers::study().source.sha256;  // the data are compared, not the names of the studies
  run_study(branched, to(folder / "branched.h5"));
  run_study(walkers::study(), to(folder / "whole.h5"));
  walkers::require_same_data(folder / "branched.h5", folder / "whole.h5");
  CHECK_FALSE(sim::first_changed_value(folder / "branched.h5", folder / "whole.h5"));
}

TEST_CASE("a branch refuses actions before its date, unknown levers, the reference's name, and dates outside the run") {
  const walkers::Folder folder;
  const fs::path alone = reference_alone(folder / "");
  const fs::path policies = written(folder / "pushes.toml", pushes);
  CHECK_THAT(refusal(alone, sim::date_of(2020, 9, 1), policies), Catch::Contains("before the fork"));
  CHECK_THAT(refusal(alone, sim::date_of(2030, 1, 1), policies), Catch::Contains("outside the run"));
  CHECK_THAT(refusal(alone, at,
                     written(folder / "a.toml",
                             "[[policy]]\nname = \"x\"\nactions = [{ lever = \"pull\", at "
                             "= 2020-07-01, to = 1.0 }]\n")),
             Catch::Contains("did you mean 'push'") || Catch::Contains("no lever 'pull'"));
  CHECK_THAT(refusal(alone, at, written(folder / "b.toml", "[[policy]]\nname = \"current\"\n")),
             Catch::Contains("is the reference"));
  CHECK_THAT(refusal(alone, at, written(folder / "c.toml", "[run]\nmembers = 2\n")), Catch::Contains("run"));
  CHECK_THAT(refusal(folder / "missing.h5", at, policies), Catch::Contains("does not exist"));
}

TEST_CASE("the first changed value is named with its place") {
  const walkers::Folder folder;
  run_study(walkers::study(), to(folder / "one.h5"));
  sim::Study other = study_of(walkers::kind(), folder / "one.h5");
  run_study(other, to(folder / "again.h5"));
  CHECK_FALSE(sim::first_changed_value(folder / "one.h5", folder / "again.h5"));
  other.policies[2].actions[0].to = 2.0;
  run_study(other, to(folder / "other.h5"));
  const auto changed = sim::first_changed_value(folder / "one.h5", folder / "other.h5");
  REQUIRE(changed);
  CHECK_THAT(*changed, Catch::Contains("level, policy pushed, world 0, member 0, 2020-07-31"));
}
