// The table of published figures, and the judgement of each.
#include "sim/execution/published.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "sim/results/statistics.hpp"
#include "sim/scenario/reference.hpp"
#include "sim/scenario/text_file.hpp"
#include "sim/time/units.hpp"

namespace sim {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

const TableSchema& schema() {
  static const TableSchema table{
      "published_figures",
      {{"pattern"},
       {"part", ColumnType::text, false},
       {"title"},
       {"value", ColumnType::number, false},
       {"low", ColumnType::number, false},
       {"high", ColumnType::number, false},
       {"unit"},
       {"period_start", ColumnType::date},
       {"period_end", ColumnType::date},
       {"counted", ColumnType::text, true, -infinity, infinity, {"observed", "given", "shown"}},
       {"validation", ColumnType::text, true, -infinity, infinity, {"true", "false"}},
       {"definition"},
       {"source"},
       {"confidence"}},
      {},
      "Published figures"};
  return table;
}

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
  if (std::isnan(figure.value)) {
    check.inside = check.low >= figure.low && check.high <= figure.high;
  } else {
    // Dates are published and read to the month, so half a month either way is the same date.
    const double slack = figure.unit == "date" ? 0.5 / 12.0 : 0.0;
    check.inside = check.low - slack <= figure.value && figure.value <= check.high + slack &&
                   check.high - check.low <= 2.0 * (figure.high - figure.low);
  }
}

}  // namespace

std::vector<PublishedFigure> read_published_figures(std::span<const std::filesystem::path> folders) {
  std::vector<Problem> problems;
  std::filesystem::path path;
  for (const auto& folder : folders) {
    std::error_code error;
    if (path.empty() && std::filesystem::exists(folder / "published_figures.csv", error)) {
      path = folder / "published_figures.csv";
    }
  }
  if (path.empty()) throw Error(Failure::invalid_input, "the reference table published_figures.csv is missing");
  std::vector<PublishedFigure> figures;
  if (const auto text = read_text_file(path, largest_table, problems)) {
    const Table table = read_table(schema(), *text, path.string(), problems);
    for (std::size_t row = 0; problems.empty() && row < table.rows(); ++row) {
      PublishedFigure figure;
      figure.pattern = table.text("pattern", row);
      figure.part = table.text("part", row);
      figure.title = table.text("title", row);
      figure.unit = table.text("unit", row);
      figure.definition = table.text("definition", row);
      figure.source = table.text("source", row);
      figure.confidence = table.text("confidence", row);
      figure.value = table.number("value", row);
      figure.low = table.number("low", row);
      figure.high = table.number("high", row);
      figure.counted = table.text("counted", row);
      figure.validation = table.text("validation", row) == "true";
      figures.push_back(std::move(figure));
    }
  }
  if (!problems.empty()) throw Error(Failure::invalid_input, std::move(problems));
  return figures;
}

std::vector<PatternCheck> check_patterns(const ModelKind& kind, const std::vector<PublishedFigure>& figures,
                                         const std::vector<std::vector<double>>& values, Past past) {
  std::vector<PatternCheck> checks;
  for (const PublishedFigure& figure : figures) {
    PatternCheck check;
    check.figure = figure;
    check.median = check.low = check.high = nan;
    check.counts = figure.counted == "observed" || (figure.counted == "given" && past == Past::simulated);
    const auto card = std::find_if(kind.patterns.begin(), kind.patterns.end(), [&](const PatternCard& c) {
      return c.id == figure.pattern && c.part == figure.part;
    });
    if (card != kind.patterns.end()) {
      const auto index = static_cast<std::size_t>(card - kind.patterns.begin());
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

}  // namespace sim
