// Known answer 11, found by docking: a base ages as its derivatives do, whenever it came out.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/verification/small_ecosystem.hpp"

using namespace weightshed;
using namespace weightshed::test;

TEST_CASE("without fitness a derivative weighs against its base what their ages say, early and late in a run") {
  const std::vector<roster::Jurisdiction> world{{"US", "us_aligned", 0.4, 0.4, 0.4, 0.4},
                                                {"CN", "china", 0.3, 0.3, 0.3, 1.0},
                                                {"REST", "non_aligned", 0.3, 0.3, 0.3, 0.7}};
  ecosystem::Assumptions a = bare_assumptions(0.25);
  a.derivation.fitness_spread = 0.0;
  constexpr std::uint32_t steps = 208;
  SmallEcosystem e(
      small_roster(world, {{0, 0.0}, {1, 0.5, sim::date_of(2024, 3, 6)}, {2, 1.0, sim::date_of(2025, 6, 4)}}), a,
      sim::date_of(2022, 1, 3), steps, 0.0005, 0);
  for (std::uint32_t s = 0; s < steps; ++s) e.step();
  const lineage::Models& models = e.state.models;
  std::vector<std::size_t> compared(models.bases.size(), 0);
  for (std::size_t n = 0; n < models.base.size(); ++n) {
    const lineage::Base& base = models.bases[at(models.base[n])];
    if (base.node.value == n) continue;
    const double age = (models.born_step[n] - models.born_step[base.node.value]) * sim::Steps{}.length().value;
    const double ratio = models.sampler.nodes()[n].weight / models.sampler.nodes()[base.node.value].weight;
    REQUIRE(ratio == Approx(std::exp(age / a.derivation.decay)).epsilon(1e-5));
    ++compared[at(models.base[n])];
  }
  for (const std::size_t count : compared) CHECK(count > 20);
}
