// Temporary results next to a result.
#include "cli/aside.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "sim/results/storage_error.hpp"

namespace cli {

Aside::Aside(const std::filesystem::path& beside)
    : folder_(beside.string() + fmt::format(".aside-{}", static_cast<long>(::getpid()))) {
  if (!std::filesystem::create_directory(folder_)) {  // what is there is not ours to remove
    throw sim::Error(sim::Failure::invalid_input, "'" + folder_.string() + "' is in the way; remove it");
  }
}

Aside::~Aside() {
  std::error_code error;
  std::filesystem::remove_all(folder_, error);
}

sim::RunOutcome Aside::run(const sim::Study& study, sim::RunOptions options, const std::string& name) const {
  options.output = file(name);
  try {
    return run_study(study, options);
  } catch (const sim::NoSpace& error) {
    throw sim::NoSpace(folder_, error.reason());  // nothing is kept that could be resumed
  }
}

sim::RunOptions run_options(const Options& options, const Surroundings& around, ProgressBar& bar) {
  sim::RunOptions run;
  run.threads = options.threads;
  run.force = options.force;
  run.shard = options.shard;
  run.shards = options.shards;
  run.units = options.units;
  run.stop = &around.stop;
  run.command = around.command;
  run.progress = [&bar](const sim::Progress& progress) { bar.show(progress); };
  return run;
}

}  // namespace cli
