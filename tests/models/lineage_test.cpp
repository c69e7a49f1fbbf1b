// The lineage of a whole simulated history: names and parents, and what hangs on whom against slow oracles.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "models/roster/knock_outs.hpp"
#include "tests/models/small_history.hpp"
#include "tests/sim/graph/dominators_oracles.hpp"

using namespace weightshed;
using namespace weightshed::test;

TEST_CASE("dominators of a whole simulated lineage are Boost.Graph's, and what hangs is what a knock-out loses") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.004);
  run_until(history, study.policies[0], sim::date_of(2027, 6, 28));  // so that labs have released on their own
  const sim::Topology& graph = history.state().models.topology;
  const sim::LineageTable table = history.lineage();
  REQUIRE(table.size() == graph.size());
  REQUIRE(table.merge.size() > 20);
  const sim::Dominators tree = sim::dominators(graph);
  CHECK(tree.immediate == oracles::by_boost(graph));
  const auto hanging = sim::hanging_on_nodes(tree, table.downloads);
  std::size_t bases = 0;
  for (std::size_t n = 0; n < graph.size(); ++n) {
    const bool base = table.parent[n] == sim::LineageTable::no_parent;
    if (!base && n % 499 != 0) continue;
    CHECK(hanging[n].models == oracles::lost_without(graph, sim::NodeIndex(n)));
    bases += base;
  }
  CHECK(bases > 500);

  // Every base has a name of its own, on record the roster's, later its lab's.
  const std::set<std::string> names(table.releases.begin(), table.releases.end());
  CHECK(names.size() == table.releases.size());
  CHECK(names.contains("Qwen2.5-7B"));
  CHECK(std::any_of(names.begin(), names.end(), [](const std::string& name) {
    return name.find(" release ") != std::string::npos && name.ends_with("B");
  }));
}

TEST_CASE("one base can be taken out by name, and the sizes beside it stay") {
  const sim::Study study = load("baseline");
  const auto roster = roster::make_roster(study.tables);
  const std::vector<roster::Exclusion> all = roster::knock_outs(*roster);
  const auto out =
      std::find_if(all.begin(), all.end(), [](const roster::Exclusion& k) { return k.card.name == "base:Qwen2.5-7B"; });
  REQUIRE(out != all.end());
  CHECK(out->card.named_only);
  sim::Policy without = study.policies.front();
  without.without = {static_cast<int>(out - all.begin())};
  history::History history = begin(study, 0.001);
  run_until(history, without, sim::date_of(2024, 12, 30));
  const std::vector<std::string> releases = history.lineage().releases;
  const auto has = [&](const char* name) {
    return std::find(releases.begin(), releases.end(), name) != releases.end();
  };
  CHECK_FALSE(has("Qwen2.5-7B"));
  CHECK(has("Qwen2.5-14B"));
  CHECK(has("Qwen2.5-Coder-7B"));
}
