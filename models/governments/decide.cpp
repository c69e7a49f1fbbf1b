// Levers of the step (ODD 4.1 and 4.10).
#include <algorithm>
#include <cmath>

#include "models/governments/governments.hpp"
#include "models/levers/lever.hpp"

namespace weightshed::governments {

namespace {

// The reactive rule, in months of lead and in shares of demand: judgement.
constexpr double tightens_below = 5.0, tightens_by = 0.05;
constexpr double eases_above = 9.0, eases_by = 0.02;

}  // namespace

bool review_due(const sim::Clock& clock) {
  if (clock.step() == 0) return true;
  const auto quarter = [](sim::Date date) { return (sim::civil(date).month - 1) / 3; };
  return quarter(clock.now()) != quarter(clock.now().plus_days(-sim::Clock::days_per_step));
}

sim::LeverValues decide(Governments& governments, const sim::Policy& policy, const Indicators& seen,
                        const sim::Clock& clock, double handover_days, const roster::Roster& roster, Conduct conduct) {
  static const std::vector<double> neutral = [] {
    std::vector<double> values;
    for (const levers::Lever& lever : levers::catalogue()) values.push_back(lever.card.neutral);
    return values;
  }();
  sim::LeverValues values = sim::levers_in_force(policy, clock.now(), neutral);
  if (conduct == Conduct::scheduled || clock.now().days < handover_days) return values;
  if (review_due(clock) && !std::isnan(seen.lead_months)) {
    if (seen.lead_months < tightens_below) governments.control_adjustment += tightens_by;
    if (seen.lead_months > eases_above) governments.control_adjustment -= eases_by;
  }
  for (sim::LeverValue& value : values) {
    const levers::Lever& lever = levers::catalogue()[static_cast<std::size_t>(value.target.lever)];
    if (lever.card.key != "us.export_control" || value.target.of != static_cast<int>(at(roster.china))) continue;
    value.value = std::clamp(value.value + governments.control_adjustment, 0.0, 1.0);
  }
  return values;
}

}  // namespace weightshed::governments
