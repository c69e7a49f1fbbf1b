// Members are added until an interval is narrow, and the answer does not depend on who simulated them when.
#include "sim/execution/precision.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <limits>

#include "sim/execution/gathering.hpp"
#include "tests/sim/execution/same_data.hpp"
#include "tests/sim/execution/toy_model.hpp"

namespace {

// A walker that a push also makes unsteady, so that chance moves the effect.
class UnsteadyWalk final : public sim::Model {
 public:
  explicit UnsteadyWalk(const sim::Beginning& b) : walk_(b), seed_(b.seed), key_(b.world_key), member_(b.member) {}
  std::unique_ptr<sim::Model> copy() const override { return std::make_unique<UnsteadyWalk>(*this); }
  const sim::Clock& clock() const override { return walk_.clock(); }
  void step(const sim::Policy& policy) override {
    const sim::LeverValues levers = sim::levers_in_force(policy, clock().now(), {0.0});
    walk_.step(policy);
    if (levers.empty() || levers.front().value <= 0.0) return;
    sim::Draws draws = sim::Stream(seed_, sim::luck_of(key_, member_), "stumble").at(0, clock().step());
    stumbles_ += sim::normal(draws);
  }
  void observe(std::size_t measure, sim::StepRange window, std::span<double> row) const override {
    walk_.observe(measure, window, row);
    if (measure == 0) row[1] += stumbles_;
  }
  double pattern(std::size_t pattern) const override { return walk_.pattern(pattern); }
  const std::vector<sim::Event>& events() const override { return walk_.events(); }
  sim::LineageTable lineage() const override { return walk_.lineage(); }

 private:
  walkers::Walk walk_;
  std::uint64_t seed_;
  std::uint32_t key_, member_;
  double stumbles_ = 0.0;
};

const sim::ModelKind& kind() {
  static const sim::ModelKind unsteady = [] {
    sim::ModelKind k = walkers::kind();
    k.begin = [](const sim::Beginning& b) { return std::make_unique<UnsteadyWalk>(b); };
    return k;
  }();
  return unsteady;
}

// At most 48 members, four at a time; 52 steps of unsteadiness have a standard deviation of 7.2.
sim::Study study(double half_width, std::uint32_t members = 48) {
  sim::Study s = walkers::study(2, members);
  s.kind = &kind();
  s.source.sha256 = "precise";
  s.precision = sim::Precision{.measure = 0, .value = 1, .date = s.record_dates().size() - 1, .policy = 2, .batch = 4};
  s.precision->half_width = half_width;
  return s;
}

sim::RunOptions to(const std::filesystem::path& output, int threads = 1) {
  sim::RunOptions options;
  options.output = output;
  options.threads = threads;
  return options;
}

std::size_t members_of(const std::filesystem::path& result) { return sim::ResultFile(result).members(); }

}  // namespace

TEST_CASE("the half width is that of Student's interval of the means of members") {
  sim::Study s = study(1.0);
  const sim::Layout layout = layout_of(s);
  sim::EffectSoFar effect(s, layout);
  CHECK(effect.half_width(4) == std::numeric_limits<double>::infinity());
  const std::vector<double> differences = {1.0, 3.0, 2.0, 6.0};  // of a member, in each of the two worlds
  for (std::size_t member = 0; member < 4; ++member) {
    for (std::size_t world = 0; world < 2; ++world) {
      sim::UnitRecord unit = simulate_units(s, {world * 48 + member}, 1).front();
      const std::size_t at = s.precision->date * 2 + 1;
      unit.policies[0].measures[0][at] = 10.0F;
      unit.policies[2].measures[0][at] = static_cast<float>(10.0 + differences[member] + (world == 0 ? -0.5 : 0.5));
      effect.take(unit);
    }
  }
  // Mean 3, standard deviation 2.160, over the root of 4 is 1.080; t(3) of 90 % is 1.6377 and of 97.5 % 3.1824.
  CHECK(effect.half_width(4) == Approx(1.0801 * 1.6377).epsilon(1e-4));
  CHECK_THAT(effect.text(4),
             Catch::Contains("level, country=CN, pushed against current at 2021-06-30: 3, 80% interval"));
  s.precision->interval = 95;
  sim::EffectSoFar wide(s, layout);
  CHECK(wide.half_width(4) == std::numeric_limits<double>::infinity());
}

