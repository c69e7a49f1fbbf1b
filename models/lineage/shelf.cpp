// Blocks of bases.
#include "models/lineage/shelf.hpp"

#include <algorithm>
#include <tuple>

namespace weightshed::lineage {

void Shelf::add(const Base& base, BaseIndex index) {
  std::vector<Block>& blocks = blocks_[static_cast<std::size_t>(base.task_class)];
  const auto key = [](CountryIndex c, FamilyIndex f, Licence l) {
    return std::tuple(at(c), at(f), static_cast<std::size_t>(l));
  };
  const auto wanted = key(base.country, base.family, base.licence);
  auto it = std::lower_bound(blocks.begin(), blocks.end(), wanted, [&](const Block& block, const auto& k) {
    return key(block.country, block.family, block.licence) < k;
  });
  if (it == blocks.end() || key(it->country, it->family, it->licence) != wanted) {
    it = blocks.insert(it, Block());
    it->country = base.country;
    it->family = base.family;
    it->licence = base.licence;
  }
  it->members.push_back(index);
  it->born.push_back(base.born_year);
  // Until the next weighing the newcomer has no weight: all choices use the state at the start of their process.
  it->derive.push_back(it->derive_total());
  it->use.push_back(it->use_total());
  it->own.emplace_back();
  it->stale = true;
}

void Shelf::make_stale(TaskClass task_class) {
  for (Block& block : blocks_[static_cast<std::size_t>(task_class)]) block.stale = true;
}

BaseIndex Shelf::pick(const Block& block, double u) {
  const double wanted = u * block.derive_total();
  const auto it = std::upper_bound(block.derive.begin(), block.derive.end(), wanted);
  const auto last = static_cast<std::ptrdiff_t>(block.members.size()) - 1;
  return block.members[static_cast<std::size_t>(std::min(it - block.derive.begin(), last))];
}

}  // namespace weightshed::lineage
