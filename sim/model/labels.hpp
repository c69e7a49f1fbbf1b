// Labels of dimensions as people write them: a code in any case, or the full name that a table gives it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/model/model.hpp"

namespace sim {

struct LabelName {
  std::string label, name;  // "CN", "China"
};

// Full names of the labels of a dimension, by the tables; empty where no table has any.
std::vector<LabelName> label_names(const ModelKind& kind, const Tables& tables, std::string_view dimension);

// The position of the one label that is meant: the label as it stands; else in any case, with spaces or hyphens for
// underscores; else by its full name, likewise. Nothing when none or more than one is meant.
std::optional<std::size_t> label_meant(std::span<const std::string> labels, std::span<const LabelName> names,
                                       std::string_view given);

// The label that is nearest to what was given, by itself or by its full name; empty when none is near.
std::string nearest_label(std::span<const std::string> labels, std::span<const LabelName> names,
                          std::string_view given);

}  // namespace sim
