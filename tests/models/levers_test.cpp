// Levers and terms: facts that hold for every lever of the catalogue, so that a new lever is tested by being listed.
#include <algorithm>
#include <catch2/catch.hpp>

#include "models/levers/lever.hpp"
#include "sim/random/stream.hpp"
#include "tests/models/small_history.hpp"

using namespace weightshed;

namespace {

constexpr std::size_t countries = 13, lab_count = 4;
const levers::Terms neutral = levers::Terms::neutral(countries, lab_count);

const roster::Roster& table() {
  static const std::shared_ptr<const roster::Roster> read = roster::make_roster(test::load("baseline").tables);
  return *read;
}

// An action on the lever at the given position; it names the indices that the lever takes.
sim::LeverValue value_of(std::size_t lever, double value, int of = 1, int in = 0, int sector = sim::any_index) {
  const sim::LeverIndex& index = levers::catalogue()[lever].card.index;
  return {{static_cast<int>(lever), index.of.empty() ? sim::any_index : of, index.in.empty() ? sim::any_index : in,
           index.sectors.empty() ? sim::any_index : sector},
          value,
          sim::initial_options(levers::catalogue()[lever].card)};
}

levers::Terms fold(const sim::LeverValues& values) { return levers::fold(values, table(), lab_count); }

std::size_t position(std::string_view key) {
  const auto all = levers::catalogue();
  return static_cast<std::size_t>(
      std::find_if(all.begin(), all.end(), [&](const levers::Lever& l) { return l.card.key == key; }) - all.begin());
}

}  // namespace

TEST_CASE("terms without levers are neutral") {
  REQUIRE(table().jurisdictions.size() == countries);
  CHECK(fold({}) == neutral);
}

TEST_CASE("every lever at its neutral value leaves every term as it is") {
  for (std::size_t l = 0; l < levers::catalogue().size(); ++l) {
    const sim::LeverCard& card = levers::catalogue()[l].card;
    INFO(card.key);
    CHECK(fold({value_of(l, card.neutral)}) == neutral);
    CHECK(fold({value_of(l, card.neutral, sim::any_index, sim::any_index)}) == neutral);
  }
}

TEST_CASE("every lever away from its neutral value moves a term, for one country or lab and for all") {
  for (std::size_t l = 0; l < levers::catalogue().size(); ++l) {
    const sim::LeverCard& card = levers::catalogue()[l].card;
    const double moved = card.high == card.neutral ? card.low : card.high;
    INFO(card.key);
    CHECK_FALSE(fold({value_of(l, moved)}) == neutral);
    if (!card.index.named) CHECK_FALSE(fold({value_of(l, moved, sim::any_index, sim::any_index)}) == neutral);
    CHECK_FALSE(fold({value_of(l, moved)}) == fold({value_of(l, card.neutral)}));
  }
}

