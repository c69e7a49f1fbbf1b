// Counterfactuals as policies: the runner, pairing and statistics are those of any study.
#include "sim/execution/why.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "sim/scenario/section.hpp"

namespace sim {

namespace {

constexpr std::string_view lever_prefix = "lever:";

[[noreturn]] void refuse(const std::string& what, const std::string& given, std::vector<std::string> names) {
  std::vector<Problem> problems;
  find_word(given, names, Node{}, what, what, problems);
  throw Error(Failure::invalid_input, std::move(problems));
}

template <class Items, class Name>
std::size_t position_of(const Items& items, const std::string& wanted, const std::string& what, Name name) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (name(items[i]) == wanted) return i;
  }
  std::vector<std::string> names;
  for (const auto& item : items) names.emplace_back(name(item));
  refuse(what, wanted, std::move(names));
}

std::size_t measure_of(const Study& study, const Question& question) {
  return position_of(study.kind->measures, question.measure, "measure", [](const auto& card) { return card.key; });
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

// "Qwen-Llama": itself, Qwen and Llama.
std::vector<std::string> words_of(const std::string& label) {
  std::vector<std::string> words{lower(label), ""};
  for (const char c : lower(label)) {
    if (c == '-' || c == '_') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

// Checked: every dimension is one of the measure, every label one of the dimension.
std::vector<std::string> labels_of(const Study& study, const Question& question) {
  const MeasureCard& card = study.kind->measures[measure_of(study, question)];
  std::vector<std::string> dimensions;
  for (std::size_t d = 0; d < card.rank(); ++d) dimensions.emplace_back(card.dimensions[d]);
  std::vector<std::string> words;
  for (const auto& [dimension, label] : question.where) {
    const std::size_t d = position_of(dimensions, dimension, "dimension", [](const auto& name) { return name; });
    const auto& labels = study.coordinates.find(dimensions[d])->second;
    position_of(labels, label, dimension, [](const auto& name) { return name; });
    for (std::string& word : words_of(label)) words.push_back(std::move(word));
  }
  return words;
}

bool neutral_by(const Study& study, const Policy& policy, std::size_t lever, Date date) {
  const double neutral = study.kind->levers[lever].neutral;
  const auto moves = [&](const Action& action) {
    return action.target.lever == static_cast<int>(lever) && !action.when && action.at <= date && action.to != neutral;
  };
  return std::none_of(policy.baseline.begin(), policy.baseline.end(), moves) &&
         std::none_of(policy.actions.begin(), policy.actions.end(), moves);
}

Date first_of(const Policy& policy, std::size_t lever, Date start) {
  std::optional<Date> first;
  for (const auto* list : {&policy.baseline, &policy.actions}) {
    for (const Action& action : *list) {
      if (action.target.lever == static_cast<int>(lever) && !action.when && (!first || action.at < *first)) {
        first = action.at;
      }
    }
  }
  return std::max(first.value_or(start), start);
}

// As people type names: in any case, with spaces, points or hyphens for underscores.
std::string plain(std::string_view text) {
  std::string out = lower(std::string(text));
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == ' ' || c == '-' || c == '.'; }, '_');
  return out;
}

// "release:R1" means the one release with R1 in its key or in its words, or, of several, the one whose key ends on it.
// Throws Error(invalid_input) where none or more than one is meant.
const Cause& cause_meant(const std::vector<Cause>& known, const std::string& given) {
  const std::size_t colon = given.find(':');
  const std::string of_kind = colon == std::string::npos ? "" : given.substr(0, colon + 1);
  const std::string wanted = plain(std::string_view(given).substr(of_kind.size()));
  std::vector<const Cause*> near, at_end;
  for (const Cause& cause : known) {
    if (cause.name == given) return cause;
    if (wanted.empty() || !cause.name.starts_with(of_kind)) continue;
    const std::string key = plain(cause.name.substr(cause.name.find(':') + 1));
    if (key.find(wanted) == std::string::npos && plain(cause.words).find(wanted) == std::string::npos) continue;
    near.push_back(&cause);
    if (key == wanted || key.ends_with("_" + wanted)) at_end.push_back(&cause);
  }
  if (near.size() == 1) return *near.front();
  if (at_end.size() == 1) return *at_end.front();
  std::vector<std::string> names;
  if (near.empty()) {
    for (const Cause& cause : known) {
      if (cause.name.starts_with(of_kind)) names.push_back(cause.name);
    }
    refuse("cause", given, std::move(names));
  }
  for (const Cause* cause : near) names.push_back(cause->name);
  Problem problem;
  problem.key = "cause";
  problem.message = "'" + given + "' may mean several causes";
  problem.allowed = list_of(names);
  throw Error(Failure::invalid_input, {problem});
}

std::vector<KnockOut> knock_outs_of(const Study& study) {
  return study.kind->knock_outs ? study.kind->knock_outs(study.tables) : std::vector<KnockOut>{};
}

}  // namespace

