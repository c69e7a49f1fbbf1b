// A recorded study is a stranger's: it is held to what a scenario is held to.
#pragma once

#include <string>

#include "sim/plan/study.hpp"

namespace sim {

// Dates, counts, indices, tables and values lie in the ranges of the model's cards. Throws Error(invalid_input) with
// the first that does not; `place` names the file in the message.
void require_sound(const Study& study, const std::string& place);

}  // namespace sim
