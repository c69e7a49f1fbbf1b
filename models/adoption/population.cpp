// Who the organisations and developers are (ODD 4.8): region, sector, size and the date at which they begin.
#include <algorithm>
#include <cmath>
#include <utility>

#include "models/adoption/adoption.hpp"
#include "sim/random/distributions.hpp"

namespace weightshed::adoption {

namespace {

// Logistic date of first use, by inversion.
std::uint32_t first_choice(double u, const sim::Steps& steps, const Parameters& p) {
  const double begins = p.start_midpoint + std::log(u / (1.0 - u)) / p.start_growth;
  return static_cast<std::uint32_t>(std::max(0.0, (begins - sim::decimal_year(steps.start)) / steps.length().value));
}

Organisation organisation_of(CountryIndex region, sim::Draws draws, const sim::Steps& steps, const Parameters& p) {
  Organisation organisation;
  organisation.region = region;
  double u = draws.uniform();
  organisation.sector = u < p.government_share                         ? Sector::government
                        : (u -= p.government_share) < p.critical_share ? Sector::critical_infrastructure
                        : (u -= p.critical_share) < p.technology_share ? Sector::technology
                                                                       : Sector::other;
  organisation.next_choice = first_choice(draws.uniform(), steps, p);
  organisation.log_size = sim::normal(draws, 0.0, p.size_spread);
  organisation.place = draws.uniform();
  return organisation;
}

Organisation developer_of(CountryIndex region, sim::Draws draws, const sim::Steps& steps, const Parameters& p) {
  Organisation developer;
  developer.region = region;
  developer.sector = Sector::technology;
  developer.next_choice = first_choice(draws.uniform(), steps, p);
  return developer;  // its place stays 1: no programme reaches it, so that its choice is never imposed
}

// Calls `add` for each of `count`, by region in proportion to `share`; rounded cumulatively, so that all are placed.
void place_by_region(const std::vector<double>& share, std::size_t count, auto&& add) {
  std::size_t placed = 0;
  double sum = 0.0;
  for (std::size_t c = 0; c < share.size(); ++c) {
    sum += share[c];
    const auto until = static_cast<std::size_t>(std::llround(std::min(sum, 1.0) * static_cast<double>(count)));
    for (; placed < until; ++placed) add(static_cast<CountryIndex>(c), placed);
  }
}

}  // namespace

Adopters initial(const roster::Roster& roster, const sim::Steps& steps, const Parameters& p, const Streams& streams) {
  std::vector<Organisation> all, developers;
  std::vector<double> output, abroad;
  const double outside_china = 1.0 - roster.jurisdictions[at(roster.china)].gdp_share;
  for (std::size_t c = 0; c < roster.jurisdictions.size(); ++c) {
    output.push_back(roster.jurisdictions[c].gdp_share);
    abroad.push_back(c == at(roster.china) ? 0.0 : roster.jurisdictions[c].gdp_share / outside_china);
  }
  const auto organisations = static_cast<std::size_t>(p.organisations);
  place_by_region(output, organisations, [&](CountryIndex region, std::size_t i) {
    all.push_back(organisation_of(region, streams.organisation.at(i, 0), steps, p));
  });
  // Developers are keyed after the largest possible number of organisations, so neither number changes the other's
  // draws.
  place_by_region(abroad, static_cast<std::size_t>(p.developers), [&](CountryIndex region, std::size_t i) {
    developers.push_back(developer_of(region, streams.organisation.at(first_developer + i, 0), steps, p));
  });
  Adopters adopters;
  adopters.organisations = Members(std::move(all));
  adopters.developers = Members(std::move(developers));
  return adopters;
}

}  // namespace weightshed::adoption
