// The sections in their order, then what the study is known by.
#include "sim/scenario/load.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <tuple>

#include "sim/limits.hpp"
#include "sim/plan/force.hpp"
#include "sim/plan/sha256.hpp"
#include "sim/scenario/hints.hpp"
#include "sim/scenario/inherit.hpp"
#include "sim/scenario/parts.hpp"
#include "sim/scenario/reference.hpp"
#include "sim/scenario/text_file.hpp"

namespace sim {

namespace {

using namespace std::string_view_literals;
constexpr std::array root_keys = {"title"sv,  "run"sv,   "assume"sv,  "structure"sv,
                                  "policy"sv, "sweep"sv, "measure"sv, "extends"sv};

// Where `reference/` may be: next to the scenario, one folder up, then next to the library, so that one's own table
// next to a scenario takes precedence over the shipped one.
std::vector<std::filesystem::path> reference_folders(const std::filesystem::path& scenario,
                                                     const LoadOptions& options) {
  const auto own = scenario.parent_path();
  std::vector<std::filesystem::path> folders{own / "reference", (own / ".." / "reference").lexically_normal()};
  for (const auto& library : options.library) folders.push_back(library / "reference");
  std::vector<std::filesystem::path> present;
  for (const auto& folder : folders) {
    std::error_code error;
    if (std::filesystem::is_directory(folder, error) &&
        std::find(present.begin(), present.end(), folder) == present.end()) {
      present.push_back(folder);
    }
  }
  return present;
}

std::string posterior_name(Past past) { return past == Past::observed ? "posterior_observed" : "posterior_simulated"; }

// The worlds that `weightshed calibrate` has written, in the first folder that has them.
std::optional<std::filesystem::path> posterior_of(Past past, const std::vector<std::filesystem::path>& folders) {
  for (const auto& folder : folders) {
    std::error_code error;
    const auto file = folder / (posterior_name(past) + ".csv");
    if (std::filesystem::is_regular_file(file, error)) return file;
  }
  return std::nullopt;
}

// The file of worlds that the scenario names, or nothing. An absolute path replaces the folder.
std::filesystem::path list_of_worlds(const Study& study, const Node& tree) {
  if (study.run.sampling != Sampling::list) return {};
  const Node& list = *tree.find("run")->find("design")->find("list");
  return list.type == Node::Type::text ? study.source.path.parent_path() / list.text : std::filesystem::path();
}

// What a person would want to know of a valid study. The tables of the library also serve other programs.
std::vector<std::string> remarks(const Study& study, const Node& tree, std::vector<std::filesystem::path> folders,
                                 const LoadOptions& options) {
  std::erase_if(folders, [&](const std::filesystem::path& folder) {
    return std::any_of(options.library.begin(), options.library.end(), [&](const std::filesystem::path& library) {
      std::error_code error;
      return std::filesystem::equivalent(folder, library / "reference", error);
    });
  });
  std::vector<std::string> names{posterior_name(Past::observed), posterior_name(Past::simulated)};
  for (const TableSchema& schema : study.kind->tables) names.emplace_back(schema.name);
  std::vector<std::string> found = idle_actions(study);
  for (const auto& of_actions : {wide_aims(study), actions_without_options(study)})
    found.insert(found.end(), of_actions.begin(), of_actions.end());
  for (std::string& remark : unread_tables(folders, names, list_of_worlds(study, tree))) {
    found.push_back(std::move(remark));
  }
  found.push_back(beyond_evidence(study));
  found.push_back(few_draws(study));
  std::erase(found, "");
  return found;
}

std::string origin_of(const Place& place) {
  return place.line > 0 ? place.file + ":" + std::to_string(place.line) : place.file;
}

// Every value of the resolved tree with its dotted key, in the order of toml_document: one setting a line of it.
void flatten(const Node& table, const std::string& prefix, std::vector<Setting>& settings) {
  for (const std::size_t i : writing_order(table)) {
    const Node& item = table.items[i];
    const std::string key = prefix.empty() ? toml_key(table.keys[i]) : prefix + "." + toml_key(table.keys[i]);
    if (is_list_of_tables(item)) {
      for (std::size_t n = 0; n < item.items.size(); ++n) {
        flatten(item.items[n], key + "[" + std::to_string(n) + "]", settings);
      }
    } else if (is_section(item)) {
      flatten(item, key, settings);
    } else {
      settings.push_back({key, toml_text(item), origin_of(item.place)});
    }
  }
}

// What a study has in all: its cells, and the dates that they are read at.
void check_extents(const Study& study, Draft& draft) {
  const auto report = [&](std::string_view section, std::string_view key, std::string message, const Limit& limit) {
    const Node* table = draft.tree.find(section);
    const Node* node = table == nullptr ? nullptr : table->find(key);
    add_problem(draft.problems, node == nullptr ? draft.tree.place : node->place,
                std::string(section) + "." + std::string(key), std::move(message), at_most(limit));
  };
  if (study.cells() > limits::cells.most) {
    report("run", "members",
           std::to_string(study.policies.size()) + " × " + std::to_string(study.design.worlds()) + " × " +
               std::to_string(study.run.members) + " are " + std::to_string(study.cells()) + " cells",
           limits::cells);
  }
  if (const std::size_t dates = study.record_dates().size(); dates > limits::dates.most)
    report("measure", "every", std::to_string(dates) + " dates are recorded", limits::dates);
}

// As a reader meets them: file by file, from top to bottom.
std::vector<Problem> in_order(std::vector<Problem> problems) {
  std::vector<std::string> files;
  for (const Problem& problem : problems) {
    if (std::find(files.begin(), files.end(), problem.place.file) == files.end()) files.push_back(problem.place.file);
  }
  const auto rank = [&](const Problem& problem) {
    const auto file = std::find(files.begin(), files.end(), problem.place.file) - files.begin();
    return std::tuple(file, problem.place.line, problem.place.column);
  };
  std::stable_sort(problems.begin(), problems.end(),
                   [&](const Problem& a, const Problem& b) { return rank(a) < rank(b); });
  return problems;
}

void order_sections(Node& tree) {
  Node ordered = tree;
  ordered.keys.clear();
  ordered.items.clear();
  for (const std::string_view key : root_keys) {
    if (const Node* node = tree.find(key)) ordered.set(std::string(key), *node);
  }
  tree = std::move(ordered);
}

// Of the resolved scenario and all tables that it reads.
std::string digest_of(const Study& study, const std::vector<std::string>& tables, const Node& tree,
                      const std::optional<std::filesystem::path>& posterior, std::vector<Problem>& problems) {
  std::string signature = study.source.resolved_text;
  for (const std::string& digest : tables) signature += digest + '\n';
  const auto add = [&](const std::filesystem::path& list) {
    if (const auto text = read_text_file(list, limits::table, problems)) signature += sha256(*text) + '\n';
  };
  if (const auto list = list_of_worlds(study, tree); !list.empty()) add(list);
  if (study.run.calibrated && posterior) add(*posterior);
  return sha256(signature);
}

}  // namespace

Study load_study(const ModelKind& kind, const std::filesystem::path& path, const LoadOptions& options,
                 std::vector<std::string>* warnings) {
  std::vector<Problem> problems;
  std::vector<std::string> notes;
  auto inherited = read_inherited({path, options.text}, options.library, options.overrides, problems);
  if (!inherited) throw Error(Failure::invalid_input, std::move(problems));

  notes = std::move(inherited->notes);
  Draft draft{kind, inherited->tree, problems, notes, inherited->complete, inherited->layers};
  const Section root(&inherited->tree, {}, problems);
  root.allow_only(std::span(root_keys).first(root_keys.size() - 1));
  Study study;
  study.kind = &kind;
  study.name = path.stem().string();
  study.source.path = path;
  study.source.text = std::move(inherited->text);
  study.question = opening_comment(study.source.text);
  if (study.question.size() > limits::comment.most) {
    add_problem(problems, {path.string(), 1, 0}, {},
                "the opening comment has " + std::to_string(study.question.size()) + " bytes",
                at_most(limits::comment));
  }
  study.title = root.name("title").value_or(study.name);
  study.run = read_run(draft);

  const std::size_t before = problems.size();
  const std::vector<std::filesystem::path> folders = reference_folders(path, options);
  ReferenceTables reference = read_reference_tables(kind, folders, problems);
  study.tables = std::move(reference.tables);
  if (problems.size() == before && kind.check) kind.check(study.tables, problems);
  std::vector<Action> baseline;
  const Vocabulary vocabulary{kind, study.tables, study.coordinates};
  if (problems.size() == before) {
    if (kind.coordinates) study.coordinates = kind.coordinates(study.tables);
    baseline = baseline_actions(vocabulary, problems);
  }
  const std::filesystem::path folder = path.parent_path();
  const std::optional<std::filesystem::path> posterior = posterior_of(study.run.past, folders);
  study.design = read_design(draft, study.run, folder, posterior);
  study.policies = read_policies(draft, study.run, vocabulary, baseline);
  read_sweep(draft, study);
  study.record = read_measures(draft, study.run);
  record_cost(study);
  read_precision(draft, vocabulary, study);
  check_extents(study, draft);
  for (Problem& problem : problems) {
    const bool unknown = problem.place.file == override_place && problem.message == unknown_key;
    if (unknown && problem.suggestion.empty()) {
      problem.suggestion = key_meant(problem.key, kind, options.overrides);
    }
  }
  if (problems.empty()) check_levers(study, inherited->tree, problems);
  if (!problems.empty()) throw Error(Failure::invalid_input, in_order(std::move(problems)));

  order_sections(inherited->tree);
  flatten(inherited->tree, {}, study.source.resolved);
  study.source.resolved_text = toml_document(inherited->tree);
  study.source.sha256 = digest_of(study, reference.digests, inherited->tree, posterior, problems);
  for (std::string& remark : remarks(study, inherited->tree, folders, options)) notes.push_back(std::move(remark));
  if (warnings != nullptr) *warnings = std::move(notes);
  return study;
}

}  // namespace sim
