// Everything that a run knows is in its folder, so a process that is killed at any moment leaves nothing else to know.
#include "sim/execution/gathering.hpp"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <algorithm>
#include <optional>
#include <utility>

#include "sim/execution/cell.hpp"
#include "sim/execution/join_parts.hpp"
#include "sim/execution/leftovers.hpp"
#include "sim/execution/output.hpp"
#include "sim/execution/units_in_order.hpp"
#include "sim/graph/kept_pages.hpp"
#include "sim/results/durable_file.hpp"
#include "sim/results/storage_error.hpp"
#include "sim/results/study_record.hpp"
#include "sim/shell_word.hpp"

namespace sim {

namespace fs = std::filesystem;

namespace {

// Runs `work`; where space runs out, the error says how to go on with the run.
template <class Work>
auto with_advice(const fs::path& given, const fs::path& file, Work&& work) {
  try {
    return work();
  } catch (const NoSpace& error) {
    const std::string resume = "resume with: weightshed resume " + shell_word(given.string());
    const bool are_kept = PartsFolder::holds_cells(file);
    throw NoSpace(file, error.reason(), are_kept ? resume : "run the command again; no cell is kept");
  }
}

// Whether a unit belongs to the share of the study that is run.
bool is_in_share(std::size_t unit, const RunOptions& options) {
  if (options.units.empty()) return unit % options.shards == options.shard;
  return std::binary_search(options.units.begin(), options.units.end(), unit);
}

void require_units(const Layout& layout, const std::vector<std::size_t>& units) {
  for (const std::size_t unit : units) {
    if (unit < layout.units()) continue;
    throw Error(Failure::invalid_input, "there is no unit " + std::to_string(unit) + ": the study has " +
                                            std::to_string(layout.units()) + ", (world, member) pairs, from 0");
  }
}

// What simulating has freed goes back to the system, so that joining does not come on top of it.
void give_memory_back() {
#ifdef __GLIBC__
  ::malloc_trim(0);
#endif
}

}  // namespace

Gathering::Gathering(Study study, RunOptions options, fs::path file, PartsFolder folder)
    : study_(std::move(study)),
      options_(std::move(options)),
      file_(std::move(file)),
      folder_(std::move(folder)),
      layout_(layout_of(study_)),
      wanted_(layout_.units(), 0),
      failed_(layout_.units(), absent) {
  provenance_.began = now_utc();
  provenance_.command = options_.command;
  provenance_.threads = thread_count(options_.threads);
  if (study_.precision) effect_.emplace(study_, layout_);
  want(study_.precision ? study_.precision->batch : study_.run.members);
  for (PartFile& part : folder_.parts(study_, layout_, true)) note(std::move(part));
  settle();
  progress_.done_before = progress_.done;
}

// The first `members` of every world, as far as they belong to the share.
void Gathering::want(std::uint32_t members) {
  for (std::size_t unit = 0; unit < wanted_.size(); ++unit) {
    const std::size_t member = unit % layout_.members;
    if (member < members_ || member >= members || !is_in_share(unit, options_)) continue;
    wanted_[unit] = 1;
    progress_.total += layout_.policies;
    if (failed_[unit] == absent) continue;
    progress_.done += layout_.policies;
    progress_.failed += failed_[unit];
  }
  members_ = members;
}

// Adds members for as long as all that are wanted are there and they tell too little.
void Gathering::settle() {
  while (effect_ && progress_.done == progress_.total && members_ < study_.run.members &&
         effect_->half_width(members_) > study_.precision->half_width) {
    want(members_ + study_.precision->batch);
  }
}

void Gathering::note(PartFile part) {
  LogSizes sizes = options_.is_whole() ? part.sizes() : LogSizes();  // a share is not joined
  note(std::move(part), std::move(sizes));
}

void Gathering::note(PartFile part, LogSizes sizes) {
  bool brings_units = false;
  for (std::size_t row = 0; row < part.units().size(); ++row) {
    const std::size_t unit = part.units()[row];
    if (failed_[unit] != absent) continue;
    brings_units = true;
    failed_[unit] = part.failed_of(row);
    if (wanted_[unit] == 0) continue;
    progress_.done += layout_.policies;
    progress_.failed += failed_[unit];
  }
  progress_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  if (!brings_units) return;
  if (effect_) {
    for (const UnitRecord& unit : part.read()) effect_->take(unit);
  }
  parts_.add(std::move(part), std::move(sizes));
}

std::vector<std::size_t> Gathering::missing() const {
  std::vector<std::size_t> units;
  for (std::size_t unit = 0; unit < wanted_.size(); ++unit) {
    if (wanted_[unit] != 0 && failed_[unit] == absent) units.push_back(unit);
  }
  return units;
}

void Gathering::add(std::span<const UnitRecord> units) {
  if (units.empty()) return;
  with_advice(options_.output, file_, [&] {
    LogSizes sizes;
    for (const UnitRecord& unit : units) {
      for (const CellRecord& cell : unit.policies) sizes.add(cell);
    }
    note(PartFile::keep(folder_.path(), units, study_.source.sha256, layout_), std::move(sizes));
    settle();
  });
}

void Gathering::add(const std::string& part) {
  with_advice(options_.output, file_, [&] {
    note(PartFile::keep(folder_.path(), part, study_.source.sha256, layout_));
    settle();
  });
}

RunOutcome Gathering::join() {
  RunOutcome outcome;
  outcome.output = options_.output;
  outcome.progress = progress_;
  outcome.interrupted = progress_.done < progress_.total;
  if (outcome.interrupted || !options_.is_whole()) {
    if (!outcome.interrupted) outcome.output = folder_.path();  // a finished share: its parts are the result
    const std::vector<PartFile> parts = folder_.parts(study_, layout_, false);  // of others, too
    for (const FailedCell& cell : failed_cells(study_, layout_, parts)) outcome.failures.push_back(cell.text());
    return outcome;
  }
  provenance_.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  give_memory_back();
  if (effect_) outcome.precision = provenance_.precision = effect_->text(members_);
  // What precision has settled is another study, and another program may have begun a folder that was there.
  if (!effect_ && folder_.is_new()) provenance_.study_record = folder_.study_record();
  Study whole = study_;
  whole.run.members = members_;
  whole.precision.reset();  // what it asked for is settled: run again, the study has these members
  for (const FailedCell& cell : join_parts(whole, layout_of(whole), parts_, file_, provenance_)) {
    outcome.failures.push_back(cell.text());
  }
  std::move(folder_).remove();
  return outcome;
}

RunOutcome Gathering::finish() && {
  return with_advice(options_.output, file_, [&] { return join(); });
}

std::unique_ptr<Gathering> begin_run(const Study& study, const RunOptions& given) {
  RunOptions options = given;
  options.output = file_of(given.output);
  require_writable(options);
  require_units(layout_of(study), options.units);
  if (study.precision && !options.is_whole()) {
    throw Error(Failure::usage,
                "run.precision adds members as results come in, which shares of a study cannot see; "
                "run it whole, or set run.precision to \"none\"");
  }
  return with_advice(given.output, options.output, [&] {
    if (options.is_whole()) require_absent(options);
    PartsFolder folder = PartsFolder::make(study, options);
    try {
      // Another process may have finished while this one waited for the folder.
      if (options.is_whole()) require_absent(options);
    } catch (const Error&) {
      if (folder.is_new()) std::move(folder).remove();
      throw;
    }
    if (options.is_whole()) sweep_leftovers(options.output);
    return std::make_unique<Gathering>(study, given, options.output, std::move(folder));
  });
}

std::unique_ptr<Gathering> continue_run(const ModelKind& kind, const RunOptions& given) {
  RunOptions options = given;
  options.output = file_of(given.output);
  require_writable(options);
  return with_advice(given.output, options.output, [&]() -> std::unique_ptr<Gathering> {
    std::optional<PartsFolder> folder = PartsFolder::open(options.output);
    sweep_leftovers(options.output);
    if (!folder) return nullptr;
    Study study = study_from_json(kind, folder->study_record(), folder->path().string());
    return std::make_unique<Gathering>(std::move(study), given, options.output, std::move(*folder));
  });
}

std::vector<UnitRecord> simulate_units(const Study& study, const std::vector<std::size_t>& units, int threads) {
  const Layout layout = layout_of(study);
  const Schedule schedule = schedule_of(study);
  require_units(layout, units);
  std::vector<UnitRecord> records(units.size());
  const KeptPages pages;
  units_in_order(units.size(), threads, nullptr,
                 [&](std::size_t i) { records[i] = simulate_unit(study, layout, schedule, units[i]); });
  return records;
}

}  // namespace sim
