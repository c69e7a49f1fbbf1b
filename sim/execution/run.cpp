// One code path for a run, its continuation and its shards: fill what is missing, then join.
#include "sim/execution/run.hpp"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <algorithm>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <span>

#include "sim/execution/cell.hpp"
#include "sim/execution/join_parts.hpp"
#include "sim/execution/leftovers.hpp"
#include "sim/execution/output.hpp"
#include "sim/execution/parts_folder.hpp"
#include "sim/execution/units_in_order.hpp"
#include "sim/results/durable_file.hpp"
#include "sim/results/result_file.hpp"
#include "sim/results/storage_error.hpp"
#include "sim/results/study_record.hpp"
#include "sim/shell_word.hpp"

namespace sim {

namespace fs = std::filesystem;

namespace {

using Instant = std::chrono::steady_clock::time_point;

Instant now() { return std::chrono::steady_clock::now(); }
double seconds_since(Instant began) { return std::chrono::duration<double>(now() - began).count(); }

// Finished units on their way to part files; calls come from any thread.
class Collector {
 public:
  Collector(const PartsFolder& folder, const Study& study, const Layout& layout, const RunOptions& options,
            Progress progress)
      : folder_(folder), study_(study), layout_(layout), options_(options), progress_(progress) {}

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

  Progress finish() {
    write(std::exchange(waiting_, {}));
    progress_.seconds = seconds_since(began_);
    return progress_;
  }

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
      write_part(folder_.path(), study_.source.sha256, layout_, batch);
    } catch (const NoSpace&) {
      if (batch.size() < 2) throw;
      write_what_fits(batch.first(batch.size() / 2));
      write_what_fits(batch.subspan(batch.size() / 2));
    }
  }

  const PartsFolder& folder_;
  const Study& study_;
  const Layout& layout_;
  const RunOptions& options_;
  const Instant began_ = now();
  std::mutex mutex_, writing_;
  std::vector<UnitRecord> waiting_;
  std::size_t waiting_bytes_ = 0;
  Instant written_ = now();
  Progress progress_;
};

std::vector<std::size_t> units_of(const Layout& layout, const RunOptions& options) {
  std::vector<std::size_t> units;
  for (std::size_t unit = options.shard; unit < layout.units(); unit += options.shards) units.push_back(unit);
  return units;
}

// What this shard still has to do, and how far it is.
std::pair<std::vector<std::size_t>, Progress> missing_units(const PartsFolder& folder, const Study& study,
                                                            const Layout& layout, const RunOptions& options) {
  std::vector<char> there(layout.units(), 0);
  Progress progress;
  for (const PartFile& part : folder.parts(study, layout, true)) {
    for (const std::uint64_t unit : part.units()) there[unit] = 1;
    // A part is written by one shard; those of others may lie in the same folder.
    if (part.units().front() % options.shards == options.shard) progress.failed += part.failed();
  }
  std::vector<std::size_t> units = units_of(layout, options);
  progress.total = units.size() * layout.policies;
  std::erase_if(units, [&](std::size_t unit) { return there[unit] != 0; });
  progress.done = progress.done_before = progress.total - units.size() * layout.policies;
  return {std::move(units), progress};
}

// What simulating has freed goes back to the system, so that joining does not come on top of it.
void give_memory_back() {
#ifdef __GLIBC__
  ::malloc_trim(0);
#endif
}

RunOutcome fill_and_join(const Study& study, const RunOptions& options, PartsFolder folder) {
  const Instant began = now();
  Provenance provenance;
  provenance.began = now_utc();
  provenance.command = options.command;
  provenance.threads = thread_count(options.threads);
  const Layout layout = layout_of(study);
  const Schedule schedule = schedule_of(study);
  const auto [units, progress] = missing_units(folder, study, layout, options);
  Collector collector(folder, study, layout, options, progress);
  units_in_order(units.size(), options.threads, options.stop, [&, &missing = units](std::size_t i) {
    collector.take(simulate_unit(study, layout, schedule, missing[i]));
  });
  RunOutcome outcome;
  outcome.progress = collector.finish();
  outcome.output = options.output;
  outcome.interrupted = outcome.progress.done < outcome.progress.total;
  const std::vector<PartFile> parts = folder.parts(study, layout, false);
  if (outcome.interrupted || options.shards > 1) {
    if (!outcome.interrupted) outcome.output = folder.path();  // a finished shard: its parts are the result
    for (const FailedCell& cell : failed_cells(study, layout, parts)) outcome.failures.push_back(cell.text());
    return outcome;
  }
  provenance.wall_seconds = seconds_since(began);
  give_memory_back();
  for (const FailedCell& cell : join_parts(study, layout, parts, options.output, provenance)) {
    outcome.failures.push_back(cell.text());
  }
  std::move(folder).remove();
  return outcome;
}

// Runs `work` on the file that the output names; where space runs out, the error says how to go on. The outcome names
// the output as it was given.
RunOutcome with_output(const RunOptions& given, const std::function<RunOutcome(const RunOptions&)>& work) {
  RunOptions options = given;
  options.output = file_of(given.output);
  require_writable(options);
  try {
    RunOutcome outcome = work(options);
    if (outcome.output == options.output) outcome.output = given.output;
    return outcome;
  } catch (const NoSpace& error) {
    const std::string resume = "resume with: weightshed resume " + shell_word(given.output.string());
    const bool are_kept = PartsFolder::holds_cells(options.output);
    throw NoSpace(options.output, error.reason(), are_kept ? resume : "run the command again; no cell is kept");
  }
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

RunOutcome run_study(const Study& study, const RunOptions& given) {
  return with_output(given, [&](const RunOptions& options) {
    const bool is_whole = options.shards == 1;
    if (is_whole) require_absent(options);
    PartsFolder folder = PartsFolder::make(study, options);
    try {
      if (is_whole) require_absent(options);  // another process may have finished while this one waited for the folder
    } catch (const Error&) {
      if (folder.is_new()) std::move(folder).remove();
      throw;
    }
    if (is_whole) sweep_leftovers(options.output);
    return fill_and_join(study, options, std::move(folder));
  });
}

RunOutcome resume_run(const ModelKind& kind, const RunOptions& given) {
  return with_output(given, [&](const RunOptions& options) {
    std::optional<PartsFolder> folder = PartsFolder::open(options.output);
    sweep_leftovers(options.output);
    if (folder) {
      const Study study = study_from_json(kind, folder->study_record(), folder->path().string());
      return fill_and_join(study, options, std::move(*folder));
    }
    if (fs::exists(options.output)) return outcome_of(options.output);
    throw Error(Failure::invalid_input, "nothing to resume: there is neither '" + options.output.string() +
                                            "' nor an unfinished run in '" + parts_of(options.output).string() + "'");
  });
}

}  // namespace sim
