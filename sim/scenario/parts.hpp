// The sections of a scenario, each read by one function from the merged tree into the study's plain values.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/document.hpp"
#include "sim/scenario/section.hpp"
#include "sim/study/study.hpp"

namespace sim {

// A scenario while it is read: what a reader of a section needs beside its section.
struct Draft {
  const ModelKind& kind;
  Node& tree;  // keys left out are filled with their defaults, so that the tree is the resolved scenario
  std::vector<Problem>& problems;
  std::vector<std::string>& warnings;

  // The value that is used when a key is absent; its origin is then "default".
  void fill(std::string_view section, std::string_view key, Node value);
};

inline const Place default_place{"default", 0, 0};

RunSettings read_run(Draft& draft);

// [assume] and [structure] to one row a world. `folder` is where a list of worlds is looked up, `posterior` the file of
// calibrated worlds for the past that is run, if there is one.
Design read_design(Draft& draft, const RunSettings& run, const std::filesystem::path& folder,
                   const std::optional<std::filesystem::path>& posterior);

// [[policy]]; `coordinates` is null when the reference tables could not be read: names of countries then go unchecked.
std::vector<Policy> read_policies(Draft& draft, const RunSettings& run, const Coordinates* coordinates,
                                  const std::vector<Action>& baseline);

// `when` of an action: one condition, or a list of them under `all` or `any`.
Trigger read_trigger(const ModelKind& kind, const Coordinates* coordinates, const Node& when, const std::string& key,
                     std::vector<Problem>& problems);

struct MeasureSettings {
  std::vector<std::size_t> record;
  Every every = Every::month;
  LineageRecord lineage = LineageRecord::none;
  bool patterns = false;
};
MeasureSettings read_measures(Draft& draft);

// The position of `name` on the dimension, or a problem that names the labels.
std::optional<int> coordinate_position(const Coordinates& coordinates, std::string_view dimension,
                                       const std::string& name, const Node& node, const std::string& key,
                                       std::vector<Problem>& problems);

// What a lever is set to: a number, a quantity, or the word of a categorical lever.
std::optional<double> lever_value(const LeverCard& lever, const Node& node, const std::string& key,
                                  std::vector<Problem>& problems);

template <class Card>
std::vector<std::string> keys_of(const std::vector<Card>& cards) {
  std::vector<std::string> keys;
  for (const Card& card : cards) keys.emplace_back(card.key);
  return keys;
}

}  // namespace sim
