// Openness of labs: each rule by itself, and the quarterly review.
#include "models/openness/openness.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "models/governments/governments.hpp"
#include "tests/models/stage.hpp"

using namespace weightshed;
using namespace weightshed::openness;
using namespace weightshed::test;

namespace {

const Parameters p;

labs::Lab lab_with(double stance, bool open, Line line = Line::flagship) {
  labs::Lab lab;
  lab.stance[static_cast<std::size_t>(line)] = stance;
  const auto tier = static_cast<std::size_t>(line);
  lab.open[tier] = lab.willing[tier] = open;
  return lab;
}

}  // namespace

TEST_CASE("the logit rule opens above the threshold, closes below its negative and keeps still in between") {
  const Rule rule = rule_of(Variant::logit);
  for (const Line line : {Line::flagship, Line::second_line}) {
    for (const double x : {-0.81, -0.79, 0.0, 0.79, 0.81}) {
      INFO("x = " << x);
      CHECK(rule(lab_with(x, false, line), line, {}, p) == (x > 0.8));
      CHECK(rule(lab_with(x, true, line), line, {}, p) == (x > -0.8));
    }
  }
}

TEST_CASE("peers, gain, encouragement and push open; rent closes, less for a lab behind and for the second line") {
  const Rule rule = rule_of(Variant::logit);
  const auto opens_at = [&](const Situation& s, Line line = Line::flagship) {
    // The stance at which a closed lab opens, by bisection.
    double low = -20.0, high = 20.0;
    for (int i = 0; i < 60; ++i) {
      const double middle = 0.5 * (low + high);
      (rule(lab_with(middle, false, line), line, s, p) ? high : low) = middle;
    }
    return high;
  };
  const auto with = [](auto set) {
    Situation s;
    set(s);
    return s;
  };
  CHECK(opens_at({}) == Approx(p.threshold));
  CHECK(opens_at(with([](Situation& s) { s.peers_open = 0.5; })) == Approx(p.threshold - 0.5 * p.peers));
  CHECK(opens_at(with([](Situation& s) { s.gain_share = 0.5; })) == Approx(p.threshold - 0.5 * p.gain));
  CHECK(opens_at(with([](Situation& s) { s.maturity = 0.5; })) == Approx(p.threshold - 0.5 * p.community));
  CHECK(opens_at(with([](Situation& s) { s.encouragement = 0.5; })) == Approx(p.threshold - 0.5 * p.state));
  CHECK(opens_at(with([](Situation& s) { s.push = 0.5; })) == Approx(p.threshold - 0.5));
  CHECK(opens_at(with([](Situation& s) { s.noise = 0.5; })) == Approx(p.threshold - 0.5));
  const Situation rent = with([](Situation& s) { s.rent = 0.4; });
  const Situation behind = with([](Situation& s) { s.rent = 0.4, s.behind = 0.5; });
  CHECK(opens_at(rent) == Approx(p.threshold + 0.4 * p.rent));
  CHECK(opens_at(behind) == Approx(p.threshold + 0.4 * p.rent * std::exp(-0.5 / p.rent_decay)));
  CHECK(opens_at(rent, Line::second_line) == Approx(p.threshold + 0.4 * p.rent * p.second_line_rent));
}

TEST_CASE("the imitating rule follows the most adopted rival, but never takes an open second line back") {
  const Rule rule = rule_of(Variant::imitation);
  Situation open_rival, closed_rival;
  open_rival.most_adopted_rival_open = true;
  CHECK(rule(lab_with(-9, false), Line::flagship, open_rival, p));
  CHECK_FALSE(rule(lab_with(9, true), Line::flagship, closed_rival, p));
  CHECK(rule(lab_with(0, true, Line::second_line), Line::second_line, closed_rival, p));
  CHECK_FALSE(rule(lab_with(0, false, Line::second_line), Line::second_line, closed_rival, p));
}

TEST_CASE("the fixed rule never changes anything") {
  const Rule rule = rule_of(Variant::fixed);
  Situation s;
  s.push = 9.0;
  s.most_adopted_rival_open = true;
  for (const bool open : {false, true}) {
    CHECK(rule(lab_with(-9, open), Line::flagship, s, p) == open);
    CHECK(rule(lab_with(9, open), Line::flagship, s, p) == open);
  }
}

namespace {

// Two labs of one country after the handover, both with a release.
struct Two {
  Stage stage{2};
  std::shared_ptr<const roster::Roster> roster = stage.roster;
  levers::OpennessTerms& terms = stage.terms.openness;
  std::vector<sim::Event>& events = stage.events;
  labs::Labs labs;
  sim::Clock clock{sim::date_of(2026, 1, 5)};
  double maturity = 0.5;

