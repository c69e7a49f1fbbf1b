// Menus: what organisations choose from at the end of a contract, weighed once for all organisations that differ only
// in what they use now.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "models/adoption/adoption.hpp"

namespace weightshed::adoption {

// What an organisation chooses from.
struct Menu {
  const Nest& closed;
  const Nest& open;
};

// The families that have a model and can be chosen, in the order of all families.
struct Available {
  std::vector<FamilyIndex> families;
  std::vector<CountryIndex> origins;   // of each
  std::vector<std::size_t> positions;  // by family; none: it has no model
  static constexpr std::size_t none = ~std::size_t{0};
  // Neighbours of one origin: the positions from first to before last.
  struct Run {
    CountryIndex origin{};
    std::size_t first = 0, last = 0;
  };
  std::vector<Run> runs;

  explicit Available(const Market& market);
  std::size_t position(FamilyIndex family) const { return family == no_family ? none : positions[at(family)]; }
};

// Weights that awareness in a region gives to the families available, each region's made when first needed.
class Awareness {
 public:
  Awareness(const Market& market, const Available& available, std::size_t regions, double nest, MenuMemory& memory)
      : market_(market), available_(available), nest_(nest), by_region_(memory.awareness) {
    empty_lists(by_region_, regions);
  }
  const std::vector<double>& in(CountryIndex region);

 private:
  const Market& market_;
  const Available& available_;
  double nest_;
  std::vector<std::vector<double>>& by_region_;
};

// What menus see of a step besides the market; it outlives them.
struct Offer {
  const Available& available;
  Awareness& awareness;
  std::vector<const roster::Programme*> programmes;  // in force, at most most_programmes
  std::vector<std::vector<std::size_t>> promoted;    // the families that each of them ties users to, by position

  Offer(const Available& available, Awareness& awareness, std::vector<const roster::Programme*> programmes);
};

// The menus of a step, each made when it is first asked for; all see the state at the start of the step. A weight is a
// product, of merit and brand, awareness in the region, what others use and the ties of region and sector to an origin:
// so that a menu needs no exponential for each family. Menus of a region and sector differ by the programmes that reach
// an organisation there, and only in the families that these promote.
class Menus {
 public:
  Menus(const Market& market, const Offer& offer, const context::Context& context, KeptWeights& kept,
        const Parameters& p);

  // Valid until the next one is asked for. `following(organisation)`: weights, exp(log-odds / nest), that others' use
  // adds to each family available. They must be the same for all organisations of a region and sector in the step.
  template <class Following>
  Menu of(const Organisation& organisation, Following&& following) {
    Group& group = memory_.groups[group_of(organisation)];
    if (!group.is_weighed) weigh(group, organisation, following(organisation));
    return {group.closed, open_nest(group, programmes_of(organisation))};
  }

  const Available& available() const { return offer_.available; }

  // Share of choices for which an origin is ruled out.
  double banned(const Organisation& organisation, FamilyIndex family) const;

 private:
  using Group = GroupMenus;
  void weigh(Group& group, const Organisation& organisation, const std::vector<double>& following);
  void like(const Organisation& organisation, const std::vector<double>& following);
  const Nest& open_nest(Group& group, std::uint64_t programmes);
  const Nest& add_nest(Group& group, std::uint64_t programmes, std::span<const double> weights) const;
  std::uint64_t programmes_of(const Organisation& organisation) const;  // one bit each
  void make_nest(Nest& nest, std::span<const double> weights) const;
  double weight_of(double utility) const;      // exp(utility / nest)
  void follow_procurement(std::size_t group);  // ties made by other rules on purchases are made again
  const Tie& tie(const Organisation& organisation, CountryIndex origin);
  // What rules on purchases and certificates leave of an origin in a region and sector, as a factor on its weight.
  double bought(const levers::ProcurementTerms& rules, CountryIndex region, CountryIndex origin, bool closed) const;

  const Market& market_;
  const Offer& offer_;
  const roster::Roster& roster_;
  const levers::UseTerms& use_;
  KeptWeights& kept_;
  const Parameters& p_;
  MenuMemory& memory_;
};

}  // namespace weightshed::adoption
