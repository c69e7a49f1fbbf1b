// A study, ready to run: one scenario file after inheritance and checks, over all (policy, world, member).
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/model/model.hpp"

namespace sim {

// How the worlds of a study are drawn: a Sobol net, independent draws, or a list in a file.
enum class Sampling { sobol, random, list };
std::string_view name_of(Sampling sampling);

// The words for a step of one week and of two: `step` of a scenario.
inline constexpr std::array<std::string_view, 2> lengths_of_step = {"week", "two weeks"};

struct RunSettings {
  Past past = Past::observed;
  Date observed_until, start, end;
  std::optional<Date> fork;  // as given; Study::fork() is the date in force
  std::uint64_t seed = 0;
  std::uint32_t members = 1;
  std::uint32_t worlds = 1;
  bool calibrated = false;              // worlds of the shipped posterior in place of draws from [assume]
  std::uint32_t calibrated_worlds = 0;  // how many of them; 0 is all
  Sampling sampling = Sampling::sobol;  // `design` of a scenario
  double scale = 0.01;
  std::int32_t step_weeks = 1;  // `step`: 1, or 2 where speed counts for more
  Steps steps() const { return {start, step_weeks}; }
};

// One row per world: the sampled parameters (all of them, in the order of the cards) and the chosen variants.
struct Design {
  std::size_t parameters = 0;
  std::vector<double> values;                       // worlds × parameters
  std::vector<std::vector<std::size_t>> structure;  // worlds × structures
  std::vector<std::size_t> sampled;                 // which parameters vary over worlds
  std::vector<std::uint32_t> keys;                  // of luck: worlds with the same key share it, member by member
  std::size_t worlds() const { return structure.size(); }
  std::span<const double> row(std::size_t world) const {
    return std::span(values).subspan(world * parameters, parameters);
  }
};

// One assumption, or the value that a policy gives a lever, taken through several values.
struct SweepAxis {
  std::string key;  // "research.induced_share", or "tighter.us.export_control"
  bool is_assumption = false;
  std::size_t position = 0;         // of the parameter, or of the lever
  std::vector<double> values = {};  // in its unit; on a grid each once
};

// A study whose policies and worlds are repeated over a grid, or over Sobol points. A point of the worlds has all
// worlds of the study, with the same luck as any other point.
struct Sweep {
  std::vector<SweepAxis> axes;
  std::vector<std::vector<double>> of_policy;  // policies × axes; NaN where an axis does not concern the policy
  std::vector<std::vector<double>> of_world;   // worlds × axes; NaN for the axes of policies
};

// An effect that a study adds members for, a batch at a time, until chance leaves the interval of its mean narrow
// enough. Then RunSettings::members is how many there are at most.
struct Precision {
  std::size_t measure = 0;  // position in ModelKind::measures
  std::size_t value = 0;    // in the measure's row
  std::size_t date = 0;     // position in Study::record_dates()
  std::size_t policy = 1, reference = 0;
  double half_width = 0.0;  // in the unit of the measure
  int interval = 80;        // percent: 80 or 95
  std::uint32_t batch = 16;
};

enum class Every { week, month, quarter, year };
enum class LineageRecord { none, one_member, all };

// What the histories of a study leave behind, and how often.
struct Recording {
  std::vector<std::size_t> measures;  // positions in ModelKind::measures, in the order of the scenario
  Every every = Every::month;
  LineageRecord lineage = LineageRecord::none;
  bool patterns = false;  // the reading of the published figures in every history
};

struct Setting {  // one resolved scenario key and where it came from, for `check --resolved` and `--origin`
  std::string key;
  std::string value;   // TOML text
  std::string origin;  // "file:line", "-s" or "default"
};

// The scenario that a study was read from.
struct Source {
  std::filesystem::path path;
  std::string text;           // as written
  std::string resolved_text;  // after inheritance, overrides and defaults; loads to the same study
  std::vector<Setting> resolved;
  std::string sha256;  // of the resolved scenario and the reference tables: equal studies have equal results
};

struct Study {
  const ModelKind* kind = nullptr;
  std::string name;  // stem of the file
  std::string title;
  std::string question;  // the comment paragraph that opens the file, without the comment signs
  Source source;
  RunSettings run;
  std::vector<Policy> policies;  // the first is the reference
  Design design;
  Recording record;
  std::optional<Sweep> sweep = {};
  std::optional<Precision> precision = {};
  Tables tables;
  Coordinates coordinates;

  Date fork() const;                       // first step start at which policies may differ; run.end when they never do
  bool forks() const;                      // whether policies ever differ within the run
  std::vector<Date> record_dates() const;  // the last day of every recording period that lies wholly in the run
  std::size_t cells() const { return policies.size() * design.worlds() * run.members; }
};

// A policy that spends public money has its cost recorded, whether or not the study asks for it.
void record_cost(Study& study);

}  // namespace sim
