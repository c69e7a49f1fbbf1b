// The number of a node of a derivation graph, as a type that cannot be mixed with other numbers.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace sim {

struct NodeIndex {
  std::uint32_t value = std::numeric_limits<std::uint32_t>::max();

  constexpr NodeIndex() = default;  // no node
  constexpr explicit NodeIndex(std::size_t v) : value(static_cast<std::uint32_t>(v)) {}

  static constexpr NodeIndex none() { return {}; }
  constexpr bool exists() const { return *this != none(); }
  constexpr auto operator<=>(const NodeIndex&) const = default;
};

}  // namespace sim
