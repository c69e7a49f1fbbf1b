// Adoption (ODD 4.8): nested logit at the end of a contract, and the tokens of developers.
#include <algorithm>
#include <array>
#include <cmath>

#include "models/adoption/menus.hpp"
#include "sim/choice/cumulative.hpp"
#include "sim/random/distributions.hpp"

namespace weightshed::adoption {

namespace {

// Odds of each mode before its families count, exp(log-odds).
using ModeOdds = std::array<double, adoption_modes>;

// Draws the mode and family of one choice.
struct Chooser {
  Menus& menus;
  const Parameters& p;
  double staying;  // factor on the family in use
  sim::Cumulative modes{};

  Chooser(Menus& from, const Parameters& parameters)
      : menus(from), p(parameters), staying(std::exp(p.switching_cost / p.nest)) {}

  // Keeps the present use where nothing else is available, unless it is ruled out.
  void choose(Organisation& o, const Menu& menu, const ModeOdds& odds, double u_mode, double u_family) {
    sim::Cumulative::Favourite used;
    if (o.family != no_family) used = {at(o.family), staying};
    const double closed = std::pow(menu.closed.total(used), p.nest), open = std::pow(menu.open.total(used), p.nest);
    ModeOdds weights = odds;
    for (std::size_t m = 0; m < adoption_modes; ++m) {
      weights[m] *= static_cast<AdoptionMode>(m) == AdoptionMode::closed_api ? closed : open;
    }
    modes.assign(weights);
    if (modes.total() <= 0.0) {
      if (o.family != no_family && menus.banned(o, at(o.family)) >= 1.0) o.family = no_family;
      return;
    }
    o.mode = static_cast<AdoptionMode>(modes.draw(u_mode));
    o.family =
        static_cast<FamilyIndex>((o.mode == AdoptionMode::closed_api ? menu.closed : menu.open).draw(u_family, used));
  }
};

bool due(const Organisation& o, const sim::Clock& clock) { return o.next_choice <= clock.step(); }

void set_next(Organisation& o, double mean, const sim::Clock& clock, sim::Draws& draws) {
  o.next_choice =
      clock.step() + 1 + static_cast<std::uint32_t>(sim::exponential(draws, mean) / sim::Clock::length().value);
  ++o.contracts;
}

// A user of a family that is ruled out altogether has to leave it within the time of grace.
void shorten_for_bans(std::vector<Organisation>& members, const levers::UseTerms& use, const Menus& menus,
                      const sim::Clock& clock, const Parameters& p) {
  if (std::none_of(use.forbidden.begin(), use.forbidden.end(), [](double share) { return share >= 1.0; })) return;
  const auto grace = static_cast<std::uint32_t>(p.grace / sim::Clock::length().value);
  for (Organisation& o : members) {
    if (o.family == no_family || menus.banned(o, at(o.family)) < 1.0) continue;
    o.next_choice = std::min(o.next_choice, clock.step() + grace);
  }
}

// What organisations of a region and sector see of each other: the weight of a family from its share there.
class Peers {
 public:
  Peers(const std::vector<Organisation>& organisations, std::size_t regions, std::size_t families, const Parameters& p)
      : p_(p), weights_(regions * sectors, std::vector<double>(families, 0.0)), users_(regions * sectors, 0.0) {
    for (const Organisation& o : organisations) {
      if (o.family == no_family) continue;
      weights_[group_of(o)][at(o.family)] += 1.0;
      users_[group_of(o)] += 1.0;
    }
    are_counts_.assign(weights_.size(), true);
  }

  const std::vector<double>& around(const Organisation& o) {
    const std::size_t group = group_of(o);
    std::vector<double>& weights = weights_[group];
    if (are_counts_[group]) {
      for (double& w : weights) w = w > 0.0 ? std::exp(p_.peers * w / users_[group] / p_.nest) : 1.0;
      are_counts_[group] = false;
    }
    return weights;
  }

