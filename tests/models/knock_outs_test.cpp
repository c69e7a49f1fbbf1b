// Parts of a history taken out: what is gone, and that nothing else moves before it.
#include "models/roster/knock_outs.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "sim/scenario/reference.hpp"
#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

int position(const std::vector<roster::Exclusion>& list, const std::string& name) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const roster::Exclusion& k) { return k.card.name == name; });
  REQUIRE(found != list.end());
  return static_cast<int>(found - list.begin());
}

}  // namespace

TEST_CASE("every lab, family and open release of a language model can be taken out once, and is dated by its first") {
  const auto roster = roster::make_roster(load("baseline").tables);
  const std::vector<roster::Exclusion> all = roster::knock_outs(*roster);
  std::set<std::string> names;
  for (const roster::Exclusion& out : all) CHECK(names.insert(out.card.name).second);
  const roster::Exclusion& small = all[static_cast<std::size_t>(position(all, "small:Qwen"))];
  CHECK(to_string(small.card.from) == "2023-08-03");  // Qwen-7B
  CHECK(all[static_cast<std::size_t>(position(all, "lab:alibaba"))].card.concerns.at(1) == "CN");
  CHECK(names.count("release:qwen2_5") == 1);
  CHECK(names.count("lab:anthropic") == 0);  // it has released no weights
}

TEST_CASE("withheld are the small models of one family, on record and after it, and nobody else's") {
  const sim::Study study = load("baseline");
  const auto roster = roster::make_roster(study.tables);
  const std::vector<roster::Exclusion> all = roster::knock_outs(*roster);
  sim::Policy plain = study.policies.front(), without = plain;
  without.without = {position(all, "small:Qwen")};
  history::History with = begin(study, 0.001), less = begin(study, 0.001);
  run_until(with, plain, sim::date_of(2023, 7, 31));
  run_until(less, without, sim::date_of(2023, 7, 31));
  for (const char* key : {"download_share", "derivative_share", "frontier_lag"}) {  // not by a bit before the first
    const auto a = row_of(with, measure_at(key), study.coordinates),
               b = row_of(less, measure_at(key), study.coordinates);
    for (std::size_t i = 0; i < a.size(); ++i) CHECK((a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i]))));
  }
  run_until(with, plain, sim::date_of(2027, 12, 31));
  run_until(less, without, sim::date_of(2027, 12, 31));
  const auto of_qwen = [&](const history::History& history, bool small) {
    std::size_t count = 0;
    for (const lineage::Base& base : history.state().models.bases) {
      const bool is_small = base.task_class == TaskClass::language && base.total_parameters <= roster::small_model;
      if (roster->families.size() > at(base.family) && roster->families[at(base.family)].name == "Qwen" &&
          is_small == small) {
        ++count;
      }
    }
    return count;
  };
  CHECK(of_qwen(with, true) > 30);
  CHECK(of_qwen(less, true) == 0);
  CHECK(of_qwen(less, false) == of_qwen(with, false));
}

TEST_CASE("without a lab its models, its events and its derivatives are gone, and its luck is kept for the others") {
  const sim::Study study = load("baseline");
  const auto roster = roster::make_roster(study.tables);
  sim::Policy without = study.policies.front();
  without.without = {position(roster::knock_outs(*roster), "lab:deepseek")};
  history::History history = begin(study, 0.001);
  run_until(history, without, sim::date_of(2026, 12, 31));
  for (const lineage::Base& base : history.state().models.bases) {
    CHECK((at(base.lab) >= roster->labs.size() || roster->labs[at(base.lab)].id != "deepseek"));
  }
  for (const sim::Event& event : history.state().events) {
    CHECK((event.actor != "deepseek" || event.kind != number_of(EventKind::opens) || event.days > 20454.0));
    CHECK(event.actor.rfind("DeepSeek-V", 0) == std::string::npos);
  }
}
