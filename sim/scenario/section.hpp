// One table of a scenario under checks: each accessor returns a value that is right, or nothing and a problem that says
// what is wrong, where, and what would be right.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/document.hpp"

namespace sim {

// What a number with a unit may be, and how that is said in a message.
struct Allowed {
  std::string_view unit;
  double low = 0.0;
  double high = 0.0;             // low == high: any finite value
  std::string_view source = {};  // of the range
  std::string text() const;      // "0.1 to 2.5 / year, source"
};

// A number in the declared unit, from a plain number or from text with a unit ("0.8 / year"). Dates are decimal years.
std::optional<double> read_quantity(const Node& node, const std::string& key, const Allowed& allowed,
                                    std::vector<Problem>& problems);

// The position of a word; the problem names the words and the nearest.
std::optional<std::size_t> find_word(const std::string& given, std::span<const std::string> words, const Node& node,
                                     const std::string& key, std::string_view what, std::vector<Problem>& problems);

// "is a string" for a node of the wrong type; long lists of names are cut in `allowed`.
Problem wrong_type(const Node& node, const std::string& key, std::string allowed);
std::string list_of(std::span<const std::string> words);

inline constexpr std::string_view unknown_key = "unknown key";  // the message of Section::allow_only

// Whether a date lies in the years that limits::first_year and last_year allow, and those years in words.
bool in_known_years(double decimal_year);
inline bool in_known_years(Date date) { return in_known_years(civil(date).year); }
std::string known_years();

class Section {
 public:
  // `table` may be null: then nothing is found. A node that is not a table is reported here.
  Section(const Node* table, std::string prefix, std::vector<Problem>& problems);

  void allow_only(std::span<const std::string_view> keys) const;  // reports every other key
  const Node* find(std::string_view key) const { return table_ == nullptr ? nullptr : table_->find(key); }
  const Node* table() const { return table_; }
  std::string path(std::string_view key) const {
    return prefix_.empty() ? std::string(key) : prefix_ + "." + std::string(key);
  }

  std::optional<std::string> text(std::string_view key) const;
  // A text that people tell from others by sight: not empty, without control characters, no blanks at its ends.
  std::optional<std::string> name(std::string_view key) const;
  std::optional<bool> boolean(std::string_view key) const;
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t low, std::int64_t high) const;
  std::optional<Date> date(std::string_view key) const;
  std::optional<double> quantity(std::string_view key, const Allowed& allowed) const;
  std::optional<std::size_t> word(std::string_view key, std::span<const std::string_view> words) const;

 private:
  const Node* table_;
  std::string prefix_;
  std::vector<Problem>& problems_;
};

}  // namespace sim
