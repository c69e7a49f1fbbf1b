// Governments: levers as scheduled, and, in the reactive variant, a quarterly review of export controls by the US.
#pragma once

#include <vector>

#include "models/context/context.hpp"
#include "sim/model/policy.hpp"
#include "sim/time/calendar.hpp"

namespace weightshed::governments {

// What the reactive rules have added to the schedule so far.
struct Governments {
  double control_adjustment = 0.0;           // of us.export_control on China
  double programme = 0.0;                    // USD per year of an open-weight programme of the US, after a shock
  double recognition = 0.0;                  // of cn.open_encouragement
  double leash = 0.0;                        // of cn.state_leash
  double discouragement = 0.0;               // of cn.import_discouragement, in retaliation
  double control_seen = -1.0;                // us.export_control on China at the last review; below 0: none yet
  int reviews_since_success = -1;            // of Beijing; below 0: no success yet
  std::vector<sim::LeverValue> before = {};  // values of the step before, for the log
  std::vector<sim::Target> moving = {};      // those that were on their way
};

// Who reacts. Washington: both to the size of its lead and to a shock.
enum class Conduct { scheduled, reactive, beijing_reacts, washington_reacts, both_react };

// What governments watch, by the measures' own functions.
struct Indicators {
  double lead_months = 0.0;      // US over China; NaN when the curves do not overlap
  double open_gap = 0.0;         // best open Chinese release over the best open US one, orders; NaN without one
  bool is_chinese_best = false;  // the best open release of all is Chinese
};

// Where and when they decide, and the log of what they do.
struct Chamber {
  const sim::Clock& clock;
  const roster::Roster& roster;
  double handover = 0.0;  // days
  std::vector<sim::Event>& events;
};

// Lever values in force for the step (ODD 4.10): the schedule, and from the handover on, at each quarter's review, what
// the reactive rules add. All their numbers are judgement; each reaction is logged as an event.
// - reactive: the US tightens its controls on China by 0.05 when its lead is under 5 months, and eases them by 0.02
//   when it is over 9.
// - washington_reacts: besides, a shock, Chinese open models 0.3 orders ahead of US ones, brings an open-weight
//   programme of 1e9 USD per year for as long as the run lasts.
// - beijing_reacts: when the best open model of all is Chinese it is recognised (+0.5 of encouragement); two reviews
//   later travel limits follow (leash 0.3). Tighter US controls are answered by discouraging imports, 0.1 each time, up
//   to 0.5.
sim::LeverValues decide(Governments& governments, const sim::Policy& policy, const Indicators& seen, Conduct conduct,
                        const Chamber& chamber);

// Logs each lever that begins to change, or has arrived, as an event; adds the step's public spending to the ledger.
void keep_account(Governments& governments, const sim::LeverValues& values, const levers::Terms& terms,
                  const context::Context& context);

// True at the first step of a quarter.
bool review_due(const sim::Clock& clock);

}  // namespace weightshed::governments
