// Research of labs: training compute, index maps, efficiency and copying.
#include "models/research/research.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/models/stage.hpp"

using namespace weightshed;
using namespace weightshed::research;
using namespace weightshed::test;

namespace {

labs::Lab leader(double share = 0.1) {
  labs::Lab lab;
  lab.entry = 2010.0;
  lab.flagship_share = share;
  return lab;
}

// Labs of the United States and China that train side by side, in a world without luck.
struct Race {
  Stage stage{2};
  std::shared_ptr<const roster::Roster> roster = stage.roster;
  levers::Terms& terms = stage.terms;
  Parameters p;
  supply::Parameters supply;
  supply::Stocks stocks = supply::initial(*roster, supply);
  labs::Labs labs;
  sim::Clock clock{sim::date_of(2026, 1, 5)};

  Race() {
    p.generation_luck = 0.0;
    labs.labs = {leader(), leader()};
    labs.labs[1].id = "follower";
    labs.labs[1].country = roster->china;
  }
  void train() {
    research::train(labs, stocks, supply.price_of_compute, p, stage.at(clock));
    clock.advance();
  }
};

}  // namespace

TEST_CASE("training compute of a tenth of a million H100 equivalents for 0.26 years is 2.84e26 FLOP") {
  const Parameters p;
  // 9.9e14 FLOP/s * 0.35 * 1e6 * 0.1 * 0.26 years * 3.156e7 s, at 2022.7.
  CHECK(training_compute(leader(), 1.0, 2022.7, false, p) == Approx(std::log10(2.8432e26)).epsilon(1e-6));
}

TEST_CASE("training compute is linear in stock and share, and a Chinese flagship takes its concentration of it") {
  Parameters p;
  p.china_concentration = 0.7;
  const double one = training_compute(leader(), 1.0, 2024.0, false, p);
  CHECK(training_compute(leader(), 10.0, 2024.0, false, p) == Approx(one + 1.0));
  CHECK(training_compute(leader(0.01), 1.0, 2024.0, false, p) == Approx(one - 1.0));
  CHECK(training_compute(leader(), 1.0, 2024.0, true, p) == Approx(one + std::log10(0.7)));
}

TEST_CASE("allocation and run length grow as stated, until runs are capped and allocation stops in 2026") {
  Parameters p;
  p.allocation_growth = 0.28;
  const auto compute = [&](double year) { return training_compute(leader(), 1.0, year, false, p); };
  CHECK(compute(2024.0) - compute(2023.0) == Approx((0.28 / std::log(10.0)) + std::log10(1.4)));
  CHECK(compute(2030.0) == Approx(compute(2031.0)));
  labs::Lab entrant = leader();
  entrant.allocation = p.allocation_start;
  entrant.entry = 2024.0;
  const auto ramp = [&](double year) { return training_compute(entrant, 1.0, year, false, p) - compute(year); };
  CHECK(ramp(2024.0) == Approx(std::log10(p.allocation_start)));
  CHECK(ramp(2024.0 + 0.5 * p.mobilisation) == Approx(0.5 * std::log10(p.allocation_start)));
  CHECK(ramp(2024.0 + p.mobilisation) == Approx(0.0).margin(1e-12));
}

TEST_CASE("the maps between index points and orders are inverse, and GPT-4 has its score") {
  const Parameters p;
  CHECK(orders_of_index(gpt4_index, p) == Approx(p.orders_at_gpt4));
  CHECK(orders_of_index(125.9 + p.points_an_order, p) == Approx(p.orders_at_gpt4 + 1.0));
  for (const double eci : {80.0, 125.9, 152.3}) CHECK(index_of_orders(orders_of_index(eci, p), p) == Approx(eci));
}

TEST_CASE("a generation keeps its compute, and the next one is never smaller") {
  Race race;
  race.train();
  const double first = race.labs.labs[0].log_compute;
  for (double& stock : race.stocks.stock) stock *= 100.0;
  for (int i = 0; i < 20; ++i) race.train();  // 0.38 years: the shortest generation takes half of 0.8
  CHECK(race.labs.labs[0].log_compute == first);
  for (int i = 0; i < 43; ++i) race.train();  // 1.2 years: the longest takes half as long again
  CHECK(race.labs.labs[0].log_compute > first + 1.9);
  const double second = race.labs.labs[0].log_compute;
  for (double& stock : race.stocks.stock) stock *= 0.001;
  for (int i = 0; i < 45; ++i) race.train();
  CHECK(race.labs.labs[0].log_compute == second);
}

