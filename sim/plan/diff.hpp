// How two studies differ: settings, policies, reference tables.
#pragma once

#include <string>
#include <vector>

#include "sim/plan/study.hpp"

namespace sim {

struct Difference {
  std::string what;           // "run.members", "policy tight", "table releases, row 12 (gpt_oss)"
  std::string first, second;  // as written; empty: absent
};

// Settings in the order of the first study, then those of the second alone, then tables row by row. Where a value was
// written does not matter. Nothing when both give the same results by the same build.
std::vector<Difference> differences(const Study& first, const Study& second);

}  // namespace sim
