// One code path for a run, its continuation and its shards: fill what is missing, then join.
#include "sim/execution/run.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <span>

#include "sim/execution/cell.hpp"
#include "sim/execution/gathering.hpp"
#include "sim/execution/parts_folder.hpp"
#include "sim/execution/units_in_order.hpp"
#include "sim/graph/kept_pages.hpp"
#include "sim/results/durable_file.hpp"
#include "sim/results/result_file.hpp"
#include "sim/results/storage_error.hpp"

namespace sim {

namespace fs = std::filesystem;

namespace {

using Instant = std::chrono::steady_clock::time_point;

Instant now() { return std::chrono::steady_clock::now(); }
double seconds_since(Instant began) { return std::chrono::duration<double>(now() - began).count(); }

// Finished units on their way to part files; calls come from any thread.
class Collector {
 public:
  Collector(Gathering& gathering, const RunOptions& options)
      : gathering_(gathering), options_(options), progress_(gathering.progress()) {}

  void take(UnitRecord unit) {
    std::vector<UnitRecord> batch;
    {
      const std::lock_guard lock(mutex_);
      for (const CellRecord& cell : unit.policies) {
        ++progress_.done;
        if (cell.status == CellStatus::failed) ++progress_.failed;
      }
      waiting_bytes_ += bytes_of(unit);
      waiting_.push_back(std::move(unit));
      progress_.seconds = seconds_since(began_);
      if (seconds_since(written_) >= seconds_a_part || waiting_bytes_ >= bytes_a_part) {
        batch.swap(waiting_);
        waiting_bytes_ = 0;
        written_ = now();
      }
      if (options_.progress) options_.progress(progress_);
    }
    write(std::move(batch));
  }

  void begin() { progress_.total = gathering_.progress().total; }
  void finish() { write(std::exchange(waiting_, {})); }

 private:
  static constexpr double seconds_a_part = 1.0;                      // what a kill can cost
  static constexpr std::size_t bytes_a_part = std::size_t{2} << 20;  // bounds the memory of cells that wait

  void write(std::vector<UnitRecord> batch) {
    if (batch.empty()) return;
    const std::lock_guard lock(writing_);  // only one thread at a time may use HDF5; the others continue to simulate
    std::sort(batch.begin(), batch.end(), [](const auto& a, const auto& b) { return a.unit < b.unit; });
    write_what_fits(batch);
  }

  // Where there is no room for all of them, for as many as there is: what is finished is kept.
  void write_what_fits(std::span<const UnitRecord> batch) {
    try {
      gathering_.add(batch);
    } catch (const NoSpace&) {
      if (batch.size() < 2) throw;
      write_what_fits(batch.first(batch.size() / 2));
      write_what_fits(batch.subspan(batch.size() / 2));
    }
  }

  Gathering& gathering_;
  const RunOptions& options_;
  const Instant began_ = now();
  std::mutex mutex_, writing_;
  std::vector<UnitRecord> waiting_;
  std::size_t waiting_bytes_ = 0;
  Instant written_ = now();
  Progress progress_;
};

RunOutcome fill_and_join(Gathering& gathering, const RunOptions& options) {
  const Schedule schedule = schedule_of(gathering.study());
  Collector collector(gathering, options);
  // Once, unless run.precision asks for more members.
  for (std::vector<std::size_t> units = gathering.missing(); !units.empty(); units = gathering.missing()) {
    collector.begin();
    {
      const KeptPages pages;
      units_in_order(units.size(), options.threads, options.stop, [&](std::size_t i) {
        collector.take(simulate_unit(gathering.study(), gathering.layout(), schedule, units[i]));
      });
    }
    collector.finish();
    if (options.stop != nullptr && options.stop->load()) break;
  }
  return std::move(gathering).finish();
}

// What is complete is left as it is.
RunOutcome outcome_of(const fs::path& output) {
  const ResultFile result(output);
  const ResultFile::Counts counts = result.counts();
  RunOutcome outcome;
  outcome.output = output;
  outcome.progress.done = outcome.progress.done_before = counts.done + counts.failed;
  outcome.progress.failed = counts.failed;
  outcome.progress.total = counts.done + counts.failed + counts.pending;
  for (const FailedCell& cell : result.failed_cells()) outcome.failures.push_back(cell.text());
  return outcome;
}

}  // namespace

RunOutcome run_study(const Study& study, const RunOptions& options) {
  return fill_and_join(*begin_run(study, options), options);
}

RunOutcome resume_run(const ModelKind& kind, const RunOptions& options) {
  if (const auto gathering = continue_run(kind, options)) return fill_and_join(*gathering, options);
  const fs::path output = file_of(options.output);
  if (!fs::exists(output)) {
    throw Error(Failure::invalid_input, "nothing to resume: there is neither '" + output.string() +
                                            "' nor an unfinished run in '" + parts_of(output).string() + "'");
  }
  RunOutcome outcome = outcome_of(output);
  outcome.output = options.output;
  return outcome;
}

}  // namespace sim
