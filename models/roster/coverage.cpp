#include "models/roster/coverage.hpp"

#include <vector>

#include "sim/time/calendar.hpp"

namespace weightshed::roster {

void count_closed_scored(Roster& roster) {
  constexpr std::size_t few = 10;
  struct Count {
    std::size_t scored = 0, all = 0;
  };
  std::vector<Count> counts(roster.jurisdictions.size());
  for (const RosterBase& base : roster.bases) {
    if (base.task_class != TaskClass::language || base.line != Line::flagship || open_weights(base.licence)) continue;
    if (!base.leads || base.days < sim::date_of(2024, 1, 1).days) continue;
    Count& count = counts[at(roster.labs[at(base.lab)].country)];
    ++count.all;
    if (base.eci_measured) ++count.scored;
  }
  Count others;
  for (const Count& count : counts) {
    if (count.all >= few) continue;
    others.scored += count.scored;
    others.all += count.all;
  }
  for (std::size_t c = 0; c < counts.size(); ++c) {
    const Count& count = counts[c].all < few ? others : counts[c];
    if (count.all == 0) continue;
    roster.jurisdictions[c].closed_scored = static_cast<double>(count.scored) / static_cast<double>(count.all);
  }
}

}  // namespace weightshed::roster
