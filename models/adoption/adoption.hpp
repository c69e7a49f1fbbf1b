// Adopters: organisations by region and sector that choose a family, and how to run it, when a contract ends; and
// developers, who buy tokens from a router of APIs and choose anew every few weeks.
#pragma once

#include <array>
#include <vector>

#include "models/adoption/parameters.hpp"
#include "models/context/context.hpp"
#include "models/ledger/ledger.hpp"
#include "models/lineage/families.hpp"

namespace weightshed::adoption {

struct Organisation {
  CountryIndex region{};
  Sector sector{};
  std::uint32_t next_choice = 0;  // step; the first is the date at which it begins to use models at all
  std::uint32_t contracts = 0;
  FamilyIndex family = no_family;
  AdoptionMode mode{};
  double log_size = 0.0;  // natural logarithm of its use against the median organisation's
  double place = 1.0;     // in (0, 1], drawn once: a programme reaches it when this is below the programme's reach
};

// Position of a region and sector among all.
inline std::size_t group_of(const Organisation& o) {
  return at(o.region) * sectors + static_cast<std::size_t>(o.sector);
}

// What a token on the router comes from, as publishers count: weights by the maker's country, or a closed API.
enum class TokenOrigin : std::uint8_t { chinese_open, other_open, closed };
inline constexpr std::size_t token_origins = 3;
inline constexpr std::array<std::string_view, token_origins> token_origin_words{"chinese_open", "other_open", "closed"};

struct Adopters {
  std::vector<Organisation> organisations;
  std::vector<Organisation> developers;
  ledger::Flow tokens{
      token_origins};  // of developers in the week, in those of one who buys open weights at 2024.9 prices
};

// Organisations by region in proportion to output, developers likewise outside China; who they are and when they begin
// is drawn once for the member.
Adopters initial(const roster::Roster& roster, sim::Date start, const Parameters& p, const Streams& streams);

// What organisations see of families.
struct Market {
  const std::vector<lineage::FamilyState>* families = nullptr;
  const std::vector<CountryIndex>* family_country = nullptr;
  const std::vector<double>* brand = nullptr;     // of each family's lab among users
  const std::vector<double>* salience = nullptr;  // by region
  CountryIndex china{};
  double points_an_order = 11.6;
  double handover = 0.0;  // days; facts of the record are dated before it
};

// Natural logarithms of prices a token against open weights on somebody's machines at 2024.9.
double log_price_open(double year, const Parameters& p);
double log_price_closed(double year, const Parameters& p);

// Log-odds that capability gives a family; `best`, that of the best closed or open family, has 0.
double merit(double capability, double best, const Market& market, const Parameters& p);

// Log-odds that its origin gives a family in the eyes of organisations of a region and sector, but for bans: home,
// bloc, duties, data that leave the country to a closed API, aversion, and what reaches China of the APIs of the US
// bloc.
double ties(CountryIndex origin, bool closed, CountryIndex region, Sector sector, const Market& market,
            const roster::Roster& roster, const Parameters& p);

// Log-odds of a mode before its families count; log_size matters to self-hosting only.
double mode_utility(Sector sector, AdoptionMode mode, double log_size, double year, const Parameters& p);

// Whether a programme is in force at a date, and whether it reaches an organisation.
bool in_force(const roster::Programme& programme, double days, double handover);
bool reaches(const roster::Programme& programme, const Organisation& organisation);

// Country on whose bases the use of an organisation rests: its family's, or the one that a purchase has brought in.
CountryIndex rests_on(const Organisation& organisation, const Market& market, const roster::Roster& roster,
                      double days);

// Organisations whose contract ends in the step choose again, or begin, by nested logit: mode first, then family.
// Developers likewise; then the week's tokens are counted.
void renew(Adopters& adopters, const Market& market, const Parameters& p, const context::Context& context);

}  // namespace weightshed::adoption
