// `weightshed compare`: what each policy changes, paired over worlds and members.
#include "sim/results/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>
#include <span>

#include "cli/effects.hpp"
#include "cli/fields.hpp"
#include "cli/results.hpp"
#include "cli/sweep.hpp"
#include "cli/tell.hpp"
#include "cli/verbs.hpp"
#include "sim/results/study_record.hpp"

namespace cli {

namespace {

// How the sign is shown: an effect of exactly 0 has none.
std::string sign_text(const sim::Effect& e) {
  if (e.pairs == 1 && e.effect != 0.0) return "not told";  // the line above the table says why
  if (e.pairs > 0 && e.effect == 0.0 && std::isnan(e.sign_probability)) return "no change";
  // Never rounded up: 89.8% is not nine of ten.
  return std::isnan(e.sign_probability) ? "-" : fmt::format("{:.0f}%", std::floor(100.0 * e.sign_probability + 1e-9));
}

// Policies that did nothing, or not in every history: without these lines an effect of zero looks like a finding.
std::vector<std::string> idle_policies(const sim::ResultFile& result) {
  std::vector<std::string> lines;
  const std::vector<double> in_force = result.in_force();
  const std::vector<std::string> unfired = result.unfired();
  for (std::size_t p = 0; p < in_force.size(); ++p) {
    const std::string& name = result.policies()[p];
    if (in_force[p] == 0.0)
      lines.push_back(name + " was never in force: no action of it held at a recorded step in any history");
    if (in_force[p] > 0.0 && in_force[p] < 1.0)
      lines.push_back(fmt::format("{} was in force in {:.0f}% of the histories only", name,
                                  std::floor(100.0 * in_force[p] + 1e-9)));
    if (!unfired[p].empty())
      lines.push_back(name + ": in no history did the condition fire that " + unfired[p] + " waits for");
  }
  return lines;
}

// What governments pay for each policy, told once: effects are read beside it.
std::vector<std::string> cost_lines(const std::vector<sim::Effect>& effects) {
  std::vector<std::string> lines;
  std::set<std::string> told;
  for (const sim::Effect& e : effects) {
    if (std::isnan(e.cost) || e.cost == 0.0 || !told.insert(e.policy).second) continue;
    lines.push_back(fmt::format("{} costs governments {} billion USD {} than {} by {}, on average", e.policy,
                                shown(std::abs(e.cost) / 1e9), e.cost > 0.0 ? "more" : "less", e.reference,
                                to_string(e.at)));
  }
  return lines;
}

bool has_cost(const sim::Effect* effect) { return !std::isnan(effect->per_billion); }

std::string line_of(const sim::Effect& e, bool point, std::size_t width) {
  const auto texts = shown_alike({e.effect, e.low, e.high}, e.units);
  const std::string interval = point ? "" : e.pairs == 1 ? "not told" : fmt::format("[{}, {}]", texts[1], texts[2]);
  const std::string removed = std::isnan(e.variance_removed) ? "-" : fmt::format("{:.0f}%", 100.0 * e.variance_removed);
  return fmt::format("  {:<{}}  {:>11} {:<24} {:>9} {:>8}{}", text_of(e.coordinates), width, texts[0], interval,
                     sign_text(e), removed, has_cost(&e) ? fmt::format(" {:>16}", shown(e.per_billion)) : "");
}

// The effects of one policy on one measure.
std::string block_of(const sim::ResultFile& result, std::span<const sim::Effect> effects,
                     const std::vector<sim::Touched>& touched, const TableRows& told) {
  constexpr std::size_t most = 6;  // rows, unless all are asked for
  const sim::Effect& first = effects.front();
  std::string out = fmt::format(
      "{} against {}: {}{} at {}{}\n", sim::printable(first.policy), sim::printable(first.reference), first.measure,
      unit_text(result.measure(first.measure)), to_string(first.at), first.calibrated ? "" : "  (not calibrated)");
  std::vector<const sim::Effect*> rows;
  for (const sim::Effect& e : effects) {
    if (e.pairs > 0) rows.push_back(&e);
  }
  const std::size_t count = rows.size();
  const auto rank = [&](const sim::Effect* e) {
    return std::pair(sim::is_touched(touched, e->coordinates), std::abs(e->effect));
  };
  std::stable_sort(rows.begin(), rows.end(), [&](const auto* a, const auto* b) { return rank(a) > rank(b); });
  if (!told.all && rows.size() > most) rows.resize(most);
  std::size_t width = 0;
  for (const sim::Effect* e : rows) width = std::max(width, text_of(e->coordinates).size());
  const bool priced = std::any_of(rows.begin(), rows.end(), has_cost);
  out += fmt::format("  {:<{}}  {:>11} {:<24} {:>9} {:>8}{}\n", "", width, "effect", told.point ? "" : "80% interval",
                     "P(sign)", "removed", priced ? "  per billion USD" : "");
  for (const sim::Effect* e : rows) out += line_of(*e, told.point, width) + '\n';
  if (rows.empty()) out += "  no pair of cells has a value at this date\n";
  if (count > rows.size())
    out += fmt::format("  and {} more; --measure {} shows all\n", count - rows.size(), first.measure);
  return out;
}

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
  if (const std::string doubt = doubt_about(draws * result.members(), draws); !doubt.empty()) tell("{}\n\n", doubt);
  for (const sim::MeasureSlice& slice : slices_of(around.kind, result, asked_of(options)))
    tell("{}\n", sweep_table(result, study, slice, date));
  tell(
      "effect: mean of the paired differences at the point, of the slice that moves most;\n?: fewer than nine of ten "
      "pairs agree "
      "on the sign\n");
  around.talk.next("weightshed figures " + shell_word(options.files.front()) + " --for brief");
  return 0;
}

}  // namespace

