// A study run on the side of a result, whose own result nobody keeps.
#pragma once

#include <filesystem>
#include <string>

#include "cli/options.hpp"
#include "cli/verbs.hpp"
#include "sim/execution/run.hpp"

namespace cli {

// A folder of its own that goes away with it.
class Aside {
 public:
  explicit Aside(const std::filesystem::path& beside);
  ~Aside();
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;
  std::filesystem::path file(const std::string& name) const { return folder_ / name; }

 private:
  std::filesystem::path folder_;
};

// The options of a run as typed, with the progress on the bar.
sim::RunOptions run_options(const Options& options, const Surroundings& around, ProgressBar& bar);

}  // namespace cli
