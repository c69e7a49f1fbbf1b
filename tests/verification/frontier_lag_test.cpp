// Known answer 4: two labs that grow at one rate with a constant gap; and the published lags of the Epoch Capabilities
// Index insights, by their own procedure on their own scores.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/frontier/frontier.hpp"
#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::frontier;

TEST_CASE("two labs growing at g with a constant gap have a lag of (gap - tie tolerance) / g") {
  for (const double g : {0.75, 1.1}) {
    for (const double gap : {-0.3, 0.0, 0.08, 0.5, 1.3}) {
      for (const double tolerance : {0.0, 0.08, 0.2}) {
        const double releases_a_year = 2000.0;  // many small releases stand for continuous growth
        std::vector<Score> leader, follower;
        for (int i = 0; i <= 5 * 2000; ++i) {
          const double year = i / releases_a_year, days = 365.25 * year;
          leader.push_back({days, 25.0 + g * year});
          follower.push_back({days, 25.0 + g * year - gap});
        }
        const double low = 25.0 + std::max(0.0, -gap),
                     high = std::min(25.0 + 5.0 * g, 25.0 + 5.0 * g - gap + tolerance);
        // At the lowest levels the follower has reached them when the curves begin, and cannot have earlier.
        const double begun = std::clamp(25.0 - gap + tolerance - low, 0.0, high - low);
        const double early = 0.5 * begun * begun / g / (high - low);
        // The follower never leads at the levels that the leader had before the curves begin, either.
        INFO("g " << g << ", gap " << gap << ", tolerance " << tolerance);
        const double expected = 12.0 * ((gap - tolerance) / g + early);
        CHECK(*lag_months(follower, leader, tolerance) == Approx(expected).margin(12.0 * 2.0 / releases_a_year));
      }
    }
  }
}

TEST_CASE("far from the start of the curves the lag is (gap - tie tolerance) / g, to one release interval") {
  const double g = 1.1, gap = 0.5, tolerance = 0.08, interval = 1.0 / 365.25;
  std::vector<Score> leader, follower;
  for (int i = 0; i < 20 * 365; ++i) {
    leader.push_back({static_cast<double>(i), 25.0 + g * i * interval});
    follower.push_back({static_cast<double>(i), 25.0 - gap + g * i * interval});
  }
  CHECK(*lag_months(follower, leader, tolerance) == Approx(12.0 * (gap - tolerance) / g).margin(12.0 * 2.0 * interval));
}

namespace {

// Rows with a date; the groups are those of Epoch AI's insights.
std::vector<Score> scores(const sim::Table& table, bool (*belongs)(const std::string&, const std::string&)) {
  std::vector<Score> result;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (table.empty("date", row) || !belongs(table.text("country", row), table.text("accessibility", row))) continue;
    result.push_back({static_cast<double>(table.date("date", row).days), table.number("eci", row)});
  }
  return result;
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }
bool american(const std::string& country, const std::string&) { return contains(country, "United States"); }
bool chinese(const std::string& country, const std::string&) { return contains(country, "China"); }
bool open(const std::string&, const std::string& access) { return access.starts_with("Open weights"); }
bool closed(const std::string& country, const std::string& access) { return !open(country, access); }

}  // namespace

TEST_CASE("the published scores give a US lead over China of 6.8 months and of closed over open models of 3.6") {
  const sim::Study study = test::load("baseline");
  const sim::Table& table = study.tables.find("eci_scores")->second;
  const auto lag = [&](auto follower, auto leader, sim::Date to) {
    const double from = sim::date_of(2023, 1, 1).days;
    return *lag_months(best_so_far(scores(table, follower), from, to.days),
                       best_so_far(scores(table, leader), from, to.days), tie_tolerance_points);
  };
  CHECK(tie_tolerance_points == 0.9);
  const double cn_us = lag(chinese, american, sim::date_of(2025, 12, 31));
  const double open_closed = lag(open, closed, sim::date_of(2025, 10, 30));
  CHECK(cn_us > 6.7);
  CHECK(cn_us < 6.9);
  CHECK(open_closed > 3.5);
  CHECK(open_closed < 3.7);
}
