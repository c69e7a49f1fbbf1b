// A table of unit words; no unit library, as the border is the only place where units meet.
#include "sim/time/units.hpp"

#include <algorithm>
#include <array>

#include "sim/numeric/decimal.hpp"
#include "sim/time/calendar.hpp"

namespace sim {

namespace {

struct Word {
  std::string_view text;
  std::string_view dimension;
  double factor;  // value in the dimension's base unit
};

constexpr double month = 1.0 / months_per_year;
constexpr double week = 7.0 / days_per_year;
constexpr double day = 1.0 / days_per_year;

constexpr std::array words{
    Word{"", "number", 1.0},
    Word{"1", "number", 1.0},
    Word{"%", "number", 0.01},
    Word{"percent", "number", 0.01},
    Word{"points", "points", 1.0},
    Word{"day", "time", day},
    Word{"days", "time", day},
    Word{"week", "time", week},
    Word{"weeks", "time", week},
    Word{"month", "time", month},
    Word{"months", "time", month},
    Word{"year", "time", 1.0},
    Word{"years", "time", 1.0},
    Word{"/ year", "rate", 1.0},
    Word{"/ month", "rate", months_per_year},
    Word{"/ week", "rate", 1.0 / week},
    Word{"USD / year", "money rate", 1.0},
    Word{"USD", "money", 1.0},
    Word{"orders", "orders", 1.0},
    Word{"/ order", "per order", 1.0},
    Word{"kW", "power", 1e-6},
    Word{"orders / year", "orders rate", 1.0},
    Word{"parameters", "parameters", 1.0},
    Word{"doublings", "doublings", 1.0},
    Word{"log-odds", "log-odds", 1.0},
    Word{"downloads", "downloads", 1.0},
    Word{"downloads / year", "downloads rate", 1.0},
    Word{"models", "models", 1.0},
    Word{"models / year", "models rate", 1.0},
    Word{"authors", "authors", 1.0},
    Word{"GW", "power", 1.0},
    Word{"million H100e", "accelerators", 1.0},
    Word{"million H100e / year", "accelerators rate", 1.0},
    Word{"FLOP", "compute", 1.0},
    Word{"date", "date", 1.0},
};

std::string fold(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' || c == '\t') {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else if (c == '/') {
      if (!out.empty() && out.back() != ' ') out += ' ';
      out += "/ ";
    } else {
      out += c;
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

const Word* find(std::string_view text) {
  const std::string folded = fold(text);
  const auto it = std::find_if(words.begin(), words.end(), [&](const Word& word) { return word.text == folded; });
  return it == words.end() ? nullptr : &*it;
}

}  // namespace

std::optional<Quantity> parse_quantity(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  const auto number = leading_number(text);
  if (!number) return std::nullopt;
  return Quantity{number->value, fold(number->rest)};
}

std::optional<double> conversion(std::string_view from, std::string_view to) {
  const Word* a = find(from);
  const Word* b = find(to);
  if (a == nullptr || b == nullptr || a->dimension != b->dimension) return std::nullopt;
  return a->factor / b->factor;
}

bool known_unit(std::string_view unit) { return find(unit) != nullptr; }

std::vector<std::string> units_like(std::string_view unit) {
  const Word* own = find(unit);
  std::vector<std::string> texts;
  std::vector<double> sizes;
  for (const Word& word : words) {
    if (own == nullptr || word.dimension != own->dimension) continue;
    if (std::find(sizes.begin(), sizes.end(), word.factor) != sizes.end()) continue;  // "years" beside "year"
    sizes.push_back(word.factor);
    if (!word.text.empty()) texts.emplace_back(word.text);
  }
  return sizes.size() > 1 ? texts : std::vector<std::string>{};
}

}  // namespace sim
