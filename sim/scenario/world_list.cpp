// Lists of worlds, which are read alike wherever they stand.
#include "sim/scenario/world_list.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "sim/limits.hpp"
#include "sim/numeric/decimal.hpp"
#include "sim/scenario/reference.hpp"
#include "sim/scenario/text_file.hpp"

namespace sim {

namespace {

constexpr std::string_view key_column = "world_key";
constexpr std::string_view key_range = "an integer from 0 to 4294967295";

// What the columns of a list are: the position of a parameter, or nothing for the key and for what is unknown.
std::vector<std::optional<std::size_t>> parameters_of(Draft& draft, const std::vector<Node>& header) {
  const auto names = keys_of(draft.kind.parameters);
  std::vector<std::optional<std::size_t>> found;
  for (const Node& field : header) {
    if (field.text == key_column) {
      found.emplace_back();
      continue;
    }
    const auto parameter = find_word(field.text, names, field, field.text, "parameter", draft.problems);
    if (parameter && std::find(found.begin(), found.end(), parameter) != found.end())
      add_problem(draft.problems, field.place, field.text, "the column appears twice");
    found.push_back(parameter);
  }
  return found;
}

std::vector<std::size_t> known(const std::vector<std::optional<std::size_t>>& parameters) {
  std::vector<std::size_t> found;
  for (const auto& parameter : parameters) {
    if (parameter) found.push_back(*parameter);
  }
  return found;
}

double value_of(Draft& draft, const Node& node, std::size_t parameter) {
  const ParameterCard& card = draft.kind.parameters[parameter];
  return read_quantity(node, card.key, {card.about.unit, card.about.low, card.about.high, card.about.source},
                       draft.problems)
      .value_or(card.initial);
}

std::optional<std::uint32_t> key_of(const std::string& text) {
  std::uint32_t key = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), key);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return key;
}

std::optional<std::uint32_t> key_of(const Node& node) {
  const bool is_key = node.type == Node::Type::integer && node.integer >= 0 &&
                      node.integer <= std::numeric_limits<std::uint32_t>::max();
  return is_key ? std::optional(static_cast<std::uint32_t>(node.integer)) : std::nullopt;
}

void add_key(Draft& draft, const std::optional<std::uint32_t>& key, const Place& place, const std::string& given,
             WorldList& list) {
  if (!key)
    add_problem(draft.problems, place, std::string(key_column), given + " is not a key", std::string(key_range));
  list.keys.push_back(key.value_or(0));
}

// A plain number counts as a number, even where text would be read as a date; anything else may carry a unit.
Node value_node(const std::string& text, const Place& place) {
  const auto value = whole_number(text);
  return value ? number_node(*value, place) : text_node(text, place);
}

std::vector<Node> names_of(const Node& world) {
  std::vector<Node> names;
  for (std::size_t i = 0; i < world.keys.size(); ++i)
    names.push_back(text_node(world.keys[i], world.items[i].key_place));
  return names;
}

// Whether a world has exactly the values of the first; the problem names one that it lacks or has alone.
bool is_like_first(Draft& draft, const Node& world, const std::vector<Node>& header) {
  const auto refuse = [&](const Place& place, const std::string& name, std::string message) {
    add_problem(draft.problems, place, "run.design.list", toml_key(name) + " " + std::move(message),
                "every world with a value of the same parameters");
    return false;
  };
  for (const Node& field : header) {
    if (world.find(field.text) == nullptr) return refuse(world.place, field.text, "has no value in this world");
  }
  for (std::size_t i = 0; i < world.keys.size(); ++i) {
    const auto same = [&](const Node& field) { return field.text == world.keys[i]; };
    if (std::none_of(header.begin(), header.end(), same))
      return refuse(world.items[i].key_place, world.keys[i], "has no value in the first world");
  }
  return true;
}

}  // namespace

WorldList read_world_list(Draft& draft, const std::filesystem::path& path) {
  WorldList list;
  const auto text = read_text_file(path, limits::table, draft.problems);
  if (!text) return list;
  const std::size_t before = draft.problems.size();
  const CsvFile csv = read_csv(*text, path.string(), draft.problems);
  if (csv.rows.size() < 2) {
    if (draft.problems.size() > before) return list;
    add_problem(draft.problems, {path.string(), 1, 0}, {}, "lists no worlds",
                "a header line of parameter keys and one row per world");
    return list;
  }
  std::vector<Node> header;
  for (const std::string& field : csv.rows.front().fields)
    header.push_back(text_node(field, {path.string(), csv.rows.front().line, 0}));
  const auto parameters = parameters_of(draft, header);
  list.columns = known(parameters);
  for (std::size_t r = 1; r < csv.rows.size(); ++r) {
    const CsvFile::Row& row = csv.rows[r];
    if (row.fields.size() != header.size()) {
      add_problem(draft.problems, {path.string(), row.line, 0}, {},
                  "has " + std::to_string(row.fields.size()) + " fields", std::to_string(header.size()));
      continue;
    }
    std::vector<double> values;
    Place place{path.string(), row.line, 0};
    for (std::size_t c = 0; c < header.size(); ++c) {
      place.column = static_cast<int>(c) + 1;
      if (header[c].text == key_column) add_key(draft, key_of(row.fields[c]), place, "'" + row.fields[c] + "'", list);
      if (parameters[c]) values.push_back(value_of(draft, value_node(row.fields[c], place), *parameters[c]));
    }
    list.rows.push_back(std::move(values));
  }
  return list;
}

WorldList read_world_list(Draft& draft, const Node& worlds) {
  WorldList list;
  constexpr std::string_view wanted = "a table of parameters and their values for each world";
  if (worlds.items.empty()) {
    add_problem(draft.problems, worlds.place, "run.design.list", "lists no worlds", std::string(wanted));
    return list;
  }
  for (const Node& world : worlds.items) {
    if (world.type == Node::Type::table) continue;
    draft.problems.push_back(wrong_type(world, "run.design.list", std::string(wanted)));
    return list;
  }
  const std::vector<Node> header = names_of(worlds.items.front());
  const auto parameters = parameters_of(draft, header);
  list.columns = known(parameters);
  for (const Node& world : worlds.items) {
    if (!is_like_first(draft, world, header)) continue;
    std::vector<double> values;
    for (std::size_t c = 0; c < header.size(); ++c) {
      const Node& value = *world.find(header[c].text);
      if (header[c].text == key_column) add_key(draft, key_of(value), value.place, toml_text(value), list);
      if (parameters[c]) values.push_back(value_of(draft, value, *parameters[c]));
    }
    list.rows.push_back(std::move(values));
  }
  return list;
}

}  // namespace sim