TEST_CASE("the order of levers changes no term, in any permutation of a short list and any shuffle of a long one") {
  // Values are multiples of 1/64, so that sums are exact and equality is equality of bits.
  sim::LeverValues values;
  const sim::Stream stream(3, 0, "levers test");
  const auto draw = [&](std::size_t l, std::uint32_t i) {
    sim::Draws draws = stream.at(l, i);
    const sim::LeverCard& card = levers::catalogue()[l].card;
    const double share = static_cast<double>(draws.bits() % 65) / 64.0;
    sim::LeverValue v =
        value_of(l, card.low + (card.high - card.low) * share, static_cast<int>(draws.bits() % lab_count),
                 static_cast<int>(draws.bits() % countries), static_cast<int>(draws.bits() % sectors));
    for (std::size_t o = 0; o < card.options.size(); ++o) {
      const sim::LeverOption& option = card.options[o];
      v.options[o] = option.low + (option.high - option.low) * static_cast<double>(draws.bits() % 65) / 64.0;
    }
    return v;
  };
  for (std::size_t l = 0; l < levers::catalogue().size(); ++l) {
    for (std::uint32_t i = 0; i < 6; ++i) values.push_back(draw(l, i));
  }
  const levers::Terms expected = fold(values);
  CHECK_FALSE(expected == neutral);
  for (std::uint32_t shuffle = 0; shuffle < 200; ++shuffle) {
    sim::Draws draws = stream.at(1000, shuffle);
    for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[draws.bits() % i]);
    REQUIRE(fold(values) == expected);
  }
  // A value a lever: every permutation.
  sim::LeverValues one;
  for (std::size_t l = 0; l < std::min<std::size_t>(levers::catalogue().size(), 7); ++l) one.push_back(draw(l, 0));
  std::vector<std::size_t> order(one.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const levers::Terms together = fold(one);
  do {
    sim::LeverValues permuted;
    for (const std::size_t i : order) permuted.push_back(one[i]);
    REQUIRE(fold(permuted) == together);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("of two controls on one country the stricter holds, and the higher fee") {
  const std::size_t l = position("us.export_control");
  sim::LeverValue mild = value_of(l, 0.3), strict = value_of(l, 0.6);
  mild.options[0] = 0.25;
  strict.options[0] = 0.15;
  const levers::Terms terms = fold({strict, mild});
  levers::Terms expected = neutral;
  expected.trade.blocked[1] = 0.6;
  expected.trade.fee[1] = 0.25;
  CHECK(terms == expected);
}

TEST_CASE("each lever on China's compute, access and openness moves its own term, and no other") {
  const auto with = [](auto change) {
    levers::Terms terms = neutral;
    change(terms);
    return terms;
  };
  const auto pressed = [](std::string_view key, double value) { return fold({value_of(position(key), value)}); };
  CHECK(pressed("us.equipment_control", 0.4) == with([](levers::Terms& t) { t.compute.equipment_blocked[1] = 0.4; }));
  CHECK(pressed("us.cloud_access", 0.5) == with([](levers::Terms& t) { t.compute.know_your_customer[1] = 0.5; }));
  CHECK(pressed("api_access", 0.75) == with([](levers::Terms& t) { t.api_allowed[1] = 0.25; }));
  CHECK(pressed("compute_subsidy", 3e9) == with([](levers::Terms& t) { t.compute.subsidy[1] = 3e9; }));
  CHECK(pressed("cn.import_discouragement", 0.3) == with([](levers::Terms& t) { t.trade.discouraged[1] = 0.3; }));
  CHECK(pressed("cn.state_leash", 0.5) == with([](levers::Terms& t) { t.openness.leash[1] = 0.5; }));
  CHECK(pressed("us.open_release_limit", 26.0) == with([](levers::Terms& t) { t.openness.limit[0] = 26.0; }));
  CHECK(pressed("us.diffusion_rule", 0.5) == with([](levers::Terms& t) {
          for (const char* code : {"IN", "ASEAN", "GULF", "AFRICA", "LATAM", "REST"}) {
            t.trade.blocked[at(table().country(code))] = 0.5;
          }
        }));
  CHECK(pressed("cn.open_encouragement", -2.0) == with([](levers::Terms& t) { t.openness.push[1] = -2.0; }));
}

TEST_CASE("two programmes for open weights add up") {
  const std::size_t l = position("open_weight_programme");
  CHECK(fold({value_of(l, 1e8), value_of(l, 3e8)}).open_programme[1] == 4e8);
}

TEST_CASE("a lab that is told both to open and to close closes") {
  const std::size_t l = position("lab.openness");
  CHECK(fold({value_of(l, 2.0)}).openness.forced == std::vector<int>{-1, 1, -1, -1});
  CHECK(fold({value_of(l, 2.0), value_of(l, 1.0)}).openness.forced == std::vector<int>{-1, 0, -1, -1});
  CHECK(fold({value_of(l, 2.0, sim::any_index), value_of(l, 1.0)}).openness.forced == std::vector<int>{1, 0, 1, 1});
}

TEST_CASE("a ban on foreign weights names a sector or all, and never binds a country against itself") {
  const std::size_t l = position("ban_foreign_weights");
  const levers::Terms narrow = fold({value_of(l, 1.0, 1, 0, 2)});
  for (std::size_t sector = 0; sector < sectors; ++sector) {
    CHECK(narrow.use.at_forbidden(0, sector, 1) == (sector == 2 ? 1.0 : 0.0));
    CHECK(narrow.use.at_forbidden(1, sector, 0) == 0.0);
  }
  const levers::Terms everywhere = fold({value_of(l, 1.0, sim::any_index, sim::any_index)});
  for (std::size_t region = 0; region < countries; ++region) {
    for (std::size_t origin = 0; origin < countries; ++origin) {
      CHECK(everywhere.use.at_forbidden(region, 0, origin) == (region == origin ? 0.0 : 1.0));
    }
  }
}
