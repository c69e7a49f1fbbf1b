// Works without a base against the plain rule: a list of all of them.
#include "models/lineage/independents.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace weightshed;
using lineage::Independent, lineage::Independents;

namespace {

bool same(const Independent& a, const Independent& b) {
  return a.body == b.body && a.born_step == b.born_step && a.country == b.country && a.creator == b.creator &&
         a.language == b.language;
}

}  // namespace

TEST_CASE("works without a base read as they were added, from the first or from a place kept while others came") {
  // None in the first two steps nor in the fourth; in some steps nobody downloads any.
  std::vector<Independent> list;
  for (const unsigned step : {2U, 2U, 2U, 3U, 5U, 5U, 6U, 9U, 9U, 9U}) {
    const auto number = static_cast<std::uint8_t>(list.size());
    list.push_back({number % 3 == 1 ? 0.0F : 1.5F * number + 0.5F, static_cast<std::uint16_t>(step), number,
                    static_cast<CreatorKind>(number % creator_kinds), number % 2 == 0});
  }
  Independents works;
  Independents::Place place;
  std::size_t read = 0;
  for (const Independent& work : list) {
    works.add(work);
    if (works.size() % 4 != 0) continue;
    for (; place.work < works.size(); works.move_on(place), ++read) CHECK(same(works[place], list[read]));
  }
  CHECK(read == 8);
  REQUIRE(works.size() == list.size());
  const Independents copy = works;
  std::size_t number = 0;
  for (const Independent& work : copy) CHECK(same(work, list[number++]));
  CHECK(number == list.size());
}
