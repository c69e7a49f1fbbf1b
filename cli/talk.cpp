// Messages, and the line that shows how far a run has come.
#include "cli/talk.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "cli/tell.hpp"
#include "sim/printable.hpp"

namespace cli {

Talk::Talk(bool quiet, int verbosity) : quiet_(quiet), verbosity_(verbosity), terminal_(isatty(STDERR_FILENO) == 1) {
  const char* no_colour = std::getenv("NO_COLOR");  // https://no-color.org: set and not empty
  colour_ = terminal_ && (no_colour == nullptr || *no_colour == '\0');
}

namespace {

// What a message quotes reaches no terminal as a command; lines and tabs stay.
std::string shown(std::string_view text) { return sim::printable(text, "\n\t"); }

// Earlier output comes first, on a terminal and in a file that holds both streams. Where nobody can read it, the exit
// code says it.
void print(std::string_view text) {
  put_out_first();
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace

std::string Talk::painted(std::string_view text, std::string_view colour) const {
  return colour_ ? fmt::format("\033[{}m{}\033[0m", colour, text) : std::string(text);
}

void Talk::say(std::string_view text) const {
  if (!quiet_) print(shown(text) + '\n');
}

void Talk::detail(std::string_view text) const {
  if (verbosity_ > 0 && !quiet_) print(shown(text) + '\n');
}

void Talk::warn(std::string_view text) const {
  if (!quiet_) print(fmt::format("{} {}\n", painted("warning:", "33"), shown(text)));
}

void Talk::problems(const sim::Error& error) const {
  for (const sim::Problem& problem : error.problems()) {
    print(fmt::format("{} {}\n", painted("error:", "1;31"), problem.text()));
  }
}

void Talk::next(std::string_view command) const {
  if (!quiet_) print(fmt::format("{} {}\n", painted("next:", "2"), shown(command)));
}

std::string length_of_time(double seconds) {
  if (seconds > 0.0 && seconds < 0.95) return fmt::format("{:.2g} s", seconds);
  if (seconds < 60.0) return fmt::format("{:.1f} s", seconds);
  const auto whole = std::lround(seconds);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

void ProgressBar::show(const sim::Progress& progress) {
  if (talk_.quiet()) return;
  const auto now = std::chrono::steady_clock::now();
  const auto pause = talk_.terminal() ? std::chrono::milliseconds(100) : std::chrono::milliseconds(10'000);
  if (last_ == std::chrono::steady_clock::time_point{} && !talk_.terminal()) last_ = now;  // a short run says nothing
  if (now - last_ < pause && (progress.done < progress.total || !talk_.terminal())) return;
  last_ = now;
  const double fresh = static_cast<double>(progress.done - progress.done_before);
  const double rate = progress.seconds > 0.0 ? fresh / progress.seconds : 0.0;
  const std::string left =
      rate > 0.0 ? length_of_time(static_cast<double>(progress.total - progress.done) / rate) + " left" : "";
  const std::string numbers = fmt::format("{}/{} histories, {} failed, {:.3g} per second, {}", progress.done,
                                          progress.total, progress.failed, rate, left);
  if (!talk_.terminal()) {
    print(numbers + '\n');
    return;
  }
  constexpr std::size_t width = 30;
  const std::size_t filled = progress.total == 0 ? width : width * progress.done / progress.total;
  print(fmt::format("\r[{}{}] {}\033[K", std::string(filled, '#'), std::string(width - filled, '.'), numbers));
  drawn_ = true;
}

void ProgressBar::finish() {
  if (drawn_) print("\n");
  drawn_ = false;
}

}  // namespace cli