TEST_CASE(
    "members are added in whole batches until the interval is narrow, and the result is that of so many members") {
  const walkers::Folder folder;
  const sim::RunOutcome outcome = run_study(study(1.7), to(folder / "out.h5"));
  const std::size_t members = members_of(folder / "out.h5");
  REQUIRE(members % 4 == 0);
  REQUIRE(members > 4);
  REQUIRE(members < 48);
  CHECK_THAT(outcome.precision, Catch::Contains("after " + std::to_string(members) + " members, as asked for"));
  CHECK(outcome.progress.total == outcome.progress.done);
  sim::Study fixed = study(1.7, static_cast<std::uint32_t>(members));
  fixed.precision.reset();
  run_study(fixed, to(folder / "fixed.h5"));
  walkers::require_same_data(folder / "fixed.h5", folder / "out.h5");
  // One batch less is too few.
  sim::Study fewer = study(1.7);
  sim::EffectSoFar effect(fewer, layout_of(fewer));
  for (std::size_t member = 0; member < members; ++member) {
    for (const sim::UnitRecord& unit : simulate_units(fewer, {member, 48 + member}, 1)) effect.take(unit);
  }
  CHECK(effect.half_width(static_cast<std::uint32_t>(members)) <= 1.7);
  CHECK(effect.half_width(static_cast<std::uint32_t>(members) - 4) > 1.7);
}

TEST_CASE("what is not reached ends at the most members, and says so") {
  const walkers::Folder folder;
  const sim::RunOutcome outcome = run_study(study(0.001, 12), to(folder / "out.h5"));
  CHECK(members_of(folder / "out.h5") == 12);
  CHECK_THAT(outcome.precision, Catch::Contains("not what was asked for"));
}

TEST_CASE("threads, interruptions and parts made elsewhere do not change how many members there are") {
  const walkers::Folder folder;
  run_study(study(1.7), to(folder / "whole.h5"));
  run_study(study(1.7), to(folder / "threads.h5", 3));
  walkers::require_same_data(folder / "whole.h5", folder / "threads.h5");

  for (const std::size_t stop_at : {std::size_t{3}, std::size_t{24}, std::size_t{33}}) {
    INFO(stop_at);
    std::atomic<bool> stop{false};
    sim::RunOptions options = to(folder / "out.h5");
    options.force = true;
    options.stop = &stop;
    options.progress = [&](const sim::Progress& progress) { stop = progress.done >= stop_at; };
    REQUIRE(run_study(study(1.7), options).interrupted);
    resume_run(kind(), to(folder / "out.h5"));
    walkers::require_same_data(folder / "whole.h5", folder / "out.h5");
  }

  const auto run = begin_run(study(1.7), to(folder / "gathered.h5"));
  for (auto units = run->missing(); !units.empty(); units = run->missing()) {
    CHECK(units.size() <= 8);
    for (auto unit = units.rbegin(); unit != units.rend(); ++unit) run->add(simulate_units(run->study(), {*unit}, 1));
  }
  std::move(*run).finish();
  walkers::require_same_data(folder / "whole.h5", folder / "gathered.h5");
}

TEST_CASE("shares of a study that adds members are refused") {
  const walkers::Folder folder;
  sim::RunOptions options = to(folder / "out.h5");
  options.shards = 2;
  CHECK_THROWS_WITH(run_study(study(1.7), options), Catch::Contains("run.precision adds members as results come in"));
}
