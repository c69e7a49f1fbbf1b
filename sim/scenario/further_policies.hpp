// Policies that a study gets after it was loaded: those of a branch, and levers that are changed while a history is
// under way.
#pragma once

#include <string>
#include <vector>

#include "sim/plan/study.hpp"
#include "sim/scenario/document.hpp"

namespace sim {

// Appends the [[policy]] tables of `tree` to the policies of a study, by the rules of a scenario; nothing may begin
// before `study.run.fork`. Problems are added to the list, among them a policy that is called as the reference.
void add_policies(Study& study, const Node& tree, std::vector<Problem>& problems);

// Actions that are laid on top of a policy from `now` on. `text` is a list as a policy of a scenario has it:
// [{ lever = "us.export_control", at = 2027-01-04, to = 0.5 }]. Throws Error(invalid_input) with every problem.
std::vector<Action> further_actions(Study study, Policy policy, const std::string& text, Date now);

}  // namespace sim
