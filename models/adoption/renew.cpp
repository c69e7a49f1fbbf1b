// Adoption (ODD 4.8): nested logit at the end of a contract, and the tokens of developers.
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <span>

#include "models/adoption/menus.hpp"
#include "sim/choice/cumulative.hpp"
#include "sim/random/distributions.hpp"
#include "sim/random/together.hpp"

namespace weightshed::adoption {

namespace {

// Odds of each mode before its families count, exp(log-odds).
using ModeOdds = std::array<double, adoption_modes>;

// Draws the mode and family of one choice.
struct Chooser {
  Members& members;
  Menus& menus;
  const Parameters& p;
  double staying;  // factor on the family in use
  sim::Cumulative modes{};

  Chooser(Members& of, Menus& from, const Parameters& parameters)
      : members(of), menus(from), p(parameters), staying(std::exp(p.switching_cost / p.nest)) {}

  // Keeps the present use where nothing else is available, unless it is ruled out.
  void choose(std::size_t member, const Menu& menu, const ModeOdds& odds, double u_mode, double u_family) {
    const Organisation& o = members[member];
    sim::Cumulative::Favourite used;
    const std::size_t position = menus.available().position(o.family);
    if (position != Available::none) used = {position, staying};
    const double closed = value(menu.closed, used), open = value(menu.open, used);
    ModeOdds weights = odds;
    for (std::size_t m = 0; m < adoption_modes; ++m) {
      weights[m] *= static_cast<AdoptionMode>(m) == AdoptionMode::closed_api ? closed : open;
    }
    modes.assign(weights);
    if (modes.total() <= 0.0) {
      if (o.family != no_family && menus.banned(o, o.family) >= 1.0) members.stop(member);
      return;
    }
    const auto mode = static_cast<AdoptionMode>(modes.draw(u_mode));
    const Nest& nest = mode == AdoptionMode::closed_api ? menu.closed : menu.open;
    members.use(member, menus.available().families[nest.families.draw(u_family, used)], mode);
  }

  // Of a nest to a member that stays more easily with what it uses.
  double value(const Nest& nest, const sim::Cumulative::Favourite& used) const {
    const bool counts_more = used.factor > 1.0 && nest.families.weight(used.index) > 0.0;
    return counts_more ? std::pow(nest.families.total(used), p.nest) : nest.value;
  }
};

// The step of the next choice, by the mean time between choices in years.
std::uint32_t next_choice(double mean, const sim::Clock& clock, sim::Draws& draws) {
  return clock.step() + 1 + static_cast<std::uint32_t>(sim::exponential(draws, mean) / clock.length().value);
}

// A user of a family that is ruled out altogether has to leave it within the time of grace.
void hurry_for_bans(Members& members, const Menus& menus, const sim::Clock& clock, const Parameters& p) {
  const auto grace = static_cast<std::uint32_t>(p.grace / clock.length().value);
  for (std::size_t i = 0; i < members.size(); ++i) {
    const Organisation& o = members[i];
    if (o.family != no_family && menus.banned(o, o.family) >= 1.0) members.hurry(i, clock.step() + grace);
  }
}

// What organisations of a region and sector see of each other: the weight of a family from its share there, as it was
// before anybody there chose in the step.
class Peers {
 public:
  Peers(const Members& organisations, const Available& available, std::size_t regions, const Parameters& p,
        MenuMemory& memory)
      : organisations_(organisations), available_(available), p_(p), weights_(memory.peers) {
    empty_lists(weights_, regions * sectors);
  }

  const std::vector<double>& around(const Organisation& o) {
    const UsersByFamily& counts = organisations_.users_of_group(group_of(o));
    std::vector<double>& weights = weights_[group_of(o)];
    if (!weights.empty()) return weights;
    const auto users = static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint32_t{0}));
    weights.assign(available_.families.size(), 1.0);
    for (std::size_t f = 0; f < weights.size(); ++f) {
      const std::size_t family = at(available_.families[f]);
      if (family < counts.size() && counts[family] > 0)
        weights[f] = std::exp(p_.peers * static_cast<double>(counts[family]) / users / p_.nest);
    }
    return weights;
  }

