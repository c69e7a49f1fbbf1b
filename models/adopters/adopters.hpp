// Adopters: organisations by region and sector that choose a family, and how to run it, when a contract ends.
#pragma once

#include <vector>

#include "models/adopters/parameters.hpp"
#include "models/levers/terms.hpp"
#include "models/lineage/families.hpp"
#include "models/roster/roster.hpp"
#include "models/roster/streams.hpp"
#include "sim/time/calendar.hpp"

namespace weightshed {

struct Organisation {
  CountryIndex region{};
  Sector sector{};
  std::uint32_t next_choice = 0;  // step; the first is the date at which it begins to use models at all
  std::uint32_t contracts = 0;
  FamilyIndex family = no_family;
  AdoptionMode mode{};
};

struct Adopters {
  std::vector<Organisation> organisations;
};

namespace adoption {

// Organisations by region in proportion to output; who they are and when they begin are drawn once for the member.
Adopters initial(const Roster& roster, sim::Date start, const Parameters& p, const Streams& streams);

// What organisations see of families.
struct Market {
  const std::vector<FamilyState>* families = nullptr;
  const std::vector<CountryIndex>* family_country = nullptr;
  const std::vector<double>* brand = nullptr;     // of each family's lab among users
  const std::vector<double>* salience = nullptr;  // by region
  CountryIndex china{};
  double points_an_order = 11.6;
};

// Log-odds of a family of that capability for the organisations of a region, but for bans in a sector and the cost of
// switching.
double utility(std::size_t family, double capability, CountryIndex region, const Market& market, const Roster& roster,
               double best, double peer_share, const Parameters& p);

// Log-odds of a mode before its families count.
double mode_utility(const Organisation& organisation, AdoptionMode mode, double year, const Parameters& p);

// Organisations whose contract ends in the step choose again, or begin, by nested logit: mode first, then family.
void renew(Adopters& adopters, const Market& market, const Roster& roster, const UseTerms& use, const sim::Clock& clock,
           const Parameters& p, const Streams& streams);

}  // namespace adoption
}  // namespace weightshed
