// `weightshed why`: what moved a value, found by removing parts of the history, and what happened, in words.
#include "sim/execution/why.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/aside.hpp"
#include "cli/results.hpp"
#include "cli/tell.hpp"
#include "sim/execution/branch.hpp"
#include "sim/execution/happened.hpp"
#include "sim/model/labels.hpp"
#include "sim/results/compare.hpp"
#include "sim/results/statistics.hpp"

namespace cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_causes = 12;  // measured in every world; if there are more, two worlds choose among them
constexpr std::size_t screening_worlds = 2;

// What removing one cause does to the value.
struct Moved {
  sim::Cause cause;
  sim::Effect effect;    // without minus with
  std::size_t lost = 0;  // histories that have a value, but none without the cause
  bool nothing() const { return lost == 0 && (effect.pairs == 0 || (effect.low == 0.0 && effect.high == 0.0)); }
  double weight() const {
    return 1e6 * static_cast<double>(lost) + (effect.pairs == 0 ? 0.0 : std::abs(effect.effect));
  }
};

// Nothing is explained that was not asked for. Throws Error(usage) with what the result records.
void require_measure(const Options& options) {
  if (options.files.size() > 1) return;
  std::string names;
  const sim::ResultFile result(options.files.front());
  for (const auto& measure : result.measures()) names += (names.empty() ? "" : ", ") + measure.name;
  sim::Problem problem;
  problem.key = "why";
  problem.message =
      "say which measure to explain, as in: weightshed why " + shell_word(options.files.front()) + " MEASURE";
  problem.allowed = names + ", or another of `weightshed list measures`";
  throw sim::Error(sim::Failure::usage, {problem});
}

// Which labels are taken for the dimensions that the question leaves open; empty when it names all.
std::string left_open(const sim::Study& study, const sim::Question& question) {
  const auto& cards = study.kind->measures;
  const auto card = std::find_if(cards.begin(), cards.end(), [&](const auto& c) { return c.key == question.measure; });
  Labels taken;
  for (std::size_t d = 0; card != cards.end() && d < card->rank(); ++d) {
    const std::string dimension(card->dimensions[d]);
    const bool named = std::any_of(question.where.begin(), question.where.end(),
                                   [&](const auto& given) { return given.first == dimension; });
    if (!named) taken.emplace_back(dimension, study.coordinates.find(dimension)->second.front());
  }
  return text_of(taken);
}

sim::Question question_of(const Options& options, const sim::Study& study) {
  sim::Question question{options.policy, options.files.back(), {}, date_of_option(options.at).value_or(study.run.end)};
  for (auto& [dimension, label] : sim::parse_where(options.where)) {
    const auto labels = study.coordinates.find(dimension);
    if (labels != study.coordinates.end()) {  // else the engine says what is wrong
      const auto names = label_names(*study.kind, study.tables, dimension);
      if (const auto meant = label_meant(labels->second, names, label)) label = labels->second[*meant];
    }
    question.where.emplace_back(dimension, label);
  }
  return question;
}

// Every dimension of the measure with its label.
Labels place_of(const sim::Question& question, const sim::ResultFile& result) {
  Labels place;
  for (const std::string& dimension : result.measure(question.measure).dimensions) {
    const auto given = std::find_if(question.where.begin(), question.where.end(),
                                    [&](const auto& pair) { return pair.first == dimension; });
    place.emplace_back(dimension, given == question.where.end() ? result.coordinate(dimension).front() : given->second);
  }
  return place;
}

// The value in every world under a policy, one history each; NaN where the measure has none.
// Of each world and member at a recording date.
std::vector<double> values_of(const sim::ResultFile& result, const sim::Question& question, std::size_t policy,
                              std::size_t date) {
  std::size_t position = 0;
  for (const auto& [dimension, label] : place_of(question, result)) {
    const auto labels = result.coordinate(dimension);
    position = position * labels.size() +
               static_cast<std::size_t>(std::find(labels.begin(), labels.end(), label) - labels.begin());
  }
  const std::size_t width = result.measure(question.measure).width;
  const std::vector<float> row = result.values(question.measure, policy, date);
  std::vector<double> values;
  for (std::size_t i = position; i < row.size(); i += width) values.push_back(static_cast<double>(row[i]));
  return values;
}

