// One history under way: the model, the policy that it follows, and what it has recorded so far. The runner steps it,
// and so does whoever holds a single one.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "sim/execution/triggers.hpp"
#include "sim/plan/layout.hpp"
#include "sim/plan/schedule.hpp"
#include "sim/plan/study.hpp"
#include "sim/results/cell_record.hpp"

namespace sim {

// A copy is a fork: the two share the state of the model until one of them steps.
class LiveHistory {
 public:
  // Before its first step, under the reference; triggers sleep. The study, its layout and its schedule must outlive it.
  LiveHistory(const Study& study, const Layout& layout, const Schedule& schedule, std::unique_ptr<Model> model);

  const Model& model() const { return *model_; }
  // The state as it is now. While somebody holds it, the next step leaves it as it is and goes on from a copy.
  std::shared_ptr<const Model> state() const { return model_; }

  std::uint32_t steps() const { return model_->clock().step(); }
  bool is_over() const { return steps() >= schedule_->steps; }

  // From now on this policy in place of the reference; its triggers wake.
  void follow(const Policy& policy) { triggers_.emplace(policy); }
  bool follows() const { return triggers_.has_value(); }
  // Further actions on top of the policy that it follows.
  void change(const std::vector<Action>& actions) { triggers_->add(actions); }
  // The policy in force: as given, with what triggers and changes have made of it.
  const Policy& policy() const { return triggers_ ? triggers_->policy() : study_->policies.front(); }
  // One step, and the records that are due after it.
  void step();

  // What triggers have done.
  std::span<const Event> fired() const { return triggers_ ? triggers_->fired() : std::span<const Event>(); }
  // One row for each measure of the layout, dates × width; NaN where nothing has been recorded yet.
  const std::vector<std::vector<float>>& rows() const { return rows_; }
  std::size_t recorded_dates() const { return next_; }
  const std::vector<double>& patterns() const { return patterns_; }

  CellRecord record(bool with_lineage) &&;

 private:
  void read(std::size_t date);

  const Study* study_;
  const Layout* layout_;
  const Schedule* schedule_;
  std::shared_ptr<Model> model_;
  std::optional<Triggers> triggers_;  // none before it follows a policy of its own
  std::vector<std::vector<float>> rows_;
  std::vector<double> patterns_;
  std::vector<double> row_;
  std::size_t next_ = 0;  // recording date
};

}  // namespace sim
