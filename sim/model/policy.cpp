// Evaluation of dated actions: pure functions of the policy and the date.
#include "sim/model/policy.hpp"

#include <algorithm>

namespace sim {

namespace {

struct LeverSetting {
  double value;
  double fee;
};

bool active(const Action& action, Date date) {
  return !action.when && action.at <= date && (!action.until || date < *action.until);
}

// Later dates win; on the same date the later in the file wins.
LeverSetting in_force(const Policy& policy, const Target& target, Date date, double neutral) {
  LeverSetting setting{neutral, 0.0};
  for (const Action& fact : policy.baseline) {
    if (fact.target == target && active(fact, date)) setting = {fact.to, fact.fee};
  }
  std::vector<const Action*> chosen;
  for (const Action& action : policy.actions) {
    if (action.target == target && active(action, date)) chosen.push_back(&action);
  }
  std::stable_sort(chosen.begin(), chosen.end(), [](const Action* a, const Action* b) { return a->at < b->at; });
  for (const Action* action : chosen) {
    double share = 1.0;
    if (action->ramp.value > 0.0) {
      share = std::min(1.0, (date.days - action->at.days) / days_per_year / action->ramp.value);
    }
    // Exactly `to` when both ends agree, so that a placebo changes no bit.
    setting.value =
        share >= 1.0 || setting.value == action->to ? action->to : setting.value + (action->to - setting.value) * share;
    setting.fee =
        share >= 1.0 || setting.fee == action->fee ? action->fee : setting.fee + (action->fee - setting.fee) * share;
  }
  return setting;
}

}  // namespace

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
    values.push_back({target, setting.value, setting.fee});
  }
  return values;
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
