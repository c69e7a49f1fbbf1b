// Sensations: who becomes known to everybody, and what follows.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "models/roster/knock_outs.hpp"
#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

double known_since(const history::History& history, std::string_view family) {
  const ecosystem::Ecosystem& e = history.state();
  const auto& names = e.names->families;
  const auto at = std::find(names.begin(), names.end(), family) - names.begin();
  return e.hub.families[static_cast<std::size_t>(at)].sensation;
}

// What `read` sees of a history at the end of the vintage.
template <class Read>
auto at_the_vintage(const sim::Study& study, const sim::Policy& policy, Read read) {
  history::History history = begin(study, 0.0005);
  run_until(history, policy, sim::date_of(2025, 12, 29));
  return read(history);
}

}  // namespace

TEST_CASE("since 2023 only R1 makes its family known to everybody, on the day of its release") {
  const sim::Study study = load("baseline");
  at_the_vintage(study, study.policies[0], [](const history::History& history) {
    CHECK(known_since(history, "DeepSeek") == Approx(sim::decimal_year(sim::date_of(2025, 1, 20))));
    const ecosystem::Ecosystem& e = history.state();
    for (std::size_t f = 0; f < e.hub.families.size(); ++f) {
      const double since = e.hub.families[f].sensation;
      INFO(e.names->families[f] << " since " << since);
      if (e.names->families[f] != "DeepSeek") CHECK((since < 2023.25 || since > 1e8));
    }
    return 0;
  });
}

TEST_CASE("without R1 nobody hears of DeepSeek at once, and tokens on Chinese models are fewer") {
  const sim::Study study = load("baseline");
  sim::Policy without = study.policies[0];
  const std::vector<roster::Exclusion> all = roster::knock_outs(*roster::make_roster(study.tables));
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (all[k].card.name == "release:deepseek_r1") without.without = {static_cast<int>(k)};
  }
  REQUIRE(without.without.size() == 1);
  const auto chinese_tokens = [&](const history::History& history) {
    return row_of(history, measure_at("token_share"), study.coordinates)[0];
  };
  const double with = at_the_vintage(study, study.policies[0], chinese_tokens);
  const double knocked = at_the_vintage(study, without, [&](const history::History& history) {
    CHECK(known_since(history, "DeepSeek") > 1e8);
    return chinese_tokens(history);
  });
  CHECK(knocked < with);
}

TEST_CASE("a model built on another country's stands on that country's, in the graph and for who uses it") {
  const sim::Study study = load("baseline");
  at_the_vintage(study, study.policies[0], [](const history::History& history) {
    const ecosystem::Ecosystem& e = history.state();
    std::size_t built = 0;
    for (const lineage::Base& base : e.models.bases) {
      if (!base.built_on.exists()) {
        CHECK(base.origin == base.country);
        continue;
      }
      ++built;
      const lineage::Base& parent = e.models.root(base.built_on);
      CHECK(base.origin == parent.origin);
      CHECK(e.models.topology.parent(base.node) == base.built_on);
      CHECK(e.models.is_base(base.node));
      CHECK(lineage::NodeAttributes::unpack(e.models.sampler.nodes()[base.node.value].attributes).kind ==
            DerivationKind::fine_tune);
    }
    CHECK(built == 6);  // versions of SEA-LION on Llama, Gemma and Qwen
    const auto& names = e.names->families;
    const auto sea_lion = std::find(names.begin(), names.end(), "SEA-LION") - names.begin();
    CHECK(e.hub.families[static_cast<std::size_t>(sea_lion)].stands_on !=
          e.roster->association_of_southeast_asian_nations);
    return 0;
  });
}
