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
}
