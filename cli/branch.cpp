// `weightshed branch` and `replay`: finished results used again.
#include "sim/execution/branch.hpp"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/aside.hpp"
#include "cli/tell.hpp"
#include "cli/verbs.hpp"
#include "sim/plan/force.hpp"
#include "sim/scenario/hints.hpp"

namespace cli {

namespace {

using Json = nlohmann::ordered_json;

}  // namespace

int branch(const Options& options, const Surroundings& around) {
  // A month means its first day: policies may differ from then on.
  const sim::Date at = sim::day_or_month(options.at, sim::MonthDay::first);
  const sim::Study study = sim::branch_of(around.kind, options.files.front(), at, options.files.back());
  for (const auto& warnings : {sim::idle_actions(study), sim::wide_aims(study), sim::actions_without_options(study)})
    for (const std::string& warning : warnings) around.talk.warn(options.files.back() + ": " + warning);
  ProgressBar bar(around.talk);
  sim::RunOptions settings = run_options(options, around, bar);
  settings.output = options.output.empty() ? study.source.path.stem().string() + ".h5" : options.output;
  const sim::RunOutcome outcome = run_study(study, settings);
  bar.finish();
  const int code = report_outcome(outcome, around);
  if (options.json) {
    tell("{}\n", Json{{"output", outcome.output.string()},
                      {"cells", outcome.progress.total},
                      {"done", outcome.progress.done},
                      {"failed", outcome.progress.failed}}
                     .dump(2));
  } else {
    tell("{}\n", outcome.output.string());
  }
  if (!outcome.interrupted) around.talk.next("weightshed compare " + shell_word(outcome.output.string()));
  return code;
}

int replay(const Options& options, const Surroundings& around) {
  const std::filesystem::path result = options.files.front();
  const sim::Study study = sim::study_of(around.kind, result);
  const Aside aside(result);
  ProgressBar bar(around.talk);
  const sim::RunOutcome outcome = aside.run(study, run_options(options, around, bar), "again.h5");
  bar.finish();
  if (outcome.interrupted) {
    around.talk.say("interrupted: a replay keeps nothing");
    return static_cast<int>(sim::Failure::interrupted);
  }
  const auto difference = sim::first_changed_value(result, aside.file("again.h5"));
  if (options.json) {
    tell("{}\n", Json{{"identical", !difference}, {"first_difference", difference.value_or("")}}.dump(2));
  } else {
    tell("{}\n", difference ? "differs: " + *difference : "identical");
  }
  around.talk.next("weightshed show " + shell_word(result.string()));
  return difference ? static_cast<int>(sim::Failure::mismatch) : 0;
}

}  // namespace cli
