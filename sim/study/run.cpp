// One code path for a run, its continuation and its shards: fill what is missing, then join.
#include "sim/study/run.hpp"

#include <spdlog/spdlog.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <exception>
#include <mutex>

#include "sim/results/durable_file.hpp"
#include "sim/results/result_file.hpp"
#include "sim/results/study_record.hpp"
#include "sim/study/cell.hpp"
#include "sim/study/join_parts.hpp"
#include "sim/study/parts_folder.hpp"

namespace sim {

namespace fs = std::filesystem;
using Clock_ = std::chrono::steady_clock;

namespace {

double seconds_since(Clock_::time_point began) { return std::chrono::duration<double>(Clock_::now() - began).count(); }

int thread_count(const RunOptions& options) {
  return options.threads > 0 ? options.threads : tbb::this_task_arena::max_concurrency();
}

bool stopped(const RunOptions& options) { return options.stop != nullptr && options.stop->load(); }

// Before anything is simulated: the folder can be written, and nothing is overwritten without being asked.
void require_output(const RunOptions& options) {
  const fs::path& output = options.output;
  if (options.shards == 0 || options.shard >= options.shards) {
    throw Error(Failure::usage,
                "shard " + std::to_string(options.shard) + " of " + std::to_string(options.shards) + " does not exist");
  }
  const fs::path folder = output.has_parent_path() ? output.parent_path() : fs::path(".");
  if (!fs::is_directory(folder)) throw Error(Failure::invalid_input, "there is no folder '" + folder.string() + "'");
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    throw Error(Failure::invalid_input, "cannot write in '" + folder.string() + "': " + std::strerror(errno));
  }
  if (fs::is_directory(output)) throw Error(Failure::invalid_input, "'" + output.string() + "' is a folder");
}

// Finished units on their way to part files; calls come from any thread.
class Collector {
 public:
  Collector(const PartsFolder& folder, const Study& study, const Layout& layout, const RunOptions& options,
            Progress progress)
      : folder_(folder), study_(study), layout_(layout), options_(options), progress_(std::move(progress)) {}

  void take(UnitRecord unit) {
    std::vector<UnitRecord> batch;
    {
      const std::lock_guard lock(mutex_);
      for (const CellRecord& cell : unit.policies) {
        ++progress_.done;
        if (cell.status == CellStatus::failed) ++progress_.failed;
      }
      waiting_.push_back(std::move(unit));
      progress_.seconds = seconds_since(began_);
      if (options_.progress) options_.progress(progress_);
      if (seconds_since(flushed_) >= seconds_a_part || waiting_.size() >= units_a_part) {
        batch.swap(waiting_);
        flushed_ = Clock_::now();
      }
    }
    write(batch);
  }

  Progress finish() {
    write(std::exchange(waiting_, {}));
    progress_.seconds = seconds_since(began_);
    return progress_;
  }

 private:
  static constexpr double seconds_a_part = 1.0;     // what a kill can cost
  static constexpr std::size_t units_a_part = 256;  // bounds the memory of cells that wait

  void write(std::vector<UnitRecord> batch) {
    if (batch.empty()) return;
    const std::lock_guard lock(writing_);  // HDF5 is entered by one thread at a time; the others go on simulating
    std::sort(batch.begin(), batch.end(), [](const auto& a, const auto& b) { return a.unit < b.unit; });
    write_part(folder_.path(), study_.sha256, layout_, batch);
  }

