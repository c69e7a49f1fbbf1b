// The state at the start of a run.
#include <algorithm>
#include <cmath>

#include "models/ecosystem/ecosystem.hpp"

namespace weightshed::ecosystem {

namespace {

// Room for the works that authors are expected to publish, so that growth copies nothing; it matters only for speed and
// memory.
void make_room(Ecosystem& e, double stated_base, const downloads::Parameters& d) {
  const auto expected = [](double works) { return static_cast<std::size_t>(1.02 * works + 1000.0); };
#ifndef __wasm__                                        // where room that is never touched takes memory, too
  e.authors.authors.reserve(e.authors.arrived.back());  // most never publish
  e.authors.calendar.reserve(e.authors.arrived.back());
  e.hub.pinned.reserve(
      static_cast<std::size_t>(d.pinned * std::max(1.0, d.organisation_pinned) * e.authors.expected_works));
#endif
  const std::size_t nodes = expected(stated_base * e.authors.expected_works);
  e.models.topology.reserve(nodes);
  e.models.sampler.reserve(nodes);
  e.models.base.reserve(nodes);
  e.models.author.reserve(nodes);
  e.models.born_step.reserve(nodes);
  e.models.capability.reserve(nodes);
  const double independents = (1.0 - stated_base) * e.authors.expected_works;
  e.models.independents.reserve(expected(independents), expected(d.live * independents));
}

// What is known of each family before it comes out; nobody knows the families of the slots beforehand.
std::vector<lineage::FamilyState> initial_families(const roster::Roster& roster, std::size_t count, std::size_t regions,
                                                   const arrival::Parameters& p) {
  std::vector<lineage::FamilyState> families(count);
  for (std::size_t f = 0; f < count; ++f) {
    lineage::FamilyState& family = families[f];
    const roster::RosterLab* lab = f < roster.families.size() ? &roster.labs[at(roster.families[f].lab)] : nullptr;
    const bool big = lab != nullptr && lab->big_name;
    family.awareness.assign(regions + 1, big ? p.awareness_big : p.awareness_start);
    family.recent_by_region.assign(regions + 1, 0.0);
  }
  return families;
}

ledger::Ledger initial_ledger(std::size_t families, std::size_t labs, std::size_t regions) {
  using ledger::Flow;
  ledger::Ledger ledger;
  ledger.downloads = Flow((regions + 1) * downloads::ages);
  ledger.downloads_by_creator = Flow(creator_kinds * downloads::ages);
  ledger.official_downloads = Flow(families);
  ledger.derivatives_by_country = Flow(regions);
  ledger.derivatives_without_bulk = Flow(regions);
  ledger.derivatives_by_family = Flow(families);
  ledger.family_derivatives_without_bulk = Flow(families);
  ledger.derivatives_by_lab = Flow(labs);
  ledger.models_by_kind = Flow(derivation_kinds);
  ledger.licences_of_works = Flow(licences);
  ledger.breaches = Flow(1);
  ledger.incidents = Flow(regions);
  ledger.spending = Flow(payers);
  return ledger;
}

}  // namespace

Ecosystem initial(const sim::Beginning& beginning, std::shared_ptr<const roster::Roster> roster, const Assumptions& a,
                  const Streams& streams) {
  Ecosystem e(beginning.steps(), a.derivation.popularity);
  e.roster = std::move(roster);
  e.names = std::make_shared<const roster::Names>(roster::make_names(*e.roster));
  e.scale = beginning.scale;
  const auto steps =
      static_cast<std::uint32_t>((beginning.end.days - beginning.start.days) / beginning.steps().days() + 1);
  const std::size_t regions = e.names->regions.size(), families = e.names->families.size();

  e.stocks = supply::initial(*e.roster, a.supply);
  e.labs = initial_labs(*e.roster, *e.names, beginning, a, streams);
  e.authors = arrival::initial(*e.roster, beginning.steps(), steps, e.scale, a.arrival);
  make_room(e, a.arrival.stated_base, a.downloads);
  e.adopters = adoption::initial(*e.roster, beginning.steps(), a.adoption, streams);
  e.hub.families = initial_families(*e.roster, families, regions, a.arrival);
  e.hub.brands = {std::vector<double>(families, 0.0), std::vector<double>(families, 0.0)};
  if (beginning.past == sim::Past::observed) e.hub.brands = {e.names->brand_derive, e.names->brand_use};
  e.hub.best_of_size.assign(lineage::size_classes, lineage::no_model);
  e.hub.cells.resize((regions + 1) * creator_kinds * downloads::ages * downloads::pin_classes);
  e.exposure.salience.assign(regions + 1, 0.0);
  e.ledger = initial_ledger(families, e.labs.labs.size(), regions);
  return e;
}

}  // namespace weightshed::ecosystem
