// What comes out, from the record and after it.
#include "models/release/release.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>

#include "models/release/entry.hpp"
#include "models/roster/knock_outs.hpp"
#include "sim/error.hpp"
#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

constexpr double recent = 1.5 * sim::days_per_year;

bool undecided(const roster::RosterBase& base, const roster::Roster& roster, TaskClass task_class) {
  return base.task_class == task_class && !roster::decided_on(base, roster);
}

}  // namespace

TEST_CASE(
    "after the record, what no lab decides on comes out at the rate of its last year and a half, class by class") {
  const sim::Study study = load("baseline");
  constexpr std::uint32_t members = 12;
  std::array<double, task_classes> on_record{}, after{};
  for (std::uint32_t m = 0; m < members; ++m) {
    history::History history = begin(study, 0.0001, m);
    run_until(history, study.policies[0], sim::date_of(2029, 1, 1));
    const ecosystem::Ecosystem& e = history.state();
    for (std::size_t k = 0; k < task_classes; ++k) {
      std::set<std::string> releases;
      for (const roster::RosterBase& base : e.roster->bases) {
        if (undecided(base, *e.roster, static_cast<TaskClass>(k)) && base.days < e.labs.record_until &&
            base.days >= e.labs.record_until - recent) {
          releases.insert(base.release);
        }
      }
      on_record[k] = static_cast<double>(releases.size());
      after[k] += e.labs.undecided[k].releases;
      for (const lineage::Base& base : e.models.bases) {
        if (k != 0 && at(base.task_class) == k && base.born_days >= e.labs.record_until)
          CHECK(base.roster_row == lineage::no_roster_row);
      }
    }
  }
  for (std::size_t k = 0; k < task_classes; ++k) {
    INFO(task_class_words[k] << ": " << on_record[k] << " on record, " << after[k] << " after it");
    const double expected = on_record[k] / 1.5 * 3.0 * members;
    CHECK(std::abs(after[k] - expected) <= 4.0 * std::sqrt(expected));
  }
  CHECK(on_record[1] + on_record[2] + on_record[3] > 10.0);
}

TEST_CASE("what no lab decides on comes out as recorded in a simulated past, each base once, and nothing else does") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.0001, 0, {0, 0}, sim::Past::simulated);
  run_until(history, study.policies[0], sim::date_of(2026, 1, 5));
  const ecosystem::Ecosystem& e = history.state();
  std::multiset<std::uint32_t> expected, found;
  for (std::size_t row = 0; row < e.roster->bases.size(); ++row) {
    const roster::RosterBase& base = e.roster->bases[row];
    const bool before_start = base.days < e.labs.handover;  // of a lab that decides only later
    if (base.days < e.labs.record_until && (before_start || !roster::decided_on(base, *e.roster)))
      expected.insert(static_cast<std::uint32_t>(row));
  }
  for (const lineage::Base& base : e.models.bases) {
    if (base.roster_row != lineage::no_roster_row) found.insert(base.roster_row);
  }
  CHECK(expected.size() > 100);
  CHECK(found == expected);
}

TEST_CASE("the capability index scores open weights always, and closed flagships as often as its country's on record") {
  const sim::Study study = load("baseline");
  constexpr std::uint32_t members = 12;
  struct Count {
    double closed = 0.0, scored = 0.0;
  };
  std::map<std::size_t, Count> counts;
  std::vector<double> shares;
  for (std::uint32_t m = 0; m < members; ++m) {
    history::History history = begin(study, 0.0001, m, {0, 0}, sim::Past::simulated);
    run_until(history, study.policies[0], sim::date_of(2026, 1, 5));
    const ecosystem::Ecosystem& e = history.state();
    shares = {e.roster->jurisdictions[at(e.roster->united_states)].closed_scored,
              e.roster->jurisdictions[at(e.roster->china)].closed_scored};
    for (const ledger::ReleaseRecord& r : e.ledger.releases) {
      if (open_weights(r.licence)) {
        CHECK(r.scored);
      } else if (at(r.lab) >= e.roster->labs.size() || e.roster->labs[at(r.lab)].flagship_share > 0.0) {
        Count& count = counts[r.country == e.roster->china ? 1 : r.country == e.roster->united_states ? 0 : 2];
        count.closed += 1.0;
        count.scored += r.scored ? 1.0 : 0.0;
      }
    }
  }
  for (const std::size_t country : {0UL, 1UL}) {
    const Count& count = counts[country];
    INFO(country << ": " << count.scored << " of " << count.closed << ", share on record " << shares[country]);
    CHECK(count.closed > 100.0);
    const double expected = shares[country] * count.closed;
    CHECK(std::abs(count.scored - expected) <= 4.0 * std::sqrt(expected * (1.0 - shares[country])));
  }
}

