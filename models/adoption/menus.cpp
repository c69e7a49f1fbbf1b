// Menus of families (ODD 4.8): the weights of the nested logit, for every group of users that sees the same.
#include "models/adoption/menus.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "sim/error.hpp"
#include "sim/numeric/powers.hpp"

namespace weightshed::adoption {

Available::Available(const Market& market) : positions(market.families->size(), none) {
  families.reserve(positions.size());
  origins.reserve(positions.size());
  for (std::size_t f = 0; f < positions.size(); ++f) {
    const lineage::FamilyState& family = (*market.families)[f];
    if (!lineage::has_model(std::max(family.best_closed, family.best_open))) continue;
    positions[f] = families.size();
    families.push_back(static_cast<FamilyIndex>(f));
    const CountryIndex origin = (*market.family_country)[f];
    origins.push_back(origin);
    if (runs.empty() || runs.back().origin != origin) runs.push_back({origin, positions[f], positions[f]});
    runs.back().last = families.size();
  }
}

const std::vector<double>& Awareness::in(CountryIndex region) {
  std::vector<double>& weights = by_region_[at(region)];
  if (weights.empty()) {
    weights.reserve(available_.families.size());
    for (const FamilyIndex f : available_.families) weights.push_back((*market_.families)[at(f)].awareness[at(region)]);
    sim::raise(weights, 1.0 / nest_);
  }
  return weights;
}

Offer::Offer(const Available& families, Awareness& known, std::vector<const roster::Programme*> in_force)
    : available(families), awareness(known), programmes(std::move(in_force)), promoted(programmes.size()) {
  if (programmes.size() > roster::most_programmes) {
    throw sim::Error(sim::Failure::invalid_input, std::to_string(programmes.size()) +
                                                      " programmes tie users to families at once, more than " +
                                                      std::to_string(roster::most_programmes));
  }
  for (std::size_t i = 0; i < programmes.size(); ++i) {
    for (std::size_t f = 0; f < available.families.size(); ++f) {
      const bool is_meant = programmes[i]->family == no_family ? available.origins[f] == programmes[i]->origin
                                                               : available.families[f] == programmes[i]->family;
      if (is_meant) promoted[i].push_back(f);
    }
  }
}

Menus::Menus(const Market& market, const Offer& offer, const context::Context& context, KeptWeights& kept,
             const Parameters& p)
    : market_(market),
      offer_(offer),
      roster_(context.roster),
      use_(context.terms.use),
      kept_(kept),
      p_(p),
      memory_(kept.menus.memory) {
  std::vector<Group>& groups = memory_.groups;
  groups.resize(roster_.jurisdictions.size() * sectors);
  for (Group& group : groups) group.is_weighed = false;
  kept_.families.resize(market.families->size());
  kept_.ties.resize(groups.size() * roster_.jurisdictions.size());
  kept_.procurement.resize(groups.size());
  double best = lineage::no_model;
  for (const lineage::FamilyState& f : *market.families) best = std::max({best, f.best_open, f.best_closed});
  const auto merit_of = [&](Kept<KeptWeights::Capability, double>& weight, double capability) {
    if (!lineage::has_model(capability)) return 0.0;
    return weight.of({capability, best}, [&] { return weight_of(merit(capability, best, market, p)); });
  };
  const std::vector<FamilyIndex>& families = offer.available.families;
  for (auto* weights : {&memory_.closed, &memory_.open, &memory_.brand}) weights->resize(families.size());
  for (std::size_t f = 0; f < families.size(); ++f) {
    KeptWeights::OfFamily& weights = kept_.families[at(families[f])];
    const lineage::FamilyState& family = (*market.families)[at(families[f])];
    const double brand = (*market.brand)[at(families[f])];
    memory_.closed[f] = merit_of(weights.closed, family.best_closed);
    memory_.open[f] = merit_of(weights.open, family.best_open);
    memory_.brand[f] = weights.brand.of(brand, [&] { return weight_of(p.brand * brand); });
  }
}

double Menus::weight_of(double utility) const { return std::exp(utility / p_.nest); }

double Menus::banned(const Organisation& o, FamilyIndex family) const {
  return use_.at_forbidden(at(o.region), static_cast<std::size_t>(o.sector), at((*market_.family_country)[at(family)]));
}

double Menus::bought(const levers::ProcurementTerms& rules, CountryIndex region, CountryIndex origin,
                     bool closed) const {
  if (rules == levers::ProcurementTerms{}) return 1.0;
  const bool passes = hijacking_of(origin, market_, roster_, p_) <= rules.hijacking_limit;
  double left = 1.0;
  if (closed) left *= 1.0 - rules.open;
  if (origin != region) left *= 1.0 - rules.home;
  if (!passes) left *= (1.0 - rules.certified) * (1.0 - rules.uncertified_loss);
  return std::pow(left, 1.0 / p_.nest);
}

void Menus::follow_procurement(std::size_t group) {
  levers::ProcurementTerms& rules = kept_.procurement[group];
  if (rules == use_.procurement[group]) return;
  rules = use_.procurement[group];
  const auto first = kept_.ties.begin() + static_cast<std::ptrdiff_t>(group * roster_.jurisdictions.size());
  std::fill_n(first, roster_.jurisdictions.size(), Kept<TieInput, Tie>());
}

const Tie& Menus::tie(const Organisation& o, CountryIndex origin) {
  const TieInput input{use_.at_forbidden(at(o.region), static_cast<std::size_t>(o.sector), at(origin)),
                       salience_against(origin, o.region, market_)};
  return kept_.ties[group_of(o) * roster_.jurisdictions.size() + at(origin)].of(input, [&] {
    const double allowed = input.forbidden > 0.0 ? std::pow(1.0 - input.forbidden, 1.0 / p_.nest) : 1.0;
    const auto weight = [&](bool closed) {
      return weight_of(ties(origin, closed, o.region, o.sector, market_, roster_, p_)) * allowed *
             bought(use_.procurement[group_of(o)], o.region, origin, closed);
    };
    return Tie{weight(true), weight(false)};
  });
}

std::uint64_t Menus::programmes_of(const Organisation& o) const {
  std::uint64_t reached = 0;
  for (std::size_t i = 0; i < offer_.programmes.size(); ++i) {
    if (reaches(*offer_.programmes[i], o)) reached |= std::uint64_t{1} << i;
  }
  return reached;
}

void Menus::make_nest(Nest& nest, std::span<const double> weights) const {
  nest.families.assign(weights);
  nest.value = std::pow(nest.families.total(), p_.nest);
}

// The weights of families by others' use and by brand, apart from awareness and ties.
void Menus::like(const Organisation& o, const std::vector<double>& following) {
  // The brands are estimated from panels of an English-speaking public: in China they do not count.
  if (o.region == market_.china) {
    memory_.liked = following;
    return;
  }
  memory_.liked.resize(following.size());
  for (std::size_t f = 0; f < following.size(); ++f) memory_.liked[f] = following[f] * memory_.brand[f];
}

void Menus::weigh(Group& group, const Organisation& o, const std::vector<double>& following) {
  follow_procurement(group_of(o));
  like(o, following);
  const std::size_t families = available().families.size();
  // A programme makes its families fully known, as open weights, to the organisations that it reaches, and adds its
  // pull.
  const bool promotes = !offer_.programmes.empty();
  const double pull = promotes ? weight_of(p_.programme_pull) : 1.0;
  for (auto* weights : {&memory_.weights, &memory_.tied_closed, &memory_.tied_open, &group.open})
    weights->resize(families);
  if (promotes) group.promoted.resize(families);
  for (const Available::Run& run : available().runs) {
    const Tie& tied = tie(o, run.origin);
    for (std::size_t f = run.first; f < run.last; ++f) {
      memory_.tied_closed[f] = tied.closed;
      memory_.tied_open[f] = tied.open;
    }
  }
  const std::vector<double>&aware = offer_.awareness.in(o.region), &liked = memory_.liked, &by_open = memory_.open;
  // One loop for each list, so that the compiler takes two families at once.
  for (std::size_t f = 0; f < families; ++f)
    memory_.weights[f] = memory_.closed[f] * liked[f] * aware[f] * memory_.tied_closed[f];
  for (std::size_t f = 0; f < families; ++f) group.open[f] = by_open[f] * liked[f] * aware[f] * memory_.tied_open[f];
  for (std::size_t f = 0; promotes && f < families; ++f)
    group.promoted[f] = by_open[f] * liked[f] * pull * memory_.tied_open[f];
  make_nest(group.closed, memory_.weights);
  group.nests = 0;
  add_nest(group, 0, group.open);
  group.is_weighed = true;
}

const Nest& Menus::add_nest(Group& group, std::uint64_t programmes, std::span<const double> weights) const {
  if (group.nests == group.reached.size()) group.reached.emplace_back();
  auto& [reached_by, nest] = group.reached[group.nests++];
  reached_by = programmes;
  make_nest(nest, weights);
  return nest;
}

const Nest& Menus::open_nest(Group& group, std::uint64_t programmes) {
  for (std::size_t i = 0; i < group.nests; ++i) {
    if (group.reached[i].first == programmes) return group.reached[i].second;
  }
  std::vector<double>& weights = memory_.weights;
  weights = group.open;
  for (std::size_t i = 0; i < offer_.programmes.size(); ++i) {
    if ((programmes >> i & 1U) == 0) continue;
    for (const std::size_t f : offer_.promoted[i]) weights[f] = group.promoted[f];
  }
  return add_nest(group, programmes, weights);
}

}  // namespace weightshed::adoption
