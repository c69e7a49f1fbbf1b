// Menus: what organisations choose from at the end of a contract, weighed once for all organisations that differ only
// in what they use now.
#pragma once

#include <cstdint>
#include <vector>

#include "models/adoption/adoption.hpp"
#include "sim/choice/cumulative.hpp"

namespace weightshed::adoption {

// Weights of families within the nests of closed APIs and of open weights: exp(log-odds / nest), 0 where there is none.
struct Menu {
  std::uint64_t programmes = 0;  // those that reach the organisations that choose from it, one bit each
  sim::Cumulative closed, open;
};

// Weights that awareness in a region gives to families, each region's made when first needed; 0 for a family without a
// model.
class Awareness {
 public:
  Awareness(const Market& market, std::size_t regions, double nest)
      : market_(market), nest_(nest), by_region_(regions) {}
  const std::vector<double>& in(CountryIndex region);

 private:
  const Market& market_;
  double nest_;
  std::vector<std::vector<double>> by_region_;
};

// The menus of a step, each made when it is first asked for; all see the state at the start of the step. A weight is a
// product, of merit and brand, awareness in the region, what others use and the ties of region and sector to an origin:
// so that a menu needs no exponential for each family.
class Menus {
 public:
  // `programmes`: those in force, at most most_programmes; they outlive the menus.
  Menus(const Market& market, const roster::Roster& roster, const levers::UseTerms& use, Awareness& awareness,
        std::vector<const roster::Programme*> programmes, const Parameters& p);

  // `following`: weights, exp(log-odds / nest), that others' use adds to each family. It must be the same for all
  // organisations of a region and sector in the step: only the first call supplies it.
  const Menu& of(const Organisation& organisation, const std::vector<double>& following);

  std::size_t families() const { return families_; }

  // Share of choices for which an origin is ruled out.
  double banned(const Organisation& organisation, std::size_t family) const;

 private:
  Menu make(const Organisation& organisation, std::uint64_t programmes, const std::vector<double>& following);
  std::uint64_t programmes_of(const Organisation& organisation) const;
  void favour(const roster::Programme& programme, std::vector<bool>& favoured) const;
  double weight_of(double utility) const;  // exp(utility / nest)
  // What rules on purchases and certificates leave of an origin in a region and sector, as a factor on its weight.
  double bought(const Organisation& organisation, CountryIndex origin, bool closed) const;

  const Market& market_;
  const roster::Roster& roster_;
  const levers::UseTerms& use_;
  Awareness& awareness_;
  const Parameters& p_;
  std::size_t families_;
  std::vector<double> closed_, open_;  // weights by merit, 0 where a family has no such model
  std::vector<double> brand_;          // weights by the brand of each family's lab, outside China
  std::vector<const roster::Programme*> in_force_;
  std::vector<std::vector<Menu>> menus_;  // by region and sector, one for every set of programmes
};

}  // namespace weightshed::adoption