  Two() {
    labs.labs.resize(2);
    for (labs::Lab& lab : labs.labs) {
      lab.entry = 2020.0;
      lab.flagship_share = 0.01;
      lab.best_released = 27.0;
    }
    labs.labs[0].id = "first";
    labs.labs[1].id = "second";
    labs.handover = clock.now().days;
    labs.ladder = std::make_shared<const labs::Ladder>(roster::Roster{}, labs.handover);  // nothing on record
  }
  void review(Variant variant = Variant::logit) {
    openness::review(labs, {{0.5, 0.5}, maturity}, variant, p, stage.at(clock));
    clock.advance();
  }
};

}  // namespace

TEST_CASE("labs review once a quarter, from the handover on") {
  Two two;
  two.terms.push[0] = 9.0;
  two.labs.labs[1].stance = {-30.0, -30.0};
  two.labs.handover += 20;  // between the third step and the fourth
  std::size_t opened_at = 0;
  for (std::size_t step = 0; step < 30 && opened_at == 0; ++step) {
    two.review();
    if (two.labs.labs[0].open[0]) opened_at = step;
  }
  // The handover stands inside the first quarter; the first review is that of April.
  const sim::Date day = sim::date_of(2026, 1, 5).plus_days(static_cast<std::int32_t>(opened_at) * 7);
  CHECK(sim::civil(day).month == 4);
  CHECK(sim::civil(day).day <= 9);
  CHECK(two.labs.labs[0].open[1]);
  REQUIRE(two.events.size() == 2);
  CHECK(two.events[0].actor == "first");
  CHECK(event_kind_words[two.events[0].kind] == "opens");
}

TEST_CASE("a forced lab changes in the same step, closed beats its own wish, and both lines follow") {
  Two two;
  two.clock.advance();  // no review is due
  two.labs.labs[0].stance = {9.0, 9.0};
  two.labs.labs[0].open = two.labs.labs[0].willing = {true, true};
  two.terms.forced = {0, 1};
  two.review();
  CHECK(two.labs.labs[0].open == std::array<bool, 2>{false, false});
  CHECK(two.labs.labs[1].open == std::array<bool, 2>{true, true});
  CHECK(two.events.size() == 4);
}

TEST_CASE("at the handover a lab whose record contradicts its stance goes on as recorded, until something moves it") {
  Two two;
  two.clock = sim::Clock(sim::date_of(2026, 4, 6));
  two.labs.labs[0].stance = {9.0, 9.0};    // closed so far
  two.labs.labs[1].stance = {-9.0, -9.0};  // open so far
  two.labs.labs[1].open = two.labs.labs[1].willing = {true, true};
  two.review();
  CHECK(two.labs.labs[0].open == std::array<bool, 2>{false, false});
  CHECK(two.labs.labs[1].open == std::array<bool, 2>{true, true});
  CHECK(two.events.empty());
  two.terms.push[0] = 3.0;  // halfway to the threshold plus the whole way across, and more than any noise
  for (int week = 0; week < 13; ++week) two.review();
  CHECK(two.labs.labs[0].open == std::array<bool, 2>{true, true});
}

TEST_CASE("at the handover a lab that has released nothing begins as it is inclined to") {
  Two two;
  two.labs.labs[0].stance = {0.5, -0.5};  // between the thresholds, where a lab with a record would keep to it
  two.labs.labs[1].stance = {-0.5, 0.5};
  for (labs::Lab& lab : two.labs.labs) lab.best_released = -1e9;
  Parameters q;
  q.peers = q.gain = q.community = q.us_encouragement = q.quarterly_spread = 0.0;
  openness::review(two.labs, {{0.5, 0.5}, 0.5}, Variant::logit, q, two.stage.at(two.clock));
  CHECK(two.labs.labs[0].open == std::array<bool, 2>{true, true});
  CHECK(two.labs.labs[1].open == std::array<bool, 2>{false, true});
}

TEST_CASE("an open flagship means an open second line") {
  Two two;
  two.terms.push[0] = 9.0;
  two.labs.labs[0].stance = {0.0, -30.0};
  two.clock = sim::Clock(sim::date_of(2026, 4, 6));
  two.labs.handover = sim::date_of(2026, 1, 1).days;
  two.review();
  CHECK(two.labs.labs[0].open == std::array<bool, 2>{true, true});
}

