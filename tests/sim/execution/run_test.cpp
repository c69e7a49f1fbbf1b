// What a run promises: the same bits on any number of threads, forks that change nothing, failures that stay local.
#include "sim/execution/run.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/results/result_file.hpp"
#include "sim/results/study_record.hpp"
#include "tests/sim/execution/same_data.hpp"
#include "tests/sim/execution/toy_model.hpp"

namespace {

sim::RunOptions to(const std::filesystem::path& output, int threads = 1) {
  sim::RunOptions options;
  options.output = output;
  options.threads = threads;
  return options;
}

std::string message_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const sim::Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("one and two threads give the same bits") {
  const walkers::Folder folder;
  const sim::RunOutcome one = run_study(walkers::study(3, 8), to(folder / "one.h5", 1));
  const sim::RunOutcome two = run_study(walkers::study(3, 8), to(folder / "two.h5", 2));
  REQUIRE(one.progress.done == 72);
  REQUIRE(two.progress.total == 72);
  walkers::require_same_data(folder / "one.h5", folder / "two.h5");
}

TEST_CASE("branches from a fork are bit-identical to runs from the start") {
  const walkers::Folder folder;
  run_study(walkers::study(), to(folder / "fork.h5"));
  sim::Study from_start = walkers::study();
  from_start.run.fork = from_start.run.start;
  REQUIRE(from_start.fork() < walkers::study().fork());
  run_study(from_start, to(folder / "start.h5"));
  walkers::require_same_data(folder / "fork.h5", folder / "start.h5");
}

TEST_CASE("a placebo policy has an effect of exactly 0 in every cell, and a push has not") {
  const walkers::Folder folder;
  run_study(walkers::study(), to(folder / "out.h5"));
  const sim::ResultFile result(folder / "out.h5");
  for (const auto& measure : result.measures()) {
    REQUIRE(walkers::same_bits(result.values(measure.name, 0), result.values(measure.name, 1)));
    REQUIRE_FALSE(walkers::same_bits(result.values(measure.name, 0), result.values(measure.name, 2)));
  }
}

TEST_CASE("policies agree before the fork and part after it") {
  const walkers::Folder folder;
  const sim::Study study = walkers::study();
  run_study(study, to(folder / "out.h5"));
  const sim::ResultFile result(folder / "out.h5");
  const std::size_t before = result.date_index(study.fork().plus_days(-1));
  REQUIRE(walkers::same_bits(result.values("level", 0, before), result.values("level", 2, before)));
  REQUIRE_FALSE(walkers::same_bits(result.values("level", 0, before + 1), result.values("level", 2, before + 1)));
}

TEST_CASE("a cell holds what its model says at the recording dates") {
  const walkers::Folder folder;
  const sim::Study study = walkers::study(1, 1);
  run_study(study, to(folder / "out.h5"));
  const sim::ResultFile result(folder / "out.h5");
  sim::Beginning b;
  b.parameters = study.design.row(0);
  b.seed = study.run.seed;
  b.start = study.run.start;
  walkers::Walk walk(b);
  double level[2];
  double flow = 0.0;
  // July 2019 from the 1st: steps 0 … 3 end on the 7th, 14th, 21st and 28th, step 4 in August.
  for (int k = 0; k < 4; ++k) walk.step(study.policies.front());
  walk.observe(0, {3, 3}, level);
  walk.observe(1, {0, 3}, std::span(&flow, 1));
  const std::vector<float> levels = result.values("level", 0, 0);
  REQUIRE(levels[0] == static_cast<float>(level[0]));
  REQUIRE(levels[1] == static_cast<float>(level[1]));
  REQUIRE(result.values("flow", 0, 0)[0] == static_cast<float>(flow));
  REQUIRE(to_string(result.dates()[0]) == "2019-07-31");
}

TEST_CASE("a measure of the trailing year has no value before a year has passed") {
  const walkers::Folder folder;
  run_study(walkers::study(1, 1), to(folder / "out.h5"));
  const sim::ResultFile result(folder / "out.h5");
  const std::vector<float> year = result.values("year", 0);
  for (std::size_t d = 0; d < year.size(); ++d) {
    INFO(to_string(result.dates()[d]));
    REQUIRE(std::isnan(year[d]) == (result.dates()[d] < sim::date_of(2020, 6, 29)));
  }
}

TEST_CASE("a model that throws fails its own cell and no other") {
  const walkers::Folder folder;
  sim::Study study = walkers::study(2, 3);
  study.design.values[3] = 0.5;  // walkers of world 1 fall when pushed
  const sim::RunOutcome outcome = run_study(study, to(folder / "out.h5", 2));
  REQUIRE(outcome.progress.done == 18);
  REQUIRE(outcome.progress.failed == 3);
  REQUIRE(outcome.failures.size() == 3);
  REQUIRE(outcome.failures[0] == "policy pushed, world 1, member 0: the walker fell at 2020-07-06");
  const sim::ResultFile result(folder / "out.h5");
  REQUIRE(result.counts().failed == 3);
  REQUIRE(result.counts().done == 15);
  REQUIRE(result.failed_cells()[2].text() == "policy pushed, world 1, member 2: the walker fell at 2020-07-06");
  const std::vector<float> pushed = result.values("flow", 2, 20);
  REQUIRE_FALSE(std::isnan(pushed[0]));
  REQUIRE(std::isnan(pushed[3]));
  REQUIRE(result.summary("flow_effect_pairs")[2 * result.dates().size() + 20] == 3.0F);
}

TEST_CASE("the summary says where the variance of a level comes from, and what an interval rests on") {
  const walkers::Folder folder;
  run_study(walkers::study(2, 4), to(folder / "out.h5"));
  const sim::ResultFile result(folder / "out.h5");
  const auto within = result.summary("level_variance_within");
  const auto worlds = result.summary("level_variance_worlds");
  const auto members = result.summary("level_variance_members");
  const auto draws = result.summary("level_effective_draws");
  REQUIRE(within.size() == 3 * result.dates().size() * 2);
  for (std::size_t i = 0; i < within.size(); ++i) {
    CHECK(within[i] + worlds[i] == Approx(1.0));
    CHECK(members[i] == 0.0F);  // the worlds have keys of their own
    CHECK(draws[i] >= 1.99F);
    CHECK(draws[i] <= 8.01F);
  }
  CHECK(result.has_summary("level_effective_draws"));
  CHECK_FALSE(result.has_summary("level_of_older_formats"));
}

TEST_CASE("events of the shared past stand in every policy's cell") {
  const walkers::Folder folder;
  run_study(walkers::study(1, 2), to(folder / "out.h5"));
  const sim::ResultFile result(folder / "out.h5");
  std::size_t past[3] = {};
  for (const auto& event : result.events()) {
    if (event.days < result.start().days + 350) ++past[event.policy];
    REQUIRE(event.kind == "stride");
  }
  REQUIRE(past[0] == 2 * 4);
  REQUIRE(past[1] == past[0]);
  REQUIRE(past[2] == past[0]);
  REQUIRE(result.events().front().actor == "odd walker");
  REQUIRE(result.events().front().days == result.start().days + 0.25);
}

TEST_CASE("an existing output is replaced only when asked") {
  const walkers::Folder folder;
  run_study(walkers::study(1, 1), to(folder / "out.h5"));
  const std::string message = message_of([&] { run_study(walkers::study(1, 1), to(folder / "out.h5")); });
  REQUIRE(message.find("exists; choose another output or replace it with --force") != std::string::npos);
  sim::RunOptions options = to(folder / "out.h5");
  options.force = true;
  run_study(walkers::study(2, 1), options);
  REQUIRE(sim::ResultFile(folder / "out.h5").worlds() == 2);
}

TEST_CASE("a folder that does not exist is told before anything is simulated") {
  const walkers::Folder folder;
  sim::RunOptions options = to(folder / "nowhere" / "out.h5");
  options.progress = [](const sim::Progress&) { FAIL("a cell was simulated"); };
  REQUIRE(message_of([&] { run_study(walkers::study(), options); }).find("there is no folder") != std::string::npos);
}

TEST_CASE("a finished run leaves nothing beside its result") {
  const walkers::Folder folder;
  run_study(walkers::study(1, 1), to(folder / "out.h5"));
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "")) {
    ++files;
    REQUIRE(entry.path().filename() == "out.h5");
  }
  REQUIRE(files == 1);
}

