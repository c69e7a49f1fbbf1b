// The JSON Schema of scenario files, generated from the registry, for editors (Taplo) that complete and underline.
#pragma once

#include <string>

#include "sim/model/model.hpp"

namespace sim {

// Draft 7. It knows names, types, words and ranges; only load_study checks units in strings and the order of dates.
std::string scenario_schema(const ModelKind& kind);

}  // namespace sim
