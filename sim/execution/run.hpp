// Running a study: one past per (world, member), forks for its policies, finished cells in part files, one merge at the
// end.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sim/plan/study.hpp"

namespace sim {

struct Progress {
  std::size_t done = 0;         // cells finished, this run and earlier ones
  std::size_t failed = 0;       // of them, cells whose model threw
  std::size_t total = 0;        // grows when run.precision adds members
  double seconds = 0.0;         // wall time of this run
  std::size_t done_before = 0;  // cells found finished when this run began
};

struct RunOptions {
  std::filesystem::path output;                        // "OUT.h5"; parts are in "OUT.h5.parts/"
  int threads = 0;                                     // 0: one per core
  bool force = false;                                  // replace an existing output
  std::size_t shard = 0, shards = 1;                   // units u (= world × member) with u % shards == shard
  std::vector<std::size_t> units = {};                 // only these; none: all, or those of the shard
  std::function<void(const Progress&)> progress = {};  // called from one thread at a time
  const std::atomic<bool>* stop = nullptr;  // when true: finish cells in flight, keep them, return interrupted
  std::string command;                      // as typed, for the provenance

  bool is_whole() const { return shards == 1 && units.empty(); }  // no share of a study
};

struct RunOutcome {
  std::filesystem::path output;
  Progress progress;
  std::string precision;              // what run.precision came to, in words; empty without it
  bool interrupted = false;           // parts are kept; `resume` continues
  std::vector<std::string> failures;  // "policy tight, world 3, member 7: message"
};

// Throws Error: output exists (without force), cannot be written, parts of another study in the way.
RunOutcome run_study(const Study& study, const RunOptions& options);

// Continues an interrupted run, from OUT.h5.parts/ alone (which holds the resolved study); what is finished is kept. A
// complete OUT.h5 is left as it is. Ends in data identical to an uninterrupted run.
RunOutcome resume_run(const ModelKind& kind, const RunOptions& options);

// Joins the parts of several shards of one study into one result.
RunOutcome merge_shards(const ModelKind& kind, const std::vector<std::filesystem::path>& shards,
                        const RunOptions& options);

// Values of every pattern of the model over the study's reference policy: [world × member][pattern].
std::vector<std::vector<double>> read_patterns(const Study& study, const RunOptions& options);

}  // namespace sim
