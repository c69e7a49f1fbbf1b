// spdlog set up for a program whose output is read by other programs.
#include "cli/log.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <string>

#include "sim/printable.hpp"

namespace cli {

namespace {

// A message as text: what it quotes of a file reaches no terminal as a command.
class PrintableMessage : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
    const std::string text = sim::printable({message.payload.data(), message.payload.size()});
    out.append(text.data(), text.data() + text.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<PrintableMessage>(); }
};

}  // namespace

void log_to_standard_error(bool quiet, int verbosity) {
  spdlog::drop("weightshed");
  auto log = spdlog::stderr_logger_mt("weightshed");
  auto pattern = std::make_unique<spdlog::pattern_formatter>();
  pattern->add_flag<PrintableMessage>('*').set_pattern("%l: %*");
  log->set_formatter(std::move(pattern));
  log->set_level(quiet            ? spdlog::level::err
                 : verbosity == 0 ? spdlog::level::warn
                 : verbosity == 1 ? spdlog::level::info
                                  : spdlog::level::debug);
  spdlog::set_default_logger(std::move(log));
}

}  // namespace cli
