// Known answer 9: changes that must change nothing, or only in one direction.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>

#include "models/supply/stocks.hpp"
#include "tests/models/stage.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

int lever_at(std::string_view key) {
  const auto& levers = history::kind().levers;
  for (std::size_t l = 0; l < levers.size(); ++l) {
    if (levers[l].key == key) return static_cast<int>(l);
  }
  throw sim::Error(sim::Failure::internal, "no lever " + std::string(key));
}

sim::Action action(std::string_view lever, sim::Date date, double to, int of = sim::any_index,
                   int in = sim::any_index) {
  return {{lever_at(lever), of, in, sim::any_index}, date, {}, {}, to, 0.0};
}

}  // namespace

TEST_CASE("the order in which a policy states its actions changes no bit of the run") {
  const sim::Study study = load("baseline");
  sim::Policy policy = study.policies[0];
  policy.actions = {
      action("us.export_control", sim::date_of(2021, 3, 1), 0.8, 1),
      action("us.smuggling_enforcement", sim::date_of(2021, 3, 1), 1.5),
      action("open_weight_programme", sim::date_of(2021, 3, 1), 1e9, 0),
      action("cn.export_of_weights", sim::date_of(2021, 3, 1), 0.5),
      action("ban_foreign_weights", sim::date_of(2021, 3, 1), 0.7, 1, 0),
      action("ban_foreign_weights", sim::date_of(2021, 3, 1), 0.4, 1, 2),
      action("lab.openness", sim::date_of(2021, 3, 1), 1.0, 4),
  };
  sim::Policy turned = policy;
  std::reverse(turned.actions.begin(), turned.actions.end());
  history::History a = begin(study, 0.001, 0, {0, 0}, sim::Past::simulated);
  history::History b = begin(study, 0.001, 0, {0, 0}, sim::Past::simulated);
  history::History without = begin(study, 0.001, 0, {0, 0}, sim::Past::simulated);
  run_until(a, policy, sim::date_of(2024, 1, 1));
  run_until(b, turned, sim::date_of(2024, 1, 1));
  run_until(without, study.policies[0], sim::date_of(2024, 1, 1));
  bool moved = false;
  for (std::size_t m = 0; m < history::kind().measures.size(); ++m) {
    INFO(history::kind().measures[m].key);
    const auto x = row_of(a, m, study.coordinates), y = row_of(b, m, study.coordinates);
    REQUIRE(std::memcmp(x.data(), y.data(), x.size() * sizeof(double)) == 0);
    const auto z = row_of(without, m, study.coordinates);
    moved |= std::memcmp(x.data(), z.data(), x.size() * sizeof(double)) != 0;
  }
  CHECK(moved);  // the policy is not idle
}

