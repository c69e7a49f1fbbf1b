// Frontier lag and gap on curves that can be checked by hand.
#include "models/frontier/frontier.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/random/stream.hpp"
#include "sim/time/calendar.hpp"

using namespace weightshed;
using namespace weightshed::frontier;

namespace {

constexpr double month = 365.25 / 12.0;  // days
constexpr CountryIndex us{0}, cn{1};
constexpr Groups groups{us, cn};

ledger::ReleaseRecord release(double days, double capability, CountryIndex country, Licence licence) {
  return {days, capability, country, LabIndex{0}, licence, Line::flagship};
}

}  // namespace

TEST_CASE("the best so far keeps rising scores of its window only") {
  const auto curve = best_so_far({{30, 2}, {10, 1}, {20, 0.5}, {30, 3}, {40, 3}, {50, 4}, {5, 9}}, 10, 40);
  REQUIRE(curve.size() == 3);
  CHECK(curve[0].days == 10);
  CHECK(curve[1].score == 2);
  CHECK(curve[2].score == 3);
  CHECK(curve[2].days == 30);
}

TEST_CASE("records that come in order, in disorder, or many on one day make the curve of records sorted throughout") {
  sim::Draws draws = sim::Stream(1, 0, "frontier").at(0, 0);
  for (const double days : {3.0, 40.0, 4000.0}) {
    std::vector<Score> scores;
    for (int i = 0; i < 60; ++i) scores.push_back({std::floor(days * draws.uniform()), draws.uniform()});
    std::vector<Score> sorted = scores, by_day = scores;
    const auto same_order = [](const Score& a, const Score& b) {
      return a.days != b.days ? a.days < b.days : a.score < b.score;
    };
    std::sort(sorted.begin(), sorted.end(), same_order);
    std::stable_sort(by_day.begin(), by_day.end(), [](const Score& a, const Score& b) { return a.days < b.days; });
    std::vector<Score> expected;
    for (const Score& s : sorted) {
      if (expected.empty() || s.score > expected.back().score) expected.push_back(s);
    }
    for (const std::vector<Score>& given : {scores, by_day}) {
      const std::vector<Score> curve = best_so_far(given, 0.0, 1e9);
      REQUIRE(curve.size() == expected.size());
      for (std::size_t i = 0; i < curve.size(); ++i) {
        CHECK(curve[i].days == expected[i].days);
        CHECK(curve[i].score == expected[i].score);
      }
    }
  }
}

TEST_CASE("the lag is the mean over score levels of the follower's date minus the leader's") {
  // Levels 0 to 1: 50 - 10 days; levels 1 to 3: 50 - 20 days.
  const std::vector<Score> leader{{0, 0}, {10, 1}, {20, 3}}, follower{{0, 0}, {50, 3}};
  CHECK(*lag_months(follower, leader, 0.0) == Approx((1.0 * 40 + 2.0 * 30) / 3.0 / month));
}

TEST_CASE("a follower that leads has a negative lag, and the two directions are opposite without a tolerance") {
  const std::vector<Score> early{{0, 0}, {10, 1}, {20, 3}}, late{{0, 0}, {50, 3}};
  CHECK(*lag_months(early, late, 0.0) == Approx(-*lag_months(late, early, 0.0)));
}

TEST_CASE("a level counts as reached within the tolerance below it") {
  const std::vector<Score> leader{{0, 0}, {10, 1}, {100, 2}}, follower{{0, 0}, {40, 0.95}, {160, 2}};
  // Tolerance 0.1: levels 0 to 0.1 at day 0, 0.1 to 1.05 at day 40, the rest at day 160; the leader at 10, then 100.
  const double expected = (0.1 * (0 - 10) + 0.9 * (40 - 10) + 0.05 * (40 - 100) + 0.95 * (160 - 100)) / 2.0;
  CHECK(*lag_months(follower, leader, 0.1) == Approx(expected / month));
}

TEST_CASE("curves without a common level have no lag") {
  CHECK_FALSE(lag_months(std::vector<Score>{{0, 1}, {1, 2}}, std::vector<Score>{{0, 3}, {1, 4}}, 0.5));
  CHECK_FALSE(lag_months({}, std::vector<Score>{{0, 3}}, 0.0));
}

TEST_CASE("groups are by country and by open weights, and a lag looks back 36 months") {
  std::vector<ledger::ReleaseRecord> releases{
      release(0, 20, us, Licence::api_only),    release(60, 20, cn, Licence::permissive),
      release(90, 21, us, Licence::permissive), release(120, 22, us, Licence::closed),
      release(180, 22, cn, Licence::api_only),  release(200, 21.5, cn, Licence::gated_research),
  };
  // CN-US, levels 20 to 21: 180 - 90; 21 to 22: 180 - 120.
  CHECK(lag_at(releases, Pair::cn_us, 400, groups, 0.0) == Approx((90.0 + 60.0) / 2.0 / month));
  // Open records 20 (60), 21 (90), 21.5 (200); closed 20 (0), 22 (120). Levels 20 to 21.5.
  CHECK(lag_at(releases, Pair::open_closed, 400, groups, 0.0) == Approx((1.0 * -30 + 0.5 * 80) / 1.5 / month));
  CHECK(gap_at(releases, Pair::cn_us, 400, groups) == 0.0);
  CHECK(gap_at(releases, Pair::cn_us, 150, groups) == 2.0);  // 22 of day 120 against 20 of day 60
  CHECK(gap_at(releases, Pair::open_closed, 400, groups) == Approx(0.5));
  CHECK(gap_at(releases, Pair::us_open_cn_open, 400, groups) == Approx(0.5));
  CHECK(std::isnan(gap_at(releases, Pair::cn_us, 30, groups)));
  CHECK(std::isnan(lag_at(releases, Pair::cn_us, 400 + 3 * 366, groups, 0.0)));
}

