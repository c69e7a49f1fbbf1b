// Authors, bases and derivation alone, on a roster of a few families: what a closed form or a second roster can follow.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "models/ecosystem/ecosystem.hpp"
#include "models/ecosystem/views.hpp"

namespace weightshed::test {

// One family a jurisdiction-and-attraction pair, one language base each, released on the day.
struct SmallFamily {
  std::size_t country = 0;
  double attraction = 0.0;
  sim::Date released = sim::date_of(2022, 6, 1);
};

inline roster::Roster small_roster(const std::vector<roster::Jurisdiction>& jurisdictions,
                                   const std::vector<SmallFamily>& families) {
  roster::Roster r;
  r.jurisdictions = jurisdictions;
  r.united_states = r.country("US");
  r.china = r.country("CN");
  r.association_of_southeast_asian_nations = r.gulf = r.country("REST");
  for (std::size_t f = 0; f < families.size(); ++f) {
    roster::RosterLab lab;
    lab.id = "lab_" + std::to_string(f);
    lab.country = static_cast<CountryIndex>(families[f].country);
    lab.kind = LabKind::firm;
    r.labs.push_back(lab);
    r.families.push_back({"family_" + std::to_string(f), static_cast<LabIndex>(f), lab.country});
    roster::RosterBase base;
    base.release = base.model = "base_" + std::to_string(f);
    base.family = static_cast<FamilyIndex>(f);
    base.lab = static_cast<LabIndex>(f);
    base.licence = Licence::permissive;
    base.days = families[f].released.days;
    base.total_parameters = base.active_parameters = 2e9;
    base.eci = 100.0;
    base.attraction = families[f].attraction;
    r.bases.push_back(base);
  }
  std::stable_sort(r.bases.begin(), r.bases.end(), [](const auto& a, const auto& b) { return a.days < b.days; });
  return r;
}

// Assumptions under which an author sees attraction and the crowd, and nothing else.
inline ecosystem::Assumptions bare_assumptions(double network) {
  ecosystem::Assumptions a;
  a.derivation.attraction_spread = a.downloads.attraction_spread = 0.0;
  a.derivation.capability = a.derivation.ageing = a.derivation.launch = a.derivation.brand = 0.0;
  a.derivation.awareness = a.derivation.habit = a.derivation.home = a.derivation.aversion = 0.0;
  a.derivation.network = network;
  a.derivation.language_share = 1.0;
  a.derivation.diffusion_share = 0.0;
  a.derivation.language_midpoint = 1990.0;  // all demand is for language from the start
  a.arrival.stated_base = 1.0;
  return a;
}

struct SmallEcosystem {
  ecosystem::Assumptions assumptions;
  Streams streams;
  ecosystem::Ecosystem state;
  levers::Terms terms;

  SmallEcosystem(const roster::Roster& roster, const ecosystem::Assumptions& a, sim::Date start, std::uint32_t steps,
                 double scale, std::uint32_t member)
      : assumptions(a), streams(11, member), state(begin(roster, a, streams, start, steps, scale)) {
    terms = levers::Terms::neutral(state.names->regions.size(), state.labs.labs.size());
  }

  // The timetable of models/ecosystem/step.cpp without labs that decide, adopters, downloads and incidents.
  void step() {
    ecosystem::Ecosystem& e = state;
    const ecosystem::Assumptions& a = assumptions;
    e.ledger.begin_step();
    const context::Context context = context_of(e, terms, streams);
    release::publish(e.labs, e.models, e.hub, reception(e, a), a.release, context);
    arrival::admit(e.authors, e.hub.families, shares(a), a.arrival, context);
    derivation::build(e.authors, e.models, e.hub, scene(e, a), a.derivation, context);
    keep_standing(e, a);
    e.clock.advance();
  }

 private:
  static ecosystem::Ecosystem begin(const roster::Roster& roster, const ecosystem::Assumptions& a,
                                    const Streams& streams, sim::Date start, std::uint32_t steps, double scale) {
    sim::Beginning b;
    b.start = start;
    b.end = start.plus_days(static_cast<std::int32_t>(steps - 1) * sim::Steps{}.days());
    b.observed_until = b.end.plus_days(1000);
    b.scale = scale;
    return ecosystem::initial(b, std::make_shared<const roster::Roster>(roster), a, streams);
  }
};

}  // namespace weightshed::test
