// Fired conditions are read from the events of a history.
#include "sim/results/force_count.hpp"

#include <algorithm>
#include <limits>

namespace sim {

namespace {

bool any_in_force(const Policy& policy, const RecordedSteps& steps) {
  const std::vector<bool> ever = ever_in_force(policy, steps);
  return std::find(ever.begin(), ever.end(), true) != ever.end();
}

}  // namespace

ForceCount::ForceCount(const Study& study) : study_(study), steps_(recorded_steps(study)) {
  for (const Policy& policy : study.policies) {
    policies_.push_back({0, 0, any_in_force(policy, steps_), std::vector<bool>(policy.actions.size(), false)});
  }
}

Policy ForceCount::lived(std::size_t policy, const CellRecord& cell, std::vector<bool>& fired) const {
  Policy lived = study_.policies[policy];
  for (const Event& event : cell.events) {
    if (event.kind != study_.kind->trigger_event()) continue;
    const auto action = std::find_if(lived.actions.begin(), lived.actions.end(), [&](const Action& a) {
      return a.when && a.to == event.value &&
             study_.kind->levers[static_cast<std::size_t>(a.target.lever)].key == event.actor;
    });
    if (action == lived.actions.end()) continue;
    action->at = Date{static_cast<std::int32_t>(event.days)};
    action->when.reset();
    fired[static_cast<std::size_t>(action - lived.actions.begin())] = true;
  }
  return lived;
}

void ForceCount::add(std::size_t policy, const CellRecord& cell) {
  if (cell.status != CellStatus::done) return;
  Counted& counted = policies_[policy];
  ++counted.histories;
  const Policy history = lived(policy, cell, counted.fired);
  if (counted.without_condition || any_in_force(history, steps_)) ++counted.in_force;
}

void ForceCount::write(netcdf::Group& root) const {
  std::vector<double> shares;
  std::vector<std::string> unfired;
  for (std::size_t p = 0; p < policies_.size(); ++p) {
    const Counted& counted = policies_[p];
    const std::vector<Action>& actions = study_.policies[p].actions;
    const bool known = counted.histories > 0 && !actions.empty();
    shares.push_back(known ? static_cast<double>(counted.in_force) / static_cast<double>(counted.histories)
                           : std::numeric_limits<double>::quiet_NaN());
    std::vector<std::string> levers;
    for (std::size_t a = 0; known && a < actions.size(); ++a) {
      const std::string lever(study_.kind->levers[static_cast<std::size_t>(actions[a].target.lever)].key);
      const bool said = std::find(levers.begin(), levers.end(), lever) != levers.end();
      if (actions[a].when && !counted.fired[a] && !said) levers.push_back(lever);
    }
    unfired.emplace_back();
    for (const std::string& lever : levers) unfired.back() += (unfired.back().empty() ? "" : ", ") + lever;
  }
  root.put<double>("policy_in_force", {"policy"}, shares,
                   {{"units", "1"},
                    {"long_name",
                     "share of the finished histories in which an action of the policy was in force at a "
                     "recorded step; NaN for a policy without actions"}});
  root.put_text("policy_unfired", {"policy"}, unfired,
                {{"long_name", "levers of the policy whose condition fired in no history"}});
}

}  // namespace sim
