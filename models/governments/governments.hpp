// Governments: levers as scheduled, and, in the reactive variant, a quarterly review of export controls by the US.
#pragma once

#include "models/roster/roster.hpp"
#include "sim/model/policy.hpp"
#include "sim/time/calendar.hpp"

namespace weightshed::governments {

struct Governments {
  double control_adjustment = 0.0;  // added to us.export_control of China by the reactive rule
};

enum class Conduct { scheduled, reactive };

// What governments watch, by the measures' own functions.
struct Indicators {
  double lead_months = 0.0;  // US over China; NaN when the curves do not overlap
};

// Lever values in force for the step. Reactive (ODD 4.10): from the handover on, each quarter, the US tightens its
// controls on China by 0.05 when its lead is under 5 months and eases them by 0.02 when it is over 9; judgement.
sim::LeverValues decide(Governments& governments, const sim::Policy& policy, const Indicators& seen,
                        const sim::Clock& clock, double handover_days, const roster::Roster& roster, Conduct conduct);

// True at the first step of a quarter.
bool review_due(const sim::Clock& clock);

}  // namespace weightshed::governments
