// `weightshed compare`: what each policy changes, paired over worlds and members.
#include "sim/results/compare.hpp"

#include <fmt/format.h>

#include <set>

#include "cli/results.hpp"
#include "cli/sweep.hpp"
#include "cli/tell.hpp"
#include "cli/verbs.hpp"
#include "sim/results/effect_table.hpp"
#include "sim/results/study_record.hpp"

namespace cli {

namespace {

// A sweep is read point by point: an effect over all of its worlds would mix them.
int compare_sweep(const sim::ResultFile& result, const sim::Study& study, const Options& options,
                  const Surroundings& around) {
  if (!options.against.empty() && options.against != result.policies().front()) {
    throw sim::Error(sim::Failure::usage,
                     "a sweep is compared with its first policy, '" + result.policies().front() + "'; leave out --vs");
  }
  const std::size_t date = recorded_date(result, date_of_option(options.at));
  // The points repeat the same luck: what each of them rests on is what one of them has.
  const std::size_t draws = std::set(study.design.keys.begin(), study.design.keys.end()).size();
  const std::size_t pairs = draws * result.members();
  const std::string doubt = doubt_about(pairs, draws);
  tell("{}\n\n", doubt.empty() ? "from " + sim::pairs_of(pairs, draws) + " at each point" : doubt);
  for (const sim::MeasureSlice& slice : slices_of(around.kind, result, asked_of(options)))
    tell("{}\n", sweep_table(result, *study.sweep, slice, date));
  tell(
      "effect: mean of the paired differences at the point, of the slice that moves most;\n?: fewer than nine of ten "
      "pairs agree on the sign\n");
  around.talk.next("weightshed figures " + shell_word(options.files.front()) + " --for brief");
  return 0;
}

}  // namespace

int compare(const Options& options, const Surroundings& around) {
  const sim::ResultFile result(options.files.front());
  sim::CompareOptions wanted;
  wanted.vs = options.against;
  wanted.at = date_of_option(options.at);
  if (wanted.at) recorded_date(result, wanted.at);  // the engine would take the last date before it
  wanted.asked = asked_of(options);
  const std::string record = result.study_json();
  if (sim::is_sweep(record) && !options.json) {
    return compare_sweep(result, study_from_json(around.kind, record, options.files.front()), options, around);
  }
  const std::vector<sim::Effect> effects = sim::compare(around.kind, result, wanted);
  if (options.json) {
    print_effects_json(effects);
    for (const std::string& line : idle_policies(result)) around.talk.warn(line);
  } else {
    tell("{}", effect_table(around.kind, result, effects, {options.all || wanted.asked.any(), options.point}));
  }
  if (effects.empty()) around.talk.say("the study has one policy, so there is nothing to compare");
  const auto counts = result.counts();
  if (counts.failed + counts.pending > 0)
    around.talk.warn(fmt::format("{} failed and {} pending; pairs that lack one are left out",
                                 counted(counts.failed, "history"), counts.pending));
  around.talk.next(effects.empty() ? "weightshed show " + shell_word(options.files.front())
                                   : "weightshed figures " + shell_word(options.files.front()) + " --for brief");
  return 0;
}

}  // namespace cli
