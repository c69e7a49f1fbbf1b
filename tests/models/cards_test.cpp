// What the cards of the model say to readers of a brief.
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "models/history/kind.hpp"

using namespace weightshed;

TEST_CASE("every assumption that a study may draw has words of its own for readers of a brief") {
  std::set<std::string_view> phrases;
  for (const sim::ParameterCard& card : history::kind().parameters) {
    INFO(card.key);
    if (card.about.prior == sim::Prior::fixed) continue;
    CHECK_FALSE(card.about.phrase.empty());
    CHECK(phrases.insert(card.about.phrase).second);               // no two read alike
    CHECK(card.about.phrase.find('_') == std::string_view::npos);  // no key
    CHECK(std::string_view(".;").find(card.about.phrase.back()) ==
          std::string_view::npos);  // it stands within a sentence
  }
  CHECK(phrases.size() > 100);
}

TEST_CASE("a measure with a noun for titles has words for sentences, too, about the same dimensions") {
  int titled = 0;
  for (const sim::MeasureCard& card : history::kind().measures) {
    INFO(card.key);
    if (card.title.empty()) continue;
    ++titled;
    CHECK_FALSE(card.reader.empty());
    for (std::size_t i = 0; i < card.rank(); ++i) {
      const std::string named = "{" + std::string(card.dimensions[i]);
      if (card.title.find(named) != std::string_view::npos) CHECK(card.reader.find(named) != std::string_view::npos);
    }
  }
  CHECK(titled > 5);
}

TEST_CASE("every variant of a contested mechanism has a clause and a sentence of its own for readers of briefs") {
  for (const sim::StructureCard& card : history::kind().structures) {
    INFO(card.key);
    REQUIRE(card.clauses.size() == card.variants.size());
    REQUIRE(card.causes.size() == card.variants.size());
    CHECK(std::set<std::string_view>(card.clauses.begin(), card.clauses.end()).size() == card.variants.size());
    for (std::size_t i = 0; i < card.variants.size(); ++i) {
      CHECK(card.clauses[i].find_first_of("_.;") == std::string_view::npos);  // it stands within a sentence; no key
      CHECK(card.causes[i].find_first_of("_;") == std::string_view::npos);    // the file joins them by semicolons
      CHECK(card.causes[i].back() == '.');
    }
  }
}
