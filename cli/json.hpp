// Shapes of JSON that several verbs print.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "sim/error.hpp"
#include "sim/execution/run.hpp"

namespace cli {

nlohmann::ordered_json json_of(const std::vector<sim::Problem>& problems);
nlohmann::ordered_json json_of(const sim::RunOutcome& outcome);

}  // namespace cli
