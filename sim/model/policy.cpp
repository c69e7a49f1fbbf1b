// Evaluation of dated actions: pure functions of the policy and the date.
#include "sim/model/policy.hpp"

#include <algorithm>

namespace sim {

namespace {

struct LeverSetting {
  double value;
  LeverOptions options;
};

bool active(const Action& action, Date date) {
  return !action.when && action.at <= date && (!action.until || date < *action.until);
}

// The actions on a target, in the order in which they are laid on top of each other: later dates win; on the same date
// the later in the file wins.
std::vector<const Action*> active_actions(const Policy& policy, const Target& target, Date date) {
  std::vector<const Action*> chosen;
  for (const Action& action : policy.actions) {
    if (action.target == target && active(action, date)) chosen.push_back(&action);
  }
  std::stable_sort(chosen.begin(), chosen.end(), [](const Action* a, const Action* b) { return a->at < b->at; });
  return chosen;
}

// How far an action has moved the lever from what it would be without it: 1 at the end of its ramp.
double share_of(const Action& action, Date date) {
  if (action.ramp.value <= 0.0) return 1.0;
  return std::min(1.0, (date.days - action.at.days) / days_per_year / action.ramp.value);
}

LeverSetting in_force(const Policy& policy, const Target& target, Date date, double neutral) {
  LeverSetting setting{neutral, {}};
  for (const Action& fact : policy.baseline) {
    if (fact.target == target && active(fact, date)) setting = {fact.to, fact.options};
  }
  for (const Action* action : active_actions(policy, target, date)) {
    const double share = share_of(*action, date);
    // Exactly `to` when both ends agree, so that a placebo changes no bit.
    setting.value =
        share >= 1.0 || setting.value == action->to ? action->to : setting.value + (action->to - setting.value) * share;
    setting.options = action->options;
  }
  return setting;
}

}  // namespace

LeverOptions initial_options(const LeverCard& lever) {
  LeverOptions options{};
  for (std::size_t i = 0; i < lever.options.size(); ++i) options[i] = lever.options[i].initial;
  return options;
}

bool lacks_option(const LeverCard& lever, const LeverOptions& options) {
  return lever.needs_option && options == initial_options(lever);
}

LeverValues levers_in_force(const Policy& policy, Date date, const std::vector<double>& neutral) {
  std::vector<Target> targets;
  for (const Action& fact : policy.baseline) targets.push_back(fact.target);
  for (const Action& action : policy.actions) targets.push_back(action.target);
  std::sort(targets.begin(), targets.end());
  targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
  std::erase_if(targets, [&](const Target& target) {
    return std::find(policy.without_levers.begin(), policy.without_levers.end(), target.lever) !=
           policy.without_levers.end();
  });
  LeverValues values;
  values.reserve(targets.size());
  for (const Target& target : targets) {
    const LeverSetting setting = in_force(policy, target, date, neutral[static_cast<std::size_t>(target.lever)]);
    values.push_back({target, setting.value, setting.options});
  }
  return values;
}

std::vector<bool> actions_in_force(const Policy& policy, Date date) {
  std::vector<bool> in_force(policy.actions.size(), false);
  for (const Action& action : policy.actions) {
    const auto chosen = active_actions(policy, action.target, date);
    const auto on_top = std::find(chosen.begin(), chosen.end(), &action);
    const bool covered = std::any_of(on_top == chosen.end() ? on_top : on_top + 1, chosen.end(),
                                     [&](const Action* later) { return share_of(*later, date) >= 1.0; });
    if (on_top != chosen.end() && !covered) in_force[static_cast<std::size_t>(&action - policy.actions.data())] = true;
  }
  return in_force;
}

std::optional<Date> first_difference(const std::vector<Policy>& policies) {
  std::optional<Date> first;
  for (const Policy& policy : policies) {
    if (policy.without_from && (!first || *first == undated || *policy.without_from < *first)) {
      first = policy.without_from;
    }
    for (const Action& action : policy.actions) {
      if (!first || *first == undated || (action.at != undated && action.at < *first)) first = action.at;
    }
  }
  return policies.size() < 2 ? std::nullopt : first;
}

}  // namespace sim
