// When a run branches, reads its measures and stops, in steps of its clock.
#pragma once

#include <optional>
#include <vector>

#include "sim/plan/study.hpp"

namespace sim {

// One recording date: read after its last step, the last one that ends on or before the date.
struct Reading {
  Date date;
  StepRange period;         // the steps of this recording period, for flows
  StepRange trailing_year;  // the 52 weeks up to the last one
  bool whole_year = false;  // 52 weeks have passed
};

struct Schedule {
  std::uint32_t fork = 0;         // first step that policies may take differently
  std::uint32_t steps = 0;        // steps that lie wholly in the run
  std::vector<Reading> readings;  // in the order of the dates
  // After how many steps each pattern is read: the first step that ends on or after its date; none outside the run.
  std::vector<std::optional<std::uint32_t>> patterns;
};

// The first day of the recording period that ends on `last`; of those longer than a week, that holds it.
Date first_of_period(Every every, Date last);

Schedule schedule_of(const Study& study);

}  // namespace sim
