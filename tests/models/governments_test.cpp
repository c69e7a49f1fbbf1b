// Governments: levers as scheduled, and the reactive rule of the United States.
#include "models/governments/governments.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::governments;
using namespace weightshed::test;

namespace {

struct World {
  sim::Study study = load("baseline");
  std::shared_ptr<const roster::Roster> roster = roster::make_roster(study.tables);
  Governments governments;
  double handover = sim::date_of(2026, 1, 1).days;

  double control(sim::Date date, double lead_months, Conduct conduct) {
    const sim::LeverValues values =
        decide(governments, study.policies[0], {lead_months}, sim::Clock(date), handover, *roster, conduct);
    for (const sim::LeverValue& value : values) {
      const auto& card = history::kind().levers[static_cast<std::size_t>(value.target.lever)];
      if (card.key == "us.export_control" && value.target.of == static_cast<int>(at(roster->china))) return value.value;
    }
    return std::nan("");
  }
};

}  // namespace

TEST_CASE("the scheduled variant has the dated values of the reference table, whatever it sees") {
  World w;
  for (const double lead : {0.0, 20.0}) {
    CHECK(w.control(sim::date_of(2022, 10, 3), lead, Conduct::scheduled) == 0.0);
    CHECK(w.control(sim::date_of(2022, 10, 10), lead, Conduct::scheduled) == 0.35);
    CHECK(w.control(sim::date_of(2023, 10, 23), lead, Conduct::scheduled) == 0.6);
  }
  CHECK(w.governments.control_adjustment == 0.0);
}

TEST_CASE("the reactive variant tightens under five months of lead, eases above nine and keeps still in between") {
  World w;
  const double scheduled = w.control(sim::date_of(2026, 1, 1), 7.0, Conduct::scheduled);
  REQUIRE(scheduled > 0.0);
  // The clock starts on the date, and the first step counts as one of review.
  const auto control = [&](double lead) { return w.control(sim::date_of(2026, 1, 5), lead, Conduct::reactive); };
  CHECK(control(7.0) == Approx(scheduled));
  CHECK(control(4.0) == Approx(scheduled + 0.05));
  CHECK(control(4.0) == Approx(scheduled + 0.10));
  CHECK(control(10.0) == Approx(scheduled + 0.08));
  CHECK(control(std::nan("")) == Approx(scheduled + 0.08));
  for (int i = 0; i < 40; ++i) control(1.0);
  CHECK(control(1.0) == 1.0);
}

TEST_CASE("before the handover the reactive variant does nothing") {
  World w;
  CHECK(w.control(sim::date_of(2024, 7, 1), 1.0, Conduct::reactive) ==
        w.control(sim::date_of(2024, 7, 1), 1.0, Conduct::scheduled));
  CHECK(w.governments.control_adjustment == 0.0);
}

TEST_CASE("a review is due once a quarter, on its first step") {
  sim::Clock clock(sim::date_of(2019, 7, 1));
  std::size_t reviews = 0;
  while (clock.now() < sim::date_of(2033, 1, 1)) {
    if (review_due(clock)) {
      ++reviews;
      const sim::CivilDate date = sim::civil(clock.now());
      CHECK(date.month % 3 == 1);
      CHECK(date.day <= 7);
    }
    clock.advance();
  }
  CHECK(reviews == 54);  // quarters from the third of 2019 to the last of 2032
}