TEST_CASE("a lab at the frontier gains own_rate orders of efficiency a year, one behind gains less") {
  Race race;
  race.p.kappa = race.p.induced_share = 0.0;
  race.train();
  const labs::Lab lead = race.labs.labs[0], behind = race.labs.labs[1];
  for (int i = 0; i < 20; ++i) race.train();
  const double time = 20 * sim::Steps{}.length().value;
  const double rate = race.p.own_rate * time;
  CHECK(race.labs.labs[0].efficiency - lead.efficiency == Approx(rate));
  const double gap = behind.log_compute - lead.log_compute;
  CHECK(gap < -0.1);
  CHECK(race.labs.labs[1].efficiency - behind.efficiency == Approx(rate * std::pow(10.0, race.p.rho * gap)));
}

TEST_CASE("what is copied tends to kappa of the distance to the best closed release, and stops with the APIs") {
  Race race;
  race.p.own_rate = race.p.induced_share = 0.0;
  race.p.generation = 100.0;
  race.train();
  labs::Lab& follower = race.labs.labs[1];
  const double distance = 2.0;
  race.labs.frontier.best_closed = follower.log_compute + follower.efficiency + distance;
  for (int i = 0; i < 52 * 10; ++i) race.train();
  const double legal = race.roster->jurisdictions[at(race.roster->china)].legal_distillation;
  CHECK(follower.copied == Approx(race.p.kappa * race.p.api_allowed * legal * distance).epsilon(1e-4));
  race.terms.api_allowed[at(race.roster->china)] = 0.0;
  for (int i = 0; i < 52 * 10; ++i) race.train();
  CHECK(follower.copied == Approx(0.0).margin(1e-4));
}

TEST_CASE("scarcity gives back the induced share of the missing orders") {
  Race race;
  race.p.generation = 100.0;
  race.stocks.scarcity[at(race.roster->china)] = 0.5;
  for (int i = 0; i < 52 * 20; ++i) race.train();
  CHECK(race.labs.labs[1].induced == Approx(0.5 * race.p.induced_share).epsilon(1e-3));
  CHECK(race.labs.labs[0].induced == 0.0);
}

TEST_CASE("a programme trains as much as its budget buys at the price of compute") {
  Race race;
  labs::Lab& programme = race.labs.labs[0];
  programme.id = "us_programme";
  programme.programme = true;
  race.terms.open_programme[0] = 1e8;
  race.train();
  CHECK(programme.flagship_share * race.stocks.stock[0] * 1e6 == Approx(1e8 / race.supply.price_of_compute));
  race.terms.open_programme[0] = 0.0;
  race.train();
  CHECK(programme.flagship_share == 0.0);
}

TEST_CASE("a lead that no equation gives lifts the lab that the roster names, while it lasts") {
  Race race;
  race.labs.labs[1].surprise_weight = 0.5;
  const auto surprise_at = [&](sim::Date date) {
    race.clock = sim::Clock(date);
    race.train();
    CHECK(race.labs.labs[0].surprise == 0.0);
    return race.labs.labs[1].surprise;
  };
  CHECK(surprise_at(sim::date_of(2022, 12, 5)) == 0.0);
  CHECK(surprise_at(sim::date_of(2023, 1, 2)) == Approx(0.5 * race.p.surprise).epsilon(0.005));
  const double half_way = surprise_at(sim::date_of(2023, 9, 18));  // 2023.71, between 2023.0 and 2024.42
  CHECK(half_way == Approx(0.25 * race.p.surprise).epsilon(0.01));
  CHECK(surprise_at(sim::date_of(2024, 6, 17)) == 0.0);
}

