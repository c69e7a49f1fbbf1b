// What was typed: the verb and its options, as plain values.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace cli {

struct Options {
  std::string verb;
  std::vector<std::string> files;      // scenarios, results or shards
  std::string subject;                 // what to list, the name to explain, the template
  std::vector<std::string> overrides;  // -s key=value
  std::string output;
  std::string against;                // compare --vs
  std::string at;                     // a day or a month
  std::vector<std::string> measures;  // of results: only these
  std::vector<std::string> where;     // of results: dimension=label
  std::vector<std::string> without;   // why: names of causes; lineage: bases, families, labs, countries
  std::string policy;                 // why, lineage, ranking
  std::size_t world = 0, member = 0;  // lineage, ranking
  std::string by;                     // lineage: base, family, lab, country or model; empty is family
  std::size_t top = 10;               // lineage, ranking: rows; 0 is all
  std::string graphml, dot, csv;      // lineage: files to write
  std::size_t worlds = 8;             // why: paired histories, one per world
  std::string past;                   // patterns --past
  std::size_t shard = 0, shards = 1;  // --shard i/n, i from 1 as typed, from 0 here
  std::vector<std::size_t> units;     // run --units, ascending; empty: all
  int threads = 0;                    // 0: one per core
  int verbosity = 0;                  // -v counts
  bool quiet = false;
  bool json = false;
  bool force = false;
  bool dry_run = false;
  bool resolved = false;
  bool origin = false;
  bool point = false;
  bool all = false;  // compare, why: what is usually left out, too
};

// Either options to continue with, or an exit code when the line has already been answered (help, version, a usage
// error).
struct CommandLine {
  Options options;
  std::optional<int> exit;
};

CommandLine parse_command_line(int argc, const char* const* argv);

// The verbs of the program itself, for the search for a command that is installed separately.
const std::vector<std::string>& own_verbs();

// The verbs of the Python package, which are programs of their own: weightshed-figures and so on.
const std::vector<std::string>& python_verbs();

}  // namespace cli
