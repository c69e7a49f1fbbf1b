// The whole step: the same bits from the same start, forks that do not touch one another, and a sound registry.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <set>

#include "sim/time/units.hpp"
#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

// Every measure's row, the lineage and the events of two histories, bit for bit.
void require_same(const sim::Model& a, const sim::Model& b, const sim::Coordinates& coordinates) {
  for (std::size_t m = 0; m < history::kind().measures.size(); ++m) {
    INFO(history::kind().measures[m].key);
    REQUIRE(same_bits(row_of(a, m, coordinates), row_of(b, m, coordinates)));
  }
  const sim::LineageTable x = a.lineage(), y = b.lineage();
  REQUIRE(x.parent == y.parent);
  REQUIRE(x.kind == y.kind);
  REQUIRE(x.licence == y.licence);
  REQUIRE(x.capability == y.capability);
  REQUIRE(x.downloads == y.downloads);
  REQUIRE(a.events().size() == b.events().size());
  for (std::size_t i = 0; i < a.events().size(); ++i) {
    REQUIRE(a.events()[i].actor == b.events()[i].actor);
    REQUIRE(a.events()[i].days == b.events()[i].days);
    REQUIRE(a.events()[i].value == b.events()[i].value);
  }
}

const sim::Date middle = sim::date_of(2023, 7, 3), later = sim::date_of(2024, 1, 1);

}  // namespace

TEST_CASE("two runs from one beginning give the same bits, other members do not") {
  const sim::Study study = load("baseline");
  history::History a = begin(study, 0.005), b = begin(study, 0.005), other = begin(study, 0.005, 1);
  for (history::History* h : {&a, &b, &other}) run_until(*h, study.policies[0], middle);
  require_same(a, b, study.coordinates);
  const std::size_t m = measure_at("download_share");
  CHECK_FALSE(same_bits(row_of(a, m, study.coordinates), row_of(other, m, study.coordinates)));
}

TEST_CASE("a copy goes on like its original, and what happens to one does not touch the other") {
  const sim::Study study = load("baseline");
  history::History original = begin(study, 0.005), alone = begin(study, 0.005);
  run_until(original, study.policies[0], middle);
  const std::unique_ptr<sim::Model> copy = original.copy();
  run_until(*copy, study.policies[0], later);  // first, so that a shared part would be moved under the original
  CHECK(original.clock().now() == middle);
  run_until(original, study.policies[0], later);
  run_until(alone, study.policies[0], later);
  require_same(original, *copy, study.coordinates);
  require_same(original, alone, study.coordinates);
}

TEST_CASE("observing a history changes nothing") {
  const sim::Study study = load("baseline");
  history::History watched = begin(study, 0.005), unwatched = begin(study, 0.005);
  while (watched.clock().now() < middle) {
    watched.step(study.policies[0]);
    if (watched.clock().step() % 13 != 0) continue;
    for (std::size_t m = 0; m < history::kind().measures.size(); ++m) row_of(watched, m, study.coordinates);
    watched.lineage();
  }
  run_until(unwatched, study.policies[0], middle);
  require_same(watched, unwatched, study.coordinates);
}

TEST_CASE("every variant of every structure runs, in the observed and in the simulated past") {
  const sim::Study study = load("baseline");
  const auto& structures = history::kind().structures;
  for (std::size_t s = 0; s < structures.size(); ++s) {
    for (std::size_t v = 0; v < structures[s].variants.size(); ++v) {
      INFO(structures[s].key << " = " << structures[s].variants[v]);
      std::vector<std::size_t> chosen(structures.size(), 0);
      chosen[s] = v;
      history::History history = begin(study, 0.002, 0, chosen, sim::Past::simulated);
      run_until(history, study.policies[0], middle);
      CHECK(history.state().models.bases.size() > 20);
      CHECK(row_of(history, measure_at("frontier_gap"), study.coordinates).size() == 3);
    }
  }
}

TEST_CASE("every parameter has a known unit, a default inside its range, a source and a key of its own") {
  std::set<std::string> keys;
  for (const sim::ParameterCard& card : history::kind().parameters) {
    INFO(card.key);
    CHECK(keys.insert(card.key).second);
    CHECK(sim::known_unit(card.about.unit));
    CHECK(card.about.low < card.about.high);
    CHECK(card.initial >= card.about.low);
    CHECK(card.initial <= card.about.high);
    CHECK_FALSE(card.description.empty());
    CHECK_FALSE(card.about.source.empty());
    CHECK_FALSE(card.about.moves.empty());
    const bool spread = card.about.prior == sim::Prior::normal || card.about.prior == sim::Prior::log_normal;
    CHECK((card.about.spread > 0.0) == spread);
    if (card.about.prior == sim::Prior::log_normal) CHECK(card.about.low > 0.0);
  }
  CHECK(keys.size() > 100);
}