TEST_CASE("luck has the spread of its card, lasts as long as a generation, and waits for the handover") {
  Race race;
  race.p.generation_luck = 0.3;
  race.labs.labs.assign(2000, leader(0.00001));
  race.terms = levers::Terms::neutral(race.roster->jurisdictions.size(), race.labs.labs.size());
  race.labs.handover = sim::date_of(2026, 1, 12).days;
  const auto spread = [&] {
    double squares = 0.0;
    for (const labs::Lab& lab : race.labs.labs) squares += lab.luck * lab.luck;
    return std::sqrt(squares / static_cast<double>(race.labs.labs.size()));
  };
  race.train();  // before the handover: the first generation
  CHECK(spread() == 0.0);
  std::vector<labs::Lab> before = race.labs.labs;
  race.labs.anchored = true;  // no record to go on from
  for (int week = 0; week < 100; ++week) {
    race.train();
    std::size_t wrong = 0;
    for (std::size_t l = 0; l < before.size(); ++l) {
      const labs::Lab& lab = race.labs.labs[l];
      wrong += (lab.luck != before[l].luck) != (lab.generations != before[l].generations) ? 1 : 0;
    }
    CHECK(wrong == 0);
    before = race.labs.labs;
  }
  CHECK(spread() == Approx(0.3).epsilon(4.0 / std::sqrt(2.0 * 2000.0)));
  double generations = 0.0;
  for (const labs::Lab& lab : race.labs.labs) generations += lab.generations - 1.0;
  // Renewals in 1.9 years of 0.8 each on average, uniform from half to one and a half times as long.
  CHECK(generations / 2000.0 == Approx(1.9 / 0.8 - 0.5 + 1.0 / 24.0).epsilon(0.05));
}

TEST_CASE("at the handover a lab is as good as its best release, and what is luck of it ends with the generation") {
  Race race;
  race.p.own_rate = race.p.kappa = race.p.induced_share = race.p.open_spill = race.p.idea_spill = 0.0;
  race.p.generation_luck = 0.3;
  race.labs.anchored = false;
  race.labs.handover = sim::date_of(2026, 1, 12).days;
  race.train();
  race.labs.labs[0].best_released = 26.0;  // far below what the equations say
  race.labs.labs[1].best_released = 30.0;  // far above
  for (int i = 0; i < 3; ++i) race.train();
  double luck = 0.0;
  for (std::size_t l : {0U, 1U}) {
    const labs::Lab& lab = race.labs.labs[l];
    CHECK(lab.capability() == Approx(lab.best_released).margin(0.02));
    luck += lab.luck;
  }
  CHECK(race.labs.labs[0].luck < 0.0);
  CHECK(race.labs.labs[1].luck > 0.0);
  CHECK(luck == Approx(0.0).margin(1e-9));
  CHECK(race.labs.anchored);
}

TEST_CASE("ideas spread to a lab from the best efficiency behind any release, and from nowhere without one") {
  for (const double rate : {0.0, 0.8}) {
    for (const bool has_released : {false, true}) {
      Race race;
      race.p.own_rate = race.p.kappa = race.p.induced_share = 0.0;
      race.p.idea_spill = rate;
      race.p.generation = 100.0;
      race.labs.labs[0].efficiency = 1.0;
      if (has_released) race.labs.labs[0].best_released = 27.0;
      for (int i = 0; i < 52; ++i) race.train();
      const double time = 52 * sim::Steps{}.length().value;
      CHECK(race.labs.labs[0].efficiency == Approx(1.0));
      // The gap closes by the rate a year.
      const double closed = has_released ? 1.0 - std::exp(-rate * time) : 0.0;
      CHECK(race.labs.labs[1].efficiency == Approx(closed).margin(0.01));
    }
  }
}

TEST_CASE("entrants and the programmes stand in fixed slots after the labs of the roster") {
  const sim::Study study = load("baseline");
  const history::History history = begin(study, 0.002);
  const ecosystem::Ecosystem& e = history.state();
  const std::size_t named = e.roster->labs.size();
  REQUIRE(e.labs.labs.size() == named + roster::entrant_slots + e.roster->jurisdictions.size());
  REQUIRE(e.names->labs.size() == e.labs.labs.size());
  for (std::size_t l = 0; l < e.labs.labs.size(); ++l) CHECK(e.labs.labs[l].id == e.names->labs[l]);
  CHECK(e.labs.labs.back().programme);
  for (std::size_t l = named; l < e.labs.labs.size(); ++l) CHECK(e.labs.labs[l].entry >= 2026.0);
  for (std::size_t l = named + 1; l < named + roster::entrant_slots_us; ++l) {
    CHECK(e.labs.labs[l].entry > e.labs.labs[l - 1].entry);
  }
}
