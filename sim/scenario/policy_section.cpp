// [[policy]]: dated actions on levers, and the baseline of dated facts that every policy starts from.
#include <algorithm>
#include <array>
#include <set>

#include "sim/limits.hpp"
#include "sim/model/labels.hpp"
#include "sim/scenario/parts.hpp"

namespace sim {

namespace {

using namespace std::string_view_literals;
constexpr std::array policy_keys = {"name"sv, "label"sv, "short"sv, "sentence"sv, "plural"sv, "actions"sv};
constexpr std::array action_keys = {"lever"sv, "of"sv,   "in"sv, "sectors"sv, "at"sv,
                                    "until"sv, "ramp"sv, "to"sv, "when"sv};

// What a policy's actions are checked against.
struct ActionRules {
  const Vocabulary& words;
  const RunSettings& run;
  std::vector<Problem>& problems;
};

// A lever as an action names it: by its key, or by a spelling that also says at which country it is aimed.
struct NamedLever {
  std::size_t position = 0;
  std::string_view of = {};  // empty: the action says it
};

std::optional<NamedLever> find_lever(const ModelKind& kind, const std::string& name, const Node& node,
                                     const std::string& key, std::vector<Problem>& problems) {
  std::vector<std::string> names = keys_of(kind.levers);
  for (const LeverSpelling& spelling : kind.lever_spellings) {
    if (spelling.key == name) {
      const auto lever = std::find(names.begin(), names.end(), spelling.lever);
      return NamedLever{static_cast<std::size_t>(lever - names.begin()), spelling.of};
    }
  }
  const auto found = find_word(name, names, node, key, "lever", problems);
  return found ? std::optional(NamedLever{*found}) : std::nullopt;
}

// The keys that an action may have: those of every action, and the options of all levers.
std::vector<std::string_view> keys_of_actions(const ModelKind& kind) {
  std::vector<std::string_view> keys(action_keys.begin(), action_keys.end());
  for (const LeverCard& card : kind.levers) {
    for (const LeverOption& option : card.options) {
      if (std::find(keys.begin(), keys.end(), option.key) == keys.end()) keys.push_back(option.key);
    }
  }
  return keys;
}

std::optional<double> word_value(std::span<const std::string_view> allowed, const Node& node, const std::string& key,
                                 std::vector<Problem>& problems) {
  const std::vector<std::string> words(allowed.begin(), allowed.end());
  if (node.type != Node::Type::text) {
    problems.push_back(wrong_type(node, key, list_of(words)));
    return std::nullopt;
  }
  const auto found = find_word(node.text, words, node, key, "value", problems);
  return found ? std::optional(static_cast<double>(*found)) : std::nullopt;
}

// The position of a label that the model itself names; any, where the tables could not be read.
int position_of(const Vocabulary& words, std::string_view dimension, std::string_view label) {
  const auto labels = words.coordinates.find(dimension);
  if (labels == words.coordinates.end()) return any_index;
  const auto found = std::find(labels->second.begin(), labels->second.end(), label);
  return found == labels->second.end() ? any_index : static_cast<int>(found - labels->second.begin());
}

std::optional<double> option_value(const LeverOption& option, const Node& node, const std::string& key,
                                   std::vector<Problem>& problems) {
  // A bare number would leave the reader guessing months or years.
  if (option.unit == "years" && node.type != Node::Type::text) {
    problems.push_back(wrong_type(node, key, "a length of time as in \"6 months\""));
    return std::nullopt;
  }
  if (option.words.empty()) return read_quantity(node, key, {option.unit, option.low, option.high, {}}, problems);
  return word_value(option.words, node, key, problems);
}

// The keys that an action on this lever may have.
std::string taken_by(const LeverCard& card) {
  std::vector<std::string> keys;
  for (const std::string_view key : action_keys) {
    const bool aims_nowhere = (key == "of" && card.index.of.empty()) || (key == "in" && card.index.in.empty()) ||
                              (key == "sectors" && card.index.sectors.empty());
    if (!aims_nowhere) keys.emplace_back(key);
  }
  for (const LeverOption& option : card.options) keys.emplace_back(option.key);
  return list_of(keys);
}

// What an action states besides `to`; an option of another lever is a mistake.
LeverOptions read_options(const ActionRules& around, const Section& action, const LeverCard& card) {
  LeverOptions options = initial_options(card);
  for (const std::string_view key : keys_of_actions(around.words.kind)) {
    const Node* given = action.find(key);
    if (given == nullptr || std::find(action_keys.begin(), action_keys.end(), key) != action_keys.end()) continue;
    const auto option = std::find_if(card.options.begin(), card.options.end(),
                                     [&](const LeverOption& candidate) { return candidate.key == key; });
    if (option == card.options.end()) {
      add_problem(around.problems, given->key_place, action.path(key),
                  "the lever " + std::string(card.key) + " takes no '" + std::string(key) + "'", taken_by(card));
      continue;
    }
    const auto value = option_value(*option, *given, action.path(key), around.problems);
    if (value) options[static_cast<std::size_t>(option - card.options.begin())] = *value;
  }
  return options;
}

// The positions that an index of an action names: a word or a list of words; `any_index` when it is left out.
std::vector<int> positions(const ActionRules& around, const Section& action, std::string_view key,
                           std::string_view dimension, const LeverCard& lever) {
  const Node* node = action.find(key);
  if (node == nullptr) return {any_index};
  if (dimension.empty()) {
    add_problem(around.problems, node->key_place, action.path(key),
                "the lever " + std::string(lever.key) + " takes no '" + std::string(key) + "'", taken_by(lever));
    return {};
  }
  std::vector<const Node*> names;
  if (node->type == Node::Type::array) {
    for (const Node& item : node->items) names.push_back(&item);
    if (names.empty())
      add_problem(around.problems, node->place, action.path(key), "is empty",
                  "at least one name, or leave the key out for all");
  } else {
    names.push_back(node);
  }
  std::vector<int> found;
  for (const Node* name : names) {
    if (name->type != Node::Type::text) {
      around.problems.push_back(wrong_type(*name, action.path(key), "a name in quotes, or a list of names"));
    } else {
      const auto position =
          coordinate_position(around.words, dimension, name->text, *name, action.path(key), around.problems);
      if (position) found.push_back(*position);
    }
  }
  return found;
}

void check_dates(const ActionRules& around, const Section& action, Date at, const std::optional<Date>& until) {
  const RunSettings& run = around.run;
  const auto report = [&](std::string_view key, std::string message, std::string allowed) {
    add_problem(around.problems, action.find(key)->place, action.path(key), std::move(message), std::move(allowed));
  };
  if (run.start == run.end) return;  // the dates of the run are wrong themselves, and already reported
  if (at < run.start || at > run.end) {
    report("at", to_string(at) + " is outside the run", to_string(run.start) + " to " + to_string(run.end));
  } else if (run.fork && at < *run.fork) {
    report("at", to_string(at) + " is before the fork", "on or after " + to_string(*run.fork));
  } else if (run.past == Past::observed && at < run.observed_until) {
    report("at", to_string(at) + " is in the observed past",
           "on or after observed_until, " + to_string(run.observed_until) + "; or past = \"simulated\"");
  }
  if (until && *until <= at) report("until", to_string(*until) + " is not after at", "a date after " + to_string(at));
}

// What the action does, and on whom: one entry for each target that it names.
void aim(const ActionRules& around, const Section& section, const NamedLever& lever, Action action,
         std::vector<Action>& actions) {
  const LeverCard& card = around.words.kind.levers[lever.position];
  if (const Node* to = section.find("to"))
    action.to = lever_value(card, *to, section.path("to"), around.problems).value_or(card.neutral);
  action.options = read_options(around, section, card);
  // A spelling that says at whom it is aimed takes no `of` beside it.
  LeverCard spelled = card;
  if (!lever.of.empty()) spelled.index.of = {};
  const bool says_of = section.find("of") != nullptr || !lever.of.empty();
  if (card.index.named && !says_of) {
    add_problem(around.problems, section.find("lever")->place, section.path("of"), "is missing",
                "the " + std::string(card.index.of) + " that " + std::string(card.key) + " is about");
  }
  auto all_of = positions(around, section, "of", spelled.index.of, spelled);
  if (!lever.of.empty() && !all_of.empty()) all_of = {position_of(around.words, card.index.of, lever.of)};
  const auto all_in = positions(around, section, "in", card.index.in, card);
  const auto sectors = positions(around, section, "sectors", card.index.sectors, card);
  if (actions.size() + all_of.size() * all_in.size() * sectors.size() > limits::actions.most) {
    add_problem(around.problems, section.table()->place, section.path(""), "is one action too many",
                at_most(limits::actions) + " of a policy");
    return;
  }
  for (const int of : all_of) {
    for (const int in : all_in) {
      for (const int sector : sectors) {
        action.target = {static_cast<int>(lever.position), of, in, sector};
        actions.push_back(action);
      }
    }
  }
}

void read_action(const ActionRules& around, const Node& node, const std::string& prefix, std::vector<Action>& actions) {
  const Section section(&node, prefix, around.problems);
  section.allow_only(keys_of_actions(around.words.kind));
  if (section.table() == nullptr) return;
  const auto missing = [&](std::string_view key, std::string allowed) {
    add_problem(around.problems, node.place, section.path(key), "is missing", std::move(allowed));
  };
  if (section.find("at") == nullptr && section.find("when") == nullptr) {
    missing("at", "a date as in 2027-01-01, or a condition under when");
  }
  if (section.find("to") == nullptr) missing("to", "the value that the lever takes");

  Action action;
  action.at = undated;
  if (const Node* when = section.find("when")) {
    action.when = read_trigger(around.words, *when, section.path("when"), around.problems);
  }
  const auto at = section.date("at");
  action.until = section.date("until");
  if (at) {
    action.at = *at;
    check_dates(around, section, *at, action.until);
  }
  // A bare number would leave the reader guessing months or years.
  if (const Node* ramp = section.find("ramp"); ramp != nullptr && ramp->type != Node::Type::text) {
    around.problems.push_back(wrong_type(*ramp, section.path("ramp"), "a length of time as in \"6 months\""));
  } else if (const auto years = section.quantity("ramp", {"years", 0.0, 100.0, {}})) {
    action.ramp = Years{*years};
  }
  if (section.find("lever") == nullptr) {
    missing("lever", list_of(keys_of(around.words.kind.levers)));
    return;
  }
  const auto given = section.text("lever");
  const auto lever =
      given ? find_lever(around.words.kind, *given, *section.find("lever"), section.path("lever"), around.problems)
            : std::nullopt;
  if (lever) aim(around, section, *lever, action, actions);
}

}  // namespace

std::optional<int> coordinate_position(const Vocabulary& words, std::string_view dimension, const std::string& name,
                                       const Node& node, const std::string& key, std::vector<Problem>& problems) {
  const auto labels = words.coordinates.find(dimension);
  if (labels == words.coordinates.end()) return std::nullopt;
  const std::vector<LabelName> names = label_names(words.kind, words.tables, dimension);
  if (const auto meant = label_meant(labels->second, names, name)) return static_cast<int>(*meant);
  add_problem(problems, node.place, key, "no " + std::string(dimension) + " '" + name + "'", list_of(labels->second),
              nearest_label(labels->second, names, name));
  return std::nullopt;
}

std::optional<double> lever_value(const LeverCard& lever, const Node& node, const std::string& key,
                                  std::vector<Problem>& problems) {
  if (lever.words.empty()) return read_quantity(node, key, {lever.unit, lever.low, lever.high, lever.source}, problems);
  return word_value(lever.words, node, key, problems);
}

std::vector<Policy> read_policies(Draft& draft, const RunSettings& run, const Vocabulary& words,
                                  const std::vector<Action>& baseline) {
  std::vector<Policy> policies;
  const Node* list = draft.tree.find("policy");
  if (list == nullptr || list->type != Node::Type::array || list->items.empty()) {
    const std::string allowed = "[[policy]] with a name; the first is the reference";
    if (list == nullptr) {
      draft.report_missing(draft.tree, "policy", "there is no policy", allowed);
    } else {
      add_problem(draft.problems, list->place, "policy", "is not a list of policies", allowed);
    }
    return policies;
  }
  if (list->items.size() > limits::policies.most) {
    add_problem(draft.problems, list->place, "policy", "there are " + std::to_string(list->items.size()) + " policies",
                at_most(limits::policies));
    return policies;
  }
  const ActionRules around{words, run, draft.problems};
  std::set<std::string> taken;
  for (std::size_t i = 0; i < list->items.size(); ++i) {
    const Node& node = list->items[i];
    const Section section(&node, "policy[" + std::to_string(i) + "]", draft.problems);
    section.allow_only(policy_keys);
    Policy policy;
    policy.baseline = baseline;
    if (section.table() != nullptr && section.find("name") == nullptr) {
      add_problem(draft.problems, node.place, section.path("name"), "is missing", "a short name in quotes");
    }
    policy.name = section.name("name").value_or("");
    policy.label = section.name("label").value_or(policy.name);
    policy.short_name = section.name("short").value_or("");
    policy.sentence = section.name("sentence").value_or("");
    policy.plural = section.boolean("plural").value_or(false);
    if (!policy.name.empty() && !taken.insert(policy.name).second) {
      add_problem(draft.problems, section.find("name")->place, section.path("name"),
                  "'" + policy.name + "' is defined twice", "a different name for each policy");
    }
    if (const Node* actions = section.find("actions")) {
      if (actions->type != Node::Type::array) {
        draft.problems.push_back(wrong_type(*actions, section.path("actions"), "a list of tables"));
      } else {
        for (std::size_t a = 0; a < actions->items.size(); ++a) {
          read_action(around, actions->items[a], section.path("actions") + "[" + std::to_string(a) + "]",
                      policy.actions);
        }
      }
    }
    policies.push_back(std::move(policy));
  }
  return policies;
}

std::vector<Action> baseline_actions(const Vocabulary& words, std::vector<Problem>& problems) {
  const ModelKind& kind = words.kind;
  std::vector<Action> actions;
  const auto found = words.tables.find(kind.baseline_table);
  if (found == words.tables.end()) return actions;
  const Table& table = found->second;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto cell = [&](std::string_view column) { return text_node(table.text(column, row), table.place(row)); };
    const auto lever = find_lever(kind, table.text("lever", row), cell("lever"), "lever", problems);
    if (!lever) continue;
    const LeverCard& card = kind.levers[lever->position];
    Action action;
    action.target.lever = static_cast<int>(lever->position);
    if (!lever->of.empty()) action.target.of = position_of(words, card.index.of, lever->of);
    const auto index = [&](std::string_view column, std::string_view dimension, int& position) {
      if (table.empty(column, row)) return;
      if (dimension.empty()) {
        add_problem(problems, table.place(row), std::string(column),
                    "the lever " + std::string(card.key) + " takes no '" + std::string(column) + "'", "an empty field");
        return;
      }
      position =
          coordinate_position(words, dimension, table.text(column, row), cell(column), std::string(column), problems)
              .value_or(any_index);
    };
    index("of", card.index.of, action.target.of);
    index("in", card.index.in, action.target.in);
    index("sectors", card.index.sectors, action.target.sector);
    action.at = table.date("date", row);
    action.to = lever_value(card, cell("value"), "value", problems).value_or(card.neutral);
    action.options = initial_options(card);
    for (std::size_t i = 0; i < card.options.size(); ++i) {
      const LeverOption& option = card.options[i];
      if (!table.columns.contains(option.key) || table.empty(option.key, row)) continue;
      action.options[i] =
          option_value(option, cell(option.key), std::string(option.key), problems).value_or(option.initial);
    }
    actions.push_back(action);
  }
  std::stable_sort(actions.begin(), actions.end(), [](const Action& a, const Action& b) { return a.at < b.at; });
  return actions;
}

}  // namespace sim
