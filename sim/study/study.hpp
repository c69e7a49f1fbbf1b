// A study, ready to run: one scenario file after inheritance and checks, over all (policy, world, member).
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/model/model.hpp"

namespace sim {

enum class Every { week, month, quarter, year };
enum class LineageRecord { none, one_member, all };

struct Precision {  // more members until the interval of a measure is narrow enough
  std::size_t measure = 0;
  Date at;
  double half_width = 0.0;  // in the measure's unit
  double confidence = 0.95;
  std::uint32_t max_members = 0;
};

struct RunSettings {
  Past past = Past::observed;
  Date observed_until, start, end;
  std::optional<Date> fork;  // as given; Study::fork() is the date in force
  std::uint64_t seed = 0;
  std::uint32_t members = 1;
  std::uint32_t worlds = 1;
  bool calibrated = false;              // worlds of the shipped posterior in place of draws from [assume]
  std::uint32_t calibrated_worlds = 0;  // so many of them; 0 is all
  std::string design = "sobol";         // sobol | random | list
  double scale = 0.01;
  std::optional<Precision> precision;
};

// One row a world: the sampled parameters (all of them, in the order of the cards) and the chosen variants.
struct Design {
  std::size_t parameters = 0;
  std::vector<double> values;                       // worlds × parameters
  std::vector<std::vector<std::size_t>> structure;  // worlds × structures
  std::vector<std::size_t> sampled;                 // which parameters vary over worlds
  std::vector<std::uint32_t> keys;                  // of the draws that the members of a world share
  std::size_t worlds() const { return structure.size(); }
  std::span<const double> row(std::size_t world) const {
    return std::span(values).subspan(world * parameters, parameters);
  }
};

struct Setting {  // one resolved scenario key and where it came from, for `check --resolved` and `--origin`
  std::string key;
  std::string value;   // TOML text
  std::string origin;  // "file:line", "-s" or "default"
};

class Study {
 public:
  const ModelKind* kind = nullptr;
  std::string name;  // stem of the file
  std::string title;
  std::string question;  // the comment paragraph that opens the file, without the comment signs
  std::filesystem::path path;
  std::string text;           // the scenario as written
  std::string resolved_text;  // the scenario after inheritance, overrides and defaults; loads to the same study
  std::string sha256;         // of the resolved scenario and the reference tables: equal studies have equal results
  std::vector<Setting> resolved;
  RunSettings run;
  std::vector<Policy> policies;  // the first is the reference
  Design design;
  std::vector<std::size_t> record;  // measures, in the order of the scenario
  Every every = Every::month;
  LineageRecord lineage = LineageRecord::none;
  bool patterns = false;                                 // record what every history gives for the published figures
  std::vector<std::filesystem::path> reference_folders;  // where reference tables were looked up, in order
  Tables tables;
  Coordinates coordinates;

  Date fork() const;                       // first step start at which policies may differ; run.end when they never do
  std::vector<Date> record_dates() const;  // the last day of every recording period that lies wholly in the run
  std::size_t cells() const { return policies.size() * design.worlds() * run.members; }
};

struct LoadOptions {
  std::vector<std::string> overrides;          // "run.members=8", by the rules of the file
  std::vector<std::filesystem::path> library;  // folders where `extends = "baseline"` is looked up after the file's own
};

// Reads, inherits, overrides and checks a scenario and its reference tables (`reference/` beside the library).
// Throws Error(invalid_input) with every problem at once. `warnings` get what is legal but probably not meant.
Study load_study(const ModelKind& kind, const std::filesystem::path& path, const LoadOptions& options,
                 std::vector<std::string>* warnings = nullptr);

}  // namespace sim
