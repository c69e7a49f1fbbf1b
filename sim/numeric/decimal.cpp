// The C library rounds correctly, too; it is asked for more digits until they read back.
#include "sim/numeric/decimal.hpp"

#include <version>

#ifdef __cpp_lib_to_chars
#include <charconv>
#else
#include <cmath>
#include <cstdio>
#include <cstdlib>
#endif

namespace sim {

#ifdef __cpp_lib_to_chars

std::optional<LeadingNumber> leading_number(std::string_view text) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return std::nullopt;
  return LeadingNumber{value, text.substr(static_cast<std::size_t>(end - text.data()))};
}

std::string shortest_number(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

#else

std::optional<LeadingNumber> leading_number(std::string_view text) {
  // What strtod also takes, and <charconv> does not.
  const std::size_t digits = text.starts_with('-') ? 1 : 0;
  if (text.size() == digits) return std::nullopt;
  const std::string_view bare = text.substr(digits);
  const bool word = bare[0] == 'i' || bare[0] == 'I' || bare[0] == 'n' || bare[0] == 'N';
  if (!word && bare[0] != '.' && (bare[0] < '0' || bare[0] > '9')) return std::nullopt;
  std::string copy(text);
  if (bare.size() > 1 && bare[0] == '0' && (bare[1] == 'x' || bare[1] == 'X')) copy.resize(digits + 1);
  char* end = nullptr;
  const double value = std::strtod(copy.c_str(), &end);
  if (end == copy.c_str() || (std::isinf(value) && !word)) return std::nullopt;
  return LeadingNumber{value, text.substr(static_cast<std::size_t>(end - copy.c_str()))};
}

std::string shortest_number(double value) {
  char scientific[32], fixed[360];
  if (!std::isfinite(value)) return std::isnan(value) ? "nan" : value < 0.0 ? "-inf" : "inf";
  int decimals = 0;  // behind the point of the scientific form
  do {
    std::snprintf(scientific, sizeof scientific, "%.*e", decimals, value);
  } while (std::strtod(scientific, nullptr) != value && ++decimals < 17);
  const int exponent =
      std::atoi(std::string_view(scientific).substr(std::string_view(scientific).find('e') + 1).data());
  std::snprintf(fixed, sizeof fixed, "%.*f", decimals > exponent ? decimals - exponent : 0, value);
  const std::string_view with_exponent(scientific), without(fixed);
  return std::string(without.size() <= with_exponent.size() ? without : with_exponent);
}

#endif

std::optional<double> whole_number(std::string_view text) {
  const auto number = leading_number(text);
  return number && number->rest.empty() ? std::optional(number->value) : std::nullopt;
}

}  // namespace sim
