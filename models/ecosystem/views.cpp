// Views between processes, and the bookkeeping at the end of a step.
#include "models/ecosystem/views.hpp"

#include <cmath>

#include "models/frontier/frontier.hpp"

namespace weightshed::ecosystem {

namespace {

constexpr double popularity_memory = 2.0 / 12.0;  // years: "the last two months" of the network term

// The middle of the panels that the brands of the table of labs were estimated on.
constexpr double derive_measured = 2024.25, use_measured = 2025.5;

struct BrandRule {
  const std::vector<double>& on_record;  // by family
  double measured = 0.0;                 // decimal year
  double carried = 0.0;                  // share left after a year
  double built = 0.0;                    // gained in a year by a family that has all use
};

// While labs follow the record, a brand is what the table of labs says, worn since it was measured.
void follow_record(std::vector<double>& stock, const BrandRule& rule, const sim::Clock& clock) {
  const double worn = std::pow(rule.carried, std::max(0.0, clock.year() - rule.measured));
  for (std::size_t f = 0; f < stock.size(); ++f) stock[f] = rule.on_record[f] * worn;
}

// A stock: use builds it, time wears it.
void keep_brand(std::vector<double>& stock, const std::vector<double>& use, const BrandRule& rule,
                const sim::Clock& clock) {
  double total = 0.0;
  for (const double u : use) total += u;
  const double dt = clock.length().value, kept = std::pow(rule.carried, dt);
  for (std::size_t f = 0; f < stock.size(); ++f)
    stock[f] = stock[f] * kept + (total > 0.0 ? rule.built * use[f] / total * dt : 0.0);
}

void keep_brands(Ecosystem& e, const Assumptions& a) {
  const BrandRule derive{e.names->brand_derive, derive_measured, a.derivation.brand_carried, a.derivation.brand_built},
      use{e.names->brand_use, use_measured, a.downloads.brand_carried, a.downloads.brand_built};
  if (e.clock.now().days < e.labs.handover) {
    follow_record(e.hub.brands.derive, derive, e.clock);
    follow_record(e.hub.brands.use, use, e.clock);
    return;
  }
  std::vector<double> derivatives, downloads(e.hub.families.size(), 0.0);
  for (const lineage::FamilyState& family : e.hub.families) derivatives.push_back(family.recent);
  for (const downloads::LanguageBase& known : e.hub.language_bases)
    downloads[at(known.family)] += e.hub.pins[at(known.base)].pins;
  keep_brand(e.hub.brands.derive, derivatives, derive, e.clock);
  keep_brand(e.hub.brands.use, downloads, use, e.clock);
}

}  // namespace

context::Context context_of(Ecosystem& e, const levers::Terms& terms, const Streams& streams) {
  return {e.clock, *e.roster, *e.names, terms, e.withheld, streams, e.scale, e.ledger, e.events};
}

governments::Indicators indicators(const Ecosystem& e, const Assumptions& a) {
  // Governments look once a quarter; between reviews nothing is computed.
  if (!governments::review_due(e.clock)) return {std::nan(""), std::nan("")};
  const frontier::Groups groups{e.roster->united_states, e.roster->china};
  const double now = e.clock.now().days;
  double best_open = -1e9, best_open_chinese = -1e9;
  for (const ledger::ReleaseRecord& r : e.ledger.releases) {
    if (!open_weights(r.licence) || r.days > now) continue;
    best_open = std::max(best_open, r.capability);
    if (r.country == e.roster->china) best_open_chinese = std::max(best_open_chinese, r.capability);
  }
  return {frontier::lag_at(e.ledger.releases, frontier::Pair::cn_us, now, groups,
                           frontier::tie_tolerance_points / a.research.points_an_order),
          frontier::gap_at(e.ledger.releases, frontier::Pair::us_open_cn_open, now, groups),
          best_open_chinese > -1e8 && best_open_chinese >= best_open};
}

openness::Community community(const Ecosystem& e, const Assumptions& a) {
  std::vector<double> shares(e.labs.labs.size(), 0.0);
  if (!governments::review_due(e.clock)) return {std::move(shares), 0.0};
  double total = 0.0;
  for (std::size_t l = 0; l < shares.size(); ++l) {
    const FamilyIndex family = e.labs.labs[l].family;
    if (family == no_family) continue;
    shares[l] = e.hub.families[at(family)].recent;
    total += shares[l];
  }
  if (total > 0.0) {
    for (double& share : shares) share /= total;
  }
  const arrival::Parameters& p = a.arrival;
  return {std::move(shares), 1.0 / (1.0 + std::exp(-p.models_growth * (e.clock.year() - p.models_midpoint)))};
}

release::Reception reception(const Ecosystem& e, const Assumptions& a) {
  const derivation::Parameters& d = a.derivation;
  return {a.research,
          {d.attraction_spread, a.downloads.attraction_spread, d.chinese_2023, d.chinese_2024_first,
           d.chinese_2024_second, d.chinese_2025},
          d.decay,
          a.arrival.sensation,
          e.stocks.scarcity};
}

arrival::Shares shares(const Assumptions& a) { return {a.derivation.commercial_authors, a.derivation.licence_drift}; }

derivation::Scene scene(const Ecosystem& e, const Assumptions& a) {
  return {e.exposure.salience, a.arrival.stated_base, a.research.points_an_order, a.downloads};
}

double lead_of_closed(const labs::Frontier& frontier) {
  // Before the first release of either kind nobody buys: the value is not used.
  if (frontier.best_closed < -1e8 || frontier.best_open < -1e8) return 0.0;
  return frontier.best_closed - frontier.best_open;
}

adoption::Market market(const Ecosystem& e, const Assumptions& a) {
  return {&e.hub.families,      &e.names->family_country,   &e.hub.brands.use, &e.exposure.salience,
          e.roster->china,      a.research.points_an_order, e.labs.handover,   lead_of_closed(e.labs.frontier),
          &e.adopters.purchases};
}

downloads::Users users(const Assumptions& a) { return {a.research.points_an_order, a.research.orders_at_gpt4}; }

std::vector<double> incident_rates(const Ecosystem& e, const Assumptions& a) {
  const std::size_t countries = e.names->regions.size();
  const adoption::Foundations& users = e.adopters.foundations;
  std::vector<double> rates(countries, 0.0);
  for (std::size_t region = 0; region < countries; ++region) {
    if (users.organisations(region) <= 0.0) continue;
    for (std::size_t origin = 0; origin < countries; ++origin) {
      rates[region] +=
          users.resting(region, origin) * (origin == at(e.roster->china)           ? a.incidents.rate_cn
                                           : origin == at(e.roster->united_states) ? a.incidents.rate_us
                                                                                   : a.incidents.rate_other);
    }
    rates[region] /= users.organisations(region);
  }
  return rates;
}

void keep_standing(Ecosystem& e, const Assumptions& a) {
  keep_brands(e, a);
  const double kept = std::exp(-e.clock.length().value / popularity_memory);
  for (lineage::FamilyState& family : e.hub.families) {
    if (family.recent == 0.0) continue;  // nothing to forget in any region
    family.recent *= kept;
    family.recent_trainings *= kept;
    for (double& recent : family.recent_by_region) recent *= kept;
  }
  if (governments::review_due(e.clock)) {
    const double margin = adoption::margin(e.clock.year(), lead_of_closed(e.labs.frontier), a.adoption);
    const adoption::UsersByFamily& paying = e.adopters.organisations.users_of_mode(AdoptionMode::closed_api);
    for (labs::Lab& lab : e.labs.labs) {
      if (lab.family == no_family) continue;
      const double users = at(lab.family) < paying.size() ? paying[at(lab.family)] : 0.0;
      lab.revenue = users / static_cast<double>(e.adopters.organisations.size()) * margin;
    }
  }
}

}  // namespace weightshed::ecosystem
