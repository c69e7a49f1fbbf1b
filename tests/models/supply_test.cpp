// Supply: who gets the accelerators of a step.
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "models/supply/stocks.hpp"
#include "tests/models/stage.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

struct World {
  Stage stage{0};
  std::shared_ptr<const roster::Roster> roster = stage.roster;
  supply::Parameters p;
  sim::Clock clock{sim::date_of(2019, 7, 1)};
  supply::Stocks stocks = supply::initial(*roster, p);

  std::size_t china() const { return at(roster->china); }
  void start_over() { stocks = supply::initial(*roster, p); }
  // Steps once and returns what each jurisdiction imported: the change of stock that wear and home output leave over.
  std::vector<double> step() {
    const double dt = sim::Steps{}.length().value;
    const supply::Stocks before = stocks;
    supply::deliver(stocks, p, stage.at(clock));
    clock.advance();
    std::vector<double> imports;
    for (std::size_t c = 0; c < stocks.stock.size(); ++c) {
      imports.push_back(stocks.stock[c] - before.stock[c] * (1.0 - p.wear * dt) - stocks.capacity[c] * dt);
    }
    return imports;
  }
};

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

}  // namespace

TEST_CASE("all that is shipped in a step is imported by somebody, under any controls") {
  World w;
  const sim::Stream stream(1, 0, "supply test");
  while (w.clock.year() < 2033.0) {
    sim::Draws draws = stream.at(0, w.clock.step());
    for (std::size_t c = 0; c < w.stocks.stock.size(); ++c) {
      w.stage.terms.trade.blocked[c] = draws.uniform();
      w.stage.terms.trade.fee[c] = draws.uniform();
      w.stage.terms.trade.discouraged[c] = 0.5 * draws.uniform();
    }
    const std::vector<double> imports = w.step();
    REQUIRE(sum(imports) == Approx(w.stocks.shipped).margin(1e-12 * w.stocks.total()));
    for (const double amount : imports) REQUIRE(amount >= -1e-12 * w.stocks.total());
  }
}

TEST_CASE("a country that can buy nothing and makes nothing keeps a stock that wears out and never turns negative") {
  World w;
  w.p.domestic_start = 0.0;
  w.p.leak_base = 0.0;
  w.start_over();
  const double start = w.stocks.stock[w.china()];
  w.stage.terms.trade.blocked[w.china()] = 1.0;
  while (w.clock.year() < 2032.0) {
    w.step();
    REQUIRE(w.stocks.stock[w.china()] > 0.0);
  }
  const double steps = w.clock.step();
  CHECK(w.stocks.stock[w.china()] == Approx(start * std::pow(1.0 - w.p.wear * sim::Steps{}.length().value, steps)));
  CHECK(w.stocks.scarcity[w.china()] > 1.0);
}

TEST_CASE("shipments stop where the power runs out") {
  World w;
  w.p.power_cap = 50.0;
  w.p.domestic_start = 0.0;
  w.start_over();
  bool bound = false;
  while (w.clock.year() < 2033.0) {
    const double year = w.clock.mid_year();
    w.step();
    const double kilowatts = std::pow(w.p.efficiency_gain, 2025.5 - year);
    REQUIRE(w.stocks.total() * kilowatts <= 50.0 * (1.0 + 1e-12));
    bound |= w.stocks.shipped < supply::world_shipments(year, w.p) * sim::Steps{}.length().value;
  }
  CHECK(bound);
}

TEST_CASE("without controls imports follow demand, and what is blocked in one country goes to the rest in proportion") {
  World w;
  w.p.leak_base = 0.0;
  const std::vector<double> demand = supply::demand_shares(*w.roster, w.clock.mid_year(), w.p);
  CHECK(sum(demand) == Approx(1.0));
  World blocked = w;
  blocked.stage.terms.trade.blocked[w.china()] = 1.0;
  const std::vector<double> free = w.step(), without = blocked.step();
  CHECK(w.stocks.shipped == blocked.stocks.shipped);
  CHECK(without[w.china()] == Approx(0.0).margin(1e-12));
  for (std::size_t c = 0; c < demand.size(); ++c) {
    CHECK(free[c] == Approx(w.stocks.shipped * demand[c]).margin(1e-12));
    if (c != w.china()) {
      CHECK(without[c] == Approx(w.stocks.shipped * demand[c] / (1.0 - demand[w.china()])).margin(1e-12));
    }
  }
}

TEST_CASE("a fee of 25% divides a country's claim on shipments by 1.25") {
  World w;
  const double demand = supply::demand_shares(*w.roster, w.clock.mid_year(), w.p)[w.china()];
  World charged = w;
  charged.stage.terms.trade.fee[w.china()] = 0.25;
  const double free = w.step()[w.china()], dear = charged.step()[w.china()];
  CHECK(dear < free);
  CHECK(dear == Approx(w.stocks.shipped * (demand / 1.25) / (1.0 - demand + demand / 1.25)));
}

TEST_CASE(
    "smuggling lets a quarter of what is blocked through, and enforcement stops all but exp(-enforcement) of it") {
  World w;
  w.stage.terms.trade.blocked[w.china()] = 1.0;
  const double demand = supply::demand_shares(*w.roster, w.clock.mid_year(), w.p)[w.china()];
  const auto claim = [&](double leak) { return w.stocks.shipped * demand * leak / (1.0 - demand + demand * leak); };
  World enforced = w;
  enforced.stage.terms.trade.enforcement = 1.5;
  const double leaked = w.step()[w.china()], rest = enforced.step()[w.china()];
  CHECK(leaked == Approx(claim(0.25)));
  CHECK(rest == Approx(claim(0.25 * std::exp(-1.5))));
}

TEST_CASE("world shipments grow by the stated logs and slow down to the long run") {
  const supply::Parameters p;
  CHECK(supply::world_shipments(2019.5, p) == Approx(p.initial_shipments));
  CHECK(std::log(supply::world_shipments(2021.5, p) / supply::world_shipments(2020.5, p)) == Approx(p.early_growth));
  CHECK(std::log(supply::world_shipments(2025.0, p) / supply::world_shipments(2024.0, p)) == Approx(p.late_growth));
  const double late = std::log(supply::world_shipments(2061.0, p) / supply::world_shipments(2060.0, p));
  CHECK(late == Approx(p.long_run_growth).epsilon(1e-6));
  // No jump at the joints.
  for (const double joint : {2022.0, 2026.0}) {
    CHECK(supply::world_shipments(joint + 1e-9, p) == Approx(supply::world_shipments(joint - 1e-9, p)).epsilon(1e-7));
  }
}

TEST_CASE("China rents a share of the stock of South-East Asia and the Gulf, less what cloud providers refuse") {
  World w;
  w.step();
  const double abroad =
      w.stocks.stock[at(w.roster->association_of_southeast_asian_nations)] + w.stocks.stock[at(w.roster->gulf)];
  CHECK(w.stocks.rented[w.china()] == Approx(w.p.rent_share * abroad));
  w.stage.terms.compute.know_your_customer[w.china()] = 1.0;
  w.step();
  CHECK(w.stocks.rented[w.china()] == 0.0);
}

TEST_CASE("an equipment control stops domestic capacity from growing and takes nothing of what stands") {
  World w;
  World controlled = w;
  controlled.stage.terms.compute.equipment_blocked[w.china()] = 1.0;
  const double start = w.stocks.capacity[w.china()];
  while (w.clock.year() < 2027.0) {
    w.step();
    controlled.step();
  }
  CHECK(controlled.stocks.capacity[w.china()] == start);
  CHECK(w.stocks.capacity[w.china()] > 5.0 * start);
}
