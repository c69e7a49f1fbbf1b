// Published figures and the registry: where each is read, and that what is read there is the measure's own value.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <iterator>
#include <map>
#include <set>

#include "models/frontier/frontier.hpp"
#include "models/measures/patterns.hpp"
#include "sim/plan/schedule.hpp"
#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

using sim::PatternReading;

// The value at the labels of a pattern in a row of its measure, in the pattern's unit.
double value_at(const sim::PatternCard& card, const std::vector<double>& row, const sim::Coordinates& coordinates) {
  std::size_t at = 0;
  for (const auto& [dimension, label] : sim::coordinates_of(card.where)) {
    const auto& labels = coordinates.find(dimension)->second;
    at = at * labels.size() + static_cast<std::size_t>(std::find(labels.begin(), labels.end(), label) - labels.begin());
  }
  return card.unit == "percent" ? 100.0 * row[at] : row[at];
}

double total(const ledger::Flow& flow, std::size_t first, std::size_t last) {
  double sum = 0.0;
  for (std::size_t c = 0; first <= last && c < flow.width(); ++c) sum += flow.sum(first, last, c);
  return sum;
}

// How far the shares of two windows can lie apart: by the works of the weeks that they do not have in common.
double most_apart(const ledger::Flow& flow, sim::StepRange a, sim::StepRange b) {
  const double common = total(flow, std::max(a.first, b.first), std::min(a.last, b.last));
  const double of_a = total(flow, a.first, a.last), of_b = total(flow, b.first, b.last);
  return (of_a - common) / of_a + (of_b - common) / of_b;
}

// The steps that end in the period of a published figure.
sim::StepRange weeks_of_figure(const sim::Study& study, const sim::PatternCard& card) {
  const sim::Table& figures = study.tables.at("published_figures");
  std::size_t row = 0;
  while (figures.text("pattern", row) != card.id || figures.text("part", row) != card.part) ++row;
  const std::int32_t first = figures.date("period_start", row).days - study.run.start.days,
                     last = figures.date("period_end", row).days - study.run.start.days;
  return {static_cast<std::uint32_t>((first + 6) / 7 - 1), static_cast<std::uint32_t>(last / 7 - 1)};
}

// What `frontier_gap` would say had it only what the capability index scores.
double gap_in_index(const ecosystem::Ecosystem& e, frontier::Pair pair) {
  std::vector<ledger::ReleaseRecord> scored;
  std::copy_if(e.ledger.releases.begin(), e.ledger.releases.end(), std::back_inserter(scored),
               [](const ledger::ReleaseRecord& r) { return r.scored; });
  return frontier::gap_at(scored, pair, e.clock.now().days, {e.roster->united_states, e.roster->china});
}

std::set<std::string> problems_of(const sim::Tables& tables, const sim::Coordinates& coordinates) {
  std::vector<sim::Problem> problems;
  measures::check_published(tables, coordinates, problems);
  std::set<std::string> messages;
  for (const sim::Problem& problem : problems) messages.insert(problem.message + "; " + problem.suggestion);
  return messages;
}

}  // namespace

TEST_CASE("a figure that is read as a measure's value or date is what the measure says at that step") {
  // Where a reading takes another window than its measure, so far at most from it, in the pattern's unit.
  const std::map<std::string, double> bounds{
      {"P5 mean", 0.25}, {"P7", 0.5}, {"P21 2024-late", 2.0}, {"P21 year", 2.0}, {"P22", 2.0}};
  const sim::Study study = load("baseline", {"run.end=2026-07-05"});
  const sim::Schedule schedule = schedule_of(study);
  history::History history = begin(study, 0.002);
  std::set<std::string> equal, near;
  while (history.clock().step() < schedule.steps) {
    history.step(study.policies[0]);
    const std::uint32_t ended = history.clock().step();
    for (std::size_t p = 0; p < history::kind().patterns.size(); ++p) {
      const sim::PatternCard& card = history::kind().patterns[p];
      if (card.reading == PatternReading::state || schedule.patterns[p] != ended) continue;
      INFO(card.key());
      const std::size_t measure = measure_at(card.measure);
      std::vector<double> row = row_of(history, measure, study.coordinates);
      const double read = history.pattern(p);
      REQUIRE(std::isfinite(read));
      if (const auto bound = bounds.find(card.key()); bound != bounds.end()) {
        if (card.measure == "token_share") history.observe(measure, weeks_of_figure(study, card), row);
        CHECK(std::abs(read - value_at(card, row, study.coordinates)) <= bound->second);
        near.insert(card.key());
        continue;
      }
      if (card.measure == "frontier_gap") {
        const bool is_cn_us = card.part.starts_with("cn-us");
        const double seen =
            gap_in_index(history.state(), is_cn_us ? frontier::Pair::cn_us : frontier::Pair::open_closed);
        CHECK(read == Approx(seen).epsilon(1e-12));
        const bool is_recorded = history.clock().now().days <= history.state().labs.handover;
        if (is_recorded) CHECK(read == Approx(value_at(card, row, study.coordinates)).epsilon(1e-12));
        equal.insert(card.key());
        continue;
      }
      CHECK(read == Approx(value_at(card, row, study.coordinates)).epsilon(1e-12));
      equal.insert(card.key());
      if (history::kind().measures[measure].window != sim::Window::period) continue;
      // A result records the weeks that end in a month, where the pattern takes the last four.
      const auto month = std::find_if(schedule.readings.begin(), schedule.readings.end(),
                                      [&](const auto& reading) { return to_string(reading.date) == card.at; });
      REQUIRE(month != schedule.readings.end());
      history.observe(measure, month->period, row);
      const ledger::Ledger& ledger = history.state().ledger;
      const ledger::Flow& flow =
          card.measure == "derivative_share" ? ledger.derivatives_by_country : ledger.derivatives_without_bulk;
      CHECK(std::abs(read - value_at(card, row, study.coordinates)) <=
            100.0 * most_apart(flow, {ended - 4, ended - 1}, month->period) + 1e-9);
    }
  }
  CHECK(equal == std::set<std::string>{"P1", "P2 CN", "P2 US", "P3 CN", "P12", "P13", "P23a 2024-01", "P23a 2024-06",
                                       "P23b 2024-10", "P23b 2025-01", "P28 cn-us 2024-06", "P28 cn-us 2024-12",
                                       "P28 cn-us 2025-06", "P28 cn-us 2025-12", "P28 open-closed 2024-06",
                                       "P28 open-closed 2024-12", "P28 open-closed 2025-06",
                                       "P28 open-closed 2025-12"});
  CHECK(near.size() == bounds.size());
}

