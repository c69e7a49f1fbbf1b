// The fields of every card, each named once with what it is. Writers of JSON, of Python's dictionaries and of a
// result's registry visit these lists, so that a field has one name everywhere.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/numeric/decimal.hpp"
#include "sim/registry/cards.hpp"

namespace sim {

// What an action may state besides its value, each as one text: "delay (0 to 3 years, 0 if left out): time until …".
inline std::vector<std::string> texts_of_options(const LeverCard& c) {
  std::vector<std::string> texts;
  for (const LeverOption& option : c.options) {
    std::string allowed;
    for (const std::string_view word : option.words) allowed += (allowed.empty() ? "" : " or ") + std::string(word);
    const auto initial = static_cast<std::size_t>(option.initial);
    const std::string left_out =
        option.words.empty() ? shortest_number(option.initial) : std::string(option.words[initial]);
    if (option.words.empty()) {
      allowed = shortest_number(option.low) + " to " + shortest_number(option.high);
      if (option.unit != "1") allowed += " " + std::string(option.unit);
    }
    texts.push_back(std::string(option.key) + " (" + allowed + ", " + left_out +
                    " if left out): " + std::string(option.description));
  }
  return texts;
}

template <class Visit>
void fields(Visit&& visit, const ParameterCard& c) {
  visit("key", c.key, "scenario key under [assume]");
  visit("initial", c.initial, "default");
  visit("unit", c.about.unit, "unit of the value, the default, the range and the spread of a normal prior");
  visit("low", c.about.low, "low end of the plausible range");
  visit("high", c.about.high, "high end of the plausible range");
  visit("prior", name_of(c.about.prior), "fixed, uniform, normal or log_normal, within the range");
  visit("spread", c.about.spread, "standard deviation of a normal prior, of the logarithm for a log-normal one");
  visit("standing", name_of(c.about.standing), "published, fitted, normalised or judgement");
  visit("confidence", name_of(c.about.confidence), "high, medium, low or guess");
  visit("source", c.about.source, "where the default comes from");
  visit("moves", c.about.moves, "patterns or measures that it moves");
  visit("phrase", c.about.phrase, "name in a sentence of a brief");
  visit("description", c.description, "what it is");
}

template <class Visit>
void fields(Visit&& visit, const LeverCard& c) {
  visit("key", c.key, "name in an action");
  visit("unit", c.unit, "unit of the value");
  visit("low", c.low, "least value");
  visit("high", c.high, "greatest value");
  visit("neutral", c.neutral, "value that changes nothing");
  visit("words", c.words, "words for the values 0, 1, 2, … of a categorical lever");
  visit("of", c.index.of, "coordinate of the country or lab that it is aimed at");
  visit("in", c.index.in, "coordinate of the places where it holds");
  visit("sectors", c.index.sectors, "coordinate of the sectors in which it holds");
  const std::vector<std::string> options = texts_of_options(c);
  const std::vector<std::string_view> views(options.begin(), options.end());
  visit("options", std::span<const std::string_view>(views), "what an action may state besides its value");
  visit("priced", c.priced, "whether it spends public money, which the measure of cost counts");
  visit("cause", c.cause, "how it works, in a sentence of a brief");
  visit("unseen", c.unseen, "its costs that no measure shows");
  visit("source", c.source, "where the scale comes from");
  visit("description", c.description, "what it does");
}

template <class Visit>
void fields(Visit&& visit, const MeasureCard& c) {
  visit("key", c.key, "name under [measure] record, and of the variable");
  visit("dimensions", std::span(c.dimensions).first(c.rank()), "coordinates after time");
  visit("unit", c.unit, "udunits text");
  visit("window", name_of(c.window), "instant, period or trailing_year");
  visit("calibrated", c.calibrated, "whether it is tested against published figures");
  visit("long_name", c.long_name, "name in a table");
  visit("phrase", c.phrase, "name in a sentence; a dimension in braces is replaced by its label");
  visit("shown_unit", c.shown_unit, "unit in which it is shown to a reader");
  visit("decimals", c.decimals, "decimals of a value in the shown unit");
  visit("intermediate", c.intermediate, "whether levers act on it directly");
  visit("plain", c.plain, "labels shown as plain numbers, without the shown unit");
  visit("reader", c.reader, "phrase for a reader who does not know the model");
  visit("note", c.note, "what is counted, for such a reader");
  visit("cause", c.cause, "why it moves, in a sentence of a brief");
  visit("title", c.title, "noun of a title of a brief");
  visit("stage", c.stage, "place in the order of cause, from 1 on");
  visit("source", c.source, "where the definition comes from");
  visit("description", c.description, "how it is counted");
}

template <class Visit>
void fields(Visit&& visit, const StructureCard& c) {
  visit("key", c.key, "key under [structure]");
  visit("variants", c.variants, "rules to choose from");
  visit("initial", c.variants[c.initial], "default");
  visit("description", c.description, "what it decides");
  visit("clauses", c.clauses, "what each rule says, as a clause of a brief");
  visit("causes", c.causes, "how each rule works, in a sentence of a brief");
}

template <class Visit>
void fields(Visit&& visit, const PatternCard& c) {
  visit("key", c.key(), "number and part");
  visit("id", c.id, "number in docs/patterns.md");
  visit("part", c.part, "which of the pattern's values");
  visit("at", c.at, "date after which a history is read");
  visit("unit", c.unit, "unit of the reading");
  visit("reading", name_of(c.reading), "value or date of the measure, or state: not drawn on a measure");
  visit("measure", c.measure, "measure that the figure is drawn on");
  visit("where", c.where, "labels of the measure's dimensions");
  visit("description", c.description, "what is read");
}

}  // namespace sim
