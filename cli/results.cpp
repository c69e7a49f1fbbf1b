// Text of dates, coordinates and series.
#include "cli/results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/tell.hpp"
#include "sim/error.hpp"
#include "sim/registry/json_fields.hpp"

namespace cli {

sim::Asked asked_of(const Options& options) { return {options.measures, sim::parse_where(options.where)}; }

std::optional<sim::Date> date_of_option(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(sim::day_or_month(text, sim::MonthDay::last));
}

std::size_t recorded_date(const sim::ResultFile& result, const std::optional<sim::Date>& at) {
  const auto& dates = result.dates();
  if (dates.empty()) {
    throw sim::Error(sim::Failure::invalid_input, result.path().string() + ": the study records no date");
  }
  if (!at) return dates.size() - 1;
  // A month means its last day, which a recording period may miss by some days.
  if (*at < dates.front() || (*at > dates.back() && *at >= first_of_next_month(dates.back()))) {
    sim::Problem problem;
    problem.key = "--at";
    problem.message = to_string(*at) + " is outside what " + result.path().string() + " records";
    problem.allowed = to_string(dates.front()) + " to " + to_string(dates.back());
    throw sim::Error(sim::Failure::invalid_input, {problem});
  }
  return result.date_index(*at);
}

void print_effects_json(const std::vector<sim::Effect>& effects) {
  auto list = nlohmann::ordered_json::array();
  for (const sim::Effect& effect : effects) list.push_back(sim::json_of_fields(effect));
  tell("{}\n", list.dump(2));
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

}  // namespace cli
