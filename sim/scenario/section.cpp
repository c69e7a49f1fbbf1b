// Accessors of one checked table.
#include "sim/scenario/section.hpp"

#include <algorithm>
#include <cmath>

#include "sim/limits.hpp"
#include "sim/time/units.hpp"

namespace sim {

namespace {

constexpr double slack = 1e-12;  // relative: a bound typed in another unit may miss by rounding

std::string plain(double value) {
  std::string text = toml_number(value);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

std::string shown_unit(std::string_view unit) {
  if (unit.empty() || unit == "1" || unit == "date") return {};
  return std::string(1, ' ').append(unit);
}

// A value in range, moved onto the bound when only rounding separates them; nothing when outside.
std::optional<double> within(double value, const Allowed& allowed) {
  if (allowed.low == allowed.high) return value;
  const double tolerance = slack * std::max({1e-300, std::abs(allowed.low), std::abs(allowed.high)});
  if (value < allowed.low - tolerance || value > allowed.high + tolerance) return std::nullopt;
  return std::clamp(value, allowed.low, allowed.high);
}

}  // namespace

std::string Allowed::text() const {
  std::string out;
  if (low == high) {
    out = unit.empty() || unit == "1" ? "a number" : unit == "date" ? "a date" : "a number in" + shown_unit(unit);
  } else if (unit == "date") {
    out = to_string(Date{static_cast<std::int32_t>(std::lround(days_of_decimal_year(low)))}) + " to " +
          to_string(Date{static_cast<std::int32_t>(std::lround(days_of_decimal_year(high)))});
  } else {
    out = plain(low) + " to " + plain(high) + shown_unit(unit);
  }
  if (!source.empty()) out += "; range from: " + std::string(source);
  return out;
}

std::optional<double> read_quantity(const Node& node, const std::string& key, const Allowed& allowed,
                                    std::vector<Problem>& problems) {
  const auto refuse = [&](std::string message) {
    add_problem(problems, node.place, key, std::move(message), allowed.text());
    return std::nullopt;
  };
  double value = 0.0;
  if (node.is_number()) {
    value = node.number;
  } else if (node.type == Node::Type::date && allowed.unit == "date") {
    value = decimal_year(node.date);
  } else if (node.type == Node::Type::text && allowed.unit == "date") {
    const auto day = parse_day_or_month(node.text, MonthDay::first);
    if (!day) return refuse("'" + node.text + "' is not a date");
    value = decimal_year(*day);
  } else if (node.type == Node::Type::text) {
    const auto quantity = parse_quantity(node.text);
    if (!quantity) return refuse("'" + node.text + "' does not begin with a number");
    const auto factor = conversion(quantity->unit, allowed.unit);
    if (!factor && quantity->unit.empty()) {
      value = quantity->value;  // "0.8" in quotes, without a unit, is the number 0.8
    } else if (!factor) {
      const std::vector<std::string> units = units_like(allowed.unit);
      const std::string fault = known_unit(quantity->unit) ? "' has the wrong unit" : "' has an unknown unit";
      add_problem(problems, node.place, key, "'" + node.text + fault,
                  allowed.text() + (units.empty() ? "" : "; units: " + list_of(units)),
                  nearest_name(quantity->unit, units));
      return std::nullopt;
    } else {
      value = quantity->value * *factor;
    }
  } else {
    problems.push_back(wrong_type(node, key, allowed.text()));
    return std::nullopt;
  }
  if (!std::isfinite(value)) return refuse(toml_text(node) + " is not a finite number");
  if (allowed.unit == "date" && !in_known_years(value)) return refuse(toml_text(node) + " is out of range");
  const auto inside = within(value, allowed);
  if (!inside) return refuse(toml_text(node) + " is out of range");
  return inside;
}

bool in_known_years(double decimal_year) {
  return decimal_year >= static_cast<double>(limits::first_year.most) &&
         decimal_year < static_cast<double>(limits::last_year.most + 1);
}

std::string known_years() {
  return "years " + std::to_string(limits::first_year.most) + " to " + std::to_string(limits::last_year.most);
}

std::string list_of(std::span<const std::string> words) {
  constexpr std::size_t most = 24;
  std::string out;
  for (std::size_t i = 0; i < std::min(words.size(), most); ++i) out += (i == 0 ? "" : ", ") + words[i];
  if (words.size() > most) out += ", … (" + std::to_string(words.size()) + " in all)";
  return out;
}

std::optional<std::size_t> find_word(const std::string& given, std::span<const std::string> words, const Node& node,
                                     const std::string& key, std::string_view what, std::vector<Problem>& problems) {
  const auto it = std::find(words.begin(), words.end(), given);
  if (it != words.end()) return static_cast<std::size_t>(it - words.begin());
  add_problem(problems, node.place, key, "no " + std::string(what) + " '" + given + "'", list_of(words),
              nearest_name(given, words));
  return std::nullopt;
}

Problem wrong_type(const Node& node, const std::string& key, std::string allowed) {
  std::string given = toml_text(node);
  if (given.size() > 60) {
    std::size_t end = 57;
    while (end > 0 && (static_cast<unsigned char>(given[end]) & 0xC0) == 0x80) --end;  // not inside a character
    given = given.substr(0, end) + "...";
  }
  return {node.place, key, given + " is " + std::string(name_of(node.type)), std::move(allowed), {}};
}

Section::Section(const Node* table, std::string prefix, std::vector<Problem>& problems)
    : table_(table), prefix_(std::move(prefix)), problems_(problems) {
  if (table_ != nullptr && table_->type != Node::Type::table) {
    problems_.push_back(wrong_type(*table_, prefix_, "a table"));
    table_ = nullptr;
  }
}

void Section::allow_only(std::span<const std::string_view> keys) const {
  if (table_ == nullptr) return;
  const std::vector<std::string> names(keys.begin(), keys.end());
  for (std::size_t i = 0; i < table_->keys.size(); ++i) {
    const std::string& key = table_->keys[i];
    if (std::find(names.begin(), names.end(), key) != names.end()) continue;
    add_problem(problems_, table_->items[i].key_place, path(key), std::string(unknown_key), list_of(names),
                nearest_name(key, names));
  }
}

std::optional<std::string> Section::text(std::string_view key) const {
  const Node* node = find(key);
  if (node == nullptr) return std::nullopt;
  if (node->type == Node::Type::text) return node->text;
  problems_.push_back(wrong_type(*node, path(key), "a string"));
  return std::nullopt;
}

std::optional<std::string> Section::name(std::string_view key) const {
  const auto found = text(key);
  if (!found) return std::nullopt;
  const auto refuse = [&](std::string message, std::string allowed) {
    add_problem(problems_, find(key)->place, path(key), std::move(message), std::move(allowed));
    return std::nullopt;
  };
  constexpr std::string_view blanks = " \t\r\n";
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (found->find_first_not_of(blanks) == std::string::npos) return refuse("is empty", "a few words");
  if (std::any_of(found->begin(), found->end(), control))
    return refuse(toml_string(*found) + " holds a line break or another control character", "one line of text");
  if (blanks.find(found->front()) != std::string_view::npos || blanks.find(found->back()) != std::string_view::npos)
    return refuse(toml_string(*found) + " begins or ends with a blank", "the words alone");
  const auto starts = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  const auto length = static_cast<std::size_t>(std::count_if(found->begin(), found->end(), starts));
  if (length > limits::name.most) return refuse("has " + std::to_string(length) + " characters", at_most(limits::name));
  return found;
}

std::optional<bool> Section::boolean(std::string_view key) const {
  const Node* node = find(key);
  if (node == nullptr) return std::nullopt;
  if (node->type == Node::Type::boolean) return node->boolean;
  problems_.push_back(wrong_type(*node, path(key), "true or false"));
  return std::nullopt;
}

std::optional<std::int64_t> Section::integer(std::string_view key, std::int64_t low, std::int64_t high) const {
  const Node* node = find(key);
  if (node == nullptr) return std::nullopt;
  const std::string allowed = "an integer from " + std::to_string(low) + " to " + std::to_string(high);
  if (node->type != Node::Type::integer) {
    problems_.push_back(wrong_type(*node, path(key), allowed));
  } else if (node->integer < low || node->integer > high) {
    add_problem(problems_, node->place, path(key), toml_text(*node) + " is out of range", allowed);
  } else {
    return node->integer;
  }
  return std::nullopt;
}

std::optional<Date> Section::date(std::string_view key) const {
  const Node* node = find(key);
  if (node == nullptr) return std::nullopt;
  if (node->type == Node::Type::date) {
    if (in_known_years(node->date)) return node->date;
    add_problem(problems_, node->place, path(key), to_string(node->date) + " is out of range", known_years());
    return std::nullopt;
  }
  const std::string allowed = "a date as in 2027-01-01, without quotes";
  if (node->type == Node::Type::text) {
    add_problem(problems_, node->place, path(key), toml_text(*node) + " is a string and not a date", allowed);
  } else {
    problems_.push_back(wrong_type(*node, path(key), allowed));
  }
  return std::nullopt;
}

std::optional<double> Section::quantity(std::string_view key, const Allowed& allowed) const {
  const Node* node = find(key);
  return node == nullptr ? std::nullopt : read_quantity(*node, path(key), allowed, problems_);
}

std::optional<std::size_t> Section::word(std::string_view key, std::span<const std::string_view> words) const {
  const Node* node = find(key);
  if (node == nullptr) return std::nullopt;
  const std::vector<std::string> names(words.begin(), words.end());
  if (node->type != Node::Type::text) {
    problems_.push_back(wrong_type(*node, path(key), list_of(names)));
    return std::nullopt;
  }
  return find_word(node->text, names, *node, path(key), "value", problems_);
}

}  // namespace sim
