// Words for the enumerations of the registry.
#include "sim/registry/cards.hpp"

namespace sim {

std::string_view name_of(Confidence confidence) {
  switch (confidence) {
    case Confidence::high:
      return "high";
    case Confidence::medium:
      return "medium";
    case Confidence::low:
      return "low";
    case Confidence::guess:
      return "guess";
  }
  return {};
}

std::string_view name_of(Standing standing) {
  switch (standing) {
    case Standing::published:
      return "published";
    case Standing::fitted:
      return "fitted";
    case Standing::normalised:
      return "normalised";
    case Standing::judgement:
      return "judgement";
  }
  return {};
}

std::string_view name_of(Prior prior) {
  switch (prior) {
    case Prior::fixed:
      return "fixed";
    case Prior::uniform:
      return "uniform";
    case Prior::normal:
      return "normal";
    case Prior::log_normal:
      return "log_normal";
  }
  return {};
}

std::string_view name_of(Window window) {
  switch (window) {
    case Window::instant:
      return "instant";
    case Window::period:
      return "period";
    case Window::trailing_year:
      return "trailing_year";
  }
  return {};
}

std::size_t MeasureCard::rank() const {
  std::size_t n = 0;
  while (n < dimensions.size() && !dimensions[n].empty()) ++n;
  return n;
}

}  // namespace sim