// At the last date.
std::vector<double> values_of(const sim::ResultFile& result, const sim::Question& question, std::size_t policy) {
  return values_of(result, question, policy, result.dates().size() - 1);
}

// The recorded histories must come out again, or effects would compare two models. Throws Error(mismatch).
void require_same_histories(const sim::ResultFile& recorded, const sim::ResultFile& again,
                            const sim::Question& question) {
  const auto& measures = recorded.measures();
  if (std::none_of(measures.begin(), measures.end(), [&](const auto& m) { return m.name == question.measure; })) return;
  const std::size_t policy = question.policy.empty() ? 0 : recorded.policy_index(question.policy);
  const std::vector<double> was = values_of(recorded, question, policy, recorded.date_index(again.dates().back()));
  const std::vector<double> is = values_of(again, question, 0);
  for (std::size_t world = 0; world < again.worlds(); ++world) {
    const double before = was[world * recorded.members()];
    if (std::isnan(before) || before == is[world * again.members()]) continue;
    throw sim::Error(sim::Failure::mismatch,
                     "the recorded histories cannot be reproduced by this program, so nothing "
                     "can be said about them: run the study again");
  }
}

std::vector<Moved> moved_by(const sim::ModelKind& kind, const std::vector<sim::Cause>& causes,
                            const sim::Question& question, const sim::ResultFile& result) {
  const Labels place = place_of(question, result);
  const std::vector<double> with = values_of(result, question, 0);
  std::vector<Moved> moved;
  const auto effects = sim::compare(kind, result, {"", {}, {{question.measure}, {}}});
  for (std::size_t c = 0; c < causes.size(); ++c) {
    Moved m;
    m.cause = causes[c];
    for (const sim::Effect& effect : effects) {
      if (effect.policy == causes[c].name && effect.coordinates == place) m.effect = effect;
    }
    const std::vector<double> without = values_of(result, question, c + 1);
    for (std::size_t i = 0; i < with.size(); ++i) m.lost += !std::isnan(with[i]) && std::isnan(without[i]);
    moved.push_back(std::move(m));
  }
  std::stable_sort(moved.begin(), moved.end(), [](const Moved& a, const Moved& b) { return a.weight() > b.weight(); });
  return moved;
}

// "later by 9.3 months [4.1, 15.0]" for dates, "+0.12 [0.10, 0.15] share" for the rest.
std::string change_text(const sim::Effect& e) {
  if (e.pairs == 0) return "";
  if (e.units == "year") {
    return fmt::format("{} by {:.1f} months [{:.1f}, {:.1f}]", e.effect < 0.0 ? "earlier" : "later",
                       12.0 * std::abs(e.effect), 12.0 * e.low, 12.0 * e.high);
  }
  const auto texts = shown_alike({e.effect, e.low, e.high}, e.units);
  return fmt::format("{}{} [{}, {}]{}", e.effect > 0.0 ? "+" : "", texts[0], texts[1], texts[2],
                     e.units == "month" ? " months" : "");
}

std::string lost_text(const Moved& m, const std::string& at) {
  return m.lost == 0 ? "" : fmt::format("not by {} in {} of {} histories", at, m.lost, m.lost + m.effect.pairs);
}

// The world whose value is nearest the median of those that have one.
std::size_t typical_world(const std::vector<double>& values) {
  std::vector<double> known;
  std::copy_if(values.begin(), values.end(), std::back_inserter(known), [](double v) { return !std::isnan(v); });
  std::sort(known.begin(), known.end());
  const double median = sim::sorted_quantile(known, 0.5);
  std::size_t typical = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::abs(values[i] - median) < std::abs(values[typical] - median) || std::isnan(values[typical])) typical = i;
  }
  return typical;
}

