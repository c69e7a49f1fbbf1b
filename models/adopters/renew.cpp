// Adoption (ODD 4.8): nested logit at the end of a contract, and the tokens of developers.
#include <algorithm>
#include <cmath>

#include "models/adopters/adopters.hpp"
#include "sim/choice/cumulative.hpp"
#include "sim/random/distributions.hpp"

namespace weightshed::adoption {

namespace {

// Weights of families, made when first needed: all see the state at the start of the step.
struct Offer {
  std::vector<double> closed, open;
};

struct Chooser {
  const Market& market;
  const Roster& roster;
  const UseTerms& use;
  const sim::Clock& clock;
  const Parameters& p;
  double best = -1e9;
  std::vector<double> closed{}, open{};
  std::vector<std::uint8_t> favoured{};

  std::size_t families() const { return market.families->size(); }

  double banned(const Organisation& o, std::size_t family) const {
    return use.at_forbidden(at(o.region), static_cast<std::size_t>(o.sector), at((*market.family_country)[family]));
  }

  // `following`: what others of the group add to each family, log-odds.
  Offer offer(CountryIndex region, Sector sector, const std::vector<double>& following) const {
    Offer made{std::vector<double>(families(), 0.0), std::vector<double>(families(), 0.0)};
    const auto weight = [&](std::size_t f, double capability, bool is_closed) {
      if (capability < -1e8) return 0.0;
      return std::exp(utility(f, capability, is_closed, region, sector, market, roster, best, following[f], p) /
                      p.nest);
    };
    for (std::size_t f = 0; f < families(); ++f) {
      made.closed[f] = weight(f, (*market.families)[f].best_closed, true);
      made.open[f] = weight(f, (*market.families)[f].best_open, false);
    }
    return made;
  }

  // Families that a programme makes fully known to an organisation and presses on it; false if there is none.
  bool find_favoured(const Organisation& o) {
    bool any = false;
    for (const Programme& programme : roster.programmes) {
      if (programme.buyer != no_family || !reaches(programme, o)) continue;
      if (!in_force(programme, clock.now().days, market.handover)) continue;
      if (!any) favoured.assign(families(), 0);
      any = true;
      for (std::size_t f = 0; f < families(); ++f) {
        const bool is_meant =
            programme.family == no_family ? (*market.family_country)[f] == programme.origin : f == at(programme.family);
        if (is_meant) favoured[f] = 1;
      }
    }
    return any;
  }

