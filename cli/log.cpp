// spdlog set up for a program whose output is read by other programs.
#include "cli/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace cli {

void log_to_standard_error(bool quiet, int verbosity) {
  spdlog::drop("weightshed");
  auto log = spdlog::stderr_logger_mt("weightshed");
  log->set_pattern("%l: %v");
  log->set_level(quiet            ? spdlog::level::err
                 : verbosity == 0 ? spdlog::level::warn
                 : verbosity == 1 ? spdlog::level::info
                                  : spdlog::level::debug);
  spdlog::set_default_logger(std::move(log));
}

}  // namespace cli