// Of a history of the answer under the question's policy, its first member.
std::vector<sim::Event> events_of(const sim::ModelKind& kind, const sim::ResultFile& result, std::size_t world) {
  const auto words = kind.event_words();
  std::vector<sim::Event> events;
  for (const auto& event : result.events()) {
    if (event.policy != 0 || event.world != world || event.member != 0) continue;
    const auto word = std::find(words.begin(), words.end(), event.kind) - words.begin();
    events.push_back({event.days, static_cast<std::uint16_t>(word), event.actor, event.value});
  }
  return events;
}

// Nobody asked for a policy where the first is explained: the reference, which is seldom the one of interest.
std::string other_policies(const sim::Study& study, const sim::Question& question) {
  if (!question.policy.empty() || study.policies.size() < 2) return "";
  std::string names;
  for (std::size_t p = 1; p < study.policies.size(); ++p)
    names += (p == 1 ? "" : ", ") + shell_word(study.policies[p].name);
  return "  the reference, as no --policy is given; --policy NAME asks about another: " + sim::printable(names) + "\n";
}

// How many histories it takes to answer, where that is a wait: two worlds choose among many causes.
std::string work_of(const Options& options, const sim::Study& study, std::size_t causes) {
  constexpr std::size_t noticed = 36;
  const bool screens = options.without.empty() && causes > most_causes;
  const auto in_worlds = [&](std::size_t wanted, std::size_t parts) {
    return std::min(wanted, study.design.worlds()) * (parts + 1);
  };
  const std::size_t histories =
      (screens ? in_worlds(screening_worlds, causes) : 0) + in_worlds(options.worlds, screens ? most_causes : causes);
  if (histories <= noticed) return "";
  return fmt::format("simulates about {} histories again; fewer with --{}", histories,
                     screens ? "where dimension=label or --without NAME" : "worlds N");
}

// Causes that do exactly the same everywhere are the same releases under two names: one line tells of them.
bool same_effect(const Moved& a, const Moved& b) {
  return a.lost == b.lost && a.effect.pairs == b.effect.pairs && a.effect.effect == b.effect.effect &&
         a.effect.low == b.effect.low && a.effect.high == b.effect.high &&
         a.effect.standard_error == b.effect.standard_error;
}

}  // namespace

