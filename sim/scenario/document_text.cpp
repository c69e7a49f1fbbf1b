// Writing of TOML, and the small methods of Node.
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "sim/numeric/decimal.hpp"
#include "sim/scenario/document.hpp"

namespace sim {

const Node* Node::find(std::string_view key) const {
  const auto it = std::find(keys.begin(), keys.end(), key);
  return it == keys.end() ? nullptr : &items[static_cast<std::size_t>(it - keys.begin())];
}

Node* Node::find(std::string_view key) { return const_cast<Node*>(std::as_const(*this).find(key)); }

void Node::set(std::string key, Node value) {
  if (Node* old = find(key)) {
    *old = std::move(value);
    return;
  }
  keys.push_back(std::move(key));
  items.push_back(std::move(value));
}

void Node::erase(std::string_view key) {
  const auto gone = std::find(keys.begin(), keys.end(), key);
  if (gone == keys.end()) return;
  items.erase(items.begin() + (gone - keys.begin()));
  keys.erase(gone);
}

std::string_view name_of(Node::Type type) {
  constexpr std::array<std::string_view, 8> names{"a table",  "a list",        "a string", "an integer",
                                                  "a number", "true or false", "a date",   "a time"};
  return names[static_cast<std::size_t>(type)];
}

std::string toml_number(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  std::string text = shortest_number(value);
  // TOML tells floats from integers by the point or the exponent.
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string toml_string(std::string_view text) {
  constexpr std::string_view special = "\"\\\n\r\t", letters = "\"\\nrt", hex = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (const std::size_t at = special.find(c); at != std::string_view::npos) {
      (out += '\\') += letters[at];
    } else if (byte < 0x20 || byte == 0x7F) {
      ((out += "\\u00") += hex[byte >> 4]) += hex[byte & 15];
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string toml_key(std::string_view key) {
  const bool bare = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  return bare ? std::string(key) : toml_string(key);
}

std::string toml_text(const Node& value) {
  switch (value.type) {
    case Node::Type::table: {
      std::string out = "{";
      for (std::size_t i = 0; i < value.keys.size(); ++i) {
        out += (i == 0 ? " " : ", ") + toml_key(value.keys[i]) + " = " + toml_text(value.items[i]);
      }
      return out + (value.keys.empty() ? "}" : " }");
    }
    case Node::Type::array: {
      std::string out = "[";
      for (std::size_t i = 0; i < value.items.size(); ++i) out += (i == 0 ? "" : ", ") + toml_text(value.items[i]);
      return out + "]";
    }
    case Node::Type::text:
      return toml_string(value.text);
    case Node::Type::integer:
      return std::to_string(value.integer);
    case Node::Type::number:
      return toml_number(value.number);
    case Node::Type::boolean:
      return value.boolean ? "true" : "false";
    case Node::Type::date:
      return to_string(value.date);
    case Node::Type::other:
      return value.text;
  }
  return {};
}

bool is_list_of_tables(const Node& node) {
  return node.type == Node::Type::array && !node.items.empty() &&
         std::all_of(node.items.begin(), node.items.end(),
                     [](const Node& item) { return item.type == Node::Type::table && !item.is_inline; });
}

bool is_section(const Node& node) {
  return (node.type == Node::Type::table && !node.is_inline) || is_list_of_tables(node);
}

namespace {

// Values first, then sections, as TOML needs it; `path` is the header of `table`.
void write_table(const Node& table, const std::string& path, std::string& out) {
  for (const std::size_t i : writing_order(table)) {
    const Node& item = table.items[i];
    const std::string key = toml_key(table.keys[i]);
    const std::string header = path.empty() ? key : path + "." + key;
    if (is_list_of_tables(item)) {
      for (const Node& entry : item.items) {
        out += "\n[[" + header + "]]\n";
        write_table(entry, header, out);
      }
    } else if (is_section(item)) {
      out += "\n[" + header + "]\n";
      write_table(item, header, out);
    } else {
      out += key + " = " + toml_text(item) + '\n';
    }
  }
}

}  // namespace

std::vector<std::size_t> writing_order(const Node& table) {
  std::vector<std::size_t> order(table.keys.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_partition(order.begin(), order.end(), [&](std::size_t i) { return !is_section(table.items[i]); });
  return order;
}

std::string toml_document(const Node& root) {
  std::string out;
  write_table(root, {}, out);
  return out;
}

Node text_node(std::string_view text, Place place) {
  Node node;
  node.type = Node::Type::text;
  node.place = std::move(place);
  node.key_place = node.place;
  node.text = text;
  return node;
}

Node boolean_node(bool value, Place place) {
  Node node = text_node({}, std::move(place));
  node.type = Node::Type::boolean;
  node.boolean = value;
  return node;
}

Node integer_node(std::int64_t value, Place place) {
  Node node = text_node({}, std::move(place));
  node.type = Node::Type::integer;
  node.integer = value;
  node.number = static_cast<double>(value);
  return node;
}

Node number_node(double value, Place place) {
  Node node = text_node({}, std::move(place));
  node.type = Node::Type::number;
  node.number = value;
  return node;
}

Node date_node(Date date, Place place) {
  Node node = text_node({}, std::move(place));
  node.type = Node::Type::date;
  node.date = date;
  return node;
}

Node array_node(std::vector<Node> items, Place place) {
  Node node = text_node({}, std::move(place));
  node.type = Node::Type::array;
  node.items = std::move(items);
  return node;
}

}  // namespace sim
