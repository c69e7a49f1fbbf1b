// The table of published figures, and the judgement of each.
#include "sim/execution/published.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "sim/results/statistics.hpp"
#include "sim/time/units.hpp"

namespace sim {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

// Months for a model that counts in months, and so on; the factor from the model's unit to the figure's.
double unit_factor(const PatternCard& card, const PublishedFigure& figure) {
  if (card.unit == figure.unit) return 1.0;
  if (const auto factor = conversion(card.unit, figure.unit)) return *factor;
  throw Error(Failure::internal, "pattern " + figure.pattern + " " + figure.part + ": the model gives '" +
                                     std::string(card.unit) + "', the table '" + figure.unit + "'");
}

void judge(PatternCheck& check, std::vector<double> values) {
  const PublishedFigure& figure = check.figure;
  for (double& value : values) {
    if (std::isnan(value) && figure.unit == "date") value = infinity;  // not within the run: later than all others
  }
  std::erase_if(values, [](double value) { return std::isnan(value); });
  std::sort(values.begin(), values.end());
  check.measured = !values.empty();
  if (!check.measured) return;
  if (figure.unit == "probability") {
    check.median = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    check.low = check.high = check.median;
  } else {
    const auto quantile = [&](double q) {
      const double value = sorted_quantile(values, q);
      return std::isnan(value) ? infinity : value;  // between two dates that are never reached
    };
    check.median = quantile(0.5);
    check.low = quantile(0.1);
    check.high = quantile(0.9);
  }
  check.judged = !std::isnan(figure.low) && !std::isnan(figure.high);
  if (!check.judged || (figure.unit != "date" && check.without * 10 > check.without + check.histories)) return;
  const double width = check.high - check.low, band = figure.high - figure.low;
  if (figure.unit != "probability" && band > 0.0) check.width = width / band;
  if (std::isnan(figure.value)) {
    check.inside = check.low >= figure.low && check.high <= figure.high;
    const auto within = std::count_if(values.begin(), values.end(),
                                      [&](double value) { return value >= figure.low && value <= figure.high; });
    check.covered = figure.unit == "probability" ? check.inside : 2 * within >= std::ssize(values);
  } else {
    // Dates are published and read to the month, so half a month either way is the same date.
    const double slack = figure.unit == "date" ? 0.5 / 12.0 : 0.0;
    check.covered = check.low - slack <= figure.value && figure.value <= check.high + slack;
    check.inside = check.covered && width <= 2.0 * band;
  }
}

}  // namespace

std::vector<PublishedFigure> published_figures(const Tables& tables) {
  std::vector<PublishedFigure> figures;
  const auto found = tables.find("published_figures");
  if (found == tables.end()) return figures;
  const Table& table = found->second;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    figures.push_back({table.text("pattern", row), table.text("part", row), table.text("title", row),
                       table.text("unit", row), table.text("definition", row), table.text("source", row),
                       table.text("confidence", row), table.number("value", row), table.number("low", row),
                       table.number("high", row), table.text("counted", row), table.text("validation", row) == "true"});
  }
  return figures;
}

std::vector<PatternCheck> check_patterns(const ModelKind& kind, const std::vector<PublishedFigure>& figures,
                                         const std::vector<std::vector<double>>& values, Past past) {
  std::vector<PatternCheck> checks;
  for (const PublishedFigure& figure : figures) {
    PatternCheck check;
    check.figure = figure;
    check.median = check.low = check.high = check.width = nan;
    check.counts = figure.counted == "observed" || (figure.counted == "given" && past == Past::simulated);
    if (const PatternCard* card = kind.pattern(figure.pattern, figure.part)) {
      const auto index = static_cast<std::size_t>(card - kind.patterns.data());
      const double factor = unit_factor(*card, figure);
      std::vector<double> column;
      for (const auto& history : values) {
        column.push_back(history[index] * factor);
        ++(std::isnan(column.back()) ? check.without : check.histories);
      }
      judge(check, std::move(column));
    }
    checks.push_back(std::move(check));
  }
  return checks;
}

Coverage coverage(const std::vector<PatternCheck>& checks) {
  Coverage all;
  for (const PatternCheck& check : checks) {
    if (!check.counts || !check.judged) continue;
    ++all.rows;
    all.covered += check.covered ? 1 : 0;
    if (!check.figure.validation) continue;
    ++all.unseen;
    all.covered_unseen += check.covered ? 1 : 0;
  }
  return all;
}

}  // namespace sim