TEST_CASE("the current lag is the age of the follower's best capability at the leader, and is open until matched") {
  std::vector<ledger::ReleaseRecord> releases{
      release(0, 20, us, Licence::api_only),   release(100, 21, us, Licence::api_only),
      release(200, 22, us, Licence::api_only), release(250, 19, cn, Licence::api_only),
      release(300, 21, cn, Licence::api_only), release(400, 21.95, cn, Licence::api_only),
      release(900, 25, cn, Licence::api_only),
  };
  const auto lag = [&](double days) { return current_lag_at(releases, Pair::cn_us, days, groups, 0.1) * month; };
  CHECK(std::isnan(lag(249)));
  CHECK(lag(260) == Approx(260));  // below the leader's first record: the time since that
  CHECK(lag(300) == Approx(300 - 100));
  CHECK(lag(399) == Approx(399 - 100));  // grows by a day each day
  CHECK(lag(400) == 0.0);                // 21.95 ties with 22
  releases.push_back(release(500, 24, us, Licence::api_only));
  CHECK(lag(700) == Approx(700 - 200));  // the leader had 21.95 when it had 22
  CHECK(lag(900) == 0.0);                // the follower leads
  CHECK(std::isnan(current_lag_at(releases, Pair::open_closed, 900, groups, 0.1)));  // nothing is open
}

TEST_CASE("the lead of a year weighs its days, and a lead of the past does not count") {
  constexpr double month = 365.25 / 12.0;
  const std::vector<frontier::Score> behind{{0, 20}, {10, 25}, {200, 26}}, ahead{{0, 19}, {50, 25}, {60, 30}};
  // From day 100 to 199 `behind` stands at 25, which `ahead` reached on day 50; from 200 to 300 at 26, reached on 60.
  const double days = (100.0 * (149.5 - 50.0) + 101.0 * (250.0 - 60.0)) / 201.0;
  CHECK(frontier::mean_lead_months(ahead, behind, 100, 300, 0.0).value() == Approx(days / month));
  // The other way round: 30 was not reached; 25 of day 10 is the age of its own level on the other curve.
  CHECK(frontier::mean_lead_months(behind, ahead, 100, 199, 0.0).value() == Approx((50.0 - 149.5) / month));
  // A tie within the tolerance counts as reached.
  CHECK(frontier::mean_lead_months(ahead, behind, 200, 200, 1.0).value() == Approx(150.0 / month));
  CHECK_FALSE(frontier::mean_lead_months(ahead, behind, -5, 300, 0.0).has_value());
}

TEST_CASE("growth is the slope of a curve, and needs two years of it") {
  std::vector<frontier::Score> records;
  for (int month = 0; month < 40; ++month) {
    const double days = sim::date_of(2022 + month / 12, month % 12 + 1, 28).days;
    records.push_back({days, 20.0 + 1.1 * month / 12.0});
  }
  CHECK(frontier::growth(records, 2022, 2024).value() == Approx(1.1));
  records.erase(records.begin(), records.begin() + 20);
  CHECK_FALSE(frontier::growth(records, 2022, 2024).has_value());
}

TEST_CASE("lag and gap leave out early what is no record, with the result of looking at every release") {
  sim::Draws draws = sim::Stream(1, 0, "releases").at(0, 0);
  int compared = 0;
  for (const double days : {3.0, 60.0, 2000.0}) {  // many on one day, or few
    std::vector<ledger::ReleaseRecord> releases;
    for (int i = 0; i < 80; ++i) {
      releases.push_back(release(std::floor(days * draws.uniform()), std::floor(30.0 * draws.uniform()),
                                 draws.uniform() < 0.5 ? us : cn, Licence::permissive));
    }
    std::vector<ledger::ReleaseRecord> in_order = releases;
    std::stable_sort(in_order.begin(), in_order.end(),
                     [](const ledger::ReleaseRecord& a, const ledger::ReleaseRecord& b) { return a.days < b.days; });
    for (const double now : {0.5 * days, days}) {
      std::vector<Score> scores[2];
      double best[2] = {-1e9, -1e9};
      for (const ledger::ReleaseRecord& r : releases) {
        scores[r.country == us].push_back({r.days, r.capability});
        if (r.days <= now) best[r.country == us] = std::max(best[r.country == us], r.capability);
      }
      const double from = now - window_years * sim::days_per_year;
      const auto lag = lag_months(best_so_far(scores[0], from, now), best_so_far(scores[1], from, now), 0.5);
      compared += lag.has_value() ? 1 : 0;
      for (const auto& records : {releases, in_order}) {
        const double found = lag_at(records, Pair::cn_us, now, groups, 0.5);
        CHECK((lag ? found == *lag : std::isnan(found)));
        CHECK(gap_at(records, Pair::cn_us, now, groups) == best[1] - best[0]);
      }
    }
  }
  CHECK(compared > 3);
}