 private:
  const Members& organisations_;
  const Available& available_;
  const Parameters& p_;
  std::vector<std::vector<double>>& weights_;  // by region and sector; empty until somebody there chooses
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

// Returns who has chosen.
std::vector<std::uint32_t> renew_organisations(Members& organisations, Menus& menus, MenuMemory& memory,
                                               const Prices& prices, const Parameters& p,
                                               const context::Context& context) {
  const sim::Clock& clock = context.clock;
  const std::size_t regions = context.roster.jurisdictions.size();
  const std::vector<double> credited = reach_of_credits(context, p);
  Peers peers(organisations, menus.available(), regions, p, memory);
  Chooser chooser(organisations, menus, p);
  std::vector<std::uint32_t> due = organisations.take_due(clock.step());
  for (const std::uint32_t i : due) {
    const Organisation& o = organisations[i];
    sim::Draws draws = context.streams.contract.at(i, o.contracts);
    const double u_mode = draws.uniform(), u_family = draws.uniform();
    organisations.renew(i, next_choice(p.contract, clock, draws));
    const bool is_paid = o.sector == Sector::technology && o.place < credited[at(o.region)];
    ModeOdds odds;
    for (std::size_t m = 0; m < adoption_modes; ++m) {
      odds[m] = std::exp(mode_utility(o.sector, static_cast<AdoptionMode>(m), o.log_size, prices, p));
      if (is_paid && static_cast<AdoptionMode>(m) != AdoptionMode::closed_api) odds[m] *= std::exp(p.credit_pull);
    }
    const Menu menu = menus.of(o, [&](const Organisation& seen_by) { return peers.around(seen_by); });
    chooser.choose(i, menu, odds, u_mode, u_family);
  }
  return due;
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
// as a weight on each of its families available. Nobody overlooks a country from which a sensation has come.
std::vector<double> follow_ranking(const Members& developers, const Market& market, const Available& available,
                                   std::size_t countries, double year, const Parameters& p) {
  const std::vector<CountryIndex>& country = *market.family_country;
  std::vector<double> trust(countries, 0.0), seen(countries, p.discovery), weights;
  double users = 0.0;
  for (std::size_t m = 0; m < adoption_modes; ++m) {
    const UsersByFamily& counts = developers.users_of_mode(static_cast<AdoptionMode>(m));
    for (std::size_t f = 0; f < counts.size(); ++f) {
      trust[at(country[f])] += counts[f];
      users += counts[f];
    }
  }
  for (std::size_t f = 0; f < country.size(); ++f) {
    if ((*market.families)[f].sensation <= year) seen[at(country[f])] = std::max(p.discovery, p.attention);
  }
  for (std::size_t c = 0; c < countries; ++c) {
    trust[c] = std::pow((users > 0.0 ? trust[c] / users : 0.0) + seen[c], p.ranking / p.nest);
  }
  weights.reserve(available.families.size());
  for (const FamilyIndex f : available.families) weights.push_back(trust[at(country[at(f)])]);
  return weights;
}

// Developers never host models themselves.
void renew_developers(Members& developers, Menus& menus, const std::vector<double>& following, const Prices& prices,
                      const Parameters& p, const context::Context& context) {
  const sim::Clock& clock = context.clock;
  std::array<ModeOdds, sectors> odds{};
  for (std::size_t s = 0; s < sectors; ++s) {
    for (const AdoptionMode mode : {AdoptionMode::closed_api, AdoptionMode::hosted_open_weights}) {
      odds[s][static_cast<std::size_t>(mode)] = std::exp(mode_utility(static_cast<Sector>(s), mode, 0.0, prices, p));
    }
  }
  Chooser chooser(developers, menus, p);
  const std::vector<std::uint32_t> due = developers.take_due(clock.step());
  constexpr std::size_t together = sim::DrawsTogether<2>::together;
  sim::DrawsTogether<2> draws_of;
  for (std::size_t d = 0; d < due.size(); ++d) {
    if (d % together == 0) {
      std::array<sim::Drawing, together> whose;
      const std::size_t count = std::min(together, due.size() - d);
      for (std::size_t k = 0; k < count; ++k)
        whose[k] = {first_developer + due[d + k], developers[due[d + k]].contracts};
      draws_of.make(context.streams.contract, std::span(whose).first(count));
    }
    const std::uint32_t i = due[d];
    const Organisation& o = developers[i];
    sim::Draws draws = draws_of.at(context.streams.contract, d % together, first_developer + i, o.contracts);
    const double u_mode = draws.uniform(), u_family = draws.uniform();
    developers.renew(i, next_choice(p.contract, clock, draws));
    const Menu menu = menus.of(o, [&](const Organisation&) -> const std::vector<double>& { return following; });
    chooser.choose(i, menu, odds[static_cast<std::size_t>(o.sector)], u_mode, u_family);
  }
}

void count_tokens(Adopters& adopters, const Market& market, const Prices& prices, const Parameters& p) {
  adopters.tokens.begin_step();
  std::array<double, token_origins> users{};
  for (std::size_t m = 0; m < adoption_modes; ++m) {
    const bool is_closed = static_cast<AdoptionMode>(m) == AdoptionMode::closed_api;
    const UsersByFamily& counts = adopters.developers.users_of_mode(static_cast<AdoptionMode>(m));
    for (std::size_t f = 0; f < counts.size(); ++f) {
      const TokenOrigin origin = is_closed                                     ? TokenOrigin::closed
                                 : (*market.family_country)[f] == market.china ? TokenOrigin::chinese_open
                                                                               : TokenOrigin::other_open;
      users[static_cast<std::size_t>(origin)] += counts[f];
    }
  }
  const double of_open = std::exp(-p.price_elasticity * prices.log_open),
               of_closed = std::exp(-p.price_elasticity * prices.log_closed);
  for (std::size_t origin = 0; origin < token_origins; ++origin) {
    const bool is_closed = static_cast<TokenOrigin>(origin) == TokenOrigin::closed;
    adopters.tokens.add(origin, users[origin] * (is_closed ? of_closed : of_open));
  }
}

}  // namespace

void renew(Adopters& adopters, const Market& market, const Parameters& p, const context::Context& context) {
  const roster::Roster& roster = context.roster;
  const sim::Clock& clock = context.clock;
  const std::size_t regions = roster.jurisdictions.size();
  follow_purchases(adopters.purchases, context);
  const Available available(market);
  MenuMemory& memory = adopters.weights_of_organisations.menus.memory;
  Awareness awareness(market, available, regions, p.nest, memory);
  const Offer offer(available, awareness, programmes_in_force(market, context));
  const Offer without_programmes(available, awareness, {});  // none reaches a developer
  const Parameters of_developer = of_developers(p);
  Menus menus(market, offer, context, adopters.weights_of_organisations, p);
  Menus menus_of_developers(market, without_programmes, context, adopters.weights_of_developers, of_developer);
  if (context.terms.use.forbidden != adopters.forbidden) {  // else all who have to leave have been hurried
    adopters.forbidden = context.terms.use.forbidden;
    hurry_for_bans(adopters.organisations, menus, clock, p);
    hurry_for_bans(adopters.developers, menus_of_developers, clock, of_developer);
  }
  const Prices prices = prices_at(clock.year(), market.lead, p);
  const std::vector<std::uint32_t> chose =
      renew_organisations(adopters.organisations, menus, memory, prices, p, context);
  adopters.foundations.follow(adopters.organisations, chose, market, roster, clock.now().days);
  renew_developers(adopters.developers, menus_of_developers,
                   follow_ranking(adopters.developers, market, available, regions, clock.year(), of_developer), prices,
                   of_developer, context);
  count_tokens(adopters, market, prices, p);
}

}  // namespace weightshed::adoption
