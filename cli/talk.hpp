// What the program says on standard error: messages, warnings, problems and the progress of a run.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "sim/error.hpp"
#include "sim/execution/run.hpp"
#include "sim/results/shown.hpp"
#include "sim/shell_word.hpp"

namespace cli {

class Talk {
 public:
  Talk(bool quiet, int verbosity);

  void say(std::string_view text) const;     // silent with -q
  void detail(std::string_view text) const;  // only with -v
  void warn(std::string_view text) const;    // silent with -q
  void problems(const sim::Error& error) const;
  void next(std::string_view command) const;  // "next: …", a sensible next command
  bool quiet() const { return quiet_; }
  bool terminal() const { return terminal_; }

 private:
  std::string painted(std::string_view text, std::string_view colour) const;

  bool quiet_;
  int verbosity_;
  bool terminal_;
  bool colour_;
};

// Progress of a run: a bar on a terminal, else a line every ten seconds.
class ProgressBar {
 public:
  explicit ProgressBar(const Talk& talk) : talk_(talk) {}
  void show(const sim::Progress& progress);
  void finish();  // leaves the last bar on its line

 private:
  const Talk& talk_;
  std::chrono::steady_clock::time_point last_{};
  bool drawn_ = false;
};

using sim::shell_word;

using sim::counted;

// "1 h 05 min", "3 min 20 s", "4.1 s"
std::string length_of_time(double seconds);

}  // namespace cli
