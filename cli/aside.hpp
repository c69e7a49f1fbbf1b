// A study run next to a result; its own result is not kept.
#pragma once

#include <filesystem>
#include <string>

#include "cli/options.hpp"
#include "cli/verbs.hpp"
#include "sim/execution/run.hpp"

namespace cli {

// Its own folder, removed with it.
class Aside {
 public:
  explicit Aside(const std::filesystem::path& beside);
  ~Aside();
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;
  std::filesystem::path file(const std::string& name) const { return folder_ / name; }
  // Runs a study into a file of the folder.
  sim::RunOutcome run(const sim::Study& study, sim::RunOptions options, const std::string& name) const;

 private:
  std::filesystem::path folder_;
};

// The options of a run as typed, with the progress on the bar.
sim::RunOptions run_options(const Options& options, const Surroundings& around, ProgressBar& bar);

}  // namespace cli
