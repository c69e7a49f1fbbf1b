#include "models/release/entry.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "models/roster/imputation.hpp"
#include "sim/error.hpp"
#include "sim/random/distributions.hpp"

namespace weightshed::release {

using lineage::Base;

Attractions drawn(sim::Draws& draws, const Attraction& spread) {
  const double derive = sim::normal(draws, 0.0, spread.derive_spread);
  return {derive, sim::normal(draws, 0.0, spread.use_spread)};
}

void enter(lineage::Models& models, downloads::Hub& hub, Base base, const Attractions& draws, double decay,
           const sim::Clock& clock) {
  base.born_year = sim::decimal_year(base.born_days);
  base.attraction_derive += draws.derive;
  base.attraction_use += draws.use;
  if (models.bases.size() >= most_bases) {
    throw sim::Error(sim::Failure::invalid_input, "the history has more than " + std::to_string(most_bases) +
                                                      " bases; allowed: an earlier end, or fewer entrants");
  }
  const auto index = static_cast<BaseIndex>(models.bases.size());
  lineage::FamilyState& family = hub.families[at(base.family)];
  family.first_release = std::min(family.first_release, base.born_year);
  if (base.task_class == TaskClass::language) {
    double& best = open_weights(base.licence) ? family.best_open : family.best_closed;
    if (open_weights(base.licence) && base.capability >= best) family.stands_on = base.origin;
    best = std::max(best, base.capability);
  }
  if (open_weights(base.licence)) {
    base.group = models.sampler.add_group();
    base.node = models.sampler.add_root(base.group, std::exp(clock.years(clock.step()) / decay));
    if (base.built_on.exists()) {
      models.topology.add(base.built_on);
    } else {
      models.topology.add_root();
    }
    models.sampler[base.node].attributes =
        lineage::NodeAttributes{base.built_on.exists() ? DerivationKind::fine_tune : DerivationKind::base, base.licence,
                                CreatorKind::industry, static_cast<std::uint8_t>(base.country), false}
            .pack();
    models.base.push_back(index);
    models.author.push_back(static_cast<AuthorIndex>(0xffffffffU));
    models.born_step.push_back(static_cast<std::uint16_t>(clock.step()));
    models.capability.push_back(static_cast<float>(base.capability));
    hub.shelf.add(base, index);
    if (base.task_class == TaskClass::language) {
      hub.language_bases.push_back({index, base.family});
      double& best = hub.best_of_size[lineage::size_class(base.log2_size)];
      if (base.capability > best) {
        best = base.capability;
        hub.shelf.make_stale(TaskClass::language);  // utilities are relative to the best of a size
      }
    }
  }
  hub.pins.emplace_back();
  models.bases.push_back(base);
}

void make_known(downloads::Hub& hub, const Base& base, double best_open_before, const Reception& reception,
                const context::Context& context) {
  const bool is_open = open_weights(base.licence) && base.line == Line::flagship;
  if (!is_open || best_open_before < -1e8 || base.capability < best_open_before + reception.sensation) return;
  double& since = hub.families[at(base.family)].sensation;
  if (base.born_year >= since) return;
  since = base.born_year;
  context.events.push_back(
      {base.born_days, number_of(EventKind::sensation), context.names.families[at(base.family)], base.capability});
}

void show(labs::Labs& labs, labs::Lab& lab, const Base& base) {
  lab.best_released = std::max(lab.best_released, base.capability);
  labs::Frontier& f = labs.frontier;
  f.best = std::max(f.best, base.capability);
  double& best = open_weights(base.licence) ? f.best_open : f.best_closed;
  best = std::max(best, base.capability);
}

Base base_on_record(const roster::RosterBase& known, std::size_t row, const Reception& reception,
                    const context::Context& context) {
  const bool language = known.task_class == TaskClass::language;
  Base base;
  base.family = known.family;
  base.lab = known.lab;
  base.country = context.roster.labs[at(known.lab)].country;
  base.task_class = known.task_class;
  base.origin = base.country;
  base.licence = known.licence;
  base.permissive_licence = known.permissive_licence;
  base.line = known.line;
  base.purpose = known.purpose;
  base.born_days = known.days;
  base.total_parameters = known.total_parameters;
  base.active_parameters = known.active_parameters;
  base.leads = known.leads;
  base.log2_size = lineage::log2_size(known.total_parameters, known.active_parameters);
  base.repositories = known.repositories;
  base.attraction_derive = base.attraction_use = known.attraction;
  if (language) {
    const double eci = roster::imputed_index(context.roster.bases, row, context.streams.observed_capability);
    base.capability = research::orders_of_index(eci, reception.research);
    if (base.country == context.roster.china) base.attraction_derive += reception.attraction.of_chinese(known.days);
  }
  return base;
}

}  // namespace weightshed::release
