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
  bool part = false;        // the name of a part of what the label stands for, and so not meant by it: "GULF", "Qatar"
};

// Other names of the labels of a dimension, by the tables and the model; empty where neither has any.
std::vector<LabelName> label_names(const ModelKind& kind, const Tables& tables, std::string_view dimension);

// The position of the one label that is meant: the label as it stands; else in any case, with spaces or hyphens for
// underscores; else by one of its names, likewise. Nothing when none or more than one is meant.
std::optional<std::size_t> label_meant(std::span<const std::string> labels, std::span<const LabelName> names,
                                       std::string_view given);

// The label that is nearest to what was given, by itself or by one of its names, those of its parts included; empty
// when none is near.
std::string nearest_label(std::span<const std::string> labels, std::span<const LabelName> names,
                          std::string_view given);

}  // namespace sim
