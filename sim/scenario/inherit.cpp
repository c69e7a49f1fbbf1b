// Inheritance between scenario files.
#include "sim/scenario/inherit.hpp"

#include <algorithm>
#include <set>

#include "sim/limits.hpp"
#include "sim/scenario/library.hpp"
#include "sim/scenario/text_file.hpp"

namespace sim {

namespace fs = std::filesystem;

namespace {

bool same_file(const fs::path& a, const fs::path& b) {
  std::error_code error;
  return !a.empty() && !b.empty() && fs::equivalent(a, b, error) && !error;
}

void merge(Node& into, const Node& from) {
  for (std::size_t i = 0; i < from.keys.size(); ++i) {
    Node* old = into.find(from.keys[i]);
    const Node& value = from.items[i];
    const bool both_sections = old != nullptr && old->type == Node::Type::table && !old->is_inline &&
                               value.type == Node::Type::table && !value.is_inline;
    if (both_sections) {
      merge(*old, value);
    } else {
      into.set(from.keys[i], value);
    }
  }
}

// supply.wear = 1 under [assume] becomes "supply.wear" = 1, as its parent or child may have written it. One file may
// use one of the two spellings.
void join_dotted(Node& section, const Node& table, std::string_view name, const std::string& prefix,
                 std::vector<Problem>& problems) {
  for (std::size_t i = 0; i < table.keys.size(); ++i) {
    const std::string key = prefix + table.keys[i];
    const Node& value = table.items[i];
    if (value.type == Node::Type::table && !value.is_inline && !value.keys.empty()) {
      join_dotted(section, value, name, key + ".", problems);
    } else if (section.find(key) == nullptr) {
      section.set(key, value);
    } else {
      add_problem(problems, value.key_place, std::string(name) + "." + toml_key(key),
                  "is defined twice, with and without quotes");
    }
  }
}

void join_parameters(Node& section, std::string_view name, std::vector<Problem>& problems) {
  if (section.type != Node::Type::table) return;
  Node joined = section;
  joined.keys.clear();
  joined.items.clear();
  join_dotted(joined, section, name, {}, problems);
  section = std::move(joined);
}

// [assume], and the worlds of a list that stands in the scenario.
void join_assumptions(Node& tree, std::vector<Problem>& problems) {
  if (Node* section = tree.find("assume")) join_parameters(*section, "assume", problems);
  Node* list = &tree;
  for (const std::string_view key : {"run", "design", "list"}) list = list == nullptr ? nullptr : list->find(key);
  if (list == nullptr || list->type != Node::Type::array) return;
  for (Node& world : list->items) join_parameters(world, "run.design.list", problems);
}

// A list of worlds for a message, which has no room for all of them.
std::string briefly(const Node& design) {
  const Node* list = design.find("list");
  return list != nullptr && list->type == Node::Type::array ? "{ list = [ … ] }" : toml_text(design);
}

// After `layer`, a file or the overrides, has been laid on top: `worlds` and a list of worlds cannot both hold.
void settle_worlds(Node& tree, std::string_view layer, std::vector<std::string>& notes,
                   std::vector<Problem>& problems) {
  Node* run = tree.find("run");
  const Node* worlds = run == nullptr ? nullptr : run->find("worlds");
  const Node* design = run == nullptr ? nullptr : run->find("design");
  if (worlds == nullptr || design == nullptr || design->type != Node::Type::table) return;
  const bool replaces_worlds = design->place.file == layer;
  const Node& kept = replaces_worlds ? *design : *worlds;
  const Node& replaced = replaces_worlds ? *worlds : *design;
  const std::string replaced_key = replaces_worlds ? "worlds" : "design";
  if (replaced.place.file == layer) {
    add_problem(problems, worlds->place, "run.worlds", toml_text(*worlds) + " stands beside a list of worlds",
                "worlds, or design = " + briefly(*design));
  } else {
    notes.push_back("run." + replaced_key + " = " + briefly(replaced) + " (" + replaced.place.file + ":" +
                    std::to_string(replaced.place.line) + ") is not used: run." +
                    (replaces_worlds ? "design" : "worlds") + " = " + briefly(kept) + " takes its place");
  }
  run->erase(replaced_key);
}

// The file that `extends` names, or nothing and a problem. `chain` holds the files that led here, `path` the last.
std::optional<fs::path> parent_of(const Node& extends, const fs::path& path, const std::vector<fs::path>& library,
                                  const std::vector<fs::path>& chain, std::vector<Problem>& problems) {
  const auto refuse = [&](std::string message, std::string allowed, std::string suggestion = {}) {
    add_problem(problems, extends.place, "extends", std::move(message), std::move(allowed), std::move(suggestion));
    return std::nullopt;
  };
  if (extends.type != Node::Type::text) {
    return refuse("is " + std::string(name_of(extends.type)), "the name of a library scenario or a path, in quotes");
  }
  const auto parent = find_scenario(extends.text, path.parent_path(), library, path);
  if (!parent) {
    if (extends.text == path.stem().string()) return refuse("a scenario cannot extend itself", {});
    std::vector<fs::path> folders{path.has_parent_path() ? path.parent_path() : fs::path(".")};
    folders.insert(folders.end(), library.begin(), library.end());
    const auto names = scenario_names(folders);
    return refuse("no scenario '" + extends.text + "'", "a path, or the name of a library scenario",
                  nearest_name(extends.text, names));
  }
  for (const fs::path& earlier : chain) {
    if (!same_file(earlier, *parent)) continue;
    std::string circle;
    for (const fs::path& file : chain) circle += file.filename().string() + " -> ";
    return refuse("is circular: " + circle + parent->filename().string(), {});
  }
  if (chain.size() >= limits::extends.most)
    return refuse("the chain of scenarios is too long", at_most(limits::extends));
  return parent;
}

// The last file of `chain` with its ancestors; nothing when it is no text or no TOML. `given` is the text of the first
// one where no file holds it.
std::optional<Node> read_chain(const std::optional<std::string>& given, const std::vector<fs::path>& library,
                               std::vector<fs::path>& chain, Inherited& result, std::vector<Problem>& problems) {
  const fs::path path = chain.back();
  auto text = given ? checked_text(*given, path.string(), limits::scenario, problems)
                    : read_text_file(path, limits::scenario, problems);
  if (!text) return std::nullopt;
  auto tree = parse_toml(*text, path.string(), problems);
  if (chain.size() == 1) result.text = std::move(*text);
  if (!tree) return std::nullopt;
  join_assumptions(*tree, problems);
  if (const Node* extends = tree->find("extends")) {
    std::optional<Node> merged;
    if (const auto parent = parent_of(*extends, path, library, chain, problems)) {
      chain.push_back(*parent);
      merged = read_chain(std::nullopt, library, chain, result, problems);
    }
    if (merged) {
      merged->place = tree->place;
      merge(*merged, *tree);
      tree = std::move(merged);
    } else {
      result.complete = false;
    }
    tree->erase("extends");
  }
  settle_worlds(*tree, path.string(), result.notes, problems);
  result.layers.push_back(path.string());
  return tree;
}

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> parts(1);
  bool quoted = false;
  for (const char c : path) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == '.' && !quoted) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

// The keys that lead to what an override sets. Parameter keys hold dots: what follows "assume" is one key.
std::vector<std::string> override_parts(const std::string& path) {
  std::vector<std::string> parts = split_path(path);
  if (parts.size() > 2 && parts[0] == "assume") {
    for (std::size_t i = 2; i < parts.size(); ++i) parts[1] += "." + parts[i];
    parts.resize(2);
  }
  return parts;
}

// Tables and lists inside each other, of a value that parse_toml has let pass.
std::size_t levels(const Node& value) {
  if (value.type != Node::Type::table && value.type != Node::Type::array) return 0;
  std::size_t deepest = 0;
  for (const Node& item : value.items) deepest = std::max(deepest, levels(item));
  return deepest + 1;
}

}  // namespace

