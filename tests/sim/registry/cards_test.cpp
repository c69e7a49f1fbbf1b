// Cards and the two visitors of a parameter struct.
#include "sim/registry/cards.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "sim/registry/describe.hpp"
#include "sim/registry/fields.hpp"

namespace {

struct Parameters {
  double habit = 0.25;
  double growth = 0.8;
};

sim::About about(std::string_view unit, double low, double high) {
  sim::About a;
  a.unit = unit;
  a.low = low;
  a.high = high;
  return a;
}

void describe(auto& visit, Parameters& p) {
  visit("derivation.habit", p.habit, about("1", 0.0, 0.6), "share who stay");
  visit("supply.growth", p.growth, about("/ year", 0.1, 2.5), "growth");
}

sim::MeasureCard measure(std::array<std::string_view, 3> dimensions) {
  sim::MeasureCard card;
  card.dimensions = dimensions;
  return card;
}

}  // namespace

TEST_CASE("cards carry the struct's own values as defaults, in the order of describe") {
  Parameters p;
  sim::CardCollector collector;
  describe(collector, p);
  const auto cards = collector.take();
  REQUIRE(cards.size() == 2);
  CHECK(cards[0].key == "derivation.habit");
  CHECK(cards[0].initial == 0.25);
  CHECK(cards[1].about.unit == "/ year");
}

TEST_CASE("values are set in the order of the cards") {
  Parameters p;
  const double values[] = {0.4, 1.5};
  sim::ValueSetter setter(values);
  describe(setter, p);
  CHECK(p.habit == 0.4);
  CHECK(p.growth == 1.5);
}

TEST_CASE("every word of the registry has a name, and the rank of a measure counts its dimensions") {
  CHECK(name_of(sim::Confidence::guess) == "guess");
  CHECK(name_of(sim::Standing::normalised) == "normalised");
  CHECK(name_of(sim::Prior::log_normal) == "log_normal");
  CHECK(name_of(sim::Window::trailing_year) == "trailing_year");
  CHECK(measure({"country", "kind"}).rank() == 2);
  CHECK(measure({}).rank() == 0);
  CHECK(name_of(sim::PatternReading::value) == "value");
}

TEST_CASE("a pattern says its number with its part, and its labels one by one") {
  sim::PatternCard card{"P2", "CN", "2025-08-31", "percent", ""};
  CHECK(card.key() == "P2 CN");
  card.part = {};
  CHECK(card.key() == "P2");
  using Labels = std::vector<std::pair<std::string_view, std::string_view>>;
  CHECK(sim::coordinates_of("age=all;country=CN") == Labels{{"age", "all"}, {"country", "CN"}});
  CHECK(sim::coordinates_of("country=CN") == Labels{{"country", "CN"}});
  CHECK(sim::coordinates_of("").empty());
}

TEST_CASE("every card declares its key first, and no field twice") {
  const auto names_of = [](const auto& card) {
    std::vector<std::string> names;
    fields(
        [&](const char* name, const auto&, const char* meaning) {
          names.emplace_back(name);
          CHECK(std::string_view(meaning).size() > 5);
        },
        card);
    CHECK(std::set<std::string>(names.begin(), names.end()).size() == names.size());
    return names.front();
  };
  static constexpr std::string_view variants[] = {"plain"};
  CHECK(names_of(sim::ParameterCard{}) == "key");
  CHECK(names_of(sim::LeverCard{}) == "key");
  CHECK(names_of(sim::MeasureCard{}) == "key");
  CHECK(names_of(sim::StructureCard{"gait", variants, 0, ""}) == "key");
  CHECK(names_of(sim::PatternCard{}) == "key");
}
