// Conditions read the steps that have ended; a windowed measure is read over four weeks, or over its year.
#include "sim/execution/triggers.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/plan/layout.hpp"

namespace sim {

Triggers::Triggers(const Policy& policy) : policy_(policy) { watch(0); }

void Triggers::add(const std::vector<Action>& actions) {
  const std::size_t first = policy_.actions.size();
  policy_.actions.insert(policy_.actions.end(), actions.begin(), actions.end());
  watch(first);
}

void Triggers::watch(std::size_t first) {
  for (std::size_t a = first; a < policy_.actions.size(); ++a) {
    if (const auto& when = policy_.actions[a].when) {
      asleep_.push_back({a, std::vector<std::optional<Date>>(when->conditions.size())});
    }
  }
}

bool Triggers::holds(const Condition& condition, std::optional<Date>& since, const Model& model, const ModelKind& kind,
                     const Coordinates& coordinates) {
  const MeasureCard& card = kind.measures[static_cast<std::size_t>(condition.measure)];
  const auto steps = latest_steps(card.window, model.clock().step(), model.clock().steps());
  if (!steps) return false;
  row_.assign(width_of(card, coordinates), std::numeric_limits<double>::quiet_NaN());
  model.observe(static_cast<std::size_t>(condition.measure), *steps, row_);
  const double value = row_[condition.value];
  const bool beyond = !std::isnan(value) && (!condition.above || value > *condition.above) &&
                      (!condition.below || value < *condition.below);
  const Date now = model.clock().now();
  if (!beyond) {
    since.reset();
  } else if (!since) {
    since = now;
  }
  return beyond && now.days - since->days >= condition.for_days;
}

void Triggers::look(const Model& model, const ModelKind& kind, const Coordinates& coordinates) {
  const Date now = model.clock().now();
  std::erase_if(asleep_, [&](Watch& watch) {
    Action& action = policy_.actions[watch.action];
    if (now < action.at) return false;
    const Trigger& trigger = *action.when;
    std::size_t held = 0;
    for (std::size_t c = 0; c < trigger.conditions.size(); ++c) {
      if (holds(trigger.conditions[c], watch.since[c], model, kind, coordinates)) ++held;
    }
    if (trigger.any ? held == 0 : held < trigger.conditions.size()) return false;
    action.at = now;
    action.when.reset();
    fired_.push_back({static_cast<double>(now.days), kind.trigger_event(),
                      std::string(kind.levers[static_cast<std::size_t>(action.target.lever)].key), action.to});
    return true;
  });
}

}  // namespace sim
