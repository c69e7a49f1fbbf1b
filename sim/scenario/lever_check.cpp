// What the levers of a policy cannot be together, found before any history is simulated.
#include <algorithm>
#include <set>

#include "sim/plan/force.hpp"
#include "sim/scenario/parts.hpp"

namespace sim {

namespace {

// Every action at once, whatever its date: the most that can be in force.
LeverValues all_values(const Policy& policy) {
  LeverValues values;
  for (const auto* actions : {&policy.baseline, &policy.actions}) {
    for (const Action& action : *actions) values.push_back({action.target, action.to, action.options});
  }
  return values;
}

// The starts of the steps at which something begins to hold; what begins on a ramp shows in the step after.
std::set<Date> dates_of(const Policy& policy, const Steps& steps) {
  std::set<Date> dates;
  for (const Action& action : policy.actions) {
    const std::uint32_t first = steps.first_from(action.at);
    for (const std::uint32_t later : {0u, 1u}) dates.insert(steps.start_of(first + later));
  }
  return dates;
}

std::optional<Problem> problem_of(const Policy& policy, const Study& study, const LeverCheck& check) {
  if (!check(study.run.end, all_values(policy))) return std::nullopt;
  const std::vector<double> neutral = study.kind->neutral_levers();
  for (const Date date : dates_of(policy, study.run.steps())) {
    if (date > study.run.end) break;
    if (auto problem = check(date, levers_in_force(policy, date, neutral))) {
      problem->message = "'" + policy.name + "', on " + to_string(date) + ": " + problem->message;
      return problem;
    }
  }
  return std::nullopt;
}

}  // namespace

void check_levers(const Study& study, const Node& tree, std::vector<Problem>& problems) {
  if (!study.kind->lever_check) return;
  Beginning beginning;
  beginning.tables = &study.tables;
  beginning.past = study.run.past;
  beginning.start = study.run.start;
  beginning.end = study.run.end;
  beginning.observed_until = study.run.observed_until;
  const LeverCheck check = study.kind->lever_check(beginning);
  const Node* list = tree.find("policy");
  for (const Policy& policy : with_all_fired(study)) {
    const auto problem = problem_of(policy, study, check);
    if (!problem) continue;
    // A sweep has several policies of one table, whose names begin with it.
    Place place = list->place;
    std::size_t longest = 0;
    for (const Node& written : list->items) {
      const std::string& name = written.find("name")->text;
      if (name.size() < longest || !policy.name.starts_with(name)) continue;
      longest = name.size();
      place = written.place;
    }
    add_problem(problems, place, "policy", problem->message, problem->allowed);
  }
}

}  // namespace sim
