// `weightshed demo`: a bundled study from scenario to table, and figures and a brief when the Python package is
// installed.
#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <vector>

#include "cli/aside.hpp"
#include "cli/external.hpp"
#include "cli/results.hpp"
#include "cli/tell.hpp"
#include "cli/verbs.hpp"
#include "sim/results/compare.hpp"
#include "sim/results/effect_table.hpp"
#include "sim/scenario/library.hpp"
#include "sim/scenario/load.hpp"

namespace cli {

namespace {

// A result of an earlier demo may be replaced without being asked; anything else may not.
bool is_earlier_demo(const std::string& output, const std::string& scenario_title) {
  try {
    return sim::ResultFile(output).title() == scenario_title;
  } catch (const sim::Error&) {
    return false;
  }
}

}  // namespace

int demo(const Options& options, const Surroundings& around) {
  std::vector<std::string> warnings;
  const sim::Study study =
      sim::load_study(around.kind, sim::scenario_file("demo", around.library), {{}, around.library}, &warnings);
  for (const std::string& warning : warnings) around.talk.warn(warning);
  around.talk.say(fmt::format("{}: {}", study.title, counted(study.cells(), "history")));
  const std::string output = options.output.empty() ? "demo.h5" : options.output;
  ProgressBar bar(around.talk);
  sim::RunOptions run = run_options(options, around, bar);
  run.output = output;
  run.force = options.force || is_earlier_demo(output, study.title);
  const sim::RunOutcome outcome = run_study(study, run);
  bar.finish();
  const int code = report_outcome(outcome, around);
  if (outcome.interrupted) return code;

  const sim::ResultFile result(output);
  const std::vector<sim::Effect> effects = sim::compare(around.kind, result, {});
  if (options.json) {
    print_effects_json(effects);
  } else {
    tell("{}", effect_table(around.kind, result, effects, {}));
  }
  for (const std::string verb : {"figures", "brief"}) {
    const auto program = find_external(verb);
    if (!program) {
      around.talk.say(
          "figures and the brief come with the Python package: pip install weightshed, or `pip install .` in the "
          "source tree");
      break;
    }
    const int ended = run_external(*program, {output, "--no-next"});
    if (verb == "brief" && ended == static_cast<int>(sim::Failure::invalid_input)) {
      // It has said why: the folder holds text that somebody edited. The demonstration has not failed.
      around.talk.warn("the existing brief is kept");
    } else if (ended != 0) {
      around.talk.warn(fmt::format("weightshed {} ended with code {}", verb, ended));
      return ended;
    }
  }
  around.talk.next("weightshed new > my.toml");
  return code;
}

}  // namespace cli
