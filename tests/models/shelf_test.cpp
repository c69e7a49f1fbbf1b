// The shelf: one order whatever comes first, and one uniform to pick a member.
#include "models/lineage/shelf.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <tuple>

using namespace weightshed;

namespace {

lineage::Base base(int country, int family, Licence licence, TaskClass task_class = TaskClass::language) {
  lineage::Base b;
  b.country = static_cast<CountryIndex>(country);
  b.family = static_cast<FamilyIndex>(family);
  b.licence = licence;
  b.task_class = task_class;
  return b;
}

using Key = std::tuple<std::size_t, std::size_t, std::size_t>;

std::vector<Key> keys(const lineage::Shelf& shelf) {
  std::vector<Key> result;
  for (const lineage::Shelf::Block& b : shelf.blocks(TaskClass::language)) {
    result.emplace_back(at(b.country), at(b.family), static_cast<std::size_t>(b.licence));
  }
  return result;
}

}  // namespace

TEST_CASE("blocks stand by country, family and licence, in whatever order their bases come") {
  std::vector<lineage::Base> bases;
  for (int country = 0; country < 3; ++country) {
    for (int family = 0; family < 2; ++family) {
      for (const Licence licence : {Licence::gated_research, Licence::permissive}) {
        bases.push_back(base(country, 2 * country + family, licence));
      }
    }
  }
  lineage::Shelf forward, backward;
  for (std::size_t i = 0; i < bases.size(); ++i) forward.add(bases[i], static_cast<BaseIndex>(i));
  for (std::size_t i = bases.size(); i-- > 0;) backward.add(bases[i], static_cast<BaseIndex>(i));
  CHECK(keys(forward).size() == 12);
  const std::vector<Key> order = keys(forward);
  CHECK(std::is_sorted(order.begin(), order.end()));
  CHECK(keys(backward) == order);
}

TEST_CASE("bases of one block are its members in order of birth, and classes have shelves of their own") {
  lineage::Shelf shelf;
  shelf.add(base(0, 0, Licence::permissive), BaseIndex{4});
  shelf.add(base(0, 0, Licence::permissive), BaseIndex{9});
  shelf.add(base(0, 0, Licence::permissive, TaskClass::vision), BaseIndex{11});
  REQUIRE(shelf.blocks(TaskClass::language).size() == 1);
  CHECK(shelf.blocks(TaskClass::language)[0].members == std::vector<BaseIndex>{BaseIndex{4}, BaseIndex{9}});
  CHECK(shelf.blocks(TaskClass::vision).size() == 1);
  CHECK(shelf.blocks(TaskClass::speech).empty());
}

TEST_CASE("a newcomer has no weight until the next weighing, and makes its block stale") {
  lineage::Shelf shelf;
  shelf.add(base(0, 0, Licence::permissive), BaseIndex{0});
  lineage::Shelf::Block& block = shelf.blocks(TaskClass::language)[0];
  block.derive = {2.0};
  block.use = {3.0};
  block.stale = false;
  shelf.add(base(0, 0, Licence::permissive), BaseIndex{1});
  CHECK(block.stale);
  CHECK(block.derive_total() == 2.0);
  CHECK(block.use_of(0) == 3.0);
  CHECK(block.use_of(1) == 0.0);
  for (const double u : {0.001, 0.5, 0.999}) CHECK(lineage::Shelf::pick(block, u) == BaseIndex{0});
}

TEST_CASE("one uniform picks members in proportion to their weights") {
  lineage::Shelf shelf;
  for (std::uint32_t i = 0; i < 4; ++i) shelf.add(base(0, 0, Licence::permissive), static_cast<BaseIndex>(i));
  lineage::Shelf::Block& block = shelf.blocks(TaskClass::language)[0];
  block.derive = {1.0, 1.0, 4.0, 10.0};  // weights 1, 0, 3, 6
  std::vector<int> counts(4, 0);
  for (int i = 0; i < 1000; ++i) ++counts[at(lineage::Shelf::pick(block, (i + 0.5) / 1000.0))];
  CHECK(counts == std::vector<int>{100, 0, 300, 600});
}

TEST_CASE("all blocks of a class can be made stale at once") {
  lineage::Shelf shelf;
  shelf.add(base(0, 0, Licence::permissive), BaseIndex{0});
  shelf.add(base(0, 0, Licence::permissive, TaskClass::vision), BaseIndex{1});
  shelf.blocks(TaskClass::language)[0].stale = shelf.blocks(TaskClass::vision)[0].stale = false;
  shelf.make_stale(TaskClass::language);
  CHECK(shelf.blocks(TaskClass::language)[0].stale);
  CHECK_FALSE(shelf.blocks(TaskClass::vision)[0].stale);
}
