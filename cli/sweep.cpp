// A table for readers; the heat map of `weightshed figures` shows the same numbers.
#include "cli/sweep.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "sim/printable.hpp"

namespace cli {

namespace {

constexpr double sure = 0.9;       // share of pairs with one sign from which an effect counts as told
constexpr std::size_t widest = 8;  // points across; more are told line by line

// The worlds of each point, in order, with the point's coordinates.
struct Points {
  std::vector<std::size_t> axes;  // of assumptions
  std::vector<std::vector<double>> at;
  std::vector<std::vector<std::size_t>> worlds;
};

Points points_of(const sim::Sweep& sweep) {
  Points points;
  for (std::size_t a = 0; a < sweep.axes.size(); ++a) {
    if (sweep.axes[a].is_assumption) points.axes.push_back(a);
  }
  for (std::size_t w = 0; w < sweep.of_world.size(); ++w) {
    std::vector<double> point;
    for (const std::size_t a : points.axes) point.push_back(sweep.of_world[w][a]);
    const auto known = std::find(points.at.begin(), points.at.end(), point);
    const auto position = static_cast<std::size_t>(known - points.at.begin());
    if (known == points.at.end()) {
      points.at.push_back(point);
      points.worlds.emplace_back();
    }
    points.worlds[position].push_back(w);
  }
  return points;
}

// The values of one slice in some worlds.
std::vector<float> slice(const std::vector<float>& all, const std::vector<std::size_t>& worlds, std::size_t members,
                         std::size_t width, std::size_t column) {
  std::vector<float> values;
  for (const std::size_t world : worlds) {
    for (std::size_t m = 0; m < members; ++m) values.push_back(all[(world * members + m) * width + column]);
  }
  return values;
}

std::string text_of_point(const std::vector<double>& point) {
  std::string text;
  for (const double value : point) text += fmt::format("{}{:.4g}", text.empty() ? "" : ", ", value);
  return text.empty() ? "all worlds" : text;
}

std::string text_of_effect(const SweptEffect& e) {
  if (e.effect.pairs == 0) return "-";
  const bool told = e.effect.pairs > 1 && e.effect.sign_probability >= sure;
  return shown(e.effect.effect) + (told || e.effect.effect == 0.0 ? "" : "?");
}

// Where the line through neighbouring points of one axis crosses zero.
std::vector<double> reversals(const std::vector<SweptEffect>& row) {
  std::vector<double> found;
  for (std::size_t i = 0; i + 1 < row.size(); ++i) {
    const double left = row[i].effect.effect, right = row[i + 1].effect.effect;
    if (!(left * right < 0.0)) continue;
    found.push_back(row[i].point[0] + (row[i + 1].point[0] - row[i].point[0]) * left / (left - right));
  }
  return found;
}

}  // namespace

std::vector<SweptEffect> swept_effects(const sim::ResultFile& result, const sim::Study& study,
                                       const sim::MeasureSlice& asked, std::size_t date) {
  const sim::ResultFile::Measure& measure = *asked.measure;
  const std::string& name = measure.name;
  const Points points = points_of(*study.sweep);
  const std::vector<Labels> labels = labels_of(result, measure);
  const std::vector<float> reference = result.values(name, 0, date);
  std::vector<std::vector<SweptEffect>> by_slice(asked.places.size());
  std::vector<double> moved(asked.places.size(), 0.0);
  for (std::size_t p = 1; p < result.policies().size(); ++p) {
    const std::vector<float> values = result.values(name, p, date);
    for (std::size_t i = 0; i < points.at.size(); ++i) {
      for (std::size_t s = 0; s < asked.places.size(); ++s) {
        const std::size_t place = asked.places[s];
        const auto of = [&](const std::vector<float>& all) {
          return slice(all, points.worlds[i], result.members(), measure.width, place);
        };
        by_slice[s].push_back({p, points.at[i], labels[place], sim::paired_statistics(of(values), of(reference))});
        const double effect = by_slice[s].back().effect.effect;
        if (effect == effect) moved[s] = std::max(moved[s], std::abs(effect));
      }
    }
  }
  return by_slice[static_cast<std::size_t>(std::max_element(moved.begin(), moved.end()) - moved.begin())];
}

std::string sweep_table(const sim::ResultFile& result, const sim::Study& study, const sim::MeasureSlice& asked,
                        std::size_t date) {
  const std::string& name = asked.measure->name;
  const std::vector<SweptEffect> effects = swept_effects(result, study, asked, date);
  const Points points = points_of(*study.sweep);
  std::vector<std::string> axes;
  for (const std::size_t axis : points.axes) axes.push_back(study.sweep->axes[axis].key);
  if (effects.empty()) return {};
  const Labels& labels = effects.front().labels;
  std::string out =
      fmt::format("{}{}{} at {}: effect against {}{}\n", name, labels.empty() ? "" : ", ", text_of(labels),
                  to_string(result.dates()[date]), sim::printable(result.policies().front()),
                  axes.empty() ? "" : fmt::format(", by {}", fmt::join(axes, ", ")));
  std::size_t width = 0;
  for (const std::string& policy : result.policies()) width = std::max(width, sim::printable(policy).size());
  const bool across = points.at.size() <= widest;
  if (across) {
    out += fmt::format("  {:<{}}", "", width);
    for (const std::vector<double>& point : points.at) out += fmt::format(" {:>11}", text_of_point(point));
    out += '\n';
  }
  std::string turns;
  for (std::size_t p = 1; p < result.policies().size(); ++p) {
    const auto first = effects.begin() + static_cast<std::ptrdiff_t>((p - 1) * points.at.size());
    const std::vector<SweptEffect> row(first, first + static_cast<std::ptrdiff_t>(points.at.size()));
    const std::string policy = sim::printable(result.policies()[p]);
    if (across) {
      out += fmt::format("  {:<{}}", policy, width);
      for (const SweptEffect& e : row) out += fmt::format(" {:>11}", text_of_effect(e));
      out += '\n';
    } else {
      for (const SweptEffect& e : row)
        out += fmt::format("  {:<{}}  {}: {}\n", policy, width, text_of_point(e.point), text_of_effect(e));
    }
    if (axes.size() != 1) continue;
    for (const double at : reversals(row))
      turns += fmt::format("  {} reverses sign at {} = {:.3g}\n", policy, axes.front(), at);
  }
  return out + turns;
}

}  // namespace cli
