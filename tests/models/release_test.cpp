// Releases after an observed past: labs with an open flagship go on at the pace and with the sizes of their record.
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "models/ecosystem/ecosystem.hpp"
#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

labs::Labs labs_after(const sim::Study& study, const roster::Roster& roster, sim::Past past) {
  sim::Beginning b;
  b.past = past;
  b.start = study.run.start;
  b.end = study.run.end;
  b.observed_until = study.run.observed_until;
  return ecosystem::initial_labs(roster, roster::make_names(roster), b, {}, Streams(1, 0));
}

const labs::Lab& find(const labs::Labs& labs, std::string_view id) {
  for (const labs::Lab& lab : labs.labs) {
    if (lab.id == id) return lab;
  }
  throw sim::Error(sim::Failure::internal, "no lab " + std::string(id));
}

}  // namespace

TEST_CASE("a lab with an open flagship keeps the releases of its last year and a half as patterns of those to come") {
  const sim::Study study = load("baseline");
  const auto roster = roster::make_roster(study.tables);
  const labs::Labs labs = labs_after(study, *roster, sim::Past::observed);
  const release::Parameters p;
  for (const std::string id : {"alibaba", "deepseek", "zhipu", "ibm"}) {
    INFO(id);
    const labs::Lab& lab = find(labs, id);
    std::map<std::string, std::size_t> on_record;
    for (const roster::RosterBase& base : roster->bases) {
      if (roster->labs[static_cast<std::size_t>(base.lab)].id == id && base.task_class == TaskClass::language &&
          open_weights(base.licence) && base.purpose != Purpose::embedding && base.days < labs.handover &&
          base.days > labs.handover - 1.5 * sim::days_per_year) {
        ++on_record[base.release];
      }
    }
    std::multiset<std::size_t> expected, found;
    for (const auto& [release, sizes] : on_record) expected.insert(sizes);
    for (const labs::Portfolio& portfolio : lab.portfolios) found.insert(portfolio.size());
    REQUIRE(found == expected);
    CHECK(lab.pace == Approx((1.5 + p.interval) / (1.0 + static_cast<double>(on_record.size()))));
  }
}

TEST_CASE("closed flagships and simulated pasts keep to the rule's interval and to one portfolio") {
  const sim::Study study = load("baseline");
  const auto roster = roster::make_roster(study.tables);
  const labs::Labs observed = labs_after(study, *roster, sim::Past::observed);
  const labs::Labs simulated = labs_after(study, *roster, sim::Past::simulated);
  CHECK(find(observed, "openai").pace == 0.0);
  CHECK(find(observed, "google").portfolios.size() == 1);
  for (const labs::Lab& lab : simulated.labs) {
    INFO(lab.id);
    CHECK(lab.pace == 0.0);
    CHECK(lab.portfolios.size() == 1);
  }
}

TEST_CASE("the handover floods the hub with no bases: a year after it has about as many as the year before") {
  const sim::Study study = load("baseline");
  std::map<int, double> bases;
  double largest_of_small = 0.0;  // of labs with at most one open base in the last year of the record
  for (const std::uint32_t member : {0U, 1U, 2U, 3U}) {
    history::History history = begin(study, 0.001, member);
    run_until(history, study.policies[0], sim::date_of(2027, 1, 4));
    const sim::LineageTable t = history.lineage();
    std::map<std::uint16_t, std::map<int, double>> of_lab;
    for (std::size_t i = 0; i < t.kind.size(); ++i) {
      if (t.kind[i] != 0) continue;
      const int year = static_cast<int>(sim::decimal_year(t.born[i]));
      if (year < 2025) continue;
      ++bases[year];
      ++of_lab[t.lab[i]][year];
    }
    for (auto& [lab, years] : of_lab) {
      if (years[2025] == 1.0) largest_of_small = std::max(largest_of_small, years[2026]);
    }
  }
  CHECK(bases[2026] == Approx(bases[2025]).epsilon(0.3));
  CHECK(largest_of_small <= 12.0);
}
