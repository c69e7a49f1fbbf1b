// Developers on a router of APIs, and the tokens that they buy.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/adoption/adoption.hpp"
#include "models/ecosystem/ecosystem.hpp"
#include "models/measures/measure.hpp"
#include "tests/models/stage.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

constexpr CountryIndex us{0}, cn{1};

// Developers of one region between a closed family, an open US one and an open Chinese one, all equally known.
struct Router {
  Stage stage{roster::make_roster(load("baseline").tables), 0, Streams(5, 0)};
  std::shared_ptr<const roster::Roster>& roster = stage.roster;
  std::size_t regions = roster->jurisdictions.size();
  adoption::Parameters p;
  std::vector<lineage::FamilyState> families{3};
  std::vector<CountryIndex> origins{us, us, cn};
  std::vector<double> brand{0.0, 0.0, 0.0}, salience;
  levers::UseTerms& use = stage.terms.use;
  adoption::Adopters adopters;
  sim::Clock clock{sim::date_of(2024, 11, 25)};

  explicit Router(std::size_t count = 20000) {
    p.capability = p.developer_capability = p.brand = p.ranking = p.aversion = 0.0;
    salience.assign(regions + 1, 0.0);
    for (lineage::FamilyState& f : families) f.awareness.assign(regions + 1, 1.0);
    families[0].best_closed = families[1].best_open = families[2].best_open = 27.0;
    adoption::Organisation developer;
    developer.sector = Sector::technology;
    adopters.developers = std::vector(count, developer);
  }
  void weeks(int count) {
    const adoption::Market seen{&families, &origins, &brand, &salience, roster->china, 11.6};
    for (int week = 0; week < count; ++week) {
      adoption::renew(adopters, seen, p, stage.at(clock));
      clock.advance();
    }
  }
  double share(adoption::TokenOrigin origin) const {
    double total = 0.0;
    const std::size_t last = adopters.tokens.steps() - 1;
    for (std::size_t o = 0; o < adoption::token_origins; ++o) total += adopters.tokens.at(last, o);
    return adopters.tokens.at(last, static_cast<std::size_t>(origin)) / total;
  }
};

void check_share(double measured, double expected, double count) {
  CHECK(measured == Approx(expected).margin(4.0 * std::sqrt(expected * (1.0 - expected) / count)));
}

}  // namespace

TEST_CASE("token shares are a nested logit of prices, each user's tokens moving with its price") {
  Router r;
  r.weeks(1);
  // Equal families: an open nest of two, a closed one of one; 2^nest is the value of the second.
  // In this market open models lead by nothing, so what is paid for a lead is gone.
  const double gap = (1.0 - r.p.price_response) * r.p.price_gap *
                     std::exp(-r.p.price_closing * (sim::decimal_year(sim::date_of(2024, 11, 25)) - 2024.9));
  const double open = std::pow(2.0, r.p.nest), closed = std::exp(r.p.developer_closed - r.p.price_weight * gap);
  const double users = closed / (open + closed), tokens = users * std::exp(-r.p.price_elasticity * gap);
  const double expected = tokens / (tokens + 1.0 - users);
  check_share(r.share(adoption::TokenOrigin::closed), expected, 20000);
  check_share(r.share(adoption::TokenOrigin::chinese_open), 0.5 * (1.0 - expected), 20000);
  CHECK(r.share(adoption::TokenOrigin::closed) + r.share(adoption::TokenOrigin::chinese_open) +
            r.share(adoption::TokenOrigin::other_open) ==
        Approx(1.0));
}

TEST_CASE("dearer closed tokens move tokens to open weights, and a faster fall of all prices raises their number") {
  const auto closed_share = [](double gap) {
    Router r(4000);
    r.p.price_gap = gap;
    r.weeks(30);
    return r.share(adoption::TokenOrigin::closed);
  };
  CHECK(closed_share(1.0) > closed_share(2.0));
  CHECK(closed_share(2.0) > closed_share(3.0));
  const auto tokens = [](double fall) {
    Router r(1000);
    r.p.price_fall = fall;
    r.weeks(60);
    double total = 0.0;
    for (std::size_t o = 0; o < adoption::token_origins; ++o) total += r.adopters.tokens.at(59, o);
    return total;
  };
  CHECK(tokens(1.0) > tokens(0.2));
}

