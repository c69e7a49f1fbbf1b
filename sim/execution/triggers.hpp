// Actions that a condition triggers, watched by the runner while a history unfolds.
#pragma once

#include <optional>
#include <vector>

#include "sim/model/model.hpp"

namespace sim {

// One policy in one history. It reads measures, which cannot change a history, and dates the actions that have become
// due; what the model is given is an ordinary policy.
class Triggers {
 public:
  explicit Triggers(const Policy& policy);

  // Looks at the history at the start of a step. An action whose trigger holds is dated to that day, once and for good.
  void look(const Model& model, const ModelKind& kind, const Coordinates& coordinates);

  // Further actions on top of the policy; those with a trigger are watched from now on.
  void add(const std::vector<Action>& actions);

  const Policy& policy() const { return policy_; }
  const std::vector<Event>& fired() const { return fired_; }  // actor: the lever; value: what it was set to

 private:
  struct Watch {
    std::size_t action;
    std::vector<std::optional<Date>> since;  // a condition: from when on it has held
  };
  void watch(std::size_t first);  // the actions from this one on
  bool holds(const Condition& condition, std::optional<Date>& since, const Model& model, const ModelKind& kind,
             const Coordinates& coordinates);

  Policy policy_;
  std::vector<Watch> asleep_;
  std::vector<Event> fired_;
  std::vector<double> row_;
};

}  // namespace sim
