// Effects as the tables that `compare` and `demo` print, and Python where a table of effects is shown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/results/compare.hpp"

namespace sim {

// How much of the effects is told.
struct TableRows {
  bool all = false;    // every effect, else the dozen that matter
  bool point = false;  // no interval
  std::string_view others = "--all shows every effect, --measure NAME those on one measure";  // behind "and 400 more; "
};

// What matters first: of each policy some effects, one of a measure before a second one of it. Those on values that the
// policy's actions aim at come first, then those on measures that its levers are said to move; among either the clear
// ones, and then the largest in widths of their own interval; of labels of one measure that are about as strong, the
// one that the measure names first. With `all`, one block for each policy and measure. The first line says on how many
// pairs and worlds the effects rest, and whether these are few; the next ones name policies that did nothing, and what
// policies cost.
std::string effect_table(const ModelKind& kind, const ResultFile& result, const std::vector<Effect>& effects,
                         const TableRows& rows);

// Policies that did nothing, or not in every history: without these lines an effect of zero looks like a finding.
std::vector<std::string> idle_policies(const ResultFile& result);

}  // namespace sim
