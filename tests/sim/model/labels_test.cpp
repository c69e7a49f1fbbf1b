// Labels as people write them.
#include "sim/model/labels.hpp"

#include <catch2/catch.hpp>

namespace {

const std::vector<std::string> labels{"CN", "EU", "US", "zero_one_ai", "Ai", "AI"};
const std::vector<sim::LabelName> names{{"CN", "China"}, {"US", "United States"}, {"XX", "Nowhere"},    {"EU", "Twice"},
                                        {"US", "Twice"}, {"EU", "Europe"},        {"EU", "Malta", true}};

std::string meant(std::string_view given) {
  const auto position = sim::label_meant(labels, names, given);
  return position ? labels[*position] : "";
}

}  // namespace

TEST_CASE("a label is meant by itself, in any case, with other signs between words, or by its full name") {
  CHECK(meant("CN") == "CN");
  CHECK(meant("cn") == "CN");
  CHECK(meant("Zero One AI") == "zero_one_ai");
  CHECK(meant("zero-one-ai") == "zero_one_ai");
  CHECK(meant("china") == "CN");
  CHECK(meant("United states") == "US");
  CHECK(meant("europe") == "EU");
}

TEST_CASE("nothing is meant where two labels could be, or where the name is of another dimension") {
  CHECK(meant("Ai") == "Ai");  // as it stands
  CHECK(meant("ai").empty());
  CHECK(meant("twice").empty());
  CHECK(meant("nowhere").empty());
  CHECK(meant("Chyna").empty());
  CHECK(meant("Malta").empty());  // a part is not the whole
}

TEST_CASE("the nearest label may be near by its full name") {
  CHECK(sim::nearest_label(labels, names, "Chyna") == "CN");
  CHECK(sim::nearest_label(labels, names, "Unitd States") == "US");
  CHECK(sim::nearest_label(labels, names, "CM") == "CN");
  CHECK(sim::nearest_label(labels, names, "Euroep") == "EU");
  CHECK(sim::nearest_label(labels, names, "malta") == "EU");
  CHECK(sim::nearest_label(labels, names, "Nowhere").empty());
  CHECK(sim::nearest_label(labels, names, "somewhere else").empty());
}
