// The state at the start of a run, and the names of its positions.
#include <algorithm>
#include <cmath>

#include "models/ecosystem/ecosystem.hpp"

namespace weightshed {

namespace {

constexpr const char* slot_families[] = {"US entrants", "CN entrants", "Other entrants", "US programme"};

std::vector<FamilyIndex> families_of_slots(const Roster& roster) {
  std::vector<FamilyIndex> indices;
  for (std::size_t i = 0; i < std::size(slot_families); ++i) {
    indices.push_back(static_cast<FamilyIndex>(roster.families.size() + i));
  }
  return indices;
}

CreatorKind creator_of(LabKind kind) {
  switch (kind) {
    case LabKind::university:
    case LabKind::public_body:
    case LabKind::non_profit:
      return CreatorKind::academia;
    case LabKind::community:
      return CreatorKind::unaffiliated;
    default:
      return CreatorKind::industry;
  }
}

// A family of a large firm, or of the best known start-up, is known from its first day.
bool big_name(const RosterLab& lab) { return lab.kind == LabKind::big_tech || lab.id == "openai"; }

// Room for the works that authors are expected to publish, so that growth copies nothing; speed and memory only.
void make_room(Ecosystem& e, double stated_base) {
  const auto expected = [](double works) { return static_cast<std::size_t>(1.02 * works + 1000.0); };
  e.authors.authors.reserve(e.authors.arrived.back());  // most never publish: their room is never touched
  const std::size_t nodes = expected(stated_base * e.authors.expected_works);
  e.models.topology.reserve(nodes);
  e.models.sampler.reserve(nodes);
  e.models.base.reserve(nodes);
  e.models.author.reserve(nodes);
  e.models.born_step.reserve(nodes);
  e.models.capability.reserve(nodes);
  e.models.independents.reserve(expected((1.0 - stated_base) * e.authors.expected_works));
}

}  // namespace

Names make_names(const Roster& roster) {
  Names names;
  for (const Jurisdiction& j : roster.jurisdictions) {
    names.regions.push_back(j.code);
    names.use_by_region.push_back(j.gdp_share);
  }
  for (const Family& family : roster.families) {
    names.families.push_back(family.name);
    names.family_country.push_back(family.country);
    names.brand_derive.push_back(roster.labs[at(family.lab)].brand_derive);
    names.brand_use.push_back(roster.labs[at(family.lab)].brand_use);
  }
  const CountryIndex rest = roster.country("REST");
  const CountryIndex slot_country[] = {roster.united_states, roster.china, rest, roster.united_states};
  for (std::size_t i = 0; i < std::size(slot_families); ++i) {
    names.families.push_back(slot_families[i]);
    names.family_country.push_back(slot_country[i]);
    names.brand_derive.push_back(0.0);
    names.brand_use.push_back(0.0);
  }
  for (const RosterLab& lab : roster.labs) {
    names.labs.push_back(lab.id);
    names.lab_creator.push_back(creator_of(lab.kind));
  }
  const auto add_slots = [&](const std::string& name, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) names.labs.push_back(name + "_" + std::to_string(i + 1));
  };
  add_slots("us_entrant", entrant_slots_us);
  add_slots("cn_entrant", entrant_slots_cn);
  add_slots("other_entrant", entrant_slots_elsewhere);
  names.labs.push_back("us_programme");
  names.lab_creator.resize(names.labs.size(), CreatorKind::industry);
  names.lab_creator.back() = CreatorKind::academia;
  return names;
}

Ecosystem initial(const sim::Beginning& beginning, std::shared_ptr<const Roster> roster, const Assumptions& a,
                  const Streams& streams) {
  Ecosystem e(beginning.start, a.derivation.popularity);
  e.roster = std::move(roster);
  e.names = std::make_shared<const Names>(make_names(*e.roster));
  e.scale = beginning.scale;
  const auto steps = static_cast<std::uint32_t>(
      (beginning.end.days - beginning.start.days + sim::Clock::days_per_step) / sim::Clock::days_per_step);
  const std::size_t regions = e.names->regions.size();

  e.stocks = supply::initial(*e.roster, a.supply);
  e.labs =
      research::initial(*e.roster, families_of_slots(*e.roster), beginning, a.research, a.release, a.openness, streams);
  e.authors = arrival::initial(*e.roster, beginning.start, steps, e.scale, a.arrival);
  make_room(e, a.arrival.stated_base);
  e.adopters = adoption::initial(*e.roster, beginning.start, a.adoption, streams);
  for (std::size_t f = 0; f < e.names->families.size(); ++f) {
    FamilyState family;
    const bool big = f < e.roster->families.size() && big_name(e.roster->labs[at(e.roster->families[f].lab)]);
    family.awareness.assign(regions + 1, big ? a.arrival.awareness_big : a.arrival.awareness_start);
    if (f < e.roster->families.size()) {
      family.household_name = e.roster->labs[at(e.roster->families[f].lab)].household_name;
    }
    family.recent_by_region.assign(regions + 1, 0.0);
    e.hub.families.push_back(std::move(family));
  }
  e.hub.best_of_size.assign(64, -1e9);
  e.hub.cells.resize((regions + 1) * creator_kinds * downloads::ages * downloads::pin_classes);
  e.exposure.salience.assign(regions + 1, 0.0);

  const std::size_t families = e.names->families.size(), labs = e.labs.labs.size();
  e.ledger.downloads = Flow((regions + 1) * downloads::ages);
  e.ledger.downloads_by_creator = Flow(creator_kinds * downloads::ages);
  e.ledger.official_downloads = Flow(families);
  e.ledger.derivatives_by_country = Flow(regions);
  e.ledger.derivatives_without_bulk = Flow(regions);
  e.ledger.derivatives_by_family = Flow(families);
  e.ledger.derivatives_by_lab = Flow(labs);
  e.ledger.models_by_kind = Flow(derivation_kinds);
  e.ledger.licences_of_works = Flow(licences);
  e.ledger.breaches = Flow(1);
  e.ledger.incidents = Flow(regions);
  return e;
}

}  // namespace weightshed
