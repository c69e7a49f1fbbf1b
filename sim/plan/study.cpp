// The dates of a study: where its policies part, and when it is read.
#include "sim/plan/study.hpp"

#include <algorithm>
#include <array>

#include "sim/plan/schedule.hpp"

namespace sim {

std::string_view name_of(Sampling sampling) {
  return std::array<std::string_view, 3>{"sobol", "random", "list"}[static_cast<std::size_t>(sampling)];
}

namespace {

// The last day of the period of `every` that holds `day`; periods of a week are the steps themselves.
Date last_day(Every every, Date day) {
  const CivilDate c = civil(day);
  const int months = every == Every::month ? 1 : every == Every::quarter ? 3 : 12;
  const int last_month = (c.month - 1) / months * months + months;
  return first_of_next_month(date_of(c.year, last_month, 1)).plus_days(-1);
}

}  // namespace

Date Study::fork() const {
  std::optional<Date> wanted = run.fork ? run.fork : first_difference(policies);
  if (wanted == undated) wanted = run.past == Past::observed ? run.observed_until : run.start;
  if (!wanted || *wanted > run.end) return run.end;
  if (*wanted <= run.start) return run.start;
  const Date fork = run.steps().start_of(run.steps().first_from(*wanted));
  return fork > run.end ? run.end : fork;
}

bool Study::forks() const { return first_difference(policies).has_value() && fork() < run.end; }

std::vector<Date> Study::record_dates() const {
  std::vector<Date> dates;
  if (record.every == Every::week) {
    const Steps steps = run.steps();
    for (std::uint32_t step = 1; step <= steps.ended_by(run.end); ++step) {
      dates.push_back(steps.start_of(step).plus_days(-1));
    }
    return dates;
  }
  for (Date last = last_day(record.every, run.start); last <= run.end;
       last = last_day(record.every, last.plus_days(1))) {
    if (first_of_period(record.every, last) >= run.start) dates.push_back(last);
  }
  return dates;
}

void record_cost(Study& study) {
  const ModelKind& kind = *study.kind;
  const auto measure = std::find_if(kind.measures.begin(), kind.measures.end(),
                                    [&](const MeasureCard& card) { return card.key == kind.measure_of_cost; });
  if (measure == kind.measures.end()) return;
  const auto is_priced = [&](const Action& action) {
    return kind.levers[static_cast<std::size_t>(action.target.lever)].priced;
  };
  const bool spends = std::any_of(study.policies.begin(), study.policies.end(), [&](const Policy& policy) {
    return std::any_of(policy.actions.begin(), policy.actions.end(), is_priced);
  });
  const auto position = static_cast<std::size_t>(measure - kind.measures.begin());
  std::vector<std::size_t>& recorded = study.record.measures;
  if (spends && std::find(recorded.begin(), recorded.end(), position) == recorded.end()) recorded.push_back(position);
}

}  // namespace sim