void apply_override(Node& tree, const std::string& given, std::vector<Problem>& problems) {
  const Place place{std::string(override_place), 0, 0};
  const auto refuse = [&](std::string key, std::string message, std::string allowed) {
    add_problem(problems, place, std::move(key), std::move(message), std::move(allowed));
  };
  const auto equals = given.find('=');
  if (equals == std::string::npos || equals == 0) {
    refuse({}, "'" + given + "' is not an override", "key=value, as in run.members=8");
    return;
  }
  if (given.size() > limits::argument.most) {
    refuse({}, "an override of " + std::to_string(given.size()) + " bytes", at_most(limits::argument));
    return;
  }
  if (!is_text(given)) {
    refuse({}, "an override holds bytes that belong to no character", "text in UTF-8");
    return;
  }
  const std::string path = trimmed(std::string_view(given).substr(0, equals));
  const std::string written = trimmed(std::string_view(given).substr(equals + 1));
  const std::vector<std::string> parts = override_parts(path);
  if (path.size() > limits::text.most) {
    refuse({}, "a key of " + std::to_string(path.size()) + " bytes", at_most(limits::text));
    return;
  }
  if (parts[0] == "policy" || parts[0] == "extends") {
    refuse(path, "cannot be overridden on the command line", "keys of run, assume, structure, measure, and title");
    return;
  }
  std::vector<Problem> not_toml;
  auto parsed = parse_toml("value = " + written, place.file, not_toml);
  Node value = parsed && parsed->items.size() == 1 ? parsed->items[0] : text_node(written, place);
  // What is not TOML is a word; what is over a limit or holds NUL is refused.
  if (!not_toml.empty() && (parsed || !not_toml.front().allowed.empty())) {
    refuse(path, not_toml.front().message, not_toml.front().allowed);
    return;
  }
  value.place = value.key_place = place;
  if (parts.size() - 1 + levels(value) > limits::depth.most) {
    refuse({}, "key and value are too deep", at_most(limits::depth));
    return;
  }
  Node* table = &tree;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    Node* next = table->find(parts[i]);
    if (next != nullptr && next->type != Node::Type::table) {
      refuse(path, "'" + parts[i] + "' is " + std::string(name_of(next->type)) + " and has no keys", {});
      return;
    }
    if (next == nullptr) {
      Node section;
      section.place = section.key_place = place;
      table->set(parts[i], std::move(section));
      next = table->find(parts[i]);
    }
    table = next;
  }
  table->set(parts.back(), std::move(value));
}

