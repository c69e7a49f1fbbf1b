// One step of the ecosystem, in the order of the process overview: this list is the model's timetable.
// Each call names the parts of the state that it changes; what it sees of the rest is gathered in views.cpp. The file
// of each rule stands above its call.
#include "models/ecosystem/ecosystem.hpp"
#include "models/ecosystem/views.hpp"
#include "models/levers/lever.hpp"

namespace weightshed {

void step(Ecosystem& e, const Assumptions& a, const Structure& variants, const sim::Policy& policy, const Streams& s) {
  e.ledger.begin_step();
  e.withheld.follow(policy.without, *e.roster);  // a counterfactual takes releases out; nobody else does

  // models/governments/decide.cpp, models/levers/
  const sim::LeverValues levers = governments::decide(e.governments, policy, indicators(e, a), e.clock, e.labs.handover,
                                                      *e.roster, variants.governments);
  const Terms terms = levers::fold(levers, e.names->regions.size(), e.labs.labs.size());  // neutral without policy

  // models/supply/deliver.cpp
  supply::deliver(e.stocks, terms.trade, terms.compute, e.clock, *e.roster, a.supply);
  // models/labs/research.cpp
  research::train(e.labs, e.stocks, terms, e.clock, *e.roster, a.supply, a.research, s);
  // models/labs/openness.cpp
  openness::review(e.labs, terms.openness, community(e, a), e.clock, *e.roster, variants.openness, a.openness, s,
                   e.events);
  // models/labs/release.cpp
  release::publish(e.labs, e.models, e.hub, terms, e.ledger, e.clock, *e.roster, e.withheld, a.research, attraction(a),
                   a.derivation.decay, a.release, s, e.events);
  // models/authors/arrival.cpp
  arrival::admit(e.authors, e.hub.families, e.clock, {a.derivation.commercial_authors, a.derivation.licence_drift},
                 a.arrival, s);
  // models/derivation/build.cpp, choice.cpp
  derivation::build(e.authors, e.models, e.hub, terms.use, e.ledger, e.clock, surroundings(e), scale_of(e, a),
                    a.arrival.stated_base, a.downloads, a.derivation, s);
  // models/adopters/renew.cpp, menus.cpp
  adoption::renew(e.adopters, market(e, a), *e.roster, terms.use, e.clock, a.adoption, s);
  // models/hub/pull.cpp, community.cpp
  downloads::pull(e.models, e.hub, terms.use, users(e, a), e.ledger, e.clock, e.scale, a.downloads, s);
  // models/hub/incidents.cpp
  incidents::strike(e.exposure, incident_rates(e, a), e.names->regions, e.ledger, e.clock, a.incidents, s, e.events);

  // models/ecosystem/views.cpp: popularity is forgotten a little; API revenue follows adoption
  keep_standing(e);
  e.clock.advance();  // the runner observes now: a measure cannot change a run
}

}  // namespace weightshed
