// Labels and attributes of the positions of families, labs and regions: those of the roster, then the slots.
#pragma once

#include <string>
#include <vector>

#include "models/roster/roster.hpp"

namespace weightshed::roster {

// Never changes during a run.
struct Names {
  std::vector<std::string> families, labs, regions;
  std::vector<CountryIndex> family_country;
  std::vector<double> brand_derive, brand_use;  // of each family's lab
  std::vector<CreatorKind> lab_creator;         // whose account a lab's downloads are counted for
  std::vector<double> use_by_region;            // share of users; sums to 1
};

Names make_names(const Roster& roster);

// The families of the groups of slots, after those of the roster; behind them one for the public programme of each
// other jurisdiction, in the order of the table.
enum class SlotFamily : std::uint8_t { us_entrants, cn_entrants, other_entrants, us_programme };
inline constexpr std::size_t slot_families = 4;
inline FamilyIndex family_of(SlotFamily slot, const Roster& roster) {
  return static_cast<FamilyIndex>(roster.families.size() + static_cast<std::size_t>(slot));
}

// Roster, slots and programmes together.
inline std::size_t families_of(const Roster& roster) {
  return roster.families.size() + slot_families + roster.jurisdictions.size() - 1;
}

}  // namespace weightshed::roster