int why(const Options& options, const Surroundings& around) {
  require_measure(options);
  const std::filesystem::path file = options.files.front();
  const sim::Study study = sim::study_of(around.kind, file);
  const sim::Question question = question_of(options, study);
  std::vector<sim::Cause> causes = sim::causes_of(study, question, options.without);
  const std::vector<sim::Cause> near = sim::causes_of(study, question, {});
  if (const std::string open = left_open(study, question); !open.empty())
    around.talk.say(question.measure + " is explained at " + open + ", as --where names no other");
  if (const std::string work = work_of(options, study, causes.size()); !work.empty()) around.talk.say(work);
  const Aside aside(file);
  ProgressBar bar(around.talk);
  const sim::RunOptions settings = run_options(options, around, bar);
  const auto run = [&](const std::string& name, std::size_t worlds) {
    const sim::RunOutcome outcome = aside.run(sim::taken_out(study, question, causes, worlds, 1), settings, name);
    bar.finish();
    return !outcome.interrupted;
  };
  const auto interrupted = [&] {
    around.talk.say("interrupted: `why` keeps nothing");
    return static_cast<int>(sim::Failure::interrupted);
  };
  if (options.without.empty() && causes.size() > most_causes) {
    if (!run("screening.h5", screening_worlds)) return interrupted();
    const auto screened = moved_by(around.kind, causes, question, sim::ResultFile(aside.file("screening.h5")));
    causes.clear();
    for (std::size_t i = 0; i < most_causes; ++i) causes.push_back(screened[i].cause);
  }
  if (!run("why.h5", options.worlds)) return interrupted();

  const sim::ResultFile result(aside.file("why.h5"));
  require_same_histories(sim::ResultFile(file), result, question);
  const std::vector<Moved> moved = moved_by(around.kind, causes, question, result);
  const std::vector<double> values = values_of(result, question, 0);
  const std::size_t typical = typical_world(values);
  // When the value is a date, the story ends on it.
  const bool dated = result.measure(question.measure).units == "year" && !std::isnan(values[typical]);
  const double until = dated ? sim::days_of_decimal_year(values[typical]) : static_cast<double>(question.at.days);
  std::vector<sim::Cause> mattered;
  for (const Moved& m : moved) {
    if (!m.nothing()) mattered.push_back(m.cause);
  }
  const std::vector<sim::Event> events = events_of(around.kind, result, typical);
  const std::size_t policy = sim::policy_of(study, question);
  const std::vector<sim::DatedLine> lines = sim::what_happened({study, events, policy, near, mattered}, until);
  std::vector<double> known;
  std::copy_if(values.begin(), values.end(), std::back_inserter(known), [](double v) { return !std::isnan(v); });
  std::sort(known.begin(), known.end());
  const std::string at = to_string(result.dates().back());
  const auto& measure = result.measure(question.measure);
  if (options.json) {
    Json list = Json::array();
    for (const Moved& m : moved) {
      list.push_back({{"cause", m.cause.name},
                      {"words", m.cause.words},
                      {"from", to_string(m.cause.from)},
                      {"effect_of_taking_out", m.effect.effect},
                      {"low", m.effect.low},
                      {"high", m.effect.high},
                      {"units", measure.units},
                      {"pairs", m.effect.pairs},
                      {"without_a_value", m.lost}});
    }
    Json happened = Json::array();
    for (const sim::DatedLine& line : lines) happened.push_back({{"date", sim::day_of(line)}, {"event", line.text}});
    tell("{}\n", Json{{"measure", question.measure}, {"at", at}, {"causes", list}, {"events", happened}}.dump(2));
    return 0;
  }
  const Labels place = place_of(question, result);
  tell("{}{}, by {}, under '{}'\n", measure.long_name, place.empty() ? "" : " (" + text_of(place) + ")", at,
       sim::printable(result.policies().front()));
  tell("{}", other_policies(study, question));
  if (known.empty()) {
    tell("  no value in any of {} histories\n", values.size());
  } else {
    const auto texts = shown_alike(
        {sim::sorted_quantile(known, 0.5), sim::sorted_quantile(known, 0.1), sim::sorted_quantile(known, 0.9)},
        measure.units);
    tell("  {} [{}, {}] in {} of {} worlds, one history each\n", texts[0], texts[1], texts[2], known.size(),
         values.size());
  }
  tell("\nRemoved from the same histories, one at a time:\n");
  std::vector<std::string> idle;
  for (std::size_t i = 0; i < moved.size(); ++i) {
    const Moved& m = moved[i];
    if (m.nothing()) {
      idle.push_back(sim::printable(sim::short_words(study, m.cause)));
      continue;
    }
    std::string names = m.cause.words;
    for (; i + 1 < moved.size() && same_effect(m, moved[i + 1]); ++i)
      names += ", and the same without " + moved[i + 1].cause.words;
    const std::string change = change_text(m.effect), lost = lost_text(m, at);
    tell("  without {}: {}{}{}\n", sim::printable(names), change, change.empty() || lost.empty() ? "" : "; ", lost);
  }
  if (!idle.empty()) tell("  no change without {}\n", fmt::join(idle, ", "));
  tell("\nWhat happened, in the history nearest the median:\n");
  const std::vector<sim::DatedLine> shown_lines = options.all ? lines : sim::most_telling(lines);
  for (const sim::DatedLine& line : shown_lines) tell("  {}  {}\n", sim::day_of(line), sim::printable(line.text));
  if (shown_lines.size() < lines.size()) tell("  {} more; --all shows them\n", lines.size() - shown_lines.size());
  const std::string doubt = doubt_about(values.size(), values.size());
  if (!doubt.empty()) tell("\n{}\n", doubt);
  around.talk.next("weightshed compare " + shell_word(file.string()));
  return 0;
}

}  // namespace cli
