// The bases on the hub as they are chosen from: blocks of one class, country, family and licence, in that canonical
// order, each with the running sum of its members' weights.
#pragma once

#include <span>
#include <vector>

#include "models/ecosystem/models.hpp"

namespace weightshed {

// Whoever chooses weighs blocks by factors (licence, home, awareness, bans) and members by utility; one uniform, by
// inverse cumulative sum, picks both. So a policy that presses on a block moves few draws.
class Shelf {
 public:
  struct Block {
    CountryIndex country{};
    FamilyIndex family{};
    Licence licence{};
    std::vector<BaseIndex> members;   // in order of birth
    std::vector<double> derive, use;  // running sums of exp(utility)
    double derive_total() const { return derive.empty() ? 0.0 : derive.back(); }
    double use_total() const { return use.empty() ? 0.0 : use.back(); }
  };

  void add(const Base& base, BaseIndex index);
  std::span<Block> blocks(TaskClass task_class) { return blocks_[static_cast<std::size_t>(task_class)]; }
  std::span<const Block> blocks(TaskClass task_class) const { return blocks_[static_cast<std::size_t>(task_class)]; }

  // The member of a block at which the running sum passes `u` times its total, u in (0, 1).
  static BaseIndex pick(const Block& block, double u);

 private:
  std::vector<Block> blocks_[task_classes];
};

}  // namespace weightshed
