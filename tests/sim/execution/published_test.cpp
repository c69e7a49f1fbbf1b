// Published figures against what histories give: what counts as inside.
#include "sim/execution/published.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "tests/toy/toy_kind.hpp"

TEST_CASE("a pattern is inside when the figure is in the interval and the interval is not vague") {
  sim::PublishedFigure figure;
  figure.pattern = "P1";
  figure.unit = "1";
  figure.value = 10.0;
  figure.low = 9.0;
  figure.high = 11.0;
  figure.counted = "given";
  const auto check = [&](double first, double step) {
    std::vector<std::vector<double>> values;
    for (int i = 0; i <= 10; ++i) values.push_back({first + step * i, 0.0});
    return check_patterns(toy::kind(), {figure}, values, sim::Past::observed).front();
  };
  CHECK(check(9.0, 0.2).inside);         // 9.2 to 10.8
  CHECK_FALSE(check(5.0, 1.0).inside);   // 6 to 14: wider than 4
  CHECK_FALSE(check(11.0, 0.1).inside);  // 11.1 to 11.9
  CHECK_FALSE(check(9.0, 0.2).counts);   // given in the observed past
  figure.value = std::numeric_limits<double>::quiet_NaN();
  CHECK(check(9.0, 0.2).inside);
  CHECK_FALSE(check(8.0, 0.2).inside);  // 8.2 lies below the bound
  figure.pattern = "P99";
  CHECK_FALSE(check(9.0, 0.2).measured);
}

TEST_CASE("as a projection a row is covered by a wide interval too, and its width is told in widths of the band") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  sim::ModelKind kind = toy::kind();
  kind.patterns = {{"P1", "", "2026-01-01", "1", "a number"}, {"P2", "", "2026-01-01", "probability", "a sign"}};
  sim::PublishedFigure figure;
  figure.pattern = "P1";
  figure.unit = "1";
  figure.value = 10.0;
  figure.low = 9.0;
  figure.high = 11.0;
  figure.counted = "observed";
  const auto check = [&](double first, double step) {
    std::vector<std::vector<double>> values;
    for (int i = 0; i <= 10; ++i) values.push_back({first + step * i, first + step * i});
    return check_patterns(kind, {figure}, values, sim::Past::observed).front();
  };
  const sim::PatternCheck wide = check(5.0, 1.0), off = check(11.0, 0.1);  // 6 to 14; 11.1 to 11.9
  CHECK((wide.covered && !wide.inside));
  CHECK(wide.width == Approx(4.0));
  CHECK_FALSE(off.covered);
  CHECK(off.width == Approx(0.4));
  figure.value = nan;
  CHECK(check(8.0, 0.2).covered);        // 8.0 to 10.0: six of eleven lie within 9 to 11
  CHECK_FALSE(check(7.9, 0.2).covered);  // five
  figure.pattern = "P2";
  figure.unit = "probability";
  CHECK(check(9.0, 0.2).covered);
  CHECK(std::isnan(check(9.0, 0.2).width));
  figure.low = figure.high = nan;
  CHECK_FALSE(check(9.0, 0.2).covered);  // only shown
}

TEST_CASE("coverage counts rows that count, and those that had no part in the fit apart") {
  sim::PatternCheck row;
  row.counts = row.judged = row.covered = true;
  std::vector<sim::PatternCheck> rows(4, row);
  rows[1].figure.validation = true;
  rows[2].figure.validation = true;
  rows[2].covered = false;
  rows[3].counts = false;
  rows.push_back(row);
  rows.back().judged = false;
  const sim::Coverage all = sim::coverage(rows);
  CHECK(all.rows == 3);
  CHECK(all.covered == 2);
  CHECK(all.unseen == 2);
  CHECK(all.covered_unseen == 1);
}

TEST_CASE("a date that a history never reaches counts as late") {
  sim::ModelKind kind = toy::kind();
  kind.patterns = {{"P1", "", "2026-01-01", "date", "overtaking"}};
  sim::PublishedFigure figure;
  figure.pattern = "P1";
  figure.unit = "date";
  figure.value = 2025.7;
  figure.low = 2025.5;
  figure.high = 2025.9;
  std::vector<std::vector<double>> values(10, {2025.7});
  CHECK(check_patterns(kind, {figure}, values, sim::Past::observed).front().inside);
  for (std::size_t i = 0; i < 6; ++i) values[i] = {std::numeric_limits<double>::quiet_NaN()};
  const auto check = check_patterns(kind, {figure}, values, sim::Past::observed).front();
  CHECK(std::isinf(check.high));
  CHECK(std::isinf(check.median));
  CHECK_FALSE(check.inside);
  CHECK(check.covered);
  CHECK(std::isinf(check.width));
}