TEST_CASE("the study stands in its result, exact to the bit") {
  const walkers::Folder folder;
  sim::Study study = walkers::study(3, 2);
  study.design.values[0] = 0.1 + 0.2;  // needs 17 digits
  study.policies[2].actions[0].until = sim::date_of(2021, 1, 1);
  run_study(study, to(folder / "out.h5"));
  const sim::ResultFile result(folder / "out.h5");
  const sim::Study again = sim::study_from_json(walkers::kind(), result.study_json(), "out.h5");
  REQUIRE(again.design.values == study.design.values);
  REQUIRE(again.design.structure == study.design.structure);
  REQUIRE(again.policies[2].actions[0].until == study.policies[2].actions[0].until);
  REQUIRE(again.tables.at("published_figures").number("value", 0) == 1.5);
  REQUIRE(std::isnan(again.tables.at("published_figures").number("value", 1)));
  REQUIRE(again.record_dates() == study.record_dates());
  run_study(again, to(folder / "again.h5"));
  walkers::require_same_data(folder / "out.h5", folder / "again.h5");
}

TEST_CASE("readings of published figures are recorded on request, under the reference, as read_patterns gives them") {
  const walkers::Folder folder;
  sim::Study study = walkers::study(2, 3);
  study.record.patterns = true;
  run_study(study, to(folder / "out.h5"));
  const auto values = sim::ResultFile(folder / "out.h5").pattern_values();
  const auto expected = read_patterns(study, {});
  REQUIRE(values.size() == 2 * 3 * study.kind->patterns.size());
  for (std::size_t unit = 0; unit < 6; ++unit) {
    for (std::size_t p = 0; p < study.kind->patterns.size(); ++p) {
      CHECK(values[unit * study.kind->patterns.size() + p] == expected[unit][p]);
    }
  }
}

