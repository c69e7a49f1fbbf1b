// The runner observes: a measure reads a history after a step and cannot change it.
#include "sim/execution/cell.hpp"

#include <algorithm>
#include <chrono>
#include <limits>

#include "sim/execution/triggers.hpp"

namespace sim {

namespace {

// A history under way and the rows that it has recorded so far; a copy is a fork.
class RecordedHistory {
 public:
  RecordedHistory(std::unique_ptr<Model> model, const Layout& layout, const Schedule& schedule)
      : model_(std::move(model)), layout_(&layout), schedule_(&schedule) {
    for (const MeasureLayout& measure : layout.measures) {
      rows_.emplace_back(layout.dates.size() * measure.width, std::numeric_limits<float>::quiet_NaN());
    }
    patterns_.assign(layout.patterns, std::numeric_limits<double>::quiet_NaN());
  }
  RecordedHistory(const RecordedHistory& other)
      : model_(other.model_->copy()),
        layout_(other.layout_),
        schedule_(other.schedule_),
        rows_(other.rows_),
        patterns_(other.patterns_),
        next_(other.next_) {}
  RecordedHistory(RecordedHistory&&) = default;
  RecordedHistory& operator=(RecordedHistory&&) = default;
  RecordedHistory& operator=(const RecordedHistory&) = delete;
  ~RecordedHistory() = default;

  // Until the fork; triggers sleep.
  void run_past(const Policy& policy) {
    while (model_->clock().step() < schedule_->fork) advance(policy);
  }

  // From the fork to the end.
  void run_future(const Policy& policy, const Study& study) {
    Triggers triggers(policy);
    while (model_->clock().step() < schedule_->steps) {
      triggers.look(*model_, *study.kind, study.coordinates);
      advance(triggers.policy());
    }
    fired_ = triggers.fired();
  }

  const std::vector<double>& patterns() const { return patterns_; }

  CellRecord record(bool with_lineage) && {
    CellRecord cell;
    cell.status = CellStatus::done;
    cell.events = model_->events();
    if (!fired_.empty()) {
      cell.events.insert(cell.events.end(), fired_.begin(), fired_.end());
      std::stable_sort(cell.events.begin(), cell.events.end(),
                       [](const Event& a, const Event& b) { return a.days < b.days; });
    }
    if (with_lineage) cell.lineage = model_->lineage();
    cell.measures = std::move(rows_);
    return cell;
  }

 private:
  void advance(const Policy& policy) {
    const std::uint32_t step = model_->clock().step();
    model_->step(policy);
    for (std::size_t p = 0; p < patterns_.size(); ++p) {
      if (schedule_->patterns[p] == step + 1) patterns_[p] = model_->pattern(p);
    }
    while (next_ < schedule_->readings.size() && schedule_->readings[next_].period.last == step) read(next_++);
  }

  void read(std::size_t date) {
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

  std::unique_ptr<Model> model_;
  const Layout* layout_;
  const Schedule* schedule_;
  std::vector<std::vector<float>> rows_;
  std::vector<double> patterns_;
  std::vector<Event> fired_;
  std::vector<double> row_;
  std::size_t next_ = 0;
};

CellRecord failed_cell(const Layout& layout, const std::string& message) {
  CellRecord cell;
  cell.status = CellStatus::failed;
  cell.message = message;
  for (const MeasureLayout& measure : layout.measures) {
    cell.measures.emplace_back(layout.dates.size() * measure.width, std::numeric_limits<float>::quiet_NaN());
  }
  return cell;
}

}  // namespace

Beginning beginning_of(const Study& study, std::size_t unit) {
  Beginning b;
  const std::size_t world = unit / study.run.members;
  b.tables = &study.tables;
  b.parameters = study.design.row(world);
  b.structure = study.design.structure[world];
  b.seed = study.run.seed;
  b.world_key = study.design.keys[world];
  b.member = static_cast<std::uint32_t>(unit % study.run.members);
  b.past = study.run.past;
  b.start = study.run.start;
  b.end = study.run.end;
  b.observed_until = study.run.observed_until;
  b.scale = study.run.scale;
  return b;
}

UnitRecord simulate_unit(const Study& study, const Layout& layout, const Schedule& schedule, std::size_t unit) {
  const auto began = std::chrono::steady_clock::now();
  const bool with_lineage =
      study.record.lineage == LineageRecord::all || (study.record.lineage == LineageRecord::one_member && unit == 0);
  UnitRecord record;
  record.unit = unit;
  record.policies.resize(layout.policies);
  record.patterns.assign(layout.patterns, std::numeric_limits<double>::quiet_NaN());
  try {
    RecordedHistory past(study.kind->begin(beginning_of(study, unit)), layout, schedule);
    past.run_past(study.policies.front());
    const auto go_on = [&](RecordedHistory future, std::size_t policy) {
      try {
        future.run_future(study.policies[policy], study);
        if (policy == 0) record.patterns = future.patterns();
        record.policies[policy] = std::move(future).record(with_lineage);
      } catch (const std::exception& error) {
        record.policies[policy] = failed_cell(layout, error.what());
      }
    };
    for (std::size_t p = 1; p < layout.policies; ++p) go_on(past, p);  // one copy alive at a time
    go_on(std::move(past), 0);                                         // the reference needs no copy
  } catch (const std::exception& error) {
    for (CellRecord& cell : record.policies) cell = failed_cell(layout, error.what());
  }
  record.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return record;
}

}  // namespace sim
