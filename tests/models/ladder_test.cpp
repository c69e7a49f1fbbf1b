// The ladder of sizes: whose releases a new one takes its sizes from.
#include "models/labs/ladder.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "tests/models/small_history.hpp"
#include "tests/models/small_roster.hpp"

using namespace weightshed;
using namespace weightshed::labs;
using namespace weightshed::test;

namespace {

constexpr LabIndex first{0}, second{1}, third{2}, fourth{3};

double days(double year) { return sim::days_of_decimal_year(year); }

// Largest sizes, in billions, that may come out for any u.
std::set<double> possible(const Ladder& ladder, const Ladder::Wanted& wanted) {
  std::set<double> found;
  for (int i = 0; i < 1000; ++i) {
    double largest = 0.0;
    for (const PortfolioSize& s : ladder.sizes_of(wanted, (i + 0.5) / 1000.0, 70e9).portfolio) {
      largest = std::max(largest, s.total_parameters);
    }
    found.insert(std::round(largest / 1e9));
  }
  return found;
}

// Two labs of one kind, one of another, and one without releases; each release has a size of its own.
struct Record {
  roster::Roster roster =
      roster_of({lab_of_kind("first", LabKind::firm, 0.1), lab_of_kind("second", LabKind::firm, 0.1),
                 lab_of_kind("third", LabKind::big_tech, 0.1), lab_of_kind("fourth", LabKind::firm, 0.1)});
  Record() {
    add_release(roster, 0, 2020.0, 11e9);
    add_release(roster, 2, 2021.0, 12e9);
    add_release(roster, 0, 2022.0, 40e9);
    add_release(roster, 0, 2022.5, 3e9);  // far below its flagship
    add_release(roster, 1, 2022.9, 5e9);
    add_release(roster, 0, 2024.1, 99e9);
  }
  Ladder until(double year) const { return Ladder(roster, days(year)); }
};

}  // namespace

TEST_CASE("sizes come from a lab's own releases of the last year and a half, else from its kind, else from any lab") {
  const Ladder ladder = Record().until(2025.0);
  const LabKind firm = LabKind::firm, big_tech = LabKind::big_tech;
  CHECK(possible(ladder, {first, firm, false, days(2023.0)}) == std::set<double>{40, 3});
  CHECK(possible(ladder, {first, firm, false, days(2022.4)}) == std::set<double>{40});
  CHECK(possible(ladder, {fourth, firm, false, days(2023.0)}) == std::set<double>{40, 3, 5});
  CHECK(possible(ladder, {third, big_tech, false, days(2023.0)}) == std::set<double>{40, 3, 5});  // its own is too old
  CHECK(possible(ladder, {third, big_tech, false, days(2022.4)}) == std::set<double>{12});
}

TEST_CASE("sizes of a flagship come from flagships: releases within a factor of two of the lab's largest") {
  const Ladder ladder = Record().until(2025.0);
  CHECK(possible(ladder, {first, LabKind::firm, true, days(2023.0)}) == std::set<double>{40});
  CHECK(possible(ladder, {fourth, LabKind::firm, true, days(2023.0)}) == std::set<double>{40, 5});
}

TEST_CASE("a day before the record counts as its first, one after it as its last, and what is not known never counts") {
  const Record record;
  CHECK(possible(record.until(2025.0), {second, LabKind::firm, false, days(2019.0)}) == std::set<double>{11});
  CHECK(possible(record.until(2025.0), {first, LabKind::firm, false, days(2032.0)}) == std::set<double>{99});
  const Ladder short_record = record.until(2023.5);
  CHECK(short_record.recorded().size() == 5);
  CHECK(possible(short_record, {first, LabKind::firm, false, days(2032.0)}) == std::set<double>{40, 3});
}

TEST_CASE("the flagship beside which sizes are small is the lab's largest of the time, or the stated least one") {
  const Ladder ladder = Record().until(2025.0);
  // u picks the later release of the first lab, of 3 billion parameters.
  CHECK(ladder.sizes_of({first, LabKind::firm, false, days(2023.0)}, 0.9, 70e9).log2_flagship ==
        Approx(std::log2(40e9)));
  CHECK(ladder.sizes_of({fourth, LabKind::firm, false, days(2023.0)}, 0.9, 70e9).log2_flagship ==
        Approx(std::log2(70e9)));
  CHECK(ladder.sizes_of({fourth, LabKind::firm, false, days(2023.0)}, 0.1, 1e9).log2_flagship ==
        Approx(std::log2(40e9)));
}

TEST_CASE("on the project's record, labs with releases of their own go on with sizes that they have published") {
  const auto roster = roster::make_roster(load("baseline").tables);
  const double handover = sim::date_of(2026, 1, 1).days;
  const Ladder ladder(*roster, handover);
  for (std::size_t l = 0; l < roster->labs.size(); ++l) {
    std::set<double> own;
    for (const roster::RosterBase& base : roster->bases) {
      if (at(base.lab) == l && roster::decided_on(base, *roster) && open_weights(base.licence) &&
          base.days > ladder.recorded().back().days - 1.5 * sim::days_per_year) {
        own.insert(std::round(base.total_parameters / 1e9));
      }
    }
    if (own.empty()) continue;
    INFO(roster->labs[l].id);
    for (const double size : possible(ladder, {static_cast<LabIndex>(l), roster->labs[l].kind, false, handover})) {
      CHECK(own.contains(size));
    }
  }
}
