// A run whose cells are simulated elsewhere ends in the data of a run on threads.
#include "sim/execution/gathering.hpp"

#include <catch2/catch.hpp>

#include "sim/results/study_record.hpp"
#include "tests/sim/execution/same_data.hpp"
#include "tests/sim/execution/toy_model.hpp"

namespace {

sim::Study study() { return walkers::study(2, 3); }

sim::RunOptions to(const std::filesystem::path& output) {
  sim::RunOptions options;
  options.output = output;
  options.threads = 1;
  return options;
}

// As another computer makes it, which has nothing but the record.
std::string part(const std::string& record, const std::vector<std::size_t>& units) {
  const sim::Study study = study_from_json(walkers::kind(), record, "the record");
  return part_of(study.source.sha256, layout_of(study), simulate_units(study, units, 1));
}

}  // namespace

TEST_CASE("parts made elsewhere join into the data of one run, whatever their order and however often they come") {
  const walkers::Folder folder;
  run_study(study(), to(folder / "whole.h5"));
  const auto run = begin_run(study(), to(folder / "out.h5"));
  REQUIRE(run->missing() == std::vector<std::size_t>{0, 1, 2, 3, 4, 5});
  const std::string record = run->record();
  for (const auto& units : std::vector<std::vector<std::size_t>>{{4, 5}, {0, 2}, {0, 1, 2}, {4}, {4, 5}}) {
    run->add(part(record, units));
  }
  REQUIRE(run->missing() == std::vector<std::size_t>{3});
  REQUIRE(run->progress().done == 5 * 3);
  run->add(part(record, {3}));
  const sim::RunOutcome outcome = std::move(*run).finish();
  REQUIRE_FALSE(outcome.interrupted);
  REQUIRE_FALSE(std::filesystem::exists(folder / "out.h5.parts"));
  walkers::require_same_data(folder / "whole.h5", folder / "out.h5");
}

TEST_CASE("what was gathered is kept, and a run on threads goes on with it") {
  const walkers::Folder folder;
  run_study(study(), to(folder / "whole.h5"));
  {
    const auto run = begin_run(study(), to(folder / "out.h5"));
    run->add(part(run->record(), {1, 4}));
    CHECK_THROWS_WITH(resume_run(walkers::kind(), to(folder / "out.h5")), Catch::Contains("another process"));
    CHECK(std::move(*run).finish().interrupted);
  }
  CHECK(resume_run(walkers::kind(), to(folder / "out.h5")).progress.done_before == 2 * 3);
  walkers::require_same_data(folder / "whole.h5", folder / "out.h5");
}

TEST_CASE("a part of another study, a damaged one and a unit that is none change nothing") {
  const walkers::Folder folder;
  const auto run = begin_run(study(), to(folder / "out.h5"));
  const std::string sound = part(run->record(), {0});
  CHECK_THROWS_WITH(run->add(part(study_to_json(walkers::study(1, 2)), {0})), Catch::Contains("another study"));
  CHECK_THROWS_WITH(run->add(sound.substr(0, sound.size() / 2)), Catch::Contains("is damaged"));
  CHECK_THROWS_WITH(part(run->record(), {0, 6}), Catch::Contains("there is no unit 6: the study has 6"));
  CHECK(run->progress().done == 0);
  CHECK(run->missing().size() == 6);
}

TEST_CASE("a list of units is a share of a study, beside others in one folder or in its own") {
  const walkers::Folder folder;
  run_study(study(), to(folder / "whole.h5"));
  sim::RunOptions some = to(folder / "out.h5");
  some.units = {0, 3};
  const sim::RunOutcome first = run_study(study(), some);
  CHECK(first.progress.total == 2 * 3);
  CHECK(first.output == folder / "out.h5.parts");
  some.units = {1, 2, 3, 4};
  CHECK(run_study(study(), some).progress.done_before == 3);
  some.output = folder / "other.h5";
  some.units = {4, 5};
  run_study(study(), some);
  merge_shards(walkers::kind(), {folder / "out.h5", folder / "other.h5"}, to(folder / "merged.h5"));
  walkers::require_same_data(folder / "whole.h5", folder / "merged.h5");
  some.units = {6};
  CHECK_THROWS_WITH(run_study(study(), some), Catch::Contains("there is no unit 6"));
}
