// Worlds are grouped by the point that they belong to, and paired within it.
#include "sim/results/sweep.hpp"

#include <algorithm>
#include <cmath>

namespace sim {

namespace {

// Whether two points agree on every axis; on the axes of policies both have no value.
bool same_point(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(),
                    [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

// The values of one place in some worlds.
std::vector<float> values_at(const std::vector<float>& all, const std::vector<std::size_t>& worlds, std::size_t members,
                             std::size_t width, std::size_t place) {
  std::vector<float> values;
  values.reserve(worlds.size() * members);
  for (const std::size_t world : worlds) {
    for (std::size_t m = 0; m < members; ++m) values.push_back(all[(world * members + m) * width + place]);
  }
  return values;
}

// A policy's own values on the axes of levers, those of the point on the axes of assumptions.
std::vector<double> both(const std::vector<double>& of_policy, const std::vector<double>& of_world) {
  std::vector<double> at = of_world;
  for (std::size_t a = 0; a < at.size(); ++a) {
    if (std::isnan(at[a])) at[a] = of_policy[a];
  }
  return at;
}

}  // namespace

std::vector<SweepPoint> sweep_points(const Sweep& sweep) {
  std::vector<SweepPoint> points;
  for (std::size_t w = 0; w < sweep.of_world.size(); ++w) {
    const std::vector<double>& at = sweep.of_world[w];
    const auto known =
        std::find_if(points.begin(), points.end(), [&](const SweepPoint& p) { return same_point(p.at, at); });
    (known == points.end() ? points.emplace_back(SweepPoint{at, {}}) : *known).worlds.push_back(w);
  }
  return points;
}

std::vector<SweptEffect> swept_effects(const ResultFile& result, const Sweep& sweep, const MeasureSlice& asked,
                                       std::size_t date) {
  const ResultFile::Measure& measure = *asked.measure;
  const std::vector<SweepPoint> points = sweep_points(sweep);
  const std::vector<Labels> labels = labels_of(result, measure);
  const std::vector<float> reference = result.values(measure.name, 0, date);
  std::vector<std::vector<SweptEffect>> by_place(asked.places.size());
  std::vector<double> moved(asked.places.size(), 0.0);
  for (std::size_t p = 1; p < result.policies().size(); ++p) {
    const std::vector<float> values = result.values(measure.name, p, date);
    for (const SweepPoint& point : points) {
      for (std::size_t s = 0; s < asked.places.size(); ++s) {
        const std::size_t place = asked.places[s];
        const auto of = [&](const std::vector<float>& all) {
          return values_at(all, point.worlds, result.members(), measure.width, place);
        };
        by_place[s].push_back(
            {p, both(sweep.of_policy[p], point.at), labels[place], paired_statistics(of(values), of(reference))});
        const double effect = by_place[s].back().effect.effect;
        if (!std::isnan(effect)) moved[s] = std::max(moved[s], std::abs(effect));
      }
    }
  }
  return by_place[static_cast<std::size_t>(std::max_element(moved.begin(), moved.end()) - moved.begin())];
}

}  // namespace sim
