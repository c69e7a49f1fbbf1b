// Names of the roster and of the slots.
#include "models/roster/names.hpp"

#include <cctype>

namespace weightshed::roster {

namespace {

constexpr const char* slot_words[slot_families] = {"US entrants", "CN entrants", "Other entrants", "US programme"};

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

std::string lower_case(std::string text) {
  for (char& letter : text) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return text;
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
  const auto add_family = [&](const std::string& name, CountryIndex country) {
    names.families.push_back(name);
    names.family_country.push_back(country);
    names.brand_derive.push_back(0.0);
    names.brand_use.push_back(0.0);
  };
  for (std::size_t i = 0; i < slot_families; ++i) add_family(slot_words[i], slot_country[i]);
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
  for (std::size_t c = 0; c < roster.jurisdictions.size(); ++c) {
    const std::string& code = roster.jurisdictions[c].code;
    if (static_cast<CountryIndex>(c) == roster.united_states) continue;
    add_family(code + " programme", static_cast<CountryIndex>(c));
    names.labs.push_back(lower_case(code) + "_programme");
    names.lab_creator.push_back(CreatorKind::academia);
  }
  return names;
}

}  // namespace weightshed::roster
