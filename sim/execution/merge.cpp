// Shards leave folders of parts; joining them is the end of a run that has nothing left to simulate.
#include <chrono>

#include "sim/execution/join_parts.hpp"
#include "sim/execution/output.hpp"
#include "sim/execution/parts_folder.hpp"
#include "sim/execution/run.hpp"
#include "sim/execution/units_in_order.hpp"
#include "sim/results/durable_file.hpp"
#include "sim/results/study_record.hpp"

namespace sim {

namespace fs = std::filesystem;

namespace {

// "A.h5" means its folder "A.h5.parts"; the folder itself will do too.
fs::path folder_of(const fs::path& shard) {
  if (fs::is_directory(shard)) return shard;
  fs::path folder = parts_of(file_of(shard));
  if (fs::is_directory(folder)) return folder;
  throw Error(
      Failure::invalid_input,
      "'" + shard.string() + "' is not a shard: there is no folder '" + folder.string() + "'" +
          (fs::exists(shard) ? "; a finished result cannot be merged because it already holds every cell" : ""));
}

}  // namespace

RunOutcome merge_shards(const ModelKind& kind, const std::vector<fs::path>& shards, const RunOptions& given) {
  const auto began = std::chrono::steady_clock::now();
  if (shards.empty()) throw Error(Failure::usage, "no shards were given");
  RunOptions options = given;
  options.output = file_of(given.output);
  require_writable(options);
  require_absent(options);
  std::vector<PartsFolder> folders;
  for (const fs::path& shard : shards) folders.push_back(PartsFolder::read(folder_of(shard)));
  const fs::path& first = folders.front().path();
  const Study study = study_from_json(kind, folders.front().study_record(), first.string());
  const Layout layout = layout_of(study);
  PartsToJoin parts;
  for (const PartsFolder& folder : folders) {
    const std::string name = folder.path().string();
    const Study other = study_from_json(kind, folder.study_record(), name);
    if (other.source.sha256 != study.source.sha256) {
      throw Error(Failure::invalid_input, "'" + name + "' holds a different study ('" + other.title + "') from '" +
                                              first.string() + "' ('" + study.title + "')");
    }
    for (PartFile& part : folder.parts(study, layout, true)) {
      LogSizes sizes = part.sizes();
      parts.add(std::move(part), std::move(sizes));
    }
  }
  Provenance provenance;
  provenance.began = now_utc();
  provenance.command = options.command;
  provenance.threads = thread_count(options.threads);
  provenance.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  RunOutcome outcome;
  outcome.output = given.output;
  for (const FailedCell& cell : join_parts(study, layout, parts, options.output, provenance)) {
    outcome.failures.push_back(cell.text());
  }
  outcome.progress.total = outcome.progress.done = outcome.progress.done_before = layout.cells();
  outcome.progress.failed = outcome.failures.size();
  return outcome;
}

}  // namespace sim