TEST_CASE("what comes out after the record is a copy of what came out in its last year and a half") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.0001);
  run_until(history, study.policies[0], sim::date_of(2028, 1, 3));
  const ecosystem::Ecosystem& e = history.state();
  using Key = std::tuple<std::size_t, std::size_t, double>;  // lab, class, size
  std::set<Key> recent_ones;
  for (const roster::RosterBase& base : e.roster->bases) {
    if (!roster::decided_on(base, *e.roster) && base.days < e.labs.record_until &&
        base.days >= e.labs.record_until - recent) {
      recent_ones.emplace(at(base.lab), at(base.task_class), base.total_parameters);
    }
  }
  std::size_t copies = 0;
  for (const lineage::Base& base : e.models.bases) {
    if (base.born_days < e.labs.record_until || base.task_class == TaskClass::language) continue;
    CHECK(recent_ones.contains(Key{at(base.lab), at(base.task_class), base.total_parameters}));
    ++copies;
  }
  CHECK(copies > 30);
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

TEST_CASE("nothing dated after the handover influences an observed past") {
  sim::Study study = load("baseline");
  study.run.observed_until = sim::date_of(2025, 3, 31);
  const sim::Date handover = study.run.observed_until.plus_days(1);
  history::History known = begin(study, 0.0005, 0, {0, 0}, sim::Past::observed, {}, 3);
  std::size_t changed = 0;
  sim::Table& releases = study.tables["releases"];
  for (std::size_t row = 0; row < releases.rows(); ++row) {
    if (releases.date("date", row) < handover) continue;
    ++changed;
    for (const char* column : {"eci", "total_parameters", "active_parameters", "repositories", "attraction"}) {
      releases.columns.find(column)->second.number[row] *= 1.5;
    }
    releases.columns.find("licence_class")->second.text[row] = row % 2 == 0 ? "permissive" : "gated_research";
  }
  // Labs that are known to have gone only afterwards; and entries that come later.
  sim::Table& labs = study.tables["labs"];
  for (std::size_t row = 0; row < labs.rows(); ++row) {
    for (const char* column : {"entry", "exit"}) {
      sim::Table::Column& dates = labs.columns.find(column)->second;
      const bool is_entry = std::string(column) == "entry";
      if (labs.empty(column, row) ? is_entry : labs.date(column, row) < handover) continue;
      ++changed;
      dates.date[row] = is_entry ? labs.date(column, row).plus_days(100) : handover.plus_days(60);
      dates.text[row] = sim::to_string(dates.date[row]);
    }
  }
  CHECK(changed > 50);
  history::History unknown = begin(study, 0.0005, 0, {0, 0}, sim::Past::observed, {}, 3);
  for (const sim::Date date : {sim::date_of(2025, 3, 31), sim::date_of(2027, 1, 4)}) {
    run_until(known, study.policies[0], date);
    run_until(unknown, study.policies[0], date);
    const sim::LineageTable a = known.lineage(), b = unknown.lineage();
    CHECK(a.parent == b.parent);
    CHECK(a.capability == b.capability);
    CHECK(a.parameters == b.parameters);
    CHECK(a.downloads == b.downloads);
    for (const char* key : {"frontier_gap", "current_lag", "adoption", "licence_mix", "closed_dependence"}) {
      INFO(key);
      const auto x = row_of(known, measure_at(key), study.coordinates),
                 y = row_of(unknown, measure_at(key), study.coordinates);
      for (std::size_t i = 0; i < x.size(); ++i) CHECK((x[i] == y[i] || (std::isnan(x[i]) && std::isnan(y[i]))));
    }
  }
}

