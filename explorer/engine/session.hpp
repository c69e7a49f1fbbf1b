// What a page holds of the engine: one study with its changes, the pasts that are kept at the fork, and one history.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/execution/live_history.hpp"
#include "sim/plan/layout.hpp"
#include "sim/plan/schedule.hpp"
#include "sim/plan/study.hpp"
#include "sim/scenario/document.hpp"

namespace explorer {

inline constexpr const char* library = "/scenarios";  // in the file system that the engine carries

// Which history: the unit is world × members + member, as in a run.
struct Whose {
  std::size_t unit = 0, policy = 0;
};

// All that may be refused throws sim::Error and leaves the session as it was.
class Session {
 public:
  // Reads a study and forgets the one before. `text`: of a scenario that is in no file; `name` is what it is called.
  void load(const std::string& name, std::optional<std::string> text, std::vector<std::string> overrides);

  // Throws Error(usage) when no study has been loaded.
  const sim::Study& study() const;
  const sim::Layout& layout() const { return layout_; }
  const sim::Schedule& schedule() const { return schedule_; }
  const sim::Node& scenario() const { return scenario_; }  // resolved, with every change
  const std::vector<std::string>& warnings() const { return warnings_; }
  std::string toml() const;

  // Sets a key of an action to a value in TOML, or takes it away.
  void set_action(std::size_t policy, std::size_t action, const sim::Node& change);
  // Replaces all policies but the reference by the [[policy]] tables of the text.
  void set_policies(const std::string& toml);
  // A setting outside the policies, as after -s of the program; without a value that of the study as it was loaded.
  void set_setting(const std::string& key, const std::optional<std::string>& value);

  void keep_pasts(std::size_t most);
  std::size_t unit(std::size_t world, std::size_t member) const;
  void begin(Whose whose);
  // Only up to the fork, unless its past is kept already.
  void begin_past(std::size_t unit);
  // Steps at most so often; how many are left to the end, or to the fork.
  std::uint32_t advance(std::uint32_t steps);

  // Throws Error(usage) when no history has begun.
  const sim::LiveHistory& history() const;
  const Whose& whose() const { return whose_; }

 private:
  struct Past {
    std::size_t unit;
    sim::LiveHistory history;
  };

  void read(sim::Node scenario);  // the study of a resolved scenario, in place of the present one
  void take(sim::Study study, std::vector<std::string> warnings, sim::Node scenario);
  void replace_policies(sim::Node scenario);
  void lay_out();
  void start(std::size_t unit);
  const Past* past_of(std::size_t unit) const;

  std::optional<sim::Study> study_;
  std::vector<std::string> warnings_;
  sim::Node scenario_, as_loaded_;
  sim::Layout layout_;
  sim::Schedule schedule_;
  std::vector<Past> pasts_;  // the first ones to be simulated: each takes megabytes, and memory never shrinks
  std::size_t most_pasts_ = 8;
  std::optional<sim::LiveHistory> history_;
  Whose whose_;
  bool only_past_ = false;
};

}  // namespace explorer
