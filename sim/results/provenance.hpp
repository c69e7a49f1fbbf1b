// Who made a result, with what and when: the only part of a result file in which two equal runs may differ.
#pragma once

#include <string>
#include <vector>

namespace sim {

std::string program_version();   // "0.1.0"
std::string program_revision();  // of the source; "unknown" when built outside a checkout
std::string compiler();
std::string now_utc();  // ISO 8601

struct FailedCell {
  std::string policy;
  std::size_t world = 0, member = 0;
  std::string message;
  std::string text() const;  // "policy tight, world 3, member 7: message"
};

struct Provenance {
  std::string command;           // as typed
  std::string began;             // ISO 8601
  double wall_seconds = 0.0;     // of the run that finished the file
  double compute_seconds = 0.0;  // of all cells, over all threads and runs
  int threads = 0;
  std::string precision;           // what run.precision came to, in words; empty without it
  std::string study_record;        // the study in JSON, where it has been written already
  std::vector<FailedCell> failed;  // in the order of cells
};

}  // namespace sim