TEST_CASE("openness is reviewed only on steps at which the works of labs are counted for it") {
  // The view of the community is filled on the first step of a quarter; a review on another step would see zeros.
  Two two;
  two.clock = sim::Clock(sim::date_of(2019, 7, 1));
  two.labs.handover = two.clock.now().days;
  two.labs.reconciled = true;
  for (labs::Lab& lab : two.labs.labs) lab.entry = 2010.0;
  two.labs.labs[1].open = two.labs.labs[1].willing = {true, true};
  two.labs.labs[1].stance = {9.0, 9.0};
  while (two.clock.year() < 2033.0) {
    const sim::Clock now = two.clock;
    const bool before = two.labs.labs[0].permissive;
    two.labs.labs[0].licence_lean = before ? -9.0 : 9.0;  // a review would turn it
    two.review();
    const bool reviewed = two.labs.labs[0].permissive != before;
    INFO(sim::to_string(now.now()));
    if (now.step() > 0) CHECK(reviewed == governments::review_due(now));
  }
}

TEST_CASE("a rival presses as far as it comes up to the lab, and twice at home") {
  const auto opens_at = [](double rival, CountryIndex country) {
    // The least peer weight at which the closed lab opens, by bisection.
    double low = 0.0, high = 100.0;
    for (int i = 0; i < 50; ++i) {
      Two two;
      two.labs.reconciled = true;
      two.labs.labs.resize(3);
      two.terms = levers::Terms::neutral(two.roster->jurisdictions.size(), 3).openness;
      two.labs.labs[2] = two.labs.labs[0];
      two.labs.labs[2].id = "third";  // closed, as good as the first, at home
      two.labs.labs[0].stance = {-2.0, -2.0};
      two.labs.labs[2].stance = {-99.0, -99.0};
      two.labs.labs[1].open = two.labs.labs[1].willing = {true, true};
      two.labs.labs[1].best_released = rival;
      two.labs.labs[1].country = country;
      two.clock = sim::Clock(sim::date_of(2026, 4, 6));
      Parameters q;
      q.peers = 0.5 * (low + high);
      q.quarterly_spread = 0.0;
      q.gain = q.community = q.us_encouragement = 0.0;
      openness::review(two.labs, {{0.0, 0.0, 0.0}, 0.5}, Variant::logit, q, two.stage.at(two.clock));
      (two.labs.labs[0].open[0] ? high : low) = q.peers;
    }
    return high;
  };
  const auto here = static_cast<CountryIndex>(0), abroad = static_cast<CountryIndex>(1);
  const double needed = 2.0 + p.threshold;
  CHECK(opens_at(27.0, here) == Approx(needed / 0.5));
  CHECK(opens_at(28.0, here) == Approx(needed / 0.5));  // a better one presses no more
  CHECK(opens_at(27.0, abroad) == Approx(needed * 3.0));
  const double weight = std::exp(-0.3 / p.rival_reach);
  CHECK(opens_at(26.7, here) == Approx(needed * (1.0 + weight) / weight));
}

TEST_CASE("licences become permissive with the community, with permissive peers and behind the best open release") {
  labs::Lab lab;
  const auto at = [&](double peers, double behind, double maturity) {
    Situation s;
    s.peers_permissive = peers;
    s.behind_open = behind;
    s.maturity = maturity;
    return inclination_to_permit(lab, s, p);
  };
  CHECK(at(0.5, 0.0, 0.5) == Approx(-p.licence_reserve));
  CHECK(at(1.0, 0.0, 0.5) - at(0.5, 0.0, 0.5) == Approx(0.5 * p.licence_peers));
  CHECK(at(0.5, 0.4, 0.5) - at(0.5, 0.0, 0.5) == Approx(0.4 * p.licence_behind));
  CHECK(at(0.5, 0.0, 1.0) - at(0.5, 0.0, 0.5) == Approx(0.5 * p.licence_community));
}

TEST_CASE("at the handover a licence goes on as recorded") {
  for (const bool permissive : {false, true}) {
    Two two;
    two.maturity = permissive ? 0.0 : 1.0;  // against the record
    two.labs.labs[0].licence_lean = permissive ? -3.0 : 3.0;
    two.labs.labs[0].permissive = permissive;
    two.review();
    CHECK(two.labs.labs[0].permissive == permissive);
  }
}

TEST_CASE("the state's leash binds the labs that lead their country, and no others") {
  Two two;
  two.labs.reconciled = true;
  two.terms.leash[0] = 1.0;
  two.labs.labs[0].best_released = 27.0;
  two.labs.labs[1].best_released = 28.0;
  for (labs::Lab& lab : two.labs.labs) {
    lab.stance = {0.5, 0.5};
    lab.open = lab.willing = {true, true};
  }
  two.clock = sim::Clock(sim::date_of(2026, 4, 6));
  Parameters q;
  q.peers = q.gain = q.community = q.us_encouragement = q.quarterly_spread = 0.0;
  openness::review(two.labs, {{0.5, 0.5}, 0.5}, Variant::logit, q, two.stage.at(two.clock));
  CHECK(two.labs.labs[0].open[0]);
  CHECK_FALSE(two.labs.labs[1].open[0]);  // 0.5 - 2.2
}
