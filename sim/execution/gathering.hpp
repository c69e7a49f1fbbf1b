// A run as it stands on the disk: which units are in its parts, which are missing, and the join when none is. Where the
// units are simulated, on threads of this process or on other computers, is not its business.
#pragma once

#include <chrono>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/execution/join_parts.hpp"
#include "sim/execution/parts_folder.hpp"
#include "sim/execution/precision.hpp"
#include "sim/execution/run.hpp"
#include "sim/plan/layout.hpp"
#include "sim/results/cell_record.hpp"
#include "sim/results/provenance.hpp"

namespace sim {

class Gathering {
 public:
  // What the folder holds is kept; `file` is what the output names, where that is a symbolic link.
  Gathering(Study study, RunOptions options, std::filesystem::path file, PartsFolder folder);
  Gathering(const Gathering&) = delete;
  Gathering& operator=(const Gathering&) = delete;

  const Study& study() const { return study_; }
  const Layout& layout() const { return layout_; }
  std::string record() const { return folder_.study_record(); }  // of the study, for who simulates elsewhere
  const Progress& progress() const { return progress_; }
  // The units that are still to be simulated, in order; empty when the run is complete. With run.precision those of the
  // members so far: when they have been added there may be more.
  std::vector<std::size_t> missing() const;

  // Finished units, which are on the disk when it returns; those that are there already change nothing. Calls must not
  // overlap. Throws NoSpace, whose message says how to resume.
  void add(std::span<const UnitRecord> units);
  // The same for a part that `part_of` made, perhaps on another computer. Throws Error(invalid_input) when the part is
  // damaged or belongs to another study; then nothing has changed.
  void add(const std::string& part);

  // Joins the parts and removes them, if nothing is missing and the run is no share of a study; else the parts stay.
  RunOutcome finish() &&;

 private:
  void note(PartFile part, LogSizes sizes);
  void note(PartFile part);
  void want(std::uint32_t members);
  void settle();
  RunOutcome join();

  const Study study_;
  const RunOptions options_;
  const std::filesystem::path file_;
  PartsFolder folder_;
  const Layout layout_;
  Provenance provenance_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  static constexpr std::size_t absent = std::numeric_limits<std::size_t>::max();
  std::vector<char> wanted_;           // by unit
  std::vector<std::size_t> failed_;    // cells of each unit; absent: the unit is not there
  std::uint32_t members_ = 0;          // of each world, so far
  PartsToJoin parts_;                  // that brought units
  std::optional<EffectSoFar> effect_;  // of run.precision
  Progress progress_;
};

// Begins a run, or continues the unfinished one of the same study that is there. Throws as run_study does.
std::unique_ptr<Gathering> begin_run(const Study& study, const RunOptions& options);
// The unfinished run of an output; nothing when there is none. Throws as resume_run does.
std::unique_ptr<Gathering> continue_run(const ModelKind& kind, const RunOptions& options);

// Units of a study in the order given, on so many threads. Throws Error(invalid_input) for a unit that the study does
// not have.
std::vector<UnitRecord> simulate_units(const Study& study, const std::vector<std::size_t>& units, int threads);

}  // namespace sim
