// Shards leave folders of parts; joining them is the end of a run that has nothing left to simulate.
#include <chrono>

#include "sim/execution/join_parts.hpp"
#include "sim/execution/output.hpp"
#include "sim/execution/parts_folder.hpp"
#include "sim/execution/run.hpp"
#include "sim/execution/units_in_order.hpp"
#include "sim/results/study_record.hpp"

namespace sim {

namespace fs = std::filesystem;

namespace {

// "A.h5" means its folder "A.h5.parts"; the folder itself will do too.
fs::path parts_of(const fs::path& shard) {
  if (fs::is_directory(shard)) return shard;
  fs::path folder = PartsFolder::path_for(shard);
  if (fs::is_directory(folder)) return folder;
  throw Error(
      Failure::invalid_input,
      "'" + shard.string() + "' is not a shard: there is no folder '" + folder.string() + "'" +
          (fs::exists(shard) ? "; a finished result cannot be merged because it already holds every cell" : ""));
}

void require_complete(const Layout& layout, const std::vector<PartFile>& parts) {
  std::vector<char> there(layout.units(), 0);
  for (const PartFile& part : parts) {
    for (const std::uint64_t unit : part.units()) there[unit] = 1;
  }
  std::size_t missing = 0;
  std::size_t first = 0;
  for (std::size_t unit = layout.units(); unit-- > 0;) {
    if (there[unit] != 0) continue;
    ++missing;
    first = unit;
  }
  if (missing == 0) return;
  throw Error(Failure::invalid_input,
              "the shards lack " + std::to_string(missing) + " of " + std::to_string(layout.units()) +
                  " (world, member) pairs; the first is world " + std::to_string(first / layout.members) + ", member " +
                  std::to_string(first % layout.members) + "; finish every shard before merging");
}

}  // namespace

RunOutcome merge_shards(const ModelKind& kind, const std::vector<fs::path>& shards, const RunOptions& options) {
  const auto began = std::chrono::steady_clock::now();
  if (shards.empty()) throw Error(Failure::usage, "no shards were given");
  require_writable(options);
  require_absent(options);
  const fs::path first = parts_of(shards.front());
  const Study study = study_from_json(kind, PartsFolder::study_record(first), first.string());
  const Layout layout = layout_of(study);
  std::vector<PartFile> parts;
  for (const fs::path& shard : shards) {
    const fs::path folder = parts_of(shard);
    const Study other = study_from_json(kind, PartsFolder::study_record(folder), folder.string());
    if (other.source.sha256 != study.source.sha256) {
      throw Error(Failure::invalid_input, "'" + folder.string() + "' holds a different study ('" + other.title +
                                              "') from '" + first.string() + "' ('" + study.title + "')");
    }
    for (PartFile& part : PartsFolder(folder).parts(study, layout)) parts.push_back(std::move(part));
  }
  require_complete(layout, parts);
  Provenance provenance;
  provenance.began = now_utc();
  provenance.command = options.command;
  provenance.threads = thread_count(options.threads);
  provenance.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  RunOutcome outcome;
  outcome.output = options.output;
  for (const FailedCell& cell : join_parts(study, layout, parts, options.output, provenance)) {
    outcome.failures.push_back(cell.text());
  }
  outcome.progress.total = outcome.progress.done = outcome.progress.done_before = layout.cells();
  outcome.progress.failed = outcome.failures.size();
  return outcome;
}

}  // namespace sim
