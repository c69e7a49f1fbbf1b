// Text of dates, coordinates and series.
#include "cli/results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/talk.hpp"
#include "sim/error.hpp"
#include "sim/printable.hpp"

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

std::string unit_text(const sim::ResultFile::Measure& measure) {
  const std::string& units = measure.units;
  if (units == "1e6") return " [millions]";
  if (units == "1e9") return " [billions]";
  if (units == "month") return " [months]";
  if (units != "1" && !units.empty()) return " [" + units + "]";
  if (measure.long_name.starts_with("Share")) return " [share]";
  return measure.long_name.starts_with("Orders of magnitude") ? " [orders of magnitude]" : "";
}

std::string doubt_about(std::size_t pairs, std::size_t worlds) {
  constexpr std::size_t enough = 16;  // below, one pair moves the sign's probability by more than six points
  if (pairs == 0 || (pairs >= enough && worlds > 1)) return "";
  const std::string from =
      "from " + counted(pairs, "pair") + " of " + (worlds == 1 ? "one world" : counted(worlds, "world"));
  if (pairs == 1) return from + ": one pair tells neither an interval nor how often a sign holds";
  if (worlds > 1) return from + ": too few to be sure of an interval or a sign";
  return from + ": chance only, no uncertainty of assumptions" + (pairs < enough ? ", and few draws of chance" : "");
}

std::string text_of(const Labels& labels) {
  std::string out;
  for (const auto& [dimension, label] : labels) {
    if (!out.empty()) out += ", ";
    out += sim::printable(dimension + "=" + label);
  }
  return out;
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

std::vector<std::string> shown_alike(const std::vector<double>& values, const std::string& units) {
  double largest = 0.0;
  for (const double value : values) {
    if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
  }
  const bool dates = units == "year" && largest > 1000.0;
  const int decimals = largest > 0.0 ? std::clamp(3 - static_cast<int>(std::floor(std::log10(largest))), 0, 9) : 0;
  std::vector<std::string> texts;
  for (const double value : values) {
    if (std::isnan(value)) {
      texts.emplace_back("-");
    } else if (dates && std::isfinite(value)) {
      const sim::Date day{static_cast<std::int32_t>(std::lround(sim::days_of_decimal_year(value)))};
      texts.push_back(to_string(day).substr(0, 7));
    } else {
      std::string text = value == 0.0 ? "0" : fmt::format("{:.{}f}", value, decimals);
      const std::size_t first = text.starts_with('-') ? 1 : 0;
      for (std::size_t i = std::min(text.find('.'), text.size()); i > first + 3; i -= 3) text.insert(i - 3, 1, ',');
      texts.push_back(std::move(text));
    }
  }
  return texts;
}

std::string shown(double value) { return std::isnan(value) ? "-" : fmt::format("{:.4g}", value); }

}  // namespace cli
