// Why a measure has its value: parts of the history removed one at a time, under common random numbers.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/plan/study.hpp"

namespace sim {

// One value of a measure, at a date, under one policy of a finished study.
struct Question {
  std::string policy;  // empty: the reference
  std::string measure;
  std::vector<std::pair<std::string, std::string>> where;  // dimension and label; a dimension left out takes its first
  Date at;
};

// Something that may have mattered: a knock-out of the model, or a lever that had been moved before the date.
struct Cause {
  std::string name;   // "release:qwen2_5", "lever:us.export_control"
  std::string words;  // for a reader
  Date from;
};

// The position of the question's policy in the study. Throws Error(invalid_input) for an unknown one, with the nearest.
std::size_t policy_of(const Study& study, const Question& question);

// What may bear on the question, in the model's order: its knock-outs that concern a label of the question (all of them
// when none does), and the levers that are not neutral by then. `named` asks for some and leaves out the rest: each by
// its name, or by a part of its name or its words that no other has, in any case. Throws Error(invalid_input) for an
// unknown policy, measure, dimension, label or name, with the nearest, and for a part that several have, with these.
std::vector<Cause> causes_of(const Study& study, const Question& question, const std::vector<std::string>& named);

// The study of the question's policy with and without each cause, to its date, in the first worlds and members. Its
// reference is the policy as it was; `compare` gives the effect of each cause, as minus the effect of removing it.
Study taken_out(const Study& study, const Question& question, const std::vector<Cause>& causes, std::size_t worlds,
                std::uint32_t members);

}  // namespace sim
