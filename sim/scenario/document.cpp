// Parsing with toml++: the only source that includes it, as it costs seconds to compile.
#include "sim/scenario/document.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <numeric>
#include <sstream>

#include "sim/limits.hpp"
#include "sim/scenario/nesting.hpp"

namespace sim {

namespace {

Place place_of(const toml::source_region& region, const std::string& file) {
  return {file, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

Node convert(const toml::node& from, const std::string& file) {
  Node node;
  node.place = place_of(from.source(), file);
  if (const auto* table = from.as_table()) {
    node.type = Node::Type::table;
    node.is_inline = table->is_inline();
    for (const auto& [key, value] : *table) {
      Node item = convert(value, file);
      item.key_place = place_of(key.source(), file);
      node.keys.emplace_back(key.str());
      node.items.push_back(std::move(item));
    }
    // toml++ sorts by key; people read in the order of the file.
    std::vector<std::size_t> order(node.keys.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const Place& p = node.items[a].key_place;
      const Place& q = node.items[b].key_place;
      return std::pair(p.line, p.column) < std::pair(q.line, q.column);
    });
    Node sorted = node;
    for (std::size_t i = 0; i < order.size(); ++i) {
      sorted.keys[i] = node.keys[order[i]];
      sorted.items[i] = node.items[order[i]];
    }
    return sorted;
  }
  if (const auto* array = from.as_array()) {
    node.type = Node::Type::array;
    for (const toml::node& item : *array) node.items.push_back(convert(item, file));
  } else if (const auto* text = from.as_string()) {
    node.type = Node::Type::text;
    node.text = text->get();
  } else if (const auto* integer = from.as_integer()) {
    node.type = Node::Type::integer;
    node.integer = integer->get();
    node.number = static_cast<double>(node.integer);
  } else if (const auto* number = from.as_floating_point()) {
    node.type = Node::Type::number;
    node.number = number->get();
  } else if (const auto* boolean = from.as_boolean()) {
    node.type = Node::Type::boolean;
    node.boolean = boolean->get();
  } else if (const auto* date = from.as_date()) {
    node.type = Node::Type::date;
    node.date = date_of(date->get().year, date->get().month, date->get().day);
  } else {
    node.type = Node::Type::other;
    std::ostringstream out;
    from.visit([&](const auto& value) { out << value; });
    node.text = out.str();
  }
  return node;
}

// What a document holds before a tree of ours is made of it.
struct Extent {
  std::size_t values = 0;           // keys and entries of lists
  std::optional<Place> deep, many;  // the first that is over the limit
  std::string file;

  void count(const toml::node& node, std::size_t level) {
    if (const auto* table = node.as_table()) {
      for (const auto& [key, value] : *table) add(value, level + 1);
    } else if (const auto* array = node.as_array()) {
      for (const toml::node& item : *array) add(item, level + 1);
    }
  }

 private:
  void add(const toml::node& node, std::size_t level) {
    const bool container = node.is_table() || node.is_array();
    if (!deep && container && level > limits::depth.most) deep = place_of(node.source(), file);
    if (++values > limits::values.most && !many) many = place_of(node.source(), file);
    count(node, level);
  }
};

// A library in C ends a text at the character NUL, so that two names may be one.
void check_text(std::string& text, const Place& place, std::vector<Problem>& problems) {
  if (text.size() > limits::text.most) {
    add_problem(problems, place, {}, "a text or key of " + std::to_string(text.size()) + " bytes",
                at_most(limits::text));
    text.clear();
  }
  if (text.find('\0') == std::string::npos) return;
  add_problem(problems, place, {}, "holds the character NUL", "text without it");
  std::replace(text.begin(), text.end(), '\0', '?');
}

// Every key and every string, in the order of the file.
void check_texts(Node& node, std::vector<Problem>& problems) {
  check_text(node.text, node.place, problems);
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    if (i < node.keys.size()) check_text(node.keys[i], node.items[i].key_place, problems);
    check_texts(node.items[i], problems);
  }
}

}  // namespace

std::optional<Node> parse_toml(std::string_view text, const std::string& file, std::vector<Problem>& problems) {
  const auto refuse = [&](const Place& place, std::string message, std::string allowed) {
    add_problem(problems, place, {}, std::move(message), std::move(allowed));
    return std::nullopt;
  };
  const std::string deep = "tables and lists are too deep here";
  if (const auto place = too_deep(text, limits::depth.most, file)) return refuse(*place, deep, at_most(limits::depth));
  if (const auto place = outside_ascii(text, file)) {
    return refuse(*place, "is not TOML: a character here is not ASCII", "such characters in quotes or comments");
  }
  try {
    const toml::table table = toml::parse(text, file);
    Extent extent;
    extent.file = file;
    extent.count(table, 0);
    if (extent.deep) return refuse(*extent.deep, deep, at_most(limits::depth));
    if (extent.many) {
      return refuse(*extent.many, "holds " + std::to_string(extent.values) + " values", at_most(limits::values));
    }
    Node root = convert(table, file);
    check_texts(root, problems);
    return root;
  } catch (const toml::parse_error& error) {
    add_problem(problems, place_of(error.source(), file), {}, "is not TOML: " + std::string(error.description()));
    return std::nullopt;
  }
}

}  // namespace sim
