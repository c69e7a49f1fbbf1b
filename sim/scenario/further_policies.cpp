// The readers of a scenario, used on a text that holds policies only.
#include "sim/scenario/further_policies.hpp"

#include "sim/scenario/parts.hpp"

namespace sim {

void add_policies(Study& study, const Node& tree, std::vector<Problem>& problems) {
  std::vector<std::string> warnings;
  Node own = tree;
  Draft draft{*study.kind, own, problems, warnings};
  const Vocabulary vocabulary{*study.kind, study.tables, study.coordinates};
  const std::string reference = study.policies.front().name;
  for (Policy& policy : read_policies(draft, study.run, vocabulary, study.policies.front().baseline)) {
    if (policy.name == reference) {
      add_problem(problems, tree.find("policy")->place, "policy", "'" + policy.name + "' is the reference of the study",
                  "another name");
    }
    study.policies.push_back(std::move(policy));
  }
  if (problems.empty()) check_levers(study, tree, problems);
}

std::vector<Action> further_actions(Study study, Policy policy, const std::string& text, Date now) {
  std::vector<Problem> problems;
  std::vector<Action> further;
  auto tree = parse_toml("policy = [{ name = \"change\", actions = " + text + " }]", "change", problems);
  if (tree) {
    std::vector<std::string> warnings;
    Draft draft{*study.kind, *tree, problems, warnings};
    study.run.fork = now;
    for (const Policy& change : read_policies(draft, study.run, {*study.kind, study.tables, study.coordinates}, {})) {
      further.insert(further.end(), change.actions.begin(), change.actions.end());
    }
    policy.name = "change";
    policy.actions.insert(policy.actions.end(), further.begin(), further.end());
    study.policies = {std::move(policy)};
    if (problems.empty()) check_levers(study, *tree, problems);
  }
  if (!problems.empty()) throw Error(Failure::invalid_input, std::move(problems));
  return further;
}

}  // namespace sim
