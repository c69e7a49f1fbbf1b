// The whole state of one simulated history: a plain value, so a fork is its copy.
#pragma once

#include <memory>
#include <vector>

#include "models/adoption/adoption.hpp"
#include "models/arrival/arrival.hpp"
#include "models/context/context.hpp"
#include "models/downloads/hub.hpp"
#include "models/ecosystem/assumptions.hpp"
#include "models/governments/governments.hpp"
#include "models/incidents/incidents.hpp"
#include "models/kept.hpp"
#include "models/labs/labs.hpp"
#include "models/levers/terms.hpp"
#include "models/lineage/models.hpp"
#include "models/openness/openness.hpp"
#include "models/supply/stocks.hpp"
#include "sim/model/model.hpp"

namespace weightshed::ecosystem {

// The contested mechanisms, in the order of `structure_cards`.
struct Structure {
  openness::Variant openness = openness::Variant::logit;
  governments::Conduct governments = governments::Conduct::scheduled;
};

struct Ecosystem {
  Ecosystem(const sim::Steps& steps, double popularity) : clock(steps), models(popularity) {}

  sim::Clock clock;
  std::shared_ptr<const roster::Roster> roster;
  std::shared_ptr<const roster::Names> names;
  double scale = 0.01;  // share of the real population that is simulated
  governments::Governments governments;
  supply::Stocks stocks;
  labs::Labs labs;
  lineage::Models models;
  arrival::Authors authors;
  adoption::Adopters adopters;
  downloads::Hub hub;
  incidents::Exposure exposure;
  ledger::Ledger ledger;
  roster::Withheld withheld;  // of a counterfactual policy
  Kept<sim::LeverValues, levers::Terms> terms;
  std::vector<sim::Event> events;
};

// The state at the start of the run.
Ecosystem initial(const sim::Beginning& beginning, std::shared_ptr<const roster::Roster> roster, const Assumptions& a,
                  const Streams& streams);

// The day from which on labs decide and no fact of the record holds.
double handover_of(const sim::Beginning& beginning);

// Named labs as of the start, then the slots of entrants (entry times drawn once for the member) and the programme.
labs::Labs initial_labs(const roster::Roster& roster, const roster::Names& names, const sim::Beginning& beginning,
                        const Assumptions& a, const Streams& streams);

// One week, in the order of the process overview of docs/model.md.
void step(Ecosystem& e, const Assumptions& a, const Structure& variants, const sim::Policy& policy, const Streams& s);

}  // namespace weightshed::ecosystem