 private:
  const Parameters& p_;
  std::vector<std::vector<double>> weights_;  // counts of users until somebody there chooses
  std::vector<double> users_;
  std::vector<bool> are_counts_;
};

// Facts on record that nothing takes out, and what policy adds.
std::vector<const roster::Programme*> programmes_in_force(const Market& market, const context::Context& context) {
  std::vector<const roster::Programme*> programmes;
  const std::vector<roster::Programme>& on_record = context.roster.programmes;
  for (std::size_t i = 0; i < on_record.size(); ++i) {
    if (in_force(on_record[i], context.clock.now().days, market.handover) && !context.withheld.fact(on_record[i].name))
      programmes.push_back(&on_record[i]);
  }
  for (const roster::Programme& programme : context.terms.use.programmes) programmes.push_back(&programme);
  return programmes;
}

void follow_purchases(Purchases& purchases, const context::Context& context) {
  purchases.by_policy = context.terms.use.purchases;
  purchases.withheld.clear();
  for (const roster::Programme& purchase : context.roster.purchases)
    purchases.withheld.push_back(context.withheld.fact(purchase.name));
}

// Share of the start-ups of each region whose bills public credits pay.
std::vector<double> reach_of_credits(const context::Context& context, const Parameters& p) {
  std::vector<double> reach = context.terms.use.credits;
  for (std::size_t region = 0; region < reach.size(); ++region) {
    const double start_ups = p.start_ups * context.names.use_by_region[region];
    reach[region] = std::min(1.0, reach[region] / (p.start_up_bill * start_ups));
  }
  return reach;
}

void renew_organisations(std::vector<Organisation>& organisations, Menus& menus, const Prices& prices,
                         const Parameters& p, const context::Context& context) {
  const sim::Clock& clock = context.clock;
  const std::size_t regions = context.roster.jurisdictions.size();
  const std::vector<double> credited = reach_of_credits(context, p);
  if (std::none_of(organisations.begin(), organisations.end(), [&](const auto& o) { return due(o, clock); })) return;
  Peers peers(organisations, regions, menus.families(), p);
  Chooser chooser(menus, p);
  for (std::size_t i = 0; i < organisations.size(); ++i) {
    Organisation& o = organisations[i];
    if (!due(o, clock)) continue;
    sim::Draws draws = context.streams.contract.at(i, o.contracts);
    const double u_mode = draws.uniform(), u_family = draws.uniform();
    set_next(o, p.contract, clock, draws);
    const bool is_paid = o.sector == Sector::technology && o.place < credited[at(o.region)];
    ModeOdds odds;
    for (std::size_t m = 0; m < adoption_modes; ++m) {
      odds[m] = std::exp(mode_utility(o.sector, static_cast<AdoptionMode>(m), o.log_size, prices, p));
      if (is_paid && static_cast<AdoptionMode>(m) != AdoptionMode::closed_api) odds[m] *= std::exp(p.credit_pull);
    }
    chooser.choose(o, menus.of(o, peers.around(o)), odds, u_mode, u_family);
  }
}

// The same assumptions for a developer on a router: self-selected, with no ties to home or bloc and no cost of
// switching. Aversion and care for data stay.
Parameters of_developers(Parameters p) {
  p.capability = p.developer_capability;
  p.contract = p.developer_contract;
  p.closed_premium = p.developer_closed;
  p.switching_cost = p.home = p.alliance = 0.0;
  return p;
}

// What developers everywhere see of each other in the router's public ranking: how much a country's models are trusted,
// as a weight on each of its families. Nobody overlooks a country from which a sensation has come.
std::vector<double> follow_ranking(const std::vector<Organisation>& developers, const Market& market,
                                   std::size_t countries, double year, const Parameters& p) {
  const std::vector<CountryIndex>& country = *market.family_country;
  std::vector<double> trust(countries, 0.0), seen(countries, p.discovery), weights;
  double users = 0.0;
  for (const Organisation& o : developers) {
    if (o.family == no_family) continue;
    trust[at(country[at(o.family)])] += 1.0;
    users += 1.0;
  }
  for (std::size_t f = 0; f < country.size(); ++f) {
    if ((*market.families)[f].sensation <= year) seen[at(country[f])] = std::max(p.discovery, p.attention);
  }
  for (std::size_t c = 0; c < countries; ++c) {
    trust[c] = std::pow((users > 0.0 ? trust[c] / users : 0.0) + seen[c], p.ranking / p.nest);
  }
  for (const CountryIndex c : country) weights.push_back(trust[at(c)]);
  return weights;
}

// Developers never host models themselves.
void renew_developers(std::vector<Organisation>& developers, Menus& menus, const std::vector<double>& following,
                      const Prices& prices, const Parameters& p, const context::Context& context) {
  const sim::Clock& clock = context.clock;
  std::array<ModeOdds, sectors> odds{};
  for (std::size_t s = 0; s < sectors; ++s) {
    for (const AdoptionMode mode : {AdoptionMode::closed_api, AdoptionMode::hosted_open_weights}) {
      odds[s][static_cast<std::size_t>(mode)] = std::exp(mode_utility(static_cast<Sector>(s), mode, 0.0, prices, p));
    }
  }
  Chooser chooser(menus, p);
  for (std::size_t i = 0; i < developers.size(); ++i) {
    Organisation& o = developers[i];
    if (!due(o, clock)) continue;
    sim::Draws draws = context.streams.contract.at(first_developer + i, o.contracts);
    const double u_mode = draws.uniform(), u_family = draws.uniform();
    set_next(o, p.contract, clock, draws);
    chooser.choose(o, menus.of(o, following), odds[static_cast<std::size_t>(o.sector)], u_mode, u_family);
  }
}

void count_tokens(Adopters& adopters, const Market& market, const Prices& prices, const Parameters& p) {
  adopters.tokens.begin_step();
  const double open_tokens = std::exp(-p.price_elasticity * prices.log_open),
               closed_tokens = std::exp(-p.price_elasticity * prices.log_closed);
  std::array<double, token_origins> tokens{};
  for (const Organisation& o : adopters.developers) {
    if (o.family == no_family) continue;
    const bool is_closed = o.mode == AdoptionMode::closed_api;
    const TokenOrigin origin = is_closed                                                ? TokenOrigin::closed
                               : (*market.family_country)[at(o.family)] == market.china ? TokenOrigin::chinese_open
                                                                                        : TokenOrigin::other_open;
    tokens[static_cast<std::size_t>(origin)] += is_closed ? closed_tokens : open_tokens;
  }
  for (std::size_t origin = 0; origin < token_origins; ++origin) adopters.tokens.add(origin, tokens[origin]);
}

}  // namespace

void renew(Adopters& adopters, const Market& market, const Parameters& p, const context::Context& context) {
  const roster::Roster& roster = context.roster;
  const levers::UseTerms& use = context.terms.use;
  const sim::Clock& clock = context.clock;
  const std::size_t regions = roster.jurisdictions.size();
  follow_purchases(adopters.purchases, context);
  Awareness awareness(market, regions, p.nest);
  const std::vector<const roster::Programme*> programmes = programmes_in_force(market, context);
  Menus menus(market, roster, use, awareness, programmes, p);
  shorten_for_bans(adopters.organisations, use, menus, clock, p);
  const Prices prices = prices_at(clock.year(), market.lead, p);
  renew_organisations(adopters.organisations, menus, prices, p, context);

  const Parameters p_of_developers = of_developers(p);
  Menus menus_of_developers(market, roster, use, awareness, programmes, p_of_developers);
  shorten_for_bans(adopters.developers, use, menus_of_developers, clock, p);
  renew_developers(adopters.developers, menus_of_developers,
                   follow_ranking(adopters.developers, market, regions, clock.year(), p_of_developers), prices,
                   p_of_developers, context);
  count_tokens(adopters, market, prices, p);
}

}  // namespace weightshed::adoption
