// Decimal text of doubles, the same on every platform: <charconv>, or what it does where the standard library does not
// have it for doubles (libc++ 13).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sim {

struct LeadingNumber {
  double value;
  std::string_view rest;  // of the text, behind the number
};

// The number that a text begins with, without a blank or a + before it; nothing when it begins with none or with one
// that no double holds.
std::optional<LeadingNumber> leading_number(std::string_view text);

// The number that the whole text is.
std::optional<double> whole_number(std::string_view text);

// The shortest text that reads back to the same bits; of those with an exponent only where that is shorter: "0.25",
// "1e+05".
std::string shortest_number(double value);

}  // namespace sim
