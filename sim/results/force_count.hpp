// How often a policy was in force in the histories of a result, and which of its conditions never fired.
#pragma once

#include <vector>

#include "sim/plan/force.hpp"
#include "sim/results/cell_record.hpp"
#include "sim/results/netcdf.hpp"

namespace sim {

class ForceCount {
 public:
  explicit ForceCount(const Study& study);

  void add(std::size_t policy, const CellRecord& cell);
  void write(netcdf::Group& root) const;  // policy_in_force and policy_unfired

 private:
  struct Counted {
    std::size_t histories = 0, in_force = 0;  // finished ones
    bool without_condition = false;           // an action that waits for nothing is in force at a recorded step
    std::vector<bool> fired;                  // of each action, in any history
  };
  // The policy as it was in a history: the actions whose condition fired are dated to that day.
  Policy lived(std::size_t policy, const CellRecord& cell, std::vector<bool>& fired) const;

  const Study& study_;
  RecordedSteps steps_;
  std::vector<Counted> policies_;
};

}  // namespace sim
