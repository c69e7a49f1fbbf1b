// Temporary results next to a result.
#include "cli/aside.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace cli {

Aside::Aside(const std::filesystem::path& beside)
    : folder_(beside.string() + fmt::format(".aside-{}", static_cast<long>(::getpid()))) {
  std::filesystem::create_directories(folder_);
}

Aside::~Aside() {
  std::error_code error;
  std::filesystem::remove_all(folder_, error);
}

sim::RunOptions run_options(const Options& options, const Surroundings& around, ProgressBar& bar) {
  sim::RunOptions run;
  run.threads = options.threads;
  run.force = options.force;
  run.shard = options.shard;
  run.shards = options.shards;
  run.stop = &around.stop;
  run.command = around.command;
  run.progress = [&bar](const sim::Progress& progress) { bar.show(progress); };
  return run;
}

}  // namespace cli
