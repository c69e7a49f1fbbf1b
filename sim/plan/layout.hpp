// The extents of a study's results: which cells, dates and coordinates every measure is recorded on.
#pragma once

#include <string>
#include <vector>

#include "sim/plan/study.hpp"

namespace sim {

struct MeasureLayout {
  const MeasureCard* card = nullptr;
  std::size_t index = 0;                // in ModelKind::measures
  std::vector<std::string> dimensions;  // after time
  std::size_t width = 1;                // values per date
};

struct Layout {
  std::size_t policies = 0, worlds = 0, members = 0;
  std::vector<Date> dates;
  std::vector<MeasureLayout> measures;
  std::size_t patterns = 0;  // readings of published figures per unit; 0 when they are not recorded

  std::size_t units() const { return worlds * members; }
  std::size_t cells() const { return policies * units(); }
};

// Values of a measure at a date: the product of its dimensions. Throws Error(internal) for one that is not declared.
std::size_t width_of(const MeasureCard& card, const Coordinates& coordinates);

Layout layout_of(const Study& study);

}  // namespace sim
