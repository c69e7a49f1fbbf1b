// A TOML document as a tree of plain values, each with the place where it was written; toml++ stays behind it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/error.hpp"
#include "sim/time/calendar.hpp"

namespace sim {

struct Node {
  enum class Type { table, array, text, integer, number, boolean, date, other };  // other: times of day

  Type type = Type::table;
  Place place;             // of the value
  Place key_place;         // of its key, when it is in a table
  bool is_inline = false;  // a table written as { … } is one value; others merge
  std::string text;        // Type::text: the string; Type::other: as written
  std::int64_t integer = 0;
  double number = 0.0;  // of integers too
  bool boolean = false;
  Date date;
  std::vector<std::string> keys;  // a table's keys, parallel to items
  std::vector<Node> items;        // of a table or an array

  const Node* find(std::string_view key) const;
  Node* find(std::string_view key);
  void set(std::string key, Node value);  // replaces, or appends
  void erase(std::string_view key);       // of a key that the table has not: nothing
  bool is_number() const { return type == Type::integer || type == Type::number; }
};

// "a string", "an integer", …: for messages.
std::string_view name_of(Node::Type type);

// The document, or nothing and a problem with its place. What is over sim::limits is a problem, and so is a text with
// the character NUL: libraries in C end a text there, so that two names may be one.
std::optional<Node> parse_toml(std::string_view text, const std::string& file, std::vector<Problem>& problems);

// One value as TOML would write it, on one line.
std::string toml_text(const Node& value);
std::string toml_number(double value);  // shortest text that reads back to the same bits
std::string toml_string(std::string_view text);
std::string toml_key(std::string_view key);  // quoted where TOML needs it

// A whole document as TOML, keys in their order; parse_toml gives the same tree.
std::string toml_document(const Node& root);

// What is written under a header of its own: [section] and [[list]], but not { inline } tables.
bool is_list_of_tables(const Node& node);
bool is_section(const Node& node);
// Positions of a table's items as toml_document writes them: values before sections.
std::vector<std::size_t> writing_order(const Node& table);

// Nodes that no file holds: defaults and overrides.
Node text_node(std::string_view text, Place place);
Node boolean_node(bool value, Place place);
Node integer_node(std::int64_t value, Place place);
Node number_node(double value, Place place);
Node date_node(Date date, Place place);
Node array_node(std::vector<Node> items, Place place);

}  // namespace sim