  // Mode and family of one choice; keeps what there was where nothing is to be had.
  void choose(Organisation& o, const Offer& offer, double switching, const double (&modes)[adoption_modes],
              double u_mode, double u_family) {
    const double staying = std::exp(switching / p.nest), programme_factor = std::exp(p.programme_pull / p.nest);
    const bool has_programme = find_favoured(o);
    double closed_sum = 0.0, open_sum = 0.0;
    closed.resize(families());
    open.resize(families());
    for (std::size_t f = 0; f < families(); ++f) {
      const double ban = banned(o, f);
      double factor = ban > 0.0 ? std::pow(1.0 - ban, 1.0 / p.nest) : 1.0;
      if (o.family == static_cast<FamilyIndex>(f)) factor *= staying;
      closed_sum += closed[f] = offer.closed[f] * factor;
      if (has_programme && favoured[f] != 0) {
        factor *= programme_factor * std::pow((*market.families)[f].awareness[at(o.region)], -1.0 / p.nest);
      }
      open_sum += open[f] = offer.open[f] * factor;
    }
    std::vector<double> weights(adoption_modes, 0.0);
    for (std::size_t m = 0; m < adoption_modes; ++m) {
      const double sum = static_cast<AdoptionMode>(m) == AdoptionMode::closed_api ? closed_sum : open_sum;
      weights[m] = sum > 0.0 ? std::exp(modes[m] + p.nest * std::log(sum)) : 0.0;
    }
    if (weights[0] + weights[1] + weights[2] <= 0.0) {
      if (o.family != no_family && banned(o, at(o.family)) >= 1.0) o.family = no_family;
      return;
    }
    o.mode = static_cast<AdoptionMode>(sim::Cumulative(weights).draw(u_mode));
    o.family =
        static_cast<FamilyIndex>(sim::Cumulative(o.mode == AdoptionMode::closed_api ? closed : open).draw(u_family));
  }
};

bool due(const Organisation& o, const sim::Clock& clock) { return o.next_choice <= clock.step(); }

void set_next(Organisation& o, double mean, const sim::Clock& clock, sim::Draws& draws) {
  o.next_choice =
      clock.step() + 1 + static_cast<std::uint32_t>(sim::exponential(draws, mean) / sim::Clock::length().value);
  ++o.contracts;
}

// Shares of families among the users of each group, [group][family]; zeros where nobody uses any.
std::vector<std::vector<double>> shares_by_group(const std::vector<Organisation>& members, std::size_t groups,
                                                 std::size_t families, auto&& group_of) {
  std::vector<std::vector<double>> shares(groups, std::vector<double>(families, 0.0));
  std::vector<double> users(groups, 0.0);
  for (const Organisation& o : members) {
    if (o.family == no_family) continue;
    shares[group_of(o)][at(o.family)] += 1.0;
    users[group_of(o)] += 1.0;
  }
  for (std::size_t g = 0; g < groups; ++g) {
    if (users[g] <= 0.0) continue;
    for (double& share : shares[g]) share /= users[g];
  }
  return shares;
}

// Whoever uses a family that is ruled out altogether has to leave it within the time of grace.
void shorten_for_bans(std::vector<Organisation>& members, const Chooser& chooser, const sim::Clock& clock,
                      const Parameters& p) {
  const auto grace = static_cast<std::uint32_t>(p.grace / sim::Clock::length().value);
  for (Organisation& o : members) {
    if (o.family == no_family || chooser.banned(o, at(o.family)) < 1.0) continue;
    o.next_choice = std::min(o.next_choice, clock.step() + grace);
  }
}

void renew_organisations(std::vector<Organisation>& organisations, Chooser& chooser, const Streams& streams) {
  const sim::Clock& clock = chooser.clock;
  const Parameters& p = chooser.p;
  shorten_for_bans(organisations, chooser, clock, p);
  if (std::none_of(organisations.begin(), organisations.end(), [&](const auto& o) { return due(o, clock); })) return;
  const auto group_of = [](const Organisation& o) {
    return at(o.region) * sectors + static_cast<std::size_t>(o.sector);
  };
  const std::size_t groups = chooser.roster.jurisdictions.size() * sectors;
  auto peers = shares_by_group(organisations, groups, chooser.families(), group_of);
  for (std::vector<double>& shares : peers) {
    for (double& share : shares) share *= p.peers;
  }
  std::vector<Offer> offers(groups);
  for (std::size_t i = 0; i < organisations.size(); ++i) {
    Organisation& o = organisations[i];
    if (!due(o, clock)) continue;
    sim::Draws draws = streams.contract.at(i, o.contracts);
    const double u_mode = draws.uniform(), u_family = draws.uniform();
    set_next(o, p.contract, clock, draws);
    Offer& offer = offers[group_of(o)];
    if (offer.closed.empty()) offer = chooser.offer(o.region, o.sector, peers[group_of(o)]);
    double modes[adoption_modes];
    for (std::size_t m = 0; m < adoption_modes; ++m) {
      modes[m] = mode_utility(o, static_cast<AdoptionMode>(m), clock.year(), p);
    }
    chooser.choose(o, offer, p.switching_cost, modes, u_mode, u_family);
  }
}

// The same assumptions as a developer on a router has them: self-selected, they compare models and not their makers'
// countries, but for what they see others use.
Parameters of_developers(Parameters p) {
  p.capability = p.developer_capability;
  p.contract = p.developer_contract;
  p.closed_premium = p.developer_closed;
  p.switching_cost = p.home = p.alliance = 0.0;
  return p;
}

// What developers everywhere see of each other in the router's public ranking: how far a country's models are trusted.
std::vector<double> trust_in_origins(const std::vector<Organisation>& developers, const Chooser& chooser) {
  const std::vector<CountryIndex>& country = *chooser.market.family_country;
  std::vector<double> share(chooser.roster.jurisdictions.size(), 0.0), trust;
  double users = 0.0;
  for (const Organisation& o : developers) {
    if (o.family == no_family) continue;
    share[at(country[at(o.family)])] += 1.0;
    users += 1.0;
  }
  for (const CountryIndex c : country) {
    const double of_country = users > 0.0 ? share[at(c)] / users : 0.0;
    trust.push_back(chooser.p.ranking * std::log(of_country + chooser.p.discovery));
  }
  return trust;
}

// Developers never host models themselves.
void renew_developers(std::vector<Organisation>& developers, Chooser& chooser, const Streams& streams) {
  const sim::Clock& clock = chooser.clock;
  const Parameters& p = chooser.p;
  shorten_for_bans(developers, chooser, clock, p);
  const std::vector<double> trust = trust_in_origins(developers, chooser);
  std::vector<Offer> offers(chooser.roster.jurisdictions.size());
  for (std::size_t i = 0; i < developers.size(); ++i) {
    Organisation& o = developers[i];
    if (!due(o, clock)) continue;
    sim::Draws draws = streams.contract.at(first_developer + i, o.contracts);
    const double u_mode = draws.uniform(), u_family = draws.uniform();
    set_next(o, p.contract, clock, draws);
    Offer& offer = offers[at(o.region)];
    if (offer.closed.empty()) offer = chooser.offer(o.region, o.sector, trust);
    const double modes[adoption_modes] = {mode_utility(o, AdoptionMode::closed_api, clock.year(), p),
                                          mode_utility(o, AdoptionMode::hosted_open_weights, clock.year(), p), -1e9};
    chooser.choose(o, offer, p.switching_cost, modes, u_mode, u_family);
  }
}

void count_tokens(Adopters& adopters, const Market& market, double year, const Parameters& p) {
  adopters.tokens.begin_step();
  const double open_tokens = std::exp(-p.price_elasticity * log_price_open(year, p)),
               closed_tokens = std::exp(-p.price_elasticity * log_price_closed(year, p));
  for (const Organisation& o : adopters.developers) {
    if (o.family == no_family) continue;
    const bool is_closed = o.mode == AdoptionMode::closed_api;
    const TokenOrigin origin = is_closed                                                ? TokenOrigin::closed
                               : (*market.family_country)[at(o.family)] == market.china ? TokenOrigin::chinese_open
                                                                                        : TokenOrigin::other_open;
    adopters.tokens.add(static_cast<std::size_t>(origin), is_closed ? closed_tokens : open_tokens);
  }
}

}  // namespace

void renew(Adopters& adopters, const Market& market, const Roster& roster, const UseTerms& use, const sim::Clock& clock,
           const Parameters& p, const Streams& streams) {
  double best = -1e9;
  for (const FamilyState& f : *market.families) best = std::max({best, f.best_open, f.best_closed});
  Chooser organisations{market, roster, use, clock, p, best};
  renew_organisations(adopters.organisations, organisations, streams);
  const Parameters p_of_developers = of_developers(p);
  Chooser developers{market, roster, use, clock, p_of_developers, best};
  renew_developers(adopters.developers, developers, streams);
  count_tokens(adopters, market, clock.year(), p);
}

}  // namespace weightshed::adoption
