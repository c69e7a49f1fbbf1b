// What surrounds a rule in one step: time, the roster, the terms of policy, chance, and the records that all rules
// write.
#pragma once

#include <vector>

#include "models/ledger/ledger.hpp"
#include "models/levers/terms.hpp"
#include "models/roster/knock_outs.hpp"
#include "models/roster/names.hpp"
#include "models/roster/roster.hpp"
#include "models/streams.hpp"
#include "sim/model/model.hpp"
#include "sim/time/calendar.hpp"

namespace weightshed::context {

// Valid for the step that it was made for. A rule names the state that it changes, then what it sees of others' state,
// its parameters, and the context last; the two records may only be added to.
struct Context {
  const sim::Clock& clock;
  const roster::Roster& roster;
  const roster::Names& names;
  const levers::Terms& terms;
  const roster::Withheld& withheld;
  const Streams& streams;
  double scale;  // share of the real population that is simulated
  ledger::Ledger& ledger;
  std::vector<sim::Event>& events;
};

}  // namespace weightshed::context
