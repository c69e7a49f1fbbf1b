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

  std::vector<sim::Event> events;

  sim::LeverValues values(sim::Date date, const Indicators& seen, Conduct conduct) {
    return decide(governments, study.policies[0], seen, conduct, {sim::Clock(date), *roster, handover, events});
  }
  // Of a lever that takes no country, or of the control on China; its neutral value where nothing presses it.
  static double of(const sim::LeverValues& values, std::string_view key, int country = sim::any_index) {
    for (const sim::LeverValue& value : values) {
      const auto& card = history::kind().levers[static_cast<std::size_t>(value.target.lever)];
      if (card.key == key && value.target.of == country) return value.value;
    }
    return 0.0;
  }
  double control(sim::Date date, double lead_months, Conduct conduct) {
    return of(values(date, {lead_months}, conduct), "us.export_control", static_cast<int>(at(roster->china)));
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

TEST_CASE("after a shock, and only then, the US pays for open models for good, and says so once") {
  World w;
  const int us = static_cast<int>(at(w.roster->united_states));
  const auto programme = [&](double open_gap, Conduct conduct) {
    return World::of(w.values(sim::date_of(2026, 1, 5), {7.0, open_gap}, conduct), "open_weight_programme", us);
  };
  CHECK(programme(2.0, Conduct::reactive) == 0.0);
  CHECK(programme(0.25, Conduct::washington_reacts) == 0.0);
  CHECK(programme(std::nan(""), Conduct::washington_reacts) == 0.0);
  CHECK(w.events.empty());
  CHECK(programme(0.35, Conduct::washington_reacts) == 1e9);
  CHECK(programme(-1.0, Conduct::washington_reacts) == 1e9);
  REQUIRE(w.events.size() == 1);
  CHECK(w.events[0].kind == number_of(EventKind::reaction));
}

TEST_CASE("Beijing recognises a success at once, and limits its labs two reviews later") {
  World w;
  const double leash_on_record = 0.1;
  const auto review = [&](bool is_best) {
    return w.values(sim::date_of(2026, 1, 5), {7.0, 0.0, is_best}, Conduct::beijing_reacts);
  };
  sim::LeverValues values = review(false);
  CHECK(World::of(values, "cn.open_encouragement") == 0.0);
  for (int i = 0; i < 2; ++i) {
    values = review(true);
    CHECK(World::of(values, "cn.open_encouragement") == 0.5);
    CHECK(World::of(values, "cn.state_leash") == leash_on_record);
  }
  values = review(false);  // what has begun goes on
  CHECK(World::of(values, "cn.state_leash") == Approx(leash_on_record + 0.3));
  CHECK(w.events.size() == 2);
}

TEST_CASE("Beijing answers each tightening of controls, up to half of its imports, and no easing") {
  World w;
  const auto discouraged = [&](double adjustment) {
    w.governments.control_adjustment = adjustment;
    return World::of(w.values(sim::date_of(2026, 1, 5), {7.0}, Conduct::beijing_reacts), "cn.import_discouragement");
  };
  CHECK(discouraged(0.0) == 0.0);  // the first review only looks
  CHECK(discouraged(0.1) == 0.1);
  CHECK(discouraged(0.1) == 0.1);
  CHECK(discouraged(-0.2) == 0.1);
  double last = 0.0;
  for (int i = 0; i < 9; ++i) last = discouraged(-0.2 + 0.05 * i);
  CHECK(last == 0.5);
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