TEST_CASE("patterns are read once their date has passed, the same on any number of threads") {
  const sim::Study study = walkers::study(2, 3);
  sim::RunOptions options;
  options.threads = 1;
  const auto one = read_patterns(study, options);
  options.threads = 2;
  REQUIRE(read_patterns(study, options) == one);
  REQUIRE(one.size() == 6);
  sim::Beginning b;
  b.parameters = study.design.row(1);
  b.seed = study.run.seed;
  b.world_key = study.design.keys[1];
  b.member = 2;
  b.start = study.run.start;
  walkers::Walk walk(b);
  while (walk.clock().now() < sim::date_of(2020, 3, 1)) walk.step(study.policies.front());
  REQUIRE(one[1 * 3 + 2][0] == walk.pattern(0));
  while (walk.clock().now() < sim::date_of(2020, 12, 1)) walk.step(study.policies.front());
  REQUIRE(one[1 * 3 + 2][1] == walk.pattern(1));
}

TEST_CASE("an output that is a symbolic link stays one, and the file that it points to is replaced") {
  const walkers::Folder folder;
  std::filesystem::create_directory(folder / "elsewhere");
  std::filesystem::create_symlink("elsewhere/real.h5", folder / "out.h5");
  sim::RunOptions options;
  options.output = folder / "out.h5";
  REQUIRE(run_study(walkers::study(1, 2), options).output == options.output);
  REQUIRE(std::filesystem::is_symlink(folder / "out.h5"));
  REQUIRE(sim::ResultFile(folder / "elsewhere" / "real.h5").counts().done == 6);
  options.force = true;
  run_study(walkers::study(1, 3), options);
  REQUIRE(std::filesystem::is_symlink(folder / "out.h5"));
  REQUIRE(sim::ResultFile(folder / "elsewhere" / "real.h5").counts().done == 9);
}

TEST_CASE("a device or a pipe is no output") {
  const walkers::Folder folder;
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  for (const std::filesystem::path& output : {std::filesystem::path("/dev/null"), folder / "pipe"}) {
    sim::RunOptions options;
    options.output = output;
    options.force = true;
    REQUIRE_THROWS_WITH(run_study(walkers::study(1, 1), options), Catch::Contains("no file; choose another output"));
  }
}
