// Actions against the steps of the clock.
#include "sim/plan/force.hpp"

#include <algorithm>
#include <functional>

#include "sim/plan/schedule.hpp"

namespace sim {

namespace {

// The first step start on or after a date.
Date step_from(const RecordedSteps& recorded, Date date) {
  return recorded.steps.start_of(recorded.steps.first_from(date));
}

// The day on which the trigger can fire if its conditions hold from the first look on.
Date earliest(const Action& action, const RecordedSteps& steps) {
  std::int32_t days = 0;
  for (const Condition& condition : action.when->conditions) {
    const bool first = &condition == &action.when->conditions.front();
    days = first              ? condition.for_days
           : action.when->any ? std::min(days, condition.for_days)
                              : std::max(days, condition.for_days);
  }
  return step_from(steps, std::max(step_from(steps, action.at), steps.fork).plus_days(days));
}

Policy fired_at_once(Policy policy, const RecordedSteps& steps) {
  for (Action& action : policy.actions) {
    if (!action.when) continue;
    action.at = earliest(action, steps);
    action.when.reset();
  }
  return policy;
}

std::string why_idle(const Action& action, const RecordedSteps& steps, bool waits) {
  const Date start = step_from(steps, action.at);
  if (waits && steps.fork > steps.last())
    return "conditions are looked at from the fork on, which comes after the last step that is recorded";
  if (start > steps.last()) {
    return (waits ? "its condition can have held long enough by " + to_string(action.at) + " at the earliest, and"
                  : "it begins on " + to_string(action.at) + ", and") +
           " the last step that is recorded begins on " + to_string(steps.last());
  }
  if (action.until && *action.until <= start) {
    return "it ends on " + to_string(*action.until) + ", and the first step that could hold it begins on " +
           to_string(start);
  }
  return "later actions on the same lever take its place";
}

bool same_line(const Action& a, const Action& b) {
  return a.target.lever == b.target.lever && a.at == b.at && a.until == b.until && a.to == b.to && a.when == b.when;
}

}  // namespace

RecordedSteps recorded_steps(const Study& study) {
  const Schedule schedule = schedule_of(study);
  const Steps steps = study.run.steps();
  const std::uint32_t count = schedule.readings.empty() ? schedule.steps : schedule.readings.back().period.last + 1;
  return {steps, count, steps.start_of(schedule.fork)};
}

std::vector<bool> ever_in_force(const Policy& policy, const RecordedSteps& steps) {
  std::vector<bool> ever(policy.actions.size(), false);
  for (std::uint32_t step = 0; step < steps.count; ++step) {
    const std::vector<bool> now = actions_in_force(policy, steps.steps.start_of(step));
    std::transform(ever.begin(), ever.end(), now.begin(), ever.begin(), std::logical_or<>());
    if (std::find(ever.begin(), ever.end(), false) == ever.end()) break;
  }
  return ever;
}

std::vector<Policy> with_all_fired(const Study& study) {
  const RecordedSteps steps = recorded_steps(study);
  std::vector<Policy> policies;
  for (const Policy& policy : study.policies) policies.push_back(fired_at_once(policy, steps));
  return policies;
}

std::vector<std::string> idle_actions(const Study& study) {
  std::vector<std::string> warnings;
  const RecordedSteps steps = recorded_steps(study);
  for (const Policy& policy : study.policies) {
    const Policy fired = fired_at_once(policy, steps);
    const std::vector<bool> ever = ever_in_force(fired, steps);
    for (std::size_t a = 0; a < ever.size(); ++a) {
      const Action& action = policy.actions[a];
      // A line of the scenario that names several countries or sectors is as many actions; one in force is enough.
      bool reported = false, in_force = false;
      for (std::size_t b = 0; b < ever.size(); ++b) {
        if (!same_line(action, policy.actions[b])) continue;
        in_force = in_force || ever[b];
        reported = reported || b < a;
      }
      if (in_force || reported) continue;
      warnings.push_back("policy '" + policy.name +
                         "': " + std::string(study.kind->levers[static_cast<std::size_t>(action.target.lever)].key) +
                         " is never in force: " + why_idle(fired.actions[a], steps, action.when.has_value()));
    }
  }
  return warnings;
}

}  // namespace sim
