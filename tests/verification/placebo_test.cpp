// Known answer 9, placebo: levers set to the values that they already have change no bit of any measure.
#include <catch2/catch.hpp>
#include <cstring>

#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

}  // namespace

TEST_CASE("a placebo policy has an effect of exactly 0 on every measure and month to 2030, and a real one has not") {
  const sim::Study study = load("placebo");
  REQUIRE(study.policies.size() == 2);
  REQUIRE(study.policies[1].actions.size() >= 6);
  const std::unique_ptr<sim::Model> current = begin(study, 0.002).copy();
  run_until(*current, study.policies[0], study.fork());
  const auto placebo = current->copy(), tighter = current->copy();
  sim::Policy tight = study.policies[0];
  sim::Action action = study.policies[1].actions.front();  // us.export_control of China
  action.to = 0.9;
  tight.actions = {action};

  const std::size_t measures = history::kind().measures.size();
  std::vector<bool> moved(measures, false);
  while (current->clock().now() < sim::date_of(2030, 1, 1)) {
    for (int week = 0; week < 4; ++week) {
      current->step(study.policies[0]);
      placebo->step(study.policies[1]);
      tighter->step(tight);
    }
    for (std::size_t m = 0; m < measures; ++m) {
      const auto row = row_of(*current, m, study.coordinates);
      INFO(history::kind().measures[m].key << " on " << sim::to_string(current->clock().now()));
      REQUIRE(same_bits(row, row_of(*placebo, m, study.coordinates)));
      if (!same_bits(row, row_of(*tighter, m, study.coordinates))) moved[m] = true;
    }
  }
  REQUIRE(current->lineage().downloads == placebo->lineage().downloads);
  REQUIRE(current->events().size() == placebo->events().size());
  for (const std::string_view key : {"compute", "frontier_gap", "download_share", "derivative_share"}) {
    INFO(key);
    CHECK(moved[measure_at(key)]);
  }
}
