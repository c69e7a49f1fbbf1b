// What organisations value (ODD 4.8): capability, price, sensitivity, ties and programmes.
#include <algorithm>
#include <cmath>

#include "models/adoption/adoption.hpp"

namespace weightshed::adoption {

namespace {

constexpr double price_measured = 2024.9;  // decimal year of the list prices behind the cards
constexpr double lead_measured = 0.60;     // orders, rounded: o1-mini over Qwen2.5 72B, 0.62 then (eci_scores.csv)
constexpr double most_lead = 2.0;          // times that: no buyer pays for a lead without end

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

bool bound_by_duties(Sector sector) {
  return sector == Sector::government || sector == Sector::critical_infrastructure;
}

}  // namespace

double log_price_open(double year, const Parameters& p) { return -p.price_fall * (year - price_measured); }

double log_price_gap(double year, double lead, const Parameters& p) {
  // A closed model costs more because it is better: what is left of the difference follows what is left of its lead.
  const double competition = 1.0 + p.price_response * (std::clamp(lead / lead_measured, 0.0, most_lead) - 1.0);
  return p.price_gap * std::exp(-p.price_closing * (year - price_measured)) * competition;
}

Prices prices_at(double year, double lead, const Parameters& p) {
  const double open = log_price_open(year, p), gap = log_price_gap(year, lead, p);
  return {open, open + gap};
}

double margin(double year, double lead, const Parameters& p) {
  return std::expm1(log_price_gap(year, lead, p)) / std::expm1(p.price_gap);
}

double mode_utility(Sector sector, AdoptionMode mode, double log_size, const Prices& prices, const Parameters& p) {
  switch (mode) {
    case AdoptionMode::closed_api:
      return p.closed_premium - p.price_weight * prices.log_closed - 0.5 * sensitivity(sector, p);
    case AdoptionMode::hosted_open_weights:
      return -p.price_weight * prices.log_open - 0.5 * sensitivity(sector, p);
    case AdoptionMode::self_hosted_open_weights:
      return p.self_hosting + p.self_hosting_size * log_size;
  }
  return 0.0;
}

double merit(double capability, double best, const Market& market, const Parameters& p) {
  return p.capability * (capability - best) * market.points_an_order / 10.0;  // the card gives the weight of ten points
}

double salience_against(CountryIndex origin, CountryIndex region, const Market& market) {
  return origin == market.china && origin != region ? (*market.salience)[at(region)] : 0.0;
}

double ties(CountryIndex origin, bool closed, CountryIndex region, Sector sector, const Market& market,
            const roster::Roster& roster, const Parameters& p) {
  double u = 0.0;
  const bool own_bloc = roster.jurisdictions[at(origin)].bloc == roster.jurisdictions[at(region)].bloc;
  if (origin == region) {
    u += p.home;
    if (sector == Sector::government) u += p.sovereignty;
  } else {
    if (own_bloc) u += p.alliance;
    if (!own_bloc && bound_by_duties(sector)) u -= p.compliance;
    if (closed) u -= 0.5 * sensitivity(sector, p);  // the data leave the country, for a maker in another one
  }
  u -= p.aversion * salience_against(origin, region, market);
  if (closed && region == market.china && roster.jurisdictions[at(origin)].bloc == "us_aligned") {
    u += std::log(p.closed_in_china);
  }
  return u;
}

double hijacking_of(CountryIndex origin, const Market& market, const roster::Roster& roster, const Parameters& p) {
  if (origin == market.china) return p.hijacking_cn;
  return origin == roster.united_states ? 1.0 : p.hijacking_other;
}

bool in_force(const roster::Programme& programme, double days, double handover) {
  return programme.days <= days && programme.days < handover;
}

std::size_t programmes_in_force(const roster::Roster& roster, const levers::UseTerms& use, double days,
                                double handover) {
  const auto holds = [&](const roster::Programme& programme) { return in_force(programme, days, handover); };
  const auto on_record = std::count_if(roster.programmes.begin(), roster.programmes.end(), holds);
  return static_cast<std::size_t>(on_record) + use.programmes.size();
}

bool reaches(const roster::Programme& programme, const Organisation& o) {
  return (programme.region == unknown_country || programme.region == o.region) &&
         programme.sectors[static_cast<std::size_t>(o.sector)] && o.place < programme.reach;
}

bool counts(std::size_t purchase, const Market& market, const roster::Roster& roster, double days) {
  const Purchases* others = market.purchases;
  const bool withheld = others != nullptr && !others->withheld.empty() && others->withheld[purchase];
  return !withheld && in_force(roster.purchases[purchase], days, market.handover);
}

CountryIndex rests_on(const Organisation& o, const Market& market, const roster::Roster& roster, double days) {
  const auto moves = [&](const roster::Programme& purchase) {
    return o.family != no_family && purchase.buyer == o.family && reaches(purchase, o);
  };
  for (std::size_t i = 0; i < roster.purchases.size(); ++i) {
    if (moves(roster.purchases[i]) && counts(i, market, roster, days)) return roster.purchases[i].origin;
  }
  if (market.purchases != nullptr) {
    for (const roster::Programme& purchase : market.purchases->by_policy) {
      if (moves(purchase)) return purchase.origin;
    }
  }
  // Open weights that were trained from another country's model are that country's for whoever uses them.
  const CountryIndex stands_on = (*market.families)[at(o.family)].stands_on;
  if (o.mode != AdoptionMode::closed_api && stands_on != unknown_country) return stands_on;
  return (*market.family_country)[at(o.family)];
}

}  // namespace weightshed::adoption
