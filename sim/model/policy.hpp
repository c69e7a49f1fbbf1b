// A policy, resolved: dated actions on levers, and the values that the levers have on a date.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "sim/registry/cards.hpp"
#include "sim/time/calendar.hpp"

namespace sim {

inline constexpr int any_index = -1;  // the action does not name this index: it holds for all

// What an action presses on: a lever and the positions of `of`, `in` and `sectors` in their coordinates.
struct Target {
  int lever = 0;
  int of = any_index;
  int in = any_index;
  int sector = any_index;
  friend auto operator<=>(const Target&, const Target&) = default;
};

// One value of a measure held against bounds; it holds while the value lies strictly beyond them, and never for NaN.
struct Condition {
  int measure = 0;                     // position in ModelKind::measures
  std::size_t value = 0;               // position in the measure's row
  std::optional<double> above, below;  // in the measure's unit
  std::int32_t for_days = 0;           // how long it has to hold without a break
  friend bool operator==(const Condition&, const Condition&) = default;
};

struct Trigger {
  bool any = false;  // one condition is enough; else all of them
  std::vector<Condition> conditions;
  friend bool operator==(const Trigger&, const Trigger&) = default;
};

inline constexpr Date undated{std::numeric_limits<std::int32_t>::min()};  // a trigger that is awake from the fork on

// What an action states besides `to`, in the order of the lever's card.
using LeverOptions = std::array<double, most_options>;

// What an action has that states none of them.
LeverOptions initial_options(const LeverCard& lever);

// Whether a lever needs one of its options and has none: it changes nothing.
bool lacks_option(const LeverCard& lever, const LeverOptions& options);

struct Action {
  Target target;
  Date at;                    // with `when`: the date before which the trigger sleeps
  std::optional<Date> until;  // from this date the target is what it would have been without the action
  Years ramp;                 // linear, from the value just before `at`
  double to = 0.0;
  LeverOptions options = {};
  std::optional<Trigger> when =
      {};  // the action does nothing; the runner makes a dated one of it when the trigger fires
};

struct Policy {
  std::string name;
  std::string label;
  std::vector<Action> baseline;  // dated facts, the same in every policy; ordered by date
  std::vector<Action> actions;   // in the order of the file; later and later-dated ones win
  // A counterfactual, for `why`: what this policy removes from the history, and the levers that stay neutral in it.
  std::vector<int> without = {};         // positions in ModelKind::knock_outs
  std::vector<int> without_levers = {};  // positions in ModelKind::levers
  std::optional<Date> without_from = {};
  // How a brief names it, in figures and as a noun phrase; empty: by its label.
  std::string short_name = {}, sentence = {};
  bool plural = false;  // whether `sentence` takes a verb in the plural
};

struct LeverValue {
  Target target;
  double value = 0.0;
  LeverOptions options = {};
  friend bool operator==(const LeverValue&, const LeverValue&) = default;
};

using LeverValues = std::vector<LeverValue>;  // ordered by target, one entry per target

// The values in force for a step that starts on `date`; `neutral[l]` is what lever l is before any action.
LeverValues levers_in_force(const Policy& policy, Date date, const std::vector<double>& neutral);

// Which of the policy's own actions have a part in those values: an action has none before its date, from `until` on,
// while it waits for its condition, and when a later one has taken its place.
std::vector<bool> actions_in_force(const Policy& policy, Date date);

// The first date at which two of the policies can differ; nothing when none ever does, `undated` when only triggers
// without a date make them differ.
std::optional<Date> first_difference(const std::vector<Policy>& policies);

}  // namespace sim
