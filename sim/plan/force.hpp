// Which actions of a policy are ever in force where a study looks, and why the others are not.
#pragma once

#include <string>
#include <vector>

#include "sim/plan/study.hpp"

namespace sim {

// The starts of the steps that the recording dates of a study read; of all its steps when it has no such date.
struct RecordedSteps {
  Steps steps;
  std::uint32_t count = 0;
  Date last() const { return steps.start_of(count - 1); }
  Date fork;  // conditions are looked at from this step on; after all of them when policies never differ
};
RecordedSteps recorded_steps(const Study& study);

// For each action of the policy, whether it is in force at one of these steps. An action that waits for a condition is
// not; one whose condition has fired is an ordinary action of that date.
std::vector<bool> ever_in_force(const Policy& policy, const RecordedSteps& steps);

// The policies as they are when every condition holds from the beginning on.
std::vector<Policy> with_all_fired(const Study& study);

// Warnings about actions that no run of the study can put in force: one sentence each.
std::vector<std::string> idle_actions(const Study& study);

}  // namespace sim
