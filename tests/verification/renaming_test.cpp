// Known answer 9, renaming: countries are labels. Those that no rule names may be called anything; in another order of
// countries supply is the same numbers in another order, and shares have the same law.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "models/supply/stocks.hpp"
#include "tests/models/stage.hpp"
#include "tests/sim/random/goodness_of_fit.hpp"
#include "tests/verification/small_ecosystem.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

const std::vector<roster::Jurisdiction> world{{"US", "us_aligned", 0.4, 0.4, 0.4, 0.4},
                                              {"CN", "china", 0.25, 0.3, 0.2, 1.0},
                                              {"EU", "us_aligned", 0.15, 0.1, 0.15, 0.7},
                                              {"REST", "non_aligned", 0.2, 0.2, 0.25, 0.7}};
const std::vector<SmallFamily> families{{0, 1.6}, {1, 0.0}, {2, 0.3}, {3, -0.4}, {1, 0.5}};
// A country of the world stands in this place of the other one.
constexpr std::array<std::size_t, 4> place{2, 0, 3, 1};

std::vector<roster::Jurisdiction> permuted() {
  std::vector<roster::Jurisdiction> other(4);
  for (std::size_t c = 0; c < 4; ++c) other[place[c]] = world[c];
  return other;
}

std::vector<SmallFamily> moved() {
  std::vector<SmallFamily> other = families;
  for (SmallFamily& family : other) family.country = place[family.country];
  return other;
}

ecosystem::Assumptions with_ties() {
  ecosystem::Assumptions a = bare_assumptions(0.25);
  a.derivation.home = 0.8;
  a.derivation.awareness = 1.7;
  a.derivation.habit = 0.25;
  return a;
}

// Share of each country in the derivatives of two years, in the order of `world`.
std::vector<double> share_by_country(bool renamed, std::uint32_t member) {
  constexpr std::uint32_t steps = 104;
  SmallEcosystem e(renamed ? small_roster(permuted(), moved()) : small_roster(world, families), with_ties(),
                   sim::date_of(2023, 1, 2), steps, 0.0005, member);
  for (std::uint32_t s = 0; s < steps; ++s) e.step();
  std::vector<double> shares;
  for (std::size_t c = 0; c < 4; ++c) {
    shares.push_back(e.state.ledger.derivatives_by_country.sum(0, steps - 1, renamed ? place[c] : c));
  }
  const double total = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) share /= total;
  return shares;
}

}  // namespace

TEST_CASE("another order of the countries permutes stocks, capacity, scarcity and rented compute") {
  const roster::Roster one = small_roster(world, families), other = small_roster(permuted(), moved());
  const sim::Stream stream(12, 0, "renaming test");
  for (std::uint32_t trial = 0; trial < 200; ++trial) {
    sim::Draws draws = stream.at(trial, 0);
    const supply::Parameters p;
    supply::Stocks a = supply::initial(one, p), b = supply::initial(other, p);
    Stage around_a(std::make_shared<const roster::Roster>(one), 0, Streams(1, 0)),
        around_b(std::make_shared<const roster::Roster>(other), 0, Streams(1, 0));
    levers::Terms &of_a = around_a.terms, &of_b = around_b.terms;
    for (std::size_t c = 0; c < 4; ++c) {
      of_b.trade.blocked[place[c]] = of_a.trade.blocked[c] = draws.uniform();
      of_b.trade.fee[place[c]] = of_a.trade.fee[c] = draws.uniform();
      of_b.trade.discouraged[place[c]] = of_a.trade.discouraged[c] = draws.uniform();
      of_b.compute.subsidy[place[c]] = of_a.compute.subsidy[c] = 1e9 * draws.uniform();
      of_b.compute.know_your_customer[place[c]] = of_a.compute.know_your_customer[c] = draws.uniform();
    }
    sim::Clock clock(sim::date_of(2022, 1, 3));
    for (int s = 0; s < 52; ++s, clock.advance()) {
      supply::deliver(a, p, around_a.at(clock));
      supply::deliver(b, p, around_b.at(clock));
    }
    for (std::size_t c = 0; c < 4; ++c) {  // equal but for the order of sums
      REQUIRE(b.stock[place[c]] == Approx(a.stock[c]).epsilon(1e-12));
      REQUIRE(b.unhindered[place[c]] == Approx(a.unhindered[c]).epsilon(1e-12));
      REQUIRE(b.capacity[place[c]] == Approx(a.capacity[c]).epsilon(1e-12));
      REQUIRE(b.rented[place[c]] == Approx(a.rented[c]).epsilon(1e-12));
      REQUIRE(b.scarcity[place[c]] == Approx(a.scarcity[c]).margin(1e-12));
    }
    REQUIRE(std::abs(a.stock[0] - b.stock[0]) > 1e-6);  // place 0 is another country now
  }
}

