// Rows from the reference tables; sectors are words of the model.
#include "models/roster/catalogue.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "models/roster/other_names.hpp"
#include "models/words.hpp"

namespace weightshed::roster {

namespace {

constexpr std::array<std::string_view, sectors> sector_meanings{
    "public administration", "energy, transport, health, finance and the like", "software and digital services",
    "all other organisations"};

// The further names of a jurisdiction, for a list.
std::string also(const std::string& code) {
  std::string names;
  for (const sim::OtherName& other : other_names()) {
    if (other.label == code && !other.part) names += (names.empty() ? "" : ", ") + std::string(other.name);
  }
  return names;
}

std::vector<sim::NamedThing> countries_of(const sim::Table& jurisdictions) {
  std::vector<sim::NamedThing> things;
  for (std::size_t row = 0; row < jurisdictions.rows(); ++row) {
    things.push_back({jurisdictions.text("code", row),
                      jurisdictions.text("name", row),
                      {{"bloc", jurisdictions.text("bloc", row)}, {"also", also(jurisdictions.text("code", row))}}});
  }
  return things;
}

std::vector<sim::NamedThing> sectors_of_model() {
  std::vector<sim::NamedThing> things;
  for (std::size_t s = 0; s < sectors; ++s) {
    std::string name(sector_words[s]);
    std::replace(name.begin(), name.end(), '_', ' ');
    things.push_back({std::string(sector_words[s]), name, {{"meaning", std::string(sector_meanings[s])}}});
  }
  return things;
}

std::vector<sim::NamedThing> labs_of(const sim::Table& labs, const sim::Table& releases) {
  std::map<std::string, std::vector<std::string>> families;
  for (std::size_t row = 0; row < releases.rows(); ++row) {
    std::vector<std::string>& own = families[releases.text("lab", row)];
    const std::string& family = releases.text("family", row);
    if (std::find(own.begin(), own.end(), family) == own.end()) own.push_back(family);
  }
  std::vector<sim::NamedThing> things;
  for (std::size_t row = 0; row < labs.rows(); ++row) {
    std::string own;
    for (const std::string& family : families[labs.text("id", row)]) own += (own.empty() ? "" : ", ") + family;
    things.push_back({labs.text("id", row),
                      labs.text("name", row),
                      {{"kind", labs.text("kind", row)}, {"country", labs.text("country", row)}, {"families", own}}});
  }
  return things;
}

std::vector<sim::NamedThing> families_of_record(const sim::Table& labs, const sim::Table& releases) {
  struct Origin {
    std::string lab;
    sim::Date first;
  };
  std::map<std::string, Origin> origins;
  for (std::size_t row = 0; row < releases.rows(); ++row) {
    const sim::Date date = releases.date("date", row);
    const auto [family, added] =
        origins.try_emplace(releases.text("family", row), Origin{releases.text("lab", row), date});
    if (!added && date < family->second.first) family->second.first = date;
  }
  std::map<std::string, std::string> country_of;
  for (std::size_t row = 0; row < labs.rows(); ++row) country_of[labs.text("id", row)] = labs.text("country", row);
  std::vector<sim::NamedThing> things;
  for (const auto& [family, origin] : origins) {
    things.push_back({family,
                      family,
                      {{"lab", origin.lab}, {"country", country_of[origin.lab]}, {"since", to_string(origin.first)}}});
  }
  return things;
}

}  // namespace

std::vector<sim::NamedThing> catalogue(std::string_view which, const sim::Tables& tables) {
  const auto table = [&](std::string_view name) -> const sim::Table& { return tables.find(name)->second; };
  if (which == "countries") return countries_of(table("jurisdictions"));
  if (which == "sectors") return sectors_of_model();
  if (which == "labs") return labs_of(table("labs"), table("releases"));
  return families_of_record(table("labs"), table("releases"));
}

}  // namespace weightshed::roster
