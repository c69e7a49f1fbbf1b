// The whole state of one simulated history: a plain value, so a fork is its copy.
#pragma once

#include <memory>
#include <vector>

#include "models/adopters/adopters.hpp"
#include "models/authors/authors.hpp"
#include "models/ecosystem/assumptions.hpp"
#include "models/governments/governments.hpp"
#include "models/hub/hub.hpp"
#include "models/hub/incidents.hpp"
#include "models/labs/labs.hpp"
#include "models/lineage/ledger.hpp"
#include "models/lineage/models.hpp"
#include "models/roster/roster.hpp"
#include "models/roster/streams.hpp"
#include "models/supply/stocks.hpp"
#include "sim/model/model.hpp"

namespace weightshed {

// The contested mechanisms, in the order of `structure_cards`.
struct Structure {
  openness::Variant openness = openness::Variant::logit;
  governments::Variant governments = governments::Variant::scheduled;
};

// Labels and attributes of what the roster and the slots give a position to; never changes during a run.
struct Names {
  std::vector<std::string> families, labs, regions;
  std::vector<CountryIndex> family_country;
  std::vector<double> brand_derive, brand_use;  // of each family's lab
  std::vector<CreatorKind> lab_creator;         // whose account a lab's downloads are counted for
  std::vector<double> use_by_region;            // share of users; sums to 1
};

struct Ecosystem {
  explicit Ecosystem(sim::Date start, double popularity) : clock(start), models(popularity) {}

  sim::Clock clock;
  std::shared_ptr<const Roster> roster;
  std::shared_ptr<const Names> names;
  double scale = 0.01;  // share of the real population that is simulated
  Governments governments;
  Stocks stocks;
  Labs labs;
  Models models;
  Authors authors;
  Adopters adopters;
  Hub hub;
  Exposure exposure;
  Ledger ledger;
  Withheld withheld;  // of a counterfactual policy
  std::vector<sim::Event> events;
};

Names make_names(const Roster& roster);

// The state at the start of the run.
Ecosystem initial(const sim::Beginning& beginning, std::shared_ptr<const Roster> roster, const Assumptions& a,
                  const Streams& streams);

// One week, in the order of the process overview of docs/model.md.
void step(Ecosystem& e, const Assumptions& a, const Structure& variants, const sim::Policy& policy, const Streams& s);

}  // namespace weightshed
