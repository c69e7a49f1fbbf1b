// The bases on the hub as they are chosen from: blocks of one class, country, family and licence, in that canonical
// order, each with the running sums of its members' own weights.
#pragma once

#include <limits>
#include <span>
#include <vector>

#include "models/kept.hpp"
#include "models/lineage/models.hpp"

namespace weightshed::lineage {

// What a base's own weight for deriving depends on besides the base.
struct Rivalry {
  double best_of_size = 0.0;  // capability of the best open language model of its size; 0 outside language
  bool in_launch = false;
  friend bool operator==(const Rivalry&, const Rivalry&) = default;
};

// A choice weighs blocks by factors (family, licence, home, awareness, bans) and members by their own weights; one
// uniform, by inverse cumulative sum, picks both. So a policy that acts on a block changes few draws. A member's own
// weight changes only when its launch ends or the best of its size does, not with every week: ageing is exponential, so
// forward decay makes it constant.
class Shelf {
 public:
  struct Block {
    CountryIndex country{};
    FamilyIndex family{};
    Licence licence{};
    std::vector<BaseIndex> members;                               // in order of birth
    std::vector<double> born;                                     // decimal year, of each member
    std::vector<double> derive, use;                              // running sums of the members' own weights
    std::vector<Kept<Rivalry, double>> own;                       // the members' own weights for deriving
    std::size_t weighed_for_use = 0;                              // members: what users weigh does not change
    std::size_t past_launch = 0, past_year = 0;                   // leading members that are no younger than that
    bool stale = true;                                            // a member has come, or its weight may have changed
    double changes_at = std::numeric_limits<double>::infinity();  // decimal year at which a member's launch ends

    double derive_total() const { return derive.empty() ? 0.0 : derive.back(); }
    double use_total() const { return use.empty() ? 0.0 : use.back(); }
    double use_of(std::size_t member) const { return use[member] - (member == 0 ? 0.0 : use[member - 1]); }
  };

  void add(const Base& base, BaseIndex index);
  void make_stale(TaskClass task_class);
  std::span<Block> blocks(TaskClass task_class) { return blocks_[static_cast<std::size_t>(task_class)]; }
  std::span<const Block> blocks(TaskClass task_class) const { return blocks_[static_cast<std::size_t>(task_class)]; }

  // The member of a block at which the running sum for deriving passes `u` times its total, u in (0, 1).
  static BaseIndex pick(const Block& block, double u);

 private:
  std::vector<Block> blocks_[task_classes];
};

}  // namespace weightshed::lineage
