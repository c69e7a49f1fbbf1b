// Words for the enumerations of the registry.
#include "sim/registry/cards.hpp"

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

std::size_t MeasureCard::rank() const {
  std::size_t n = 0;
  while (n < dimensions.size() && !dimensions[n].empty()) ++n;
  return n;
}

}  // namespace sim
