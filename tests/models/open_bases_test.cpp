// Open language bases by lab.
#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>

#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

std::size_t lab_named(const std::string& id, const history::History& history) {
  const auto& names = history.state().names->labs;
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), id) - names.begin());
}

}  // namespace

TEST_CASE("open language bases are counted once, at their lab, in the period in which they came out") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.0001);
  run_until(history, study.policies[0], sim::date_of(2027, 1, 4));
  const std::size_t measure = measure_at("open_bases"), width = study.coordinates.find("lab")->second.size();
  const std::uint32_t last = history.clock().step() - 1, middle = last / 2;
  std::vector<double> early(width), late(width), whole(width), expected(width);
  history.observe(measure, {0, middle}, early);
  history.observe(measure, {middle + 1, last}, late);
  history.observe(measure, {0, last}, whole);
  const double start = history.clock().steps().start.days, now = history.clock().now().days;
  for (const lineage::Base& base : history.state().models.bases) {
    if (base.task_class == TaskClass::language && open_weights(base.licence) && base.born_days >= start &&
        base.born_days < now) {
      expected[at(base.lab)] += 1.0;
    }
  }
  CHECK(whole == expected);
  CHECK(std::accumulate(whole.begin(), whole.end(), 0.0) > 300.0);
  CHECK(whole[lab_named("anthropic", history)] == 0.0);
  for (std::size_t l = 0; l < width; ++l) CHECK(early[l] + late[l] == whole[l]);
}