std::string effect_table(const sim::ModelKind& kind, const sim::ResultFile& result,
                         const std::vector<sim::Effect>& effects, const TableRows& rows) {
  std::size_t pairs = 0;
  for (const sim::Effect& effect : effects) pairs = std::max(pairs, effect.pairs);
  std::string out = doubt_about(pairs, result.worlds());
  if (!out.empty()) out += "\n\n";
  for (const auto& lines : {idle_policies(result), cost_lines(effects)}) {
    for (const std::string& line : lines) out += sim::printable(line) + '\n';
    if (!lines.empty()) out += '\n';
  }
  const auto touched = touched_by_policies(kind, result);
  for (auto first = effects.begin(); first != effects.end();) {
    const auto last = std::find_if(first, effects.end(), [&](const sim::Effect& e) {
      return e.policy != first->policy || e.measure != first->measure;
    });
    const std::size_t policy = result.policy_index(first->policy);
    out +=
        block_of(result, {first, last}, policy < touched.size() ? touched[policy] : std::vector<sim::Touched>{}, rows);
    first = last;
  }
  if (!effects.empty()) {
    out +=
        "\neffect: mean of the paired differences; 80% interval: the middle 80% of them; P(sign): share of the pairs "
        "with the more frequent sign;\nremoved: share of the variance that pairing removed\n";
  }
  return out;
}

void print_effects_json(const std::vector<sim::Effect>& effects) {
  auto list = nlohmann::ordered_json::array();
  for (const sim::Effect& effect : effects) list.push_back(json_of_fields(effect));
  tell("{}\n", list.dump(2));
}

int compare(const Options& options, const Surroundings& around) {
  const sim::ResultFile result(options.files.front());
  sim::CompareOptions wanted;
  wanted.vs = options.against;
  wanted.at = date_of_option(options.at);
  if (wanted.at) recorded_date(result, wanted.at);  // the engine would take the last date before it
  wanted.asked = asked_of(options);
  const std::string record = result.study_json();
  if (record.find("\"sweep\":") != std::string::npos && !options.json) {  // in a text the quotes would be escaped
    return compare_sweep(result, study_from_json(around.kind, record, options.files.front()), options, around);
  }
  const std::vector<sim::Effect> effects = sim::compare(around.kind, result, wanted);
  if (options.json) {
    print_effects_json(effects);
    for (const std::string& line : idle_policies(result)) around.talk.warn(line);
  } else {
    tell("{}", effect_table(around.kind, result, effects, {wanted.asked.any(), options.point}));
  }
  if (effects.empty()) around.talk.say("the study has one policy, so there is nothing to compare");
  const auto counts = result.counts();
  if (counts.failed + counts.pending > 0)
    around.talk.warn(fmt::format("{} failed and {} pending; pairs that lack a cell are left out",
                                 counted(counts.failed, "cell"), counts.pending));
  around.talk.next(effects.empty() ? "weightshed show " + shell_word(options.files.front())
                                   : "weightshed figures " + shell_word(options.files.front()) + " --for brief");
  return 0;
}

}  // namespace cli