TEST_CASE("values set by position come back by position") {
  std::vector<double> values;
  for (std::size_t i = 0; i < history::kind().parameters.size(); ++i) values.push_back(1000.0 + static_cast<double>(i));
  ecosystem::Assumptions changed = ecosystem::assumptions(values);
  sim::CardCollector collect;
  describe(collect, changed);
  const auto cards = collect.take();
  REQUIRE(cards.size() == values.size());
  for (std::size_t i = 0; i < cards.size(); ++i) {
    CHECK(cards[i].initial == values[i]);
    CHECK(cards[i].key == history::kind().parameters[i].key);
  }
}

TEST_CASE("every lever, measure, structure and pattern has a key of its own, and every dimension is a coordinate") {
  const sim::ModelKind& kind = history::kind();
  const sim::Study study = load("baseline");
  std::set<std::string_view> levers, measures, structures;
  std::set<std::pair<std::string_view, std::string_view>> patterns;
  for (const sim::LeverCard& lever : kind.levers) {
    INFO(lever.key);
    CHECK(levers.insert(lever.key).second);
    CHECK(sim::known_unit(lever.unit));
    CHECK(lever.low <= lever.neutral);
    CHECK(lever.neutral <= lever.high);
    CHECK(lever.low < lever.high);
    CHECK_FALSE(lever.description.empty());
    CHECK_FALSE(lever.source.empty());
    if (!lever.words.empty()) CHECK(lever.high == static_cast<double>(lever.words.size() - 1));
    for (const std::string_view dimension : {lever.index.of, lever.index.in, lever.index.sectors}) {
      if (!dimension.empty()) CHECK(study.coordinates.find(dimension) != study.coordinates.end());
    }
  }
  for (const sim::MeasureCard& measure : kind.measures) {
    INFO(measure.key);
    CHECK(measures.insert(measure.key).second);
    CHECK_FALSE(measure.long_name.empty());
    CHECK_FALSE(measure.description.empty());
    CHECK_FALSE(measure.unit.empty());
    std::set<std::string_view> labels;
    for (const std::string_view dimension : measure.dimensions) {
      if (dimension.empty()) continue;
      const auto found = study.coordinates.find(dimension);
      REQUIRE(found != study.coordinates.end());
      labels.insert(found->second.begin(), found->second.end());
    }
    CHECK_FALSE(measure.phrase.empty());
    for (std::string_view rest = measure.phrase; rest.find('{') != rest.npos; rest.remove_prefix(rest.find('}') + 1)) {
      const std::size_t open = rest.find('{') + 1;
      const std::string_view dimension = rest.substr(open, rest.find('}') - open);
      CHECK(std::find(measure.dimensions.begin(), measure.dimensions.end(), dimension) != measure.dimensions.end());
    }
    CHECK((measure.shown_unit == "%" || measure.plain.empty()));
    CHECK((measure.decimals >= 0 && measure.decimals <= 4));
    for (const std::string_view label : measure.plain) CHECK(labels.contains(label));
  }
  for (const sim::StructureCard& structure : kind.structures) {
    CHECK(structures.insert(structure.key).second);
    CHECK(structure.initial < structure.variants.size());
  }
  for (const sim::PatternCard& pattern : kind.patterns) {
    INFO(pattern.id << " " << pattern.part);
    CHECK(patterns.insert({pattern.id, pattern.part}).second);
    CHECK(sim::parse_date(pattern.at).has_value());
  }
  for (const auto& [name, labels] : study.coordinates) {
    INFO(name);
    CHECK(std::set<std::string>(labels.begin(), labels.end()).size() == labels.size());
  }
}

TEST_CASE("a limit on open releases keeps new language models of US labs off the hub") {
  const sim::Study study = load("baseline");
  const auto at_limit = std::find_if(history::kind().levers.begin(), history::kind().levers.end(),
                                     [](const auto& card) { return card.key == "us.open_release_limit"; });
  sim::Policy limited = study.policies[0];
  sim::Action action;
  action.target.lever = static_cast<int>(at_limit - history::kind().levers.begin());
  action.at = sim::date_of(2026, 1, 5);
  action.to = 22.0;
  limited.actions.push_back(action);
  const auto open_us_bases = [&](const sim::Policy& policy) {
    history::History history = begin(study, 0.0005);
    run_until(history, policy, sim::date_of(2028, 1, 3));
    int count = 0;
    for (const lineage::Base& base : history.state().models.bases) {
      // Nobody decides on the rest: encoders, and language models of labs that train no flagships.
      const bool decided = base.task_class == TaskClass::language && base.purpose != Purpose::embedding &&
                           history.state().labs.labs[at(base.lab)].flagship_share > 0.0;
      count += decided && base.node.exists() && base.country == history.state().roster->united_states &&
               base.born_days >= sim::date_of(2026, 1, 5).days;
    }
    return count;
  };
  CHECK(open_us_bases(limited) == 0);
  CHECK(open_us_bases(study.policies[0]) > 0);
}
