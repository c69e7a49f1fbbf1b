// Adopters: organisations by region and sector that choose a family, and how to run it, when a contract ends; and
// developers, who buy tokens through an API router and choose again every few weeks.
#pragma once

#include <array>
#include <vector>

#include "models/adoption/foundations.hpp"
#include "models/adoption/kept_weights.hpp"
#include "models/adoption/members.hpp"
#include "models/adoption/parameters.hpp"
#include "models/context/context.hpp"
#include "models/ledger/ledger.hpp"
#include "models/lineage/families.hpp"

namespace weightshed::adoption {

// What a token on the router comes from, as publishers count: weights by the maker's country, or a closed API.
enum class TokenOrigin : std::uint8_t { chinese_open, other_open, closed };
inline constexpr std::size_t token_origins = 3;
inline constexpr std::array<std::string_view, token_origins> token_origin_words{"chinese_open", "other_open", "closed"};

// Purchases besides those on record, and those on record that a counterfactual takes out.
struct Purchases {
  std::vector<roster::Programme> by_policy;
  std::vector<bool> withheld;  // by position in Roster::purchases; empty: none
};

struct Adopters {
  Members organisations;
  Members developers;
  ledger::Flow tokens{token_origins};  // tokens of developers in the week; the unit is those of a developer who buys
                                       // open weights at 2024.9 prices
  Purchases purchases;
  Foundations foundations;        // of organisations
  std::vector<double> forbidden;  // what was ruled out when users of it were last hurried
  KeptWeights weights_of_organisations, weights_of_developers;
};

// Organisations by region in proportion to output, developers likewise outside China; who they are and when they begin
// is drawn once for the member.
Adopters initial(const roster::Roster& roster, const sim::Steps& steps, const Parameters& p, const Streams& streams);

// What organisations see of families.
struct Market {
  const std::vector<lineage::FamilyState>* families = nullptr;
  const std::vector<CountryIndex>* family_country = nullptr;
  const std::vector<double>* brand = nullptr;     // of each family's lab among users
  const std::vector<double>* salience = nullptr;  // by region
  CountryIndex china{};
  double points_an_order = 11.6;
  double handover = 0.0;  // days; facts of the record are dated before it
  double lead = 0.0;      // orders by which the best closed model is ahead of the best open one
  const Purchases* purchases = nullptr;
};

// Natural logarithms of prices per token, relative to hosted open weights at 2024.9.
double log_price_open(double year, const Parameters& p);
// How much dearer a closed token is than a hosted open one; it follows `lead`, the orders by which the best closed
// model is ahead of the best open one.
double log_price_gap(double year, double lead, const Parameters& p);
struct Prices {
  double log_open = 0.0, log_closed = 0.0;
};
Prices prices_at(double year, double lead, const Parameters& p);

// What a closed token earns above the price of a hosted open one, relative to 2024.9.
double margin(double year, double lead, const Parameters& p);

// Log-odds of a family from its capability; `best`, the capability of the best closed or open family, gives 0.
double merit(double capability, double best, const Market& market, const Parameters& p);

// The salience that counts against an origin in a region: for Chinese families abroad, that of the region's incidents.
double salience_against(CountryIndex origin, CountryIndex region, const Market& market);

// Log-odds of a family from its origin, for organisations of a region and sector, apart from bans: home, bloc, duties,
// data that leave the country for a closed API, aversion, and the part of the US bloc's APIs that reaches China.
double ties(CountryIndex origin, bool closed, CountryIndex region, Sector sector, const Market& market,
            const roster::Roster& roster, const Parameters& p);

// Log-odds of a mode before its families count; log_size matters only for self-hosting.
double mode_utility(Sector sector, AdoptionMode mode, double log_size, const Prices& prices, const Parameters& p);

// How many times as easily as US models those of an origin are hijacked.
double hijacking_of(CountryIndex origin, const Market& market, const roster::Roster& roster, const Parameters& p);

// How many programmes tie users to families on a day, facts on record and those of policy; at most
// roster::most_programmes may.
std::size_t programmes_in_force(const roster::Roster& roster, const levers::UseTerms& use, double days,
                                double handover);

// Whether a programme is in force at a date, and whether it reaches a given organisation.
bool in_force(const roster::Programme& programme, double days, double handover);
bool reaches(const roster::Programme& programme, const Organisation& organisation);

// Whether a purchase on record, by its position, has happened by a day and nothing takes it out.
bool counts(std::size_t purchase, const Market& market, const roster::Roster& roster, double days);

// Country whose bases an organisation uses: its family's, or the one that a purchase has brought in, on record or by a
// policy.
CountryIndex rests_on(const Organisation& organisation, const Market& market, const roster::Roster& roster,
                      double days);

// Organisations whose contract ends in the step choose again, or begin, by nested logit: mode first, then family.
// Developers likewise; then the week's tokens are counted.
void renew(Adopters& adopters, const Market& market, const Parameters& p, const context::Context& context);

}  // namespace weightshed::adoption
