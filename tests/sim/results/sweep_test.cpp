// How a sweep divides worlds into points, and the effects at each.
#include "sim/results/sweep.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/execution/run.hpp"
#include "sim/results/compare.hpp"
#include "tests/sim/execution/toy_model.hpp"

namespace {

// One axis of a policy, one of an assumption; two points of two worlds each.
sim::Sweep two_points() {
  const double none = std::nan("");
  sim::Sweep sweep;
  sweep.axes = {{"pushed.push", false, 0, {2.0}}, {"drift", true, 0, {0.1, 0.3}}};
  sweep.of_policy = {{none, none}, {none, none}, {2.0, none}};
  sweep.of_world = {{none, 0.1}, {none, 0.1}, {none, 0.3}, {none, 0.3}};
  return sweep;
}

}  // namespace

TEST_CASE("worlds with the same values of the assumptions are one point") {
  const std::vector<sim::SweepPoint> points = sweep_points(two_points());
  REQUIRE(points.size() == 2);
  CHECK(points[0].worlds == std::vector<std::size_t>{0, 1});
  CHECK(points[1].worlds == std::vector<std::size_t>{2, 3});
  CHECK(std::isnan(points[1].at[0]));
  CHECK(points[1].at[1] == 0.3);
}

TEST_CASE("the effect at a point is that over its worlds") {
  const walkers::Folder folder;
  sim::RunOptions options;
  options.output = folder / "out.h5";
  run_study(walkers::study(4, 3), options);
  const sim::ResultFile result(folder / "out.h5");
  const sim::MeasureSlice level = slices_of(walkers::kind(), result, {{"level"}, {{"country", "CN"}}}).front();
  const std::size_t last = result.dates().size() - 1;
  const std::vector<sim::SweptEffect> effects = swept_effects(result, two_points(), level, last);
  REQUIRE(effects.size() == 4);  // two policies, two points
  const std::vector<float> pushed = result.values("level", 2, last), reference = result.values("level", 0, last);
  for (std::size_t point = 0; point < 2; ++point) {
    const sim::SweptEffect& found = effects[2 + point];
    CHECK(found.policy == 2);
    CHECK(found.at == std::vector<double>{2.0, point == 0 ? 0.1 : 0.3});
    CHECK(found.labels[0].second == "CN");
    CHECK(found.effect.pairs == 6);
    double sum = 0.0;
    for (std::size_t i = 0; i < 6; ++i) {
      const std::size_t at = (point * 6 + i) * 2 + 1;
      sum += static_cast<double>(pushed[at]) - static_cast<double>(reference[at]);
    }
    CHECK(found.effect.effect == Approx(sum / 6.0));
  }
}
