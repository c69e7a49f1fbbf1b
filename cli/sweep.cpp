// A table for readers; the heat map of `weightshed figures` shows the same numbers.
#include "cli/sweep.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <span>

#include "sim/printable.hpp"

namespace cli {

namespace {

constexpr std::size_t widest = 8;  // points across; more are told line by line

// The axes of assumptions, which lie across.
std::vector<std::size_t> axes_across(const sim::Sweep& sweep) {
  std::vector<std::size_t> axes;
  for (std::size_t a = 0; a < sweep.axes.size(); ++a) {
    if (sweep.axes[a].is_assumption) axes.push_back(a);
  }
  return axes;
}

std::string text_of_point(const std::vector<double>& at, const std::vector<std::size_t>& axes) {
  std::string text;
  for (const std::size_t axis : axes) text += fmt::format("{}{:.4g}", text.empty() ? "" : ", ", at[axis]);
  return text.empty() ? "all worlds" : text;
}

std::string text_of_effect(const sim::SweptEffect& e) {
  if (e.effect.pairs == 0) return "-";
  const bool told = e.effect.effect == 0.0 || sim::is_clear(e.effect.sign_probability, e.effect.pairs);
  return shown(e.effect.effect) + (told ? "" : "?");
}

// Where the line through neighbouring points of one axis crosses zero.
std::vector<double> reversals(std::span<const sim::SweptEffect> row, std::size_t axis) {
  std::vector<double> found;
  for (std::size_t i = 0; i + 1 < row.size(); ++i) {
    const double left = row[i].effect.effect, right = row[i + 1].effect.effect;
    if (!(left * right < 0.0)) continue;
    const double from = row[i].at[axis], to = row[i + 1].at[axis];
    found.push_back(from + (to - from) * left / (left - right));
  }
  return found;
}

}  // namespace

std::string sweep_table(const sim::ResultFile& result, const sim::Sweep& sweep, const sim::MeasureSlice& asked,
                        std::size_t date) {
  const std::string& name = asked.measure->name;
  const std::vector<sim::SweptEffect> effects = swept_effects(result, sweep, asked, date);
  const std::vector<sim::SweepPoint> points = sweep_points(sweep);
  const std::vector<std::size_t> across = axes_across(sweep);
  std::vector<std::string> axes;
  for (const std::size_t axis : across) axes.push_back(sweep.axes[axis].key);
  if (effects.empty()) return {};
  const Labels& labels = effects.front().labels;
  std::string out =
      fmt::format("{}{}{} at {}: effect against {}{}\n", name, labels.empty() ? "" : ", ", text_of(labels),
                  to_string(result.dates()[date]), sim::printable(result.policies().front()),
                  axes.empty() ? "" : fmt::format(", by {}", fmt::join(axes, ", ")));
  std::size_t width = 0;
  for (const std::string& policy : result.policies()) width = std::max(width, sim::printable(policy).size());
  const bool fits = points.size() <= widest;
  if (fits) {
    out += fmt::format("  {:<{}}", "", width);
    for (const sim::SweepPoint& point : points) out += fmt::format(" {:>11}", text_of_point(point.at, across));
    out += '\n';
  }
  std::string turns;
  for (std::size_t p = 1; p < result.policies().size(); ++p) {
    const auto row = std::span(effects).subspan((p - 1) * points.size(), points.size());
    const std::string policy = sim::printable(result.policies()[p]);
    if (fits) {
      out += fmt::format("  {:<{}}", policy, width);
      for (const sim::SweptEffect& e : row) out += fmt::format(" {:>11}", text_of_effect(e));
      out += '\n';
    } else {
      for (const sim::SweptEffect& e : row)
        out += fmt::format("  {:<{}}  {}: {}\n", policy, width, text_of_point(e.at, across), text_of_effect(e));
    }
    if (axes.size() != 1) continue;
    for (const double at : reversals(row, across.front()))
      turns += fmt::format("  {} reverses sign at {} = {:.3g}\n", policy, axes.front(), at);
  }
  return out + turns;
}

}  // namespace cli