TEST_CASE("a base taken out leaves every other base of the record and of its copies as it was drawn") {
  const sim::Study study = load("baseline");
  const auto roster = roster::make_roster(study.tables);
  // The first size of a recent release outside language that has several.
  std::string model;
  for (std::size_t row = 0; row + 1 < roster->bases.size() && model.empty(); ++row) {
    const roster::RosterBase &base = roster->bases[row], &next = roster->bases[row + 1];
    if (!roster::decided_on(base, *roster) && base.release == next.release &&
        base.days > sim::date_of(2026, 1, 1).days - recent)
      model = base.model;
  }
  REQUIRE_FALSE(model.empty());
  sim::Policy without = study.policies[0];
  const std::vector<roster::Exclusion> all = roster::knock_outs(*roster);
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (all[k].model == model) without.without = {static_cast<int>(k)};
  }
  REQUIRE(without.without.size() == 1);
  using Drawn = std::tuple<std::size_t, double, double, double, double>;  // lab, day, size, attractions
  const auto drawn = [&](const sim::Policy& policy) {
    history::History history = begin(study, 0.0001);
    run_until(history, policy, sim::date_of(2029, 1, 1));
    std::multiset<Drawn> found;
    for (const lineage::Base& base : history.state().models.bases) {
      if (base.task_class != TaskClass::language) {
        found.emplace(at(base.lab), base.born_days, base.total_parameters, base.attraction_derive, base.attraction_use);
      }
    }
    return found;
  };
  const std::multiset<Drawn> with = drawn(study.policies[0]), less = drawn(without);
  CHECK(less.size() + 2 <= with.size());  // on record, and a copy of it
  for (const Drawn& base : less) CHECK(with.contains(base));
}

TEST_CASE("a lab that is taken out of a history announces nothing, opens nothing and spreads nothing") {
  const sim::Study study = load("baseline", {"run.past=simulated"});
  const auto roster = roster::make_roster(study.tables);
  sim::Policy without = study.policies[0];
  const std::vector<roster::Exclusion> all = roster::knock_outs(*roster);
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (all[k].card.name == "lab:deepseek") without.without = {static_cast<int>(k)};
  }
  REQUIRE(without.without.size() == 1);
  const auto told = [&](const sim::Policy& policy) {
    history::History history = begin(study, 0.0001, 0, {0, 0}, sim::Past::simulated);
    run_until(history, policy, sim::date_of(2026, 1, 1));
    for (const labs::Lab& lab : history.state().labs.labs) {
      if (lab.id != "deepseek") continue;
      const bool released = lab.best_released > 0.0;
      CHECK((lab.released_efficiency > 0.0) == (released && lab.opened[0]));
      CHECK((lab.opened[0] || lab.opened[1]) <= released);
    }
    return std::ranges::count_if(history.events(),
                                 [](const sim::Event& event) { return event.actor.starts_with("deepseek release"); });
  };
  CHECK(told(study.policies[0]) > 0);
  CHECK(told(without) == 0);
}

TEST_CASE("a public programme that is paid releases all its sizes at the pace of its card, and nothing without money") {
  const sim::Study study = load("open-weights");
  const auto bases_of_programme = [&](const sim::Policy& policy, std::uint32_t member) {
    history::History history = begin(study, 0.0001, member);
    run_until(history, policy, sim::date_of(2031, 1, 1));
    const auto& labs = history.state().labs.labs;
    return std::ranges::count_if(history.state().models.bases,
                                 [&](const lineage::Base& base) { return labs[at(base.lab)].programme; });
  };
  const auto paid = std::ranges::find_if(study.policies, [](const sim::Policy& p) { return p.name == "programme"; });
  REQUIRE(paid != study.policies.end());
  double bases = 0.0;
  for (const std::uint32_t member : {0U, 1U, 2U, 3U}) {
    bases += static_cast<double>(bases_of_programme(*paid, member)) / 4.0;
    CHECK(bases_of_programme(study.policies[0], member) == 0);
  }
  // Four sizes each, some four and a half years from the day on which the money comes and has trained a model.
  CHECK(bases == Approx(4.0 * 2.0 * 4.5).epsilon(0.25));
}

TEST_CASE("a base that no index can tell from another is refused") {
  lineage::Models models(1.0);
  downloads::Hub hub;
  hub.families.resize(1);
  models.bases.resize(most_bases - 1);
  const lineage::Base closed{};
  release::enter(models, hub, closed, {}, 1.0, sim::Clock(sim::date_of(2025, 1, 6)));
  REQUIRE(models.bases.size() == most_bases);
  CHECK_THROWS_AS(release::enter(models, hub, closed, {}, 1.0, sim::Clock(sim::date_of(2025, 1, 6))), sim::Error);
}
