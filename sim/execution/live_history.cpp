// The history observes: a measure reads a history after a step and cannot change it.
#include "sim/execution/live_history.hpp"

#include <algorithm>
#include <limits>

namespace sim {

LiveHistory::LiveHistory(const Study& study, const Layout& layout, const Schedule& schedule,
                         std::unique_ptr<Model> model)
    : study_(&study), layout_(&layout), schedule_(&schedule), model_(std::move(model)) {
  for (const MeasureLayout& measure : layout.measures) {
    rows_.emplace_back(layout.dates.size() * measure.width, std::numeric_limits<float>::quiet_NaN());
  }
  patterns_.assign(layout.patterns, std::numeric_limits<double>::quiet_NaN());
}

void LiveHistory::step() {
  if (model_.use_count() > 1) model_ = model_->copy();
  if (triggers_) triggers_->look(*model_, *study_->kind, study_->coordinates);
  const std::uint32_t step = model_->clock().step();
  model_->step(policy());
  for (std::size_t p = 0; p < patterns_.size(); ++p) {
    if (schedule_->patterns[p] == step + 1) patterns_[p] = model_->pattern(p);
  }
  while (next_ < schedule_->readings.size() && schedule_->readings[next_].period.last == step) read(next_++);
}

CellRecord LiveHistory::record(bool with_lineage) && {
  CellRecord cell;
  cell.status = CellStatus::done;
  cell.events = model_->events();
  if (const std::span<const Event> triggered = fired(); !triggered.empty()) {
    cell.events.insert(cell.events.end(), triggered.begin(), triggered.end());
    std::stable_sort(cell.events.begin(), cell.events.end(),
                     [](const Event& a, const Event& b) { return a.days < b.days; });
  }
  if (with_lineage) cell.lineage = model_->lineage();
  cell.measures = std::move(rows_);
  return cell;
}

void LiveHistory::read(std::size_t date) {
  const Reading& reading = schedule_->readings[date];
  for (std::size_t m = 0; m < layout_->measures.size(); ++m) {
    const MeasureLayout& measure = layout_->measures[m];
    const Window window = measure.card->window;
    if (window == Window::trailing_year && !reading.whole_year) continue;  // stays NaN
    const StepRange steps = window == Window::instant  ? StepRange{reading.period.last, reading.period.last}
                            : window == Window::period ? reading.period
                                                       : reading.trailing_year;
    row_.assign(measure.width, std::numeric_limits<double>::quiet_NaN());
    model_->observe(measure.index, steps, row_);
    for (std::size_t i = 0; i < row_.size(); ++i) rows_[m][date * measure.width + i] = static_cast<float>(row_[i]);
  }
}

}  // namespace sim
