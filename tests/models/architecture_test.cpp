// Mixtures of experts: what the record has, and what labs build after it.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "models/measures/measure.hpp"
#include "models/release/release.hpp"
#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

constexpr std::size_t china = 0, united_states = 1;

std::vector<double> shares_of(const history::History& history, const sim::Study& study) {
  return row_of(history, measure_at("mixture_of_experts"), study.coordinates);
}

// Mean over members of the share in China at the end of 2027.
double later_share(const sim::Study& study, const std::map<std::string_view, double>& changed,
                   const sim::Policy& policy) {
  double sum = 0.0;
  constexpr std::uint32_t members = 6;
  for (std::uint32_t m = 0; m < members; ++m) {
    history::History history = begin(study, 0.0001, m, {0, 0}, sim::Past::observed, changed);
    run_until(history, policy, sim::date_of(2027, 12, 27));
    sum += shares_of(history, study)[china];
  }
  return sum / members;
}

}  // namespace

TEST_CASE("mixtures of experts are those on record until the handover, more in China than in the US") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.0001);
  run_until(history, study.policies[0], sim::date_of(2025, 12, 29));
  const auto shares = shares_of(history, study);
  CHECK(shares[china] == Approx(0.77).margin(0.08));
  CHECK(shares[united_states] == Approx(0.27).margin(0.12));
}

TEST_CASE(
    "the scarcity behind the regression is what the controls on record kept from China while its flagships came out") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.0001);
  const ecosystem::Ecosystem& e = history.state();
  double scarcity = 0.0, flagships = 0.0;
  for (std::size_t seen = 0; e.clock.now() < sim::date_of(2025, 12, 29); history.step(study.policies[0])) {
    for (; seen < e.models.bases.size(); ++seen) {
      const lineage::Base& base = e.models.bases[seen];
      if (base.task_class != TaskClass::language || base.country != e.roster->china || !base.leads ||
          base.line != Line::flagship || !base.node.exists() || base.born_year < 2023.0)
        continue;
      scarcity += e.stocks.scarcity[at(e.roster->china)];
      flagships += 1.0;
    }
  }
  INFO(flagships << " flagships");
  CHECK(flagships > 60.0);
  CHECK(scarcity / flagships == Approx(release::scarcity_on_record).margin(0.02));
}

TEST_CASE("scarcity makes mixtures of experts likelier, and only as far as the assumption says") {
  const sim::Study study = load("export-controls");
  const auto policy = [&](std::string_view name) {
    const auto it =
        std::find_if(study.policies.begin(), study.policies.end(), [&](const auto& p) { return p.name == name; });
    REQUIRE(it != study.policies.end());
    return *it;
  };
  const std::map<std::string_view, double> none{{"release.mixture_midpoint", 2029.0},
                                                {"release.mixture_scarcity", 0.0}},
      all{{"release.mixture_midpoint", 2029.0}, {"release.mixture_scarcity", 1.0}};
  CHECK(later_share(study, all, policy("lifted")) < later_share(study, all, policy("tight")));
  CHECK(later_share(study, none, policy("lifted")) == later_share(study, none, policy("tight")));
}

TEST_CASE("the architecture leaves the size of a model as it was") {
  const sim::Study study = load("baseline");
  const auto sizes = [&](double midpoint) {
    history::History history =
        begin(study, 0.0001, 0, {0, 0}, sim::Past::observed, {{"release.mixture_midpoint", midpoint}});
    run_until(history, study.policies[0], sim::date_of(2027, 12, 27));
    std::vector<double> all;
    for (const lineage::Base& base : history.state().models.bases) {
      all.push_back(base.log2_size);
      CHECK(base.log2_size == Approx(lineage::log2_size(base.total_parameters, base.active_parameters)));
      CHECK(base.active_parameters <= base.total_parameters * (1.0 + 1e-9));
    }
    return all;
  };
  const auto dense = sizes(2200.0), mixed = sizes(1800.0);
  REQUIRE(dense.size() == mixed.size());
  for (std::size_t i = 0; i < dense.size(); ++i) CHECK(dense[i] == Approx(mixed[i]));
}
