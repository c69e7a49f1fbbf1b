// [[policy]]: dated actions on levers, and the baseline of dated facts that every policy starts from.
#include <algorithm>
#include <array>
#include <set>

#include "sim/scenario/hints.hpp"
#include "sim/scenario/parts.hpp"

namespace sim {

namespace {

using namespace std::string_view_literals;
constexpr std::array policy_keys = {"name"sv, "label"sv, "actions"sv};
constexpr std::array action_keys = {"lever"sv, "of"sv,   "in"sv, "sectors"sv, "at"sv,
                                    "until"sv, "ramp"sv, "to"sv, "fee"sv,     "when"sv};

// What a policy's actions are checked against.
struct ActionRules {
  const Vocabulary& words;
  const RunSettings& run;
  std::vector<Problem>& problems;
};

// The positions that an index of an action names: a word or a list of words; `any_index` when it is left out.
std::vector<int> positions(const ActionRules& around, const Section& action, std::string_view key,
                           std::string_view dimension, const LeverCard& lever) {
  const Node* node = action.find(key);
  if (node == nullptr) return {any_index};
  if (dimension.empty()) {
    add_problem(around.problems, node->key_place, action.path(key),
                "the lever " + std::string(lever.key) + " takes no '" + std::string(key) + "'");
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

void read_action(const ActionRules& around, const Node& node, const std::string& prefix, std::vector<Action>& actions) {
  const Section section(&node, prefix, around.problems);
  section.allow_only(action_keys);
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
  const auto names = keys_of(around.words.kind.levers);
  if (section.find("lever") == nullptr) {
    missing("lever", list_of(names));
    return;
  }
  const auto given = section.text("lever");
  const auto lever =
      given ? find_word(*given, names, *section.find("lever"), section.path("lever"), "lever", around.problems)
            : std::nullopt;
  if (!lever) return;
  const LeverCard& card = around.words.kind.levers[*lever];
  action.target.lever = static_cast<int>(*lever);
  if (const Node* to = section.find("to"))
    action.to = lever_value(card, *to, section.path("to"), around.problems).value_or(card.neutral);
  if (const Node* fee = section.find("fee"); fee != nullptr && !card.fee) {
    add_problem(around.problems, fee->key_place, section.path("fee"),
                "the lever " + std::string(card.key) + " takes no fee");
  } else if (const auto share = section.quantity("fee", {"1", 0.0, 1.0, {}})) {
    action.fee = *share;
  }
  const auto all_of = positions(around, section, "of", card.index.of, card);
  const auto all_in = positions(around, section, "in", card.index.in, card);
  const auto sectors = positions(around, section, "sectors", card.index.sectors, card);
  for (const int of : all_of) {
    for (const int in : all_in) {
      for (const int sector : sectors) {
        action.target = {static_cast<int>(*lever), of, in, sector};
        actions.push_back(action);
      }
    }
  }
}

}  // namespace

std::optional<int> coordinate_position(const Vocabulary& words, std::string_view dimension, const std::string& name,
                                       const Node& node, const std::string& key, std::vector<Problem>& problems) {
  const auto labels = words.coordinates.find(dimension);
  if (labels == words.coordinates.end()) return std::nullopt;
  if (const auto found = find_word(name, labels->second, node, key, dimension, problems)) {
    return static_cast<int>(*found);
  }
  if (problems.back().suggestion.empty()) problems.back().suggestion = label_meant(words, dimension, name);
  return std::nullopt;
}

std::optional<double> lever_value(const LeverCard& lever, const Node& node, const std::string& key,
                                  std::vector<Problem>& problems) {
  if (lever.words.empty()) return read_quantity(node, key, {lever.unit, lever.low, lever.high, lever.source}, problems);
  const std::vector<std::string> words(lever.words.begin(), lever.words.end());
  if (node.type != Node::Type::text) {
    problems.push_back(wrong_type(node, key, list_of(words)));
    return std::nullopt;
  }
  const auto found = find_word(node.text, words, node, key, "value", problems);
  return found ? std::optional(static_cast<double>(*found)) : std::nullopt;
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
  const auto levers = keys_of(kind.levers);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto cell = [&](std::string_view column) { return text_node(table.text(column, row), table.place(row)); };
    const auto lever = find_word(table.text("lever", row), levers, cell("lever"), "lever", "lever", problems);
    if (!lever) continue;
    const LeverCard& card = kind.levers[*lever];
    Action action;
    action.target.lever = static_cast<int>(*lever);
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
    if (!table.empty("fee", row))
      action.fee = read_quantity(cell("fee"), "fee", {"1", 0.0, 1.0, {}}, problems).value_or(0.0);
    actions.push_back(action);
  }
  std::stable_sort(actions.begin(), actions.end(), [](const Action& a, const Action& b) { return a.at < b.at; });
  return actions;
}

}  // namespace sim
