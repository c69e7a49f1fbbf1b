// Checks the tables of published figures against the registry: a row that the model cannot read or place is a mistake.
#include <algorithm>

#include "models/measures/measure.hpp"
#include "models/measures/patterns.hpp"

namespace weightshed::measures {

namespace {

void check_figures(const sim::Table& figures, std::vector<sim::Problem>& problems) {
  std::vector<std::string> keys;
  for (const Pattern& pattern : patterns()) keys.push_back(pattern.card.key());
  for (std::size_t row = 0; row < figures.rows(); ++row) {
    const std::string &part = figures.text("part", row),
                      key = figures.text("pattern", row) + (part.empty() ? "" : " " + part);
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
    sim::add_problem(problems, figures.place(row), "pattern", "the model has no pattern '" + key + "'",
                     "a pattern and its part, as `weightshed list patterns` shows them", sim::nearest_name(key, keys));
  }
}

void check_series(const sim::Table& series, const sim::Coordinates& coordinates, std::vector<sim::Problem>& problems) {
  std::vector<std::string> keys;
  for (const Measure* measure : catalogue()) keys.emplace_back(measure->card.key);
  for (std::size_t row = 0; row < series.rows(); ++row) {
    if (series.text("reading", row) == "state") continue;
    const std::string &name = series.text("series", row), &entity = series.text("entity", row);
    const auto key = std::find(keys.begin(), keys.end(), name);
    if (key == keys.end()) {
      sim::add_problem(problems, series.place(row), "series", "there is no measure '" + name + "'",
                       "a measure, or the reading `state`", sim::nearest_name(name, keys));
      continue;
    }
    const sim::MeasureCard& card = catalogue()[static_cast<std::size_t>(key - keys.begin())]->card;
    std::vector<std::string> labels;
    if (card.rank() == 1) labels = coordinates.find(card.dimensions[0])->second;
    if (std::find(labels.begin(), labels.end(), entity) != labels.end()) continue;
    sim::add_problem(problems, series.place(row), "entity", "'" + entity + "' is not a label of " + name,
                     "a label of a measure with one dimension, or the reading `state`",
                     sim::nearest_name(entity, labels));
  }
}

}  // namespace

void check_published(const sim::Tables& tables, const sim::Coordinates& coordinates,
                     std::vector<sim::Problem>& problems) {
  check_figures(tables.find("published_figures")->second, problems);
  check_series(tables.find("published_series")->second, coordinates, problems);
}

}  // namespace weightshed::measures
