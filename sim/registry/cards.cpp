// Words for the enumerations of the registry.
#include "sim/registry/cards.hpp"

#include <algorithm>

namespace sim {

std::string_view name_of(Confidence confidence) {
  return std::array<std::string_view, 4>{"high", "medium", "low", "guess"}[static_cast<std::size_t>(confidence)];
}

std::string_view name_of(Standing standing) {
  return std::array<std::string_view, 4>{"published", "fitted", "normalised",
                                         "judgement"}[static_cast<std::size_t>(standing)];
}

std::string_view name_of(Prior prior) {
  return std::array<std::string_view, 4>{"fixed", "uniform", "normal", "log_normal"}[static_cast<std::size_t>(prior)];
}

std::string_view name_of(Window window) {
  return std::array<std::string_view, 3>{"instant", "period", "trailing_year"}[static_cast<std::size_t>(window)];
}

std::string_view name_of(PatternReading reading) {
  switch (reading) {
    case PatternReading::state:
      return "state";
    case PatternReading::value:
      return "value";
    case PatternReading::date:
      return "date";
  }
  return {};
}

std::size_t MeasureCard::rank() const {
  std::size_t n = 0;
  while (n < dimensions.size() && !dimensions[n].empty()) ++n;
  return n;
}

std::string PatternCard::key() const { return std::string(id) + (part.empty() ? "" : " " + std::string(part)); }

std::vector<std::pair<std::string_view, std::string_view>> coordinates_of(std::string_view where) {
  std::vector<std::pair<std::string_view, std::string_view>> coordinates;
  while (!where.empty()) {
    const std::string_view one = where.substr(0, where.find(';'));
    const std::size_t equals = std::min(one.find('='), one.size());
    coordinates.emplace_back(one.substr(0, equals), one.substr(std::min(equals + 1, one.size())));
    where.remove_prefix(std::min(one.size() + 1, where.size()));
  }
  return coordinates;
}

}  // namespace sim