TEST_CASE("each published row names a measure and labels of the registry, or is read from the state") {
  const sim::Study study = load("baseline");
  const sim::ModelKind& kind = history::kind();
  const auto card_of = [&](std::string_view key) {
    return std::find_if(kind.measures.begin(), kind.measures.end(), [&](const auto& card) { return card.key == key; });
  };
  const sim::Table& figures = study.tables.at("published_figures");
  std::size_t drawn = 0;
  for (std::size_t row = 0; row < figures.rows(); ++row) {
    const sim::PatternCard* card = kind.pattern(figures.text("pattern", row), figures.text("part", row));
    INFO(figures.text("title", row));
    REQUIRE(card != nullptr);
    if (card->reading == PatternReading::state) {
      CHECK(card->measure.empty());
      CHECK(card->where.empty());
      continue;
    }
    ++drawn;
    CHECK((card->reading == PatternReading::date) == (figures.text("unit", row) == "date"));
    const auto measure = card_of(card->measure);
    REQUIRE(measure != kind.measures.end());
    const auto where = sim::coordinates_of(card->where);
    REQUIRE(where.size() == measure->rank());
    for (std::size_t d = 0; d < where.size(); ++d) {
      CHECK(where[d].first == measure->dimensions[d]);
      const auto& labels = study.coordinates.find(where[d].first)->second;
      CHECK(std::find(labels.begin(), labels.end(), where[d].second) != labels.end());
    }
  }
  CHECK(drawn >= 15);
  CHECK(kind.pattern("P23a", "2024-01")->measure == "derivative_share_without_bulk");
  CHECK(kind.pattern("P25", "")->reading == PatternReading::state);
  CHECK(kind.patterns.size() == figures.rows());

  const sim::Table& series = study.tables.at("published_series");
  std::size_t values = 0;
  for (std::size_t row = 0; row < series.rows(); ++row) {
    INFO(series.text("series", row) << " " << series.text("entity", row));
    const auto measure = card_of(series.text("series", row));
    if (series.text("reading", row) == "state") continue;
    ++values;
    REQUIRE(measure != kind.measures.end());
    const auto& labels = study.coordinates.find(measure->dimensions[0])->second;
    CHECK(std::find(labels.begin(), labels.end(), series.text("entity", row)) != labels.end());
  }
  CHECK(values >= 19);
}

TEST_CASE("a figure that no pattern reads and a series of no measure or label are found, with the nearest name") {
  const sim::Study study = load("baseline");
  CHECK(problems_of(study.tables, study.coordinates).empty());
  sim::Tables tables = study.tables;
  const auto change = [&](const char* table, const char* column, const char* to) {
    tables[table].columns.find(column)->second.text[0] = to;
  };
  change("published_figures", "pattern", "P41");
  change("published_series", "series", "derivative_shares");
  CHECK(problems_of(tables, study.coordinates) ==
        std::set<std::string>{"the model has no pattern 'P41'; P1",
                              "there is no measure 'derivative_shares'; derivative_share"});
  tables = study.tables;
  change("published_series", "entity", "US and EU");
  CHECK(problems_of(tables, study.coordinates) ==
        std::set<std::string>{"'US and EU' is not a label of derivative_share_without_bulk; "});
  change("published_series", "reading", "state");
  CHECK(problems_of(tables, study.coordinates).empty());
}
