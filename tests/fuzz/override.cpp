// `-s key=value`: laid over a scenario or refused; the tree that it leaves prints and parses to the same text.
#include "sim/scenario/inherit.hpp"
#include "tests/fuzz/invariant.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Computing computing;
  std::vector<sim::Problem> problems;
  auto tree = sim::parse_toml("title = \"T\"\n[run]\nseed = 1\n[assume]\n\"supply.wear\" = 1\n", "fuzz", problems);
  fuzz::require(tree.has_value() && problems.empty(), "the scenario is sound");
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  for (std::size_t at = 0; at < all.size();) {  // several, one a line
    const std::size_t end = std::min(all.find('\n', at), all.size());
    sim::apply_override(*tree, std::string(all.substr(at, end - at)), problems);
    at = end + 1;
  }
  if (!problems.empty()) {
    fuzz::require_told(problems);
    return 0;
  }
  const std::string printed = sim::toml_document(*tree);
  const auto again = sim::parse_toml(printed, "fuzz", problems);
  fuzz::require(again.has_value(), "what is laid over can be printed and parsed: " + printed);
  fuzz::require(sim::toml_document(*again) == printed, "to the same tree");
  return 0;
}
