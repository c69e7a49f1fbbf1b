// Menus of families (ODD 4.8): the weights of the nested logit, for every group of users that sees the same.
#include "models/adoption/menus.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "sim/error.hpp"

namespace weightshed::adoption {

const std::vector<double>& Awareness::in(CountryIndex region) {
  std::vector<double>& weights = by_region_[at(region)];
  if (weights.empty()) {
    weights.reserve(market_.families->size());
    for (const lineage::FamilyState& f : *market_.families) {
      const bool exists = lineage::has_model(std::max(f.best_closed, f.best_open));
      weights.push_back(exists ? std::pow(f.awareness[at(region)], 1.0 / nest_) : 0.0);
    }
  }
  return weights;
}

Menus::Menus(const Market& market, const roster::Roster& roster, const levers::UseTerms& use, Awareness& awareness,
             std::vector<const roster::Programme*> programmes, const Parameters& p)
    : market_(market),
      roster_(roster),
      use_(use),
      awareness_(awareness),
      p_(p),
      families_(market.families->size()),
      in_force_(std::move(programmes)) {
  if (in_force_.size() > roster::most_programmes) {
    throw sim::Error(sim::Failure::invalid_input, std::to_string(in_force_.size()) +
                                                      " programmes tie users to families at once, more than " +
                                                      std::to_string(roster::most_programmes));
  }
  double best = lineage::no_model;
  for (const lineage::FamilyState& f : *market.families) best = std::max({best, f.best_open, f.best_closed});
  const auto merit_of = [&](double capability) {
    return !lineage::has_model(capability) ? 0.0 : weight_of(merit(capability, best, market, p));
  };
  for (std::vector<double>* column : {&closed_, &open_, &brand_}) column->reserve(families_);
  for (std::size_t f = 0; f < families_; ++f) {
    closed_.push_back(merit_of((*market.families)[f].best_closed));
    open_.push_back(merit_of((*market.families)[f].best_open));
    brand_.push_back(weight_of(p.brand * (*market.brand)[f]));
  }
  menus_.resize(roster.jurisdictions.size() * sectors);
}

double Menus::weight_of(double utility) const { return std::exp(utility / p_.nest); }

double Menus::banned(const Organisation& o, std::size_t family) const {
  return use_.at_forbidden(at(o.region), static_cast<std::size_t>(o.sector), at((*market_.family_country)[family]));
}

double Menus::bought(const Organisation& o, CountryIndex origin, bool closed) const {
  const levers::ProcurementTerms& rules = use_.procurement[group_of(o)];
  if (rules == levers::ProcurementTerms{}) return 1.0;
  const bool passes = hijacking_of(origin, market_, roster_, p_) <= rules.hijacking_limit;
  double left = 1.0;
  if (closed) left *= 1.0 - rules.open;
  if (origin != o.region) left *= 1.0 - rules.home;
  if (!passes) left *= (1.0 - rules.certified) * (1.0 - rules.uncertified_loss);
  return std::pow(left, 1.0 / p_.nest);
}

const Menu& Menus::of(const Organisation& o, const std::vector<double>& following) {
  std::vector<Menu>& made = menus_[group_of(o)];
  const std::uint64_t programmes = programmes_of(o);
  for (const Menu& menu : made) {
    if (menu.programmes == programmes) return menu;
  }
  made.push_back(make(o, programmes, following));
  return made.back();
}

std::uint64_t Menus::programmes_of(const Organisation& o) const {
  std::uint64_t reached = 0;
  for (std::size_t i = 0; i < in_force_.size(); ++i) {
    if (reaches(*in_force_[i], o)) reached |= std::uint64_t{1} << i;
  }
  return reached;
}

void Menus::favour(const roster::Programme& programme, std::vector<bool>& favoured) const {
  for (std::size_t f = 0; f < families_; ++f) {
    const bool is_meant =
        programme.family == no_family ? (*market_.family_country)[f] == programme.origin : f == at(programme.family);
    if (is_meant) favoured[f] = true;
  }
}

Menu Menus::make(const Organisation& o, std::uint64_t programmes, const std::vector<double>& following) {
  struct Tie {
    double closed = -1.0, open = -1.0;  // -1: not asked for yet
  };
  std::vector<Tie> tie_of(roster_.jurisdictions.size());  // of an origin, with bans
  const auto tie_to = [&](CountryIndex origin) -> const Tie& {
    Tie& tie = tie_of[at(origin)];
    if (tie.open < 0.0) {
      const double ban = use_.at_forbidden(at(o.region), static_cast<std::size_t>(o.sector), at(origin));
      const double allowed = ban > 0.0 ? std::pow(1.0 - ban, 1.0 / p_.nest) : 1.0;
      tie.closed =
          weight_of(ties(origin, true, o.region, o.sector, market_, roster_, p_)) * allowed * bought(o, origin, true);
      tie.open =
          weight_of(ties(origin, false, o.region, o.sector, market_, roster_, p_)) * allowed * bought(o, origin, false);
    }
    return tie;
  };
  // A programme makes its families fully known, as open weights, to the organisations that it reaches, and adds its
  // pull.
  std::vector<bool> favoured(programmes == 0 ? 0 : families_, false);
  for (std::size_t i = 0; i < in_force_.size(); ++i) {
    if ((programmes >> i & 1U) != 0) favour(*in_force_[i], favoured);
  }
  const double pull = weight_of(p_.programme_pull);
  // The brands are estimated from panels of an English-speaking public: in China they do not count.
  const bool brands_count = o.region != market_.china;
  const std::vector<double>& aware = awareness_.in(o.region);
  std::vector<double> closed(families_, 0.0), open(families_, 0.0);
  for (std::size_t f = 0; f < families_; ++f) {
    if (closed_[f] <= 0.0 && open_[f] <= 0.0) continue;
    const Tie& tie = tie_to((*market_.family_country)[f]);
    const double liked = following[f] * (brands_count ? brand_[f] : 1.0);
    closed[f] = closed_[f] * liked * aware[f] * tie.closed;
    open[f] = open_[f] * liked * (programmes != 0 && favoured[f] ? pull : aware[f]) * tie.open;
  }
  return {programmes, sim::Cumulative(closed), sim::Cumulative(open)};
}

}  // namespace weightshed::adoption
