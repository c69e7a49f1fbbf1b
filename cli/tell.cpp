// Standard output may be a file on a full disk, or a pipe that nobody reads any more.
#include "cli/tell.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>

#include "sim/results/storage_error.hpp"

namespace cli {

namespace {

int refused = 0;  // errno of a write that failed while there was something more urgent to say

[[noreturn]] void fail(int reason) {
  if (reason == EPIPE) {  // whoever started the program ignores the signal that would have ended it
    std::signal(SIGPIPE, SIG_DFL);
    std::raise(SIGPIPE);
  }
  if (!sim::is_no_space(reason)) {
    throw sim::Error(sim::Failure::invalid_input,
                     std::string("cannot write to standard output: ") + std::strerror(reason));
  }
  throw sim::Error(sim::Failure::no_space, sim::no_space("for standard output", reason, "run the command again"));
}

}  // namespace

void put(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) < text.size()) fail(errno);
}

void put_out() {
  put_out_first();
  if (const int reason = std::exchange(refused, 0); reason != 0) fail(reason);
}

void put_out_first() {
  if (std::fflush(stdout) != 0) refused = errno;
}

}  // namespace cli
