// The sections of a scenario, each read by one function from the merged tree into the study's plain values.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/plan/study.hpp"
#include "sim/random/stream.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/section.hpp"

namespace sim {

// A scenario while it is read: what a reader of a section needs besides the section.
struct Draft {
  const ModelKind& kind;
  Node& tree;  // keys left out are filled with their defaults, so that the tree is the resolved scenario
  std::vector<Problem>& problems;
  std::vector<std::string>& warnings;
  bool complete = true;                      // false: what is missing may stand in a parent that could not be read
  std::span<const std::string> layers = {};  // the files of the tree, from the first ancestor to the scenario

  // The value that is used when a key is absent; its origin is then "default".
  void fill(std::string_view section, std::string_view key, Node value);

  // Reports a key that nobody has written: in its section, or in the file when no file has the section.
  void report_missing(const Node& section, std::string key, std::string message, std::string allowed);
};

inline const Place default_place{"default", 0, 0};

RunSettings read_run(Draft& draft);

// [assume] and [structure] to one row per world. `folder` is where a list of worlds is looked up, `posterior` the file
// of calibrated worlds for the past that is run, if there is one.
Design read_design(Draft& draft, const RunSettings& run, const std::filesystem::path& folder,
                   const std::optional<std::filesystem::path>& posterior);

// Uniform numbers, points × dimensions: Sobol points with Joe and Kuo's direction numbers, from Boost. They get a
// digital shift keyed by the stream (Matousek 1998): still a net, and no two seeds share points.
std::vector<double> sobol_points(const Stream& stream, std::size_t points, std::size_t dimensions);

// What names of countries and the like are checked against; a dimension that is missing goes unchecked.
struct Vocabulary {
  const ModelKind& kind;
  const Tables& tables;
  const Coordinates& coordinates;  // empty when the reference tables could not be read
};

// The rows of the kind's baseline table as actions, ordered by date.
std::vector<Action> baseline_actions(const Vocabulary& words, std::vector<Problem>& problems);

// [[policy]]
std::vector<Policy> read_policies(Draft& draft, const RunSettings& run, const Vocabulary& words,
                                  const std::vector<Action>& baseline);

// `when` of an action: one condition, or a list of them under `all` or `any`.
Trigger read_trigger(const Vocabulary& words, const Node& when, const std::string& key, std::vector<Problem>& problems);

// The measure that a table names, by its position, and the value in its row that the table names by a label of every
// dimension. What is missing or unknown is a problem.
std::optional<std::size_t> measure_named(const Vocabulary& words, const Section& section,
                                         std::vector<Problem>& problems);
std::size_t value_named(const Vocabulary& words, const Section& section, const MeasureCard& card,
                        std::vector<Problem>& problems);

// What the levers of a policy cannot be together; `tree` is the scenario's, for the places. Called on a study that has
// no other problem.
void check_levers(const Study& study, const Node& tree, std::vector<Problem>& problems);

Recording read_measures(Draft& draft, const RunSettings& run);

// [sweep]: repeats the study's policies and worlds over its points. Read after both.
void read_sweep(Draft& draft, Study& study);

// run.precision, which is about a measure that is recorded and two of the policies. Read after all of them.
void read_precision(Draft& draft, const Vocabulary& words, Study& study);

// The position of `name` on the dimension, a label or its full name in any case, or a problem that names the labels.
std::optional<int> coordinate_position(const Vocabulary& words, std::string_view dimension, const std::string& name,
                                       const Node& node, const std::string& key, std::vector<Problem>& problems);

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