TEST_CASE("tokens on Chinese weights fall to 0 where a ban takes them from technology firms") {
  Router r(4000);
  r.weeks(10);
  CHECK(r.share(adoption::TokenOrigin::chinese_open) > 0.2);
  r.use.at_forbidden(0, static_cast<std::size_t>(Sector::technology), at(cn)) = 1.0;
  r.weeks(40);
  CHECK(r.share(adoption::TokenOrigin::chinese_open) == 0.0);
}

TEST_CASE("trust spreads: with a ranking a shift in favour of an origin grows beyond its first effect") {
  const auto gain = [](double ranking) {
    Router r(8000);
    r.p.ranking = ranking;
    r.families[2].awareness.assign(r.regions + 1, 0.2);
    r.weeks(60);
    const double before = r.share(adoption::TokenOrigin::chinese_open);
    r.families[2].awareness.assign(r.regions + 1, 1.0);
    r.weeks(60);
    const double after = r.share(adoption::TokenOrigin::chinese_open);
    return std::log(after / (1.0 - after)) - std::log(before / (1.0 - before));
  };
  CHECK(gain(0.4) > gain(0.0) + 0.2);
}

TEST_CASE("developers stand outside China and choose more often than organisations") {
  const auto roster = roster::make_roster(load("baseline").tables);
  const adoption::Adopters adopters =
      adoption::initial(*roster, {sim::date_of(2019, 7, 1)}, adoption::Parameters{}, Streams(5, 0));
  REQUIRE(adopters.developers.size() == 2000);
  for (const adoption::Organisation& o : adopters.developers) {
    REQUIRE(o.region != roster->china);
    REQUIRE(o.sector == Sector::technology);
  }
}

TEST_CASE("the number of developers moves no organisation, and the other way round") {
  const auto roster = roster::make_roster(load("baseline").tables);
  adoption::Parameters few, many;
  few.developers = 300;
  many.organisations = 3000;
  const sim::Date start = sim::date_of(2019, 7, 1);
  const adoption::Adopters a = adoption::initial(*roster, {start}, adoption::Parameters{}, Streams(5, 0)),
                           b = adoption::initial(*roster, {start}, few, Streams(5, 0)),
                           c = adoption::initial(*roster, {start}, many, Streams(5, 0));
  for (std::size_t i = 0; i < a.organisations.size(); ++i) {
    REQUIRE(a.organisations[i].next_choice == b.organisations[i].next_choice);
    REQUIRE(a.organisations[i].place == b.organisations[i].place);
  }
  for (std::size_t i = 0; i < a.developers.size(); ++i) {
    REQUIRE(a.developers[i].next_choice == c.developers[i].next_choice);
  }
}

TEST_CASE("measured token shares sum to 1 in a run, and a run without users has none") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.0005);
  const sim::Coordinates coordinates = history::kind().coordinates(study.tables);
  const std::size_t tokens = measure_at("token_share");
  run_until(history, study.policies[0], sim::date_of(2019, 9, 1));
  for (const double share : row_of(history, tokens, coordinates)) CHECK((std::isnan(share) || share <= 1.0));
  run_until(history, study.policies[0], sim::date_of(2025, 1, 1));
  double sum = 0.0;
  for (const double share : row_of(history, tokens, coordinates)) sum += share;
  CHECK(sum == Approx(1.0));
  const ecosystem::Ecosystem& e = history.state();
  const sim::Date from = sim::date_of(2024, 11, 15), to = sim::date_of(2024, 12, 31);
  CHECK(measures::peak_token_share(e, adoption::TokenOrigin::closed, from, to) >=
        measures::mean_token_share(e, adoption::TokenOrigin::closed, from, to));
  CHECK(std::isnan(measures::mean_token_share(e, adoption::TokenOrigin::closed, sim::date_of(2030, 1, 1),
                                              sim::date_of(2031, 1, 1))));
}
