// What `why` may take out of a history: a lab, a family, its small models, a release.
#pragma once

#include <string_view>
#include <vector>

#include "models/roster/roster.hpp"
#include "sim/model/model.hpp"

namespace weightshed::roster {

inline constexpr double small_model = 10e9;  // parameters, at most

// A knock-out, and what it removes.
struct Removal {
  sim::KnockOut card;
  LabIndex lab = no_lab;           // of this lab only
  FamilyIndex family = no_family;  // of this family only
  std::string_view release = {};   // of this release only; stands in the roster
  bool small = false;              // language models of at most `small_model` parameters only
};

// In the order of the labs, the families and the releases of language models; their positions are the `without` of a
// sim::Policy.
std::vector<Removal> knock_outs(const Roster& roster);

// What the policy in force takes out, asked base by base as they come out. Empty for all but counterfactual policies.
class Withheld {
 public:
  void follow(const std::vector<int>& without, const Roster& roster);
  // `release` is empty for releases that labs decide on.
  bool operator()(LabIndex lab, FamilyIndex family, TaskClass task_class, double total_parameters,
                  std::string_view release) const;

 private:
  std::vector<int> without_;
  std::vector<Removal> out_;  // views of names live in the roster
};

}  // namespace weightshed::roster
