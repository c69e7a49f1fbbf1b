// From the command line to a verb and its exit code; interrupts; commands that are installed separately.
#include "cli/program.hpp"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <exception>
#include <filesystem>
#include <new>
#include <string>
#include <vector>

#include "cli/external.hpp"
#include "cli/log.hpp"
#include "cli/tell.hpp"
#include "cli/verbs.hpp"
#include "sim/scenario/library.hpp"

namespace cli {

namespace {

// A signal handler reaches nothing but static storage.
std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void on_interrupt(int signal) {
  interrupted.store(true);
  std::signal(signal, SIG_DFL);  // a second one ends the program at once
}

using Action = int (*)(const Options&, const Surroundings&);
struct Entry {
  std::string_view verb;
  Action action;
};
constexpr Entry entries[] = {
    {"demo", demo},         {"new", new_scenario}, {"check", check},     {"list", list},       {"explain", explain},
    {"run", run},           {"resume", resume},    {"merge", merge},     {"compare", compare}, {"show", show},
    {"patterns", patterns}, {"schema", schema},    {"branch", branch},   {"replay", replay},   {"why", why},
    {"diff", diff},         {"lineage", lineage},  {"ranking", ranking},
};

bool holds(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// A verb that another program provides: replaces this process when it is found.
int external_verb(const std::string& verb, char** rest, const Talk& talk) {
  const auto program = find_external(verb);
  if (program) {
    std::vector<std::string> arguments;
    for (; *rest != nullptr; ++rest) arguments.emplace_back(*rest);
    become_external(*program, std::move(arguments));
  }
  sim::Problem problem;
  problem.key = verb;
  if (program) {
    problem.message = program->string() + " cannot be started";
  } else if (holds(python_verbs(), verb)) {
    problem.message =
        "this command is part of the Python package, which is not installed here: pip install weightshed, or "
        "`pip install .` in the source tree";
  } else {
    std::vector<std::string> all = own_verbs();
    all.insert(all.end(), python_verbs().begin(), python_verbs().end());
    problem.message = "there is no such command, and no program weightshed-" + verb + " on the PATH";
    problem.suggestion = sim::nearest_name(verb, all);
  }
  talk.problems(sim::Error(sim::Failure::usage, {problem}));
  return static_cast<int>(sim::Failure::usage);
}

std::string as_typed(int argc, char** argv) {
  std::string text = "weightshed";
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const bool plain = !word.empty() && word.find_first_of(" \t\n\"'\\$&|;<>()*?[]{}") == std::string::npos;
    text += ' ' + (plain ? word : "'" + word + "'");
  }
  return text;
}

}  // namespace

int run_program(const sim::ModelKind& kind, int argc, char** argv) {
  if (argc > 1 && argv[1][0] != '-' && !holds(own_verbs(), argv[1])) {
    return external_verb(argv[1], argv + 2, Talk(false, 0));
  }
  const CommandLine line = parse_command_line(argc, argv);
  if (line.exit) return *line.exit;
  const Options& options = line.options;
  const Talk talk(options.quiet, options.verbosity);
  log_to_standard_error(options.quiet, options.verbosity);
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow further is an error of writing, not the end of the program
  try {
    const Surroundings around{kind, talk, interrupted, sim::library_folders(), as_typed(argc, argv)};
    for (const Entry& entry : entries) {
      if (entry.verb != options.verb) continue;
      const int code = entry.action(options, around);
      put_out();
      return code;
    }
    return static_cast<int>(sim::Failure::usage);
  } catch (const sim::Error& error) {
    talk.problems(error);
    return static_cast<int>(error.kind());
  } catch (const std::bad_alloc&) {
    talk.problems(
        sim::Error(sim::Failure::internal, "out of memory; fewer threads (-j) or a smaller run.scale need less"));
  } catch (const std::filesystem::filesystem_error& error) {
    talk.problems(
        sim::Error(sim::Failure::invalid_input, "'" + error.path1().string() + "': " + error.code().message()));
    return static_cast<int>(sim::Failure::invalid_input);
  } catch (const std::exception& error) {
    talk.problems(sim::Error(sim::Failure::internal, std::string("internal error: ") + error.what()));
  }
  return static_cast<int>(sim::Failure::internal);
}

}  // namespace cli