TEST_CASE("another order of the countries leaves the law of every country's share of derivatives as it was") {
  constexpr std::uint32_t members = 200;
  std::array<std::vector<double>, 4> as_named, renamed, wrong;
  for (std::uint32_t m = 0; m < members; ++m) {
    const auto a = share_by_country(false, m), b = share_by_country(true, 1000 + m);
    for (std::size_t c = 0; c < 4; ++c) {
      as_named[c].push_back(a[c]);
      renamed[c].push_back(b[c]);
      wrong[c].push_back(b[place[c]]);
    }
  }
  for (std::size_t c = 0; c < 4; ++c) {
    INFO(world[c].code);
    CHECK(sim::test::two_sample_ks_p(as_named[c], renamed[c]) > 0.001);
    CHECK(sim::test::two_sample_ks_p(as_named[c], wrong[c]) < 1e-6);  // the test can tell countries apart
  }
}

TEST_CASE("the name of a country that no rule knows changes no bit") {
  sim::Study study = load("baseline");
  history::History known = begin(study, 0.0005);
  for (auto& [table, columns] : std::map<std::string, std::vector<std::string>>{
           {"jurisdictions", {"code"}}, {"labs", {"country"}}, {"policy_dates", {"of", "in"}}}) {
    for (const std::string& column : columns) {
      for (std::string& code : study.tables.find(table)->second.columns.find(column)->second.text) {
        if (code == "EU") code = "ZZ";
      }
    }
  }
  history::History unknown = begin(study, 0.0005);
  CHECK(unknown.state().names->regions != known.state().names->regions);
  for (int s = 0; s < 400; ++s) {
    known.step(study.policies[0]);
    unknown.step(study.policies[0]);
  }
  REQUIRE(known.state().models.base.size() > 100);
  CHECK(known.lineage().parent == unknown.lineage().parent);
  CHECK(known.lineage().downloads == unknown.lineage().downloads);
  CHECK(known.state().stocks.stock == unknown.state().stocks.stock);
}

TEST_CASE("the name of a lab changes no bit") {
  sim::Study study = load("baseline");
  history::History known = begin(study, 0.0005);
  std::size_t renamed = 0;
  for (const auto& [table, column] :
       {std::pair{"labs", "id"}, std::pair{"labs", "name"}, std::pair{"releases", "lab"}}) {
    for (std::string& name : study.tables.find(table)->second.columns.find(column)->second.text) {
      for (const char* lab : {"openai", "OpenAI", "deepseek", "DeepSeek", "microsoft", "Microsoft"}) {
        if (name != lab) continue;
        name = "zz_" + name;
        ++renamed;
        break;
      }
    }
  }
  CHECK(renamed > 50);
  history::History unknown = begin(study, 0.0005);
  CHECK(unknown.state().names->labs != known.state().names->labs);
  for (int s = 0; s < 400; ++s) {  // to 2027
    known.step(study.policies[0]);
    unknown.step(study.policies[0]);
  }
  CHECK(known.lineage().parent == unknown.lineage().parent);
  CHECK(known.lineage().downloads == unknown.lineage().downloads);
  CHECK(known.state().labs.frontier.best == unknown.state().labs.frontier.best);
}
