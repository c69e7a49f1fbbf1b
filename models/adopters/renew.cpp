// Adoption (ODD 4.8): nested logit at the end of a contract.
#include <algorithm>
#include <cmath>

#include "models/adopters/adopters.hpp"
#include "sim/choice/cumulative.hpp"
#include "sim/random/distributions.hpp"

namespace weightshed::adoption {

namespace {

constexpr double price_measured = 2024.9;

// Shares of families among the users of each region, [region][family]; zeros where nobody uses any.
std::vector<std::vector<double>> shares_by_region(const Adopters& adopters, std::size_t regions, std::size_t families) {
  std::vector<std::vector<double>> shares(regions, std::vector<double>(families, 0.0));
  std::vector<double> users(regions, 0.0);
  for (const Organisation& o : adopters.organisations) {
    if (o.family == no_family) continue;
    shares[at(o.region)][at(o.family)] += 1.0;
    users[at(o.region)] += 1.0;
  }
  for (std::size_t r = 0; r < regions; ++r) {
    if (users[r] <= 0.0) continue;
    for (double& share : shares[r]) share /= users[r];
  }
  return shares;
}

double sensitivity(Sector sector, const Parameters& p) {
  switch (sector) {
    case Sector::government:
      return p.sensitivity_government;
    case Sector::critical_infrastructure:
      return p.sensitivity_critical;
    case Sector::technology:
      return p.sensitivity_technology;
    case Sector::other:
      return p.sensitivity_other;
  }
  return 0.0;
}

}  // namespace

Adopters initial(const Roster& roster, sim::Date start, const Parameters& p, const Streams& streams) {
  Adopters adopters;
  const auto count = static_cast<std::size_t>(p.organisations);
  std::size_t placed = 0;
  double share = 0.0;
  const double first = sim::decimal_year(start);
  for (std::size_t c = 0; c < roster.jurisdictions.size(); ++c) {
    share += roster.jurisdictions[c].gdp_share;
    // Rounded cumulatively, so that all are placed and every region has its share.
    const auto until = static_cast<std::size_t>(std::llround(std::min(share, 1.0) * static_cast<double>(count)));
    for (; placed < until; ++placed) {
      sim::Draws draws = streams.organisation.at(placed, 0);
      Organisation organisation;
      organisation.region = static_cast<CountryIndex>(c);
      double u = draws.uniform();
      organisation.sector = u < p.government_share                         ? Sector::government
                            : (u -= p.government_share) < p.critical_share ? Sector::critical_infrastructure
                            : (u -= p.critical_share) < p.technology_share ? Sector::technology
                                                                           : Sector::other;
      // Logistic date of first use, by inversion.
      const double v = draws.uniform();
      const double begins = p.start_midpoint + std::log(v / (1.0 - v)) / p.start_growth;
      organisation.next_choice =
          static_cast<std::uint32_t>(std::max(0.0, (begins - first) / sim::Clock::length().value));
      adopters.organisations.push_back(organisation);
    }
  }
  return adopters;
}

double mode_utility(const Organisation& organisation, AdoptionMode mode, double year, const Parameters& p) {
  switch (mode) {
    case AdoptionMode::closed_api:
      return p.closed_premium * std::exp(-p.price_fall * (year - price_measured)) - sensitivity(organisation.sector, p);
    case AdoptionMode::hosted_open_weights:
      return -0.5 * sensitivity(organisation.sector, p);
    case AdoptionMode::self_hosted_open_weights:
      return p.self_hosting;
  }
  return 0.0;
}

double utility(std::size_t f, double capability, CountryIndex region, const Market& market, const Roster& roster,
               double best, double peer_share, const Parameters& p) {
  const FamilyState& family = (*market.families)[f];
  const CountryIndex origin = (*market.family_country)[f];
  double u = p.capability * (capability - best) * market.points_an_order / 10.0 + p.brand * (*market.brand)[f] +
             p.peers * peer_share + std::log(family.awareness[at(region)]);
  if (origin == region) {
    u += p.home;
  } else if (roster.jurisdictions[at(origin)].bloc == roster.jurisdictions[at(region)].bloc) {
    u += p.alliance;
  }
  if (origin == market.china && origin != region) u -= p.aversion * (*market.salience)[at(region)];
  return u;
}

void renew(Adopters& adopters, const Market& market, const Roster& roster, const UseTerms& use, const sim::Clock& clock,
           const Parameters& p, const Streams& streams) {
  const auto due = [&](const Organisation& o) { return o.next_choice <= clock.step(); };
  if (std::none_of(adopters.organisations.begin(), adopters.organisations.end(), due)) return;
  const std::size_t families = market.families->size();
  const double year = clock.year();
  double best = -1e9;
  for (const FamilyState& f : *market.families) best = std::max({best, f.best_open, f.best_closed});

  // Weights of families for a region, closed and open, made when first needed: all see the state at the start.
  struct Offer {
    std::vector<double> closed, open;
  };
  std::vector<Offer> offers(roster.jurisdictions.size());
  const std::vector<std::vector<double>> peers_by_region = shares_by_region(adopters, offers.size(), families);
  const auto offer_in = [&](CountryIndex region) -> const Offer& {
    Offer& offer = offers[at(region)];
    if (!offer.closed.empty()) return offer;
    const std::vector<double>& peers = peers_by_region[at(region)];
    offer.closed.assign(families, 0.0);
    offer.open.assign(families, 0.0);
    const auto weight = [&](std::size_t f, double capability) {
      return capability < -1e8 ? 0.0
                               : std::exp(utility(f, capability, region, market, roster, best, peers[f], p) / p.nest);
    };
    for (std::size_t f = 0; f < families; ++f) {
      offer.closed[f] = weight(f, (*market.families)[f].best_closed);
      offer.open[f] = weight(f, (*market.families)[f].best_open);
    }
    return offer;
  };

  const double staying = std::exp(p.switching_cost / p.nest);
  std::vector<double> closed(families), open(families), mode_weights(adoption_modes);
  for (std::size_t i = 0; i < adopters.organisations.size(); ++i) {
    Organisation& o = adopters.organisations[i];
    if (!due(o)) continue;
    sim::Draws draws = streams.contract.at(i, o.contracts);
    const double u_mode = draws.uniform(), u_family = draws.uniform();
    const Offer& offer = offer_in(o.region);
    double closed_sum = 0.0, open_sum = 0.0;
    for (std::size_t f = 0; f < families; ++f) {
      const double banned =
          use.at_forbidden(at(o.region), static_cast<std::size_t>(o.sector), at((*market.family_country)[f]));
      double factor = banned > 0.0 ? std::pow(1.0 - banned, 1.0 / p.nest) : 1.0;
      if (o.family == static_cast<FamilyIndex>(f)) factor *= staying;
      closed_sum += closed[f] = offer.closed[f] * factor;
      open_sum += open[f] = offer.open[f] * factor;
    }
    for (std::size_t m = 0; m < adoption_modes; ++m) {
      const auto mode = static_cast<AdoptionMode>(m);
      const double sum = mode == AdoptionMode::closed_api ? closed_sum : open_sum;
      mode_weights[m] = sum > 0.0 ? std::exp(mode_utility(o, mode, year, p) + p.nest * std::log(sum)) : 0.0;
    }
    o.next_choice =
        clock.step() + 1 + static_cast<std::uint32_t>(sim::exponential(draws, p.contract) / sim::Clock::length().value);
    ++o.contracts;
    if (mode_weights[0] + mode_weights[1] + mode_weights[2] <= 0.0) continue;  // nothing to be had yet
    o.mode = static_cast<AdoptionMode>(sim::Cumulative(mode_weights).draw(u_mode));
    o.family =
        static_cast<FamilyIndex>(sim::Cumulative(o.mode == AdoptionMode::closed_api ? closed : open).draw(u_family));
  }
}

}  // namespace weightshed::adoption
