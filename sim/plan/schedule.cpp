// Dates to steps.
#include "sim/plan/schedule.hpp"

#include <algorithm>

namespace sim {

Date first_of_period(Every every, Date last) {
  if (every == Every::week) return last.plus_days(-6);
  const CivilDate c = civil(last);
  const int months = every == Every::month ? 1 : every == Every::quarter ? 3 : 12;
  return date_of(c.year, (c.month - 1) / months * months + 1, 1);
}

Schedule schedule_of(const Study& study) {
  const Steps steps = study.run.steps();
  const std::uint32_t year = steps.in_weeks(weeks_of(Window::trailing_year));
  Schedule schedule;
  schedule.steps = steps.ended_by(study.run.end);
  schedule.fork = std::min(schedule.steps, steps.first_from(study.fork()));
  for (const Date date : study.record_dates()) {
    const std::uint32_t count = steps.ended_by(date);
    const std::uint32_t earlier = steps.ended_by(first_of_period(study.record.every, date).plus_days(-1));
    if (count == 0 || count > schedule.steps || earlier >= count) {
      throw Error(Failure::internal, "no step ends in the recording period that ends on " + to_string(date));
    }
    const std::uint32_t last = count - 1;
    schedule.readings.push_back({date, {earlier, last}, {count > year ? count - year : 0, last}, count >= year});
  }
  for (const PatternCard& card : study.kind->patterns) {
    const std::optional<Date> at = parse_date(card.at);
    if (!at) throw Error(Failure::internal, "pattern " + std::string(card.id) + " has no date");
    const std::uint32_t count = std::max(1u, steps.first_from(*at));
    const bool inside = *at >= steps.start && count <= schedule.steps;
    schedule.patterns.push_back(inside ? std::optional(count) : std::nullopt);
  }
  return schedule;
}

}  // namespace sim
