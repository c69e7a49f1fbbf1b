// What may be removed from a history: a lab, a family, its small models, a release, one base of it, or a decision to
// adopt a family.
#pragma once

#include <string_view>
#include <vector>

#include "models/roster/roster.hpp"
#include "sim/model/model.hpp"

namespace weightshed::roster {

inline constexpr double small_model = 10e9;  // parameters, at most

// A knock-out, and what it removes.
struct Exclusion {
  sim::KnockOut card;
  LabIndex lab = no_lab;           // of this lab only
  FamilyIndex family = no_family;  // of this family only
  std::string_view release = {};   // of this release only; the text is in the roster
  std::string_view model = {};     // this base only; the text is in the roster
  std::string_view fact = {};      // an adoption decision on record, by name
  bool small = false;              // language models of at most `small_model` parameters only
};

// In the order of the labs, the families, the releases of language models, the bases and the adoption decisions; their
// positions are the `without` of a sim::Policy.
std::vector<Exclusion> knock_outs(const Roster& roster);

// What the policy in force removes, asked for each base when it is released. Empty except for counterfactual policies.
class Withheld {
 public:
  void follow(const std::vector<int>& without, const Roster& roster);
  // `release` and `model` are empty for releases that labs decide on.
  bool fact(std::string_view name) const;  // of an adoption decision
  bool operator()(LabIndex lab, FamilyIndex family, TaskClass task_class, double total_parameters,
                  std::string_view release, std::string_view model = {}) const;

 private:
  std::vector<int> without_;
  std::vector<Exclusion> out_;  // views of names live in the roster
};

}  // namespace weightshed::roster