std::optional<Inherited> read_inherited(const Written& scenario, const std::vector<fs::path>& library,
                                        const std::vector<std::string>& overrides, std::vector<Problem>& problems) {
  Inherited result;
  std::vector<fs::path> chain{scenario.path};
  auto tree = read_chain(scenario.text, library, chain, result, problems);
  if (!tree) return std::nullopt;
  result.tree = std::move(*tree);
  if (overrides.size() > limits::overrides.most) {
    add_problem(problems, {std::string(override_place), 0, 0}, {}, std::to_string(overrides.size()) + " overrides",
                at_most(limits::overrides));
    return std::nullopt;
  }
  std::set<std::vector<std::string>> taken;
  for (const std::string& given : overrides) {
    const std::string key = trimmed(given.substr(0, given.find('=')));
    if (!taken.insert(override_parts(key)).second)
      add_problem(problems, {std::string(override_place), 0, 0}, key, "is given twice", "each key once");
    apply_override(result.tree, given, problems);
  }
  join_assumptions(result.tree, problems);
  settle_worlds(result.tree, override_place, result.notes, problems);
  return result;
}

std::string opening_comment(std::string_view text) {
  std::string paragraph;
  std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    at = end + 1;
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (line.starts_with("#:")) continue;  // a directive to the editor
    if (line.empty() && paragraph.empty()) continue;
    if (!line.starts_with('#')) break;
    const std::string words = trimmed(line.substr(1));
    if (words.empty()) {
      if (paragraph.empty()) continue;
      break;
    }
    paragraph += (paragraph.empty() ? "" : " ") + words;
  }
  return paragraph;
}

}  // namespace sim
