// One step of the ecosystem, in the order of the process overview: this list is the model's timetable.
// Each call names what the rule changes, what it sees of the rest (views.cpp) and its parameters; the context holds
// what surrounds all of them. A rule is in the folder of its name.
#include "models/derivation/derivation.hpp"
#include "models/downloads/hub.hpp"
#include "models/ecosystem/ecosystem.hpp"
#include "models/ecosystem/views.hpp"
#include "models/levers/lever.hpp"
#include "models/release/release.hpp"
#include "models/research/research.hpp"

namespace weightshed::ecosystem {

void step(Ecosystem& e, const Assumptions& a, const Structure& variants, const sim::Policy& policy, const Streams& s) {
  e.ledger.begin_step();
  e.withheld.follow(policy.without, *e.roster);  // only a counterfactual removes releases

  // Policy presses on terms; without it they are neutral.
  const sim::LeverValues values = governments::decide(e.governments, policy, indicators(e, a), variants.governments,
                                                      {e.clock, *e.roster, e.labs.handover, e.events});
  const levers::Terms& terms = e.terms.of(values, [&] { return levers::fold(values, *e.roster, e.labs.labs.size()); });
  const context::Context context = context_of(e, terms, s);
  governments::keep_account(e.governments, values, terms, context);

  supply::deliver(e.stocks, a.supply, context);
  research::train(e.labs, e.stocks, a.supply.price_of_compute, a.research, context);
  openness::review(e.labs, community(e, a), variants.openness, a.openness, context);
  release::publish(e.labs, e.models, e.hub, reception(e, a), a.release, context);
  arrival::admit(e.authors, e.hub.families, shares(a), a.arrival, context);
  derivation::build(e.authors, e.models, e.hub, scene(e, a), a.derivation, context);
  adoption::renew(e.adopters, market(e, a), a.adoption, context);
  downloads::pull(e.hub, e.models, users(a), a.downloads, context);
  incidents::strike(e.exposure, incident_rates(e, a), a.incidents, context);

  keep_standing(e, a);  // popularity is forgotten a little, brands are worn and built; API revenue follows adoption
  e.clock.advance();    // the runner observes now: a measure cannot change a run
}

}  // namespace weightshed::ecosystem