std::size_t policy_of(const Study& study, const Question& question) {
  if (question.policy.empty()) return 0;
  return position_of(study.policies, question.policy, "policy", [](const auto& policy) { return policy.name; });
}

std::vector<Cause> causes_of(const Study& study, const Question& question, const std::vector<std::string>& named) {
  const std::vector<std::string> words = labels_of(study, question);
  const Policy& policy = study.policies[policy_of(study, question)];
  const std::vector<KnockOut> all = knock_outs_of(study);
  std::vector<Cause> levers, known, tried, near;
  for (std::size_t l = 0; l < study.kind->levers.size(); ++l) {
    const std::string key(study.kind->levers[l].key);
    const Date from = first_of(policy, l, study.run.start);
    const Cause cause{std::string(lever_prefix) + key, "the lever " + key + ", moved since " + to_string(from), from};
    if (!neutral_by(study, policy, l, question.at)) levers.push_back(cause);
  }
  for (const KnockOut& out : all) {
    if (out.from > question.at) continue;
    known.push_back({out.name, out.words, std::max(out.from, study.run.start)});
    if (out.named_only) continue;
    tried.push_back(known.back());
    const bool concerned = std::any_of(out.concerns.begin(), out.concerns.end(), [&](const std::string& label) {
      return std::find(words.begin(), words.end(), lower(label)) != words.end();
    });
    if (concerned) near.push_back(known.back());
  }
  if (!named.empty()) {
    known.insert(known.end(), levers.begin(), levers.end());
    std::vector<Cause> wanted;
    for (const std::string& name : named) wanted.push_back(cause_meant(known, name));
    return wanted;
  }
  std::vector<Cause> causes = near.empty() ? tried : near;
  causes.insert(causes.end(), levers.begin(), levers.end());
  return causes;
}

Study taken_out(const Study& study, const Question& question, const std::vector<Cause>& causes, std::size_t worlds,
                std::uint32_t members) {
  Study without = study;
  Policy policy = study.policies[policy_of(study, question)];
  without.policies = {policy};
  const std::vector<KnockOut> all = knock_outs_of(study);
  for (const Cause& cause : causes) {
    Policy other = policy;
    other.name = cause.name;
    other.label = "without " + cause.words;
    // A step earlier, as what comes out inside a step belongs to that step.
    other.without_from = std::max(cause.from.plus_days(-study.run.steps().days()), study.run.start);
    if (cause.name.starts_with(lever_prefix)) {
      const std::string key = cause.name.substr(lever_prefix.size());
      other.without_levers.push_back(
          static_cast<int>(position_of(study.kind->levers, key, "lever", [](const auto& card) { return card.key; })));
    } else {
      other.without.push_back(
          static_cast<int>(position_of(all, cause.name, "cause", [](const KnockOut& out) { return out.name; })));
    }
    without.policies.push_back(std::move(other));
  }
  without.run.fork.reset();
  without.run.end = std::min(study.run.end, question.at);
  without.record = {{measure_of(study, question)}, study.record.every};
  without.run.members = std::min(members, study.run.members);
  without.run.worlds = static_cast<std::uint32_t>(std::min(worlds, study.design.worlds()));
  without.design.structure.resize(without.run.worlds);
  without.design.keys.resize(without.run.worlds);
  without.design.values.resize(without.run.worlds * without.design.parameters);
  without.source.sha256 = study.source.sha256 + "-why-" + question.measure + "-" + to_string(question.at);
  return without;
}

}  // namespace sim
