// The handover from the record to the labs' own decisions leaves the frontier where it was, and open: what has been the
// same in all histories neither jumps nor stays the same.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

constexpr std::size_t histories = 24;
constexpr std::size_t at_handover = 8;  // quarters after the first
constexpr double normal_80 = 1.2816;

// Mondays next to the ends of quarters, from two years before the handover to one after it.
std::vector<sim::Date> quarters() {
  std::vector<sim::Date> dates;
  for (int q = 4; q <= 16; ++q) {
    const sim::Date end = sim::date_of(2023 + q / 4, 1 + 3 * (q % 4), 1);
    dates.push_back(end.plus_days(-((end.days + 3) % 7)));
  }
  return dates;
}

struct Course {
  std::vector<std::vector<double>> by_quarter;  // of all histories, sorted

  double quantile(std::size_t quarter, double share) const {
    const std::vector<double>& sorted = by_quarter[quarter];
    return sorted[static_cast<std::size_t>(std::lround(share * static_cast<double>(sorted.size() - 1)))];
  }
  double median(std::size_t quarter) const { return quantile(quarter, 0.5); }
  double width(std::size_t quarter) const { return quantile(quarter, 0.9) - quantile(quarter, 0.1); }
  // Standard deviation of a quarter's change on record, which all histories share but for what nobody measured.
  double change_on_record() const {
    double squares = 0.0;
    for (std::size_t q = 1; q <= at_handover; ++q) squares += std::pow(median(q) - median(q - 1), 2);
    return std::sqrt(squares / static_cast<double>(at_handover));
  }
  std::string text() const {
    std::string lines;
    for (std::size_t q = 0; q < by_quarter.size(); ++q) {
      lines += sim::to_string(quarters()[q]) + ": " + std::to_string(median(q)) + " (" +
               std::to_string(quantile(q, 0.1)) + " to " + std::to_string(quantile(q, 0.9)) + ")\n";
    }
    return lines;
  }
};

// Of China behind the United States.
std::map<std::string, Course> courses() {
  const sim::Study study = load("baseline");
  const std::vector<sim::Date> dates = quarters();
  std::map<std::string, Course> found;
  for (const char* key : {"frontier_gap", "current_lag"}) found[key].by_quarter.resize(dates.size());
  for (std::uint32_t h = 0; h < histories; ++h) {
    history::History history = begin(study, 0.0002, h, {0, 0}, sim::Past::observed, {}, 1 + h);
    for (std::size_t q = 0; q < dates.size(); ++q) {
      run_until(history, study.policies[0], dates[q]);
      for (auto& [key, course] : found) {
        course.by_quarter[q].push_back(row_of(history, measure_at(key), study.coordinates)[0]);
      }
    }
  }
  for (auto& [key, course] : found) {
    for (std::vector<double>& values : course.by_quarter) std::sort(values.begin(), values.end());
  }
  return found;
}

}  // namespace

TEST_CASE("after the handover the lag and the gap of China neither jump nor stay the same in all histories") {
  const std::map<std::string, double> most{
      {"frontier_gap", 0.35}, {"current_lag", 6.0}};  // orders, months; on record the lag once fell by 11 in a quarter
  for (const auto& [key, course] : courses()) {
    INFO(key << ", median and 80% of histories:\n" << course.text());
    const double before = std::abs(course.median(at_handover) - course.median(at_handover - 2));
    const double after = std::abs(course.median(at_handover + 2) - course.median(at_handover));
    CHECK(after <= std::max(before, most.find(key)->second));
    const double random_walk = 2.0 * normal_80 * std::sqrt(2.0) * course.change_on_record();
    CHECK(course.width(at_handover + 2) >= 0.4 * random_walk);
    CHECK(course.width(at_handover) < 0.1 * random_walk);  // the record is the same in all of them
  }
}
