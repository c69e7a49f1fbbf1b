// The verbs of the program: each parses nothing, calls the engine, prints, and returns the exit code.
#pragma once

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "cli/talk.hpp"
#include "sim/model/model.hpp"

namespace cli {

// What every verb needs besides its options.
struct Surroundings {
  const sim::ModelKind& kind;
  const Talk& talk;
  const std::atomic<bool>& stop;               // set by an interrupt
  std::vector<std::filesystem::path> library;  // folders of scenarios
  std::string command;                         // as typed, for the provenance
};

// Tells on standard error how a run ended; returns its exit code.
int report_outcome(const sim::RunOutcome& outcome, const Surroundings& around);

int demo(const Options& options, const Surroundings& around);
int new_scenario(const Options& options, const Surroundings& around);
int check(const Options& options, const Surroundings& around);
int list(const Options& options, const Surroundings& around);
int explain(const Options& options, const Surroundings& around);
int run(const Options& options, const Surroundings& around);
int resume(const Options& options, const Surroundings& around);
int merge(const Options& options, const Surroundings& around);
int compare(const Options& options, const Surroundings& around);
int show(const Options& options, const Surroundings& around);
int patterns(const Options& options, const Surroundings& around);
int branch(const Options& options, const Surroundings& around);
int replay(const Options& options, const Surroundings& around);
int why(const Options& options, const Surroundings& around);
int lineage(const Options& options, const Surroundings& around);
int ranking(const Options& options, const Surroundings& around);
int diff(const Options& options, const Surroundings& around);
int schema(const Options& options, const Surroundings& around);

}  // namespace cli