  const PartsFolder& folder_;
  const Study& study_;
  const Layout& layout_;
  const RunOptions& options_;
  const Clock_::time_point began_ = Clock_::now();
  std::mutex mutex_, writing_;
  std::vector<UnitRecord> waiting_;
  Clock_::time_point flushed_ = Clock_::now();
  Progress progress_;
};

std::vector<std::size_t> missing_units(const Layout& layout, const std::vector<PartFile>& parts,
                                       const RunOptions& options) {
  std::vector<char> there(layout.units(), 0);
  for (const PartFile& part : parts) {
    for (const std::uint64_t unit : part.units()) there[unit] = 1;
  }
  std::vector<std::size_t> missing;
  for (std::size_t unit = options.shard; unit < layout.units(); unit += options.shards) {
    if (there[unit] == 0) missing.push_back(unit);
  }
  return missing;
}

// Units are handed out in order, so that parts hold neighbours. An exception from writing ends the run.
void simulate(const Study& study, const Layout& layout, const std::vector<std::size_t>& units, Collector& collector,
              const RunOptions& options) {
  const Schedule schedule = schedule_of(study);
  const int threads = thread_count(options);
  std::atomic<std::size_t> next{0};
  std::atomic<bool> broken{false};
  tbb::task_arena arena(threads);
  arena.execute([&] {
    tbb::parallel_for(0, threads, [&](int) {
      while (!stopped(options) && !broken.load()) {
        const std::size_t at = next.fetch_add(1);
        if (at >= units.size()) return;
        try {
          collector.take(simulate_unit(study, layout, schedule, units[at]));
        } catch (...) {
          broken.store(true);
          throw;
        }
      }
    });
  });
}

RunOutcome fill_and_join(const Study& study, const RunOptions& options) {
  const Clock_::time_point began = Clock_::now();
  Provenance provenance;
  provenance.began = now_utc();
  provenance.command = options.command;
  provenance.threads = thread_count(options);
  const Layout layout = layout_of(study);
  PartsFolder folder = PartsFolder::make(options.output, study, options.shard);
  Progress progress;
  std::vector<std::size_t> missing;
  {
    const std::vector<PartFile> parts = folder.parts(study, layout);
    missing = missing_units(layout, parts, options);
    for (const PartFile& part : parts) progress.failed += part.failed();
  }
  const std::size_t mine = (layout.units() + options.shards - 1 - options.shard) / options.shards;
  progress.total = mine * layout.policies;
  progress.done = progress.done_before = (mine - missing.size()) * layout.policies;
  Collector collector(folder, study, layout, options, progress);
  simulate(study, layout, missing, collector, options);
  RunOutcome outcome;
  outcome.progress = collector.finish();
  outcome.output = options.output;
  outcome.interrupted = outcome.progress.done < outcome.progress.total;
  const std::vector<PartFile> parts = folder.parts(study, layout);
  if (outcome.interrupted || options.shards > 1) {
    outcome.output = folder.path();
    for (const FailedCell& cell : failed_cells(study, layout, parts)) outcome.failures.push_back(cell.text());
    return outcome;
  }
  provenance.wall_seconds = seconds_since(began);
  for (const FailedCell& cell : join_parts(study, layout, parts, options.output, provenance)) {
    outcome.failures.push_back(cell.text());
  }
  std::move(folder).remove();
  return outcome;
}

void warn_about_other_program(const Study& study, const std::string& place) {
  (void)study;
  (void)place;
}

}  // namespace

RunOutcome run_study(const Study& study, const RunOptions& options) {
  if (study.run.precision) {
    throw Error(Failure::invalid_input,
                "run.precision: members cannot be added while a study runs yet; set run.members and look at the "
                "standard errors in /summary");
  }
  require_output(options);
  sweep_leftovers(options.output);
  if (options.shards == 1 && fs::exists(options.output) && !options.force) {
    throw Error(Failure::invalid_input,
                "'" + options.output.string() + "' exists; choose another output or replace it with --force");
  }
  if (options.force) {
    const fs::path folder = PartsFolder::path_for(options.output);
    if (fs::exists(folder)) PartsFolder(folder).remove();
  }
  return fill_and_join(study, options);
}

RunOutcome resume_run(const ModelKind& kind, const RunOptions& options) {
  require_output(options);
  sweep_leftovers(options.output);
  const fs::path folder = PartsFolder::path_for(options.output);
  if (fs::exists(folder)) {
    const Study study = study_from_json(kind, PartsFolder::study_record(folder), folder.string());
    warn_about_other_program(study, folder.string());
    return fill_and_join(study, options);
  }
  if (!fs::exists(options.output)) {
    throw Error(Failure::invalid_input,
                "nothing to resume: there is neither '" + folder.string() + "' nor '" + options.output.string() + "'");
  }
  const ResultFile result(options.output);
  RunOutcome outcome;
  outcome.output = options.output;
  const ResultFile::Counts counts = result.counts();
  outcome.progress.done = outcome.progress.done_before = counts.done + counts.failed;
  outcome.progress.failed = counts.failed;
  outcome.progress.total = counts.done + counts.failed + counts.pending;
  for (const FailedCell& cell : result.failed_cells()) outcome.failures.push_back(cell.text());
  return outcome;
}

}  // namespace sim
