// Dates to steps: step k covers [start + 7k, start + 7(k + 1)) days.
#include "sim/plan/schedule.hpp"

#include <algorithm>

namespace sim {

namespace {

constexpr std::uint32_t steps_a_year = 52;

// Number of steps that have ended when the day `last` is over.
std::uint32_t steps_until(Date start, Date last) {
  const std::int32_t days = last.days + 1 - start.days;
  return days <= 0 ? 0 : static_cast<std::uint32_t>(days / Clock::days_per_step);
}

}  // namespace

Date first_of_period(Every every, Date last) {
  if (every == Every::week) return last.plus_days(1 - Clock::days_per_step);
  const CivilDate c = civil(last);
  const int months = every == Every::month ? 1 : every == Every::quarter ? 3 : 12;
  return date_of(c.year, (c.month - 1) / months * months + 1, 1);
}

Schedule schedule_of(const Study& study) {
  const Date start = study.run.start;
  Schedule schedule;
  schedule.steps = steps_until(start, study.run.end);
  const std::int32_t before = std::max(0, study.fork().days - start.days);
  schedule.fork =
      std::min(schedule.steps, static_cast<std::uint32_t>((before + Clock::days_per_step - 1) / Clock::days_per_step));
  for (const Date date : study.record_dates()) {
    const std::uint32_t count = steps_until(start, date);
    const std::uint32_t earlier = steps_until(start, first_of_period(study.record.every, date).plus_days(-1));
    if (count == 0 || count > schedule.steps || earlier >= count) {
      throw Error(Failure::internal, "no step ends in the recording period that ends on " + to_string(date));
    }
    const std::uint32_t last = count - 1;
    schedule.readings.push_back(
        {date, {earlier, last}, {count > steps_a_year ? count - steps_a_year : 0, last}, count >= steps_a_year});
  }
  for (const PatternCard& card : study.kind->patterns) {
    const std::optional<Date> at = parse_date(card.at);
    if (!at) throw Error(Failure::internal, "pattern " + std::string(card.id) + " has no date");
    const std::int32_t days = at->days - start.days;
    const std::int32_t count = std::max(1, (days + Clock::days_per_step - 1) / Clock::days_per_step);
    const bool inside = days >= 0 && static_cast<std::uint32_t>(count) <= schedule.steps;
    schedule.patterns.push_back(inside ? std::optional(static_cast<std::uint32_t>(count)) : std::nullopt);
  }
  return schedule;
}

}  // namespace sim
