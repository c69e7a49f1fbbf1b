// Text of dates, coordinates and series.
#include "cli/results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/error.hpp"

namespace weightshed {

std::optional<sim::Date> date_of_option(const std::string& text) {
  if (text.empty()) return std::nullopt;
  if (const auto day = sim::parse_date(text)) return day;
  if (const auto month = sim::parse_month(text)) return first_of_next_month(*month).plus_days(-1);
  throw sim::Error(sim::Failure::usage,
                   "--at: '" + text + "' is no date; a day as in 2027-01-01, or a month as in 2032-12");
}

std::string text_of(const Labels& labels) {
  std::string out;
  for (const auto& [dimension, label] : labels) {
    if (!out.empty()) out += ", ";
    out += dimension + "=" + label;
  }
  return out;
}

std::vector<Labels> combinations(const std::vector<std::pair<std::string, std::vector<std::string>>>& dimensions) {
  std::vector<Labels> all(1);
  for (const auto& [dimension, labels] : dimensions) {
    std::vector<Labels> crossed;
    for (const Labels& before : all) {
      for (const std::string& label : labels) {
        crossed.push_back(before);
        crossed.back().emplace_back(dimension, label);
      }
    }
    all = std::move(crossed);
  }
  return all;
}

std::string sparkline(const std::vector<double>& values) {
  constexpr const char* heights[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  double low = INFINITY;
  double high = -INFINITY;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  std::string out;
  for (const double value : values) {
    if (!std::isfinite(value)) {
      out += ' ';
    } else {
      const double share = high > low ? (value - low) / (high - low) : 0.0;
      out += heights[static_cast<std::size_t>(std::min(7.0, std::floor(share * 8.0)))];
    }
  }
  return out;
}

std::string shown(double value) { return std::isnan(value) ? "-" : fmt::format("{:.4g}", value); }

}  // namespace weightshed