TEST_CASE("a tighter control never raises that country's supply in the same step, whatever the state") {
  Stage stage(0);
  const auto roster = stage.roster;
  const std::size_t countries = roster->jurisdictions.size();
  const sim::Stream stream(9, 0, "metamorphic test");
  std::size_t lowered = 0;
  for (std::uint32_t trial = 0; trial < 2000; ++trial) {
    sim::Draws draws = stream.at(trial, 0);
    supply::Parameters p;
    p.leak_base = 0.5 * draws.uniform();
    p.china_demand = 0.4 + 0.8 * draws.uniform();
    p.power_cap = 50.0 + 130.0 * draws.uniform();
    sim::Clock clock(sim::date_of(2019 + static_cast<int>(draws.bits() % 13), 1, 7));
    supply::Stocks loose = supply::initial(*roster, p);
    levers::Terms& terms = stage.terms;
    terms = levers::Terms::neutral(countries, 0);
    for (std::size_t c = 0; c < countries; ++c) {
      loose.stock[c] = 20.0 * draws.uniform();
      loose.unhindered[c] = loose.stock[c] * (0.5 + 2.0 * draws.uniform());
      loose.scarcity[c] = 1.5 * draws.uniform();
      terms.trade.blocked[c] = draws.uniform();
      terms.trade.fee[c] = 0.5 * draws.uniform();
      terms.trade.discouraged[c] = 0.5 * draws.uniform();
    }
    terms.trade.enforcement = 3.0 * draws.uniform();
    const std::size_t country = draws.bits() % countries;
    levers::Terms tighter = terms;
    switch (trial % 4) {
      case 0:
        tighter.trade.blocked[country] += (1.0 - terms.trade.blocked[country]) * draws.uniform();
        break;
      case 1:
        tighter.trade.fee[country] += draws.uniform();
        break;
      case 2:
        tighter.trade.discouraged[country] += (1.0 - terms.trade.discouraged[country]) * draws.uniform();
        break;
      default:
        tighter.compute.equipment_blocked[country] = draws.uniform();
        loose.capacity[country] = 0.01;
        break;
    }
    supply::Stocks tight = loose;
    supply::deliver(loose, p, stage.at(clock));
    stage.terms = tighter;
    supply::deliver(tight, p, stage.at(clock));
    INFO("trial " << trial);
    REQUIRE(tight.stock[country] <= loose.stock[country] * (1.0 + 1e-15));
    REQUIRE(tight.shipped == loose.shipped);
    for (std::size_t c = 0; c < countries; ++c) {
      if (c != country) REQUIRE(tight.stock[c] >= loose.stock[c] * (1.0 - 1e-15));
    }
    lowered += tight.stock[country] < loose.stock[country] ? 1 : 0;
  }
  CHECK(lowered > 500);
}

TEST_CASE("a tighter control on China from a date leaves it with less compute ever after") {
  const sim::Study study = load("baseline");
  sim::Policy tighter = study.policies[0];
  tighter.actions.push_back(action("us.export_control", sim::date_of(2020, 1, 6), 0.95, 1));
  history::History a = begin(study, 0.0002), b = begin(study, 0.0002);
  run_until(a, study.policies[0], sim::date_of(2020, 1, 6));
  run_until(b, study.policies[0], sim::date_of(2020, 1, 6));
  while (a.clock().now() < sim::date_of(2026, 1, 5)) {
    a.step(study.policies[0]);
    b.step(tighter);
    REQUIRE(b.state().stocks.stock[1] < a.state().stocks.stock[1]);
  }
}

TEST_CASE("multiplying all utilities of adopters and their noise by one factor changes no choice") {
  // The scale of the Gumbel noise is 1 in the model; dividing `nest` and the utilities alike is the same change of
  // unit for the choice among families of one mode.
  adoption::Parameters p;
  p.capability = p.brand = p.home = p.alliance = p.peers = p.aversion = p.switching_cost = 0.0;
  p.self_hosting = -200.0;
  Stage stage(roster::make_roster(load("baseline").tables), 0, Streams(4, 0));
  const std::size_t regions = stage.roster->jurisdictions.size();
  const auto choose = [&](double factor) {
    std::vector<lineage::FamilyState> families(3);
    const double aware[] = {0.9, 0.5, 0.2};
    for (std::size_t f = 0; f < 3; ++f) {
      families[f].best_open = 27.0;
      families[f].awareness.assign(regions + 1, std::pow(aware[f], factor));
    }
    const std::vector<CountryIndex> origins(3, CountryIndex{0});
    const std::vector<double> brand(3, 0.0), salience(regions + 1, 0.0);
    adoption::Parameters scaled = p;
    scaled.nest *= factor;
    adoption::Adopters adopters;
    adopters.organisations = std::vector<adoption::Organisation>(3000);
    const sim::Clock clock(sim::date_of(2026, 1, 5));
    adoption::renew(adopters, {&families, &origins, &brand, &salience, stage.roster->china, 11.6}, scaled,
                    stage.at(clock));
    std::vector<std::size_t> chosen;
    for (const adoption::Organisation& o : adopters.organisations) chosen.push_back(at(o.family));
    return chosen;
  };
  const auto one = choose(1.0), half = choose(0.5);
  CHECK(one == half);
  CHECK(std::count(one.begin(), one.end(), 2U) > 100);
}
