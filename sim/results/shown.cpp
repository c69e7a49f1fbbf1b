// Text of numbers, units, labels and counts.
#include "sim/results/shown.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/printable.hpp"
#include "sim/registry/certainty.hpp"

namespace sim {

std::string unit_text(const ResultFile::Measure& measure) {
  const std::string& units = measure.units;
  if (units == "1e6") return " [millions]";
  if (units == "1e9") return " [billions]";
  if (units == "month") return " [months]";
  if (units != "1" && !units.empty()) return " [" + units + "]";
  if (measure.long_name.starts_with("Share")) return " [share]";
  return measure.long_name.starts_with("Orders of magnitude") ? " [orders of magnitude]" : "";
}

std::string pairs_of(std::size_t pairs, std::size_t worlds) {
  return counted(pairs, "pair") + " of " + (worlds == 1 ? "one world" : counted(worlds, "world"));
}

std::string doubt_about(std::size_t pairs, std::size_t worlds) {
  constexpr std::size_t enough = certainty_limits.pairs, enough_worlds = certainty_limits.worlds;
  if (pairs == 0 || (pairs >= enough && worlds >= enough_worlds)) return "";
  const std::string from = "from " + pairs_of(pairs, worlds);
  if (pairs == 1) return from + ": one pair tells neither an interval nor how often a sign holds";
  if (worlds >= enough_worlds) return from + ": too few to be sure of an interval or a sign";
  return from + ": chance only, no uncertainty of assumptions" + (pairs < enough ? ", and few draws of chance" : "");
}

std::string text_of(const Labels& labels) {
  std::string out;
  for (const auto& [dimension, label] : labels) {
    if (!out.empty()) out += ", ";
    out += printable(dimension + "=" + label);
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
      const Date day{static_cast<std::int32_t>(std::lround(days_of_decimal_year(value)))};
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

std::string counted(std::size_t count, std::string_view one) {
  if (count == 1) return fmt::format("1 {}", one);
  return one.ends_with('y') ? fmt::format("{} {}ies", count, one.substr(0, one.size() - 1))
                            : fmt::format("{} {}s", count, one);
}

}  // namespace sim
