// What a scan tells of a text before a parser sees it.
#include "sim/scenario/nesting.hpp"

#include <catch2/catch.hpp>

#include "sim/scenario/document.hpp"

namespace {

std::string told(std::string_view text) {
  std::vector<sim::Problem> problems;
  const auto document = sim::parse_toml(text, "given", problems);
  REQUIRE(document.has_value() == problems.empty());
  return problems.empty() ? "" : problems.front().text();
}

}  // namespace

TEST_CASE("characters outside ASCII are refused where TOML has none, before the parser sees them") {
  for (const std::string_view text :
       {"größe = 1", "a = 1\nb.ü = 2", "[ü]", "a = [1, ü]", "a = { ü = 1 }", "a\u00A0= 1", "a = “text”", "a = 'b' ü",
        "a = \"\"\"ü\"\"\"ü", "a = 1\u2003# ü", "a = 3\"ü\"", "a = \"ü", "a = 'ü"}) {
    INFO(text);
    CHECK_THAT(told(text), Catch::Contains("a character here is not ASCII"));
  }
  CHECK_THAT(told("# ü\n\"ü\" = 'ü' # ü\nschön = 1"), Catch::StartsWith("given:3:4: "));
  CHECK_THAT(told("\"üü\".ü = 1"), Catch::StartsWith("given:1:6: "));  // columns are characters
}

TEST_CASE("characters outside ASCII pass in strings, comments and behind the mark of UTF-8") {
  for (const std::string_view text :
       {"\"ü\" = \"ü\"", "'ü' = 'ü\\'", "a = 1 # ü", "a = \"\"\"ü\n\"ü\" ü\"\"\"", "a = '''ü\n'ü' ü'''", "\uFEFFa = 1",
        "a = \"\\\"ü\"", "a = \"\"\"ü\"\"\"\"\"#ü"}) {
    INFO(text);
    CHECK(told(text) == "");
  }
}
