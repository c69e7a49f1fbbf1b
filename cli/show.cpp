// `weightshed show`: what a result holds: cells, bands at a date, the median over time, events.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>

#include "cli/results.hpp"
#include "cli/tell.hpp"
#include "cli/verbs.hpp"
#include "sim/results/result_file.hpp"
#include "sim/results/statistics.hpp"

namespace cli {

namespace {

using Json = nlohmann::ordered_json;
constexpr std::array levels = {0.1, 0.25, 0.5, 0.75, 0.9};  // of /summary, see docs/format.md
constexpr std::size_t quantiles = levels.size();

// The summary of one measure: quantiles over worlds and members, policy × quantile × time × dimensions.
class Bands {
 public:
  Bands(const sim::ResultFile& result, const sim::ResultFile::Measure& measure)
      : dates_(result.dates().size()), width_(measure.width), values_(result.summary(measure.name)) {}

  double at(std::size_t policy, std::size_t quantile, std::size_t date, std::size_t place) const {
    return static_cast<double>(values_[((policy * quantiles + quantile) * dates_ + date) * width_ + place]);
  }
  std::vector<double> median(std::size_t policy, std::size_t place) const {
    std::vector<double> series;
    for (std::size_t date = 0; date < dates_; ++date) series.push_back(at(policy, quantiles / 2, date, place));
    return series;
  }

 private:
  std::size_t dates_, width_;
  std::vector<float> values_;
};

constexpr const char* draws_column = "_effective_draws";

// Where the variance of a level comes from, policy × time × dimensions; nothing in files before format 1.2.
class VarianceColumns {
 public:
  VarianceColumns(const sim::ResultFile& result, const sim::ResultFile::Measure& measure)
      : dates_(result.dates().size()), width_(measure.width), values_{} {
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::string variable = measure.name + names[i];
      if (result.has_summary(variable)) values_[i] = result.summary(variable);
    }
  }

  sim::VarianceShares at(std::size_t policy, std::size_t date, std::size_t place) const {
    const auto value = [&](std::size_t i) {
      return values_[i].empty() ? NAN : static_cast<double>(values_[i][(policy * dates_ + date) * width_ + place]);
    };
    return {value(0), value(1), value(2), value(3)};
  }

 private:
  static constexpr std::array names = {"_variance_members", "_variance_worlds", "_variance_within", draws_column};
  std::size_t dates_, width_;
  std::array<std::vector<float>, names.size()> values_;
};

// What stands beside an interval: "luck 61%, 34 draws".
std::string words_of(const sim::VarianceShares& shares) {
  if (std::isnan(shares.draws)) return "";
  const std::string draws = counted(static_cast<std::size_t>(std::lround(shares.draws)), "draw");
  if (std::isnan(shares.within)) return draws;
  return fmt::format("luck {:.0f}%, {}", 100.0 * (shares.within + shares.members), draws);
}

// A sparkline of at most `width` points.
std::string thinned(const std::vector<double>& series, std::size_t width) {
  if (series.size() <= width) return sparkline(series);
  std::vector<double> few;
  for (std::size_t i = 0; i < width; ++i) few.push_back(series[i * (series.size() - 1) / (width - 1)]);
  return sparkline(few);
}

// Whether a place has a value other than 0 in its 80% interval under some policy.
bool has_any(const Bands& bands, std::size_t policies, std::size_t date, std::size_t place) {
  for (std::size_t p = 0; p < policies; ++p) {
    for (const std::size_t quantile : {std::size_t{0}, quantiles / 2, quantiles - 1}) {
      const double value = bands.at(p, quantile, date, place);
      if (!std::isnan(value) && value != 0.0) return true;
    }
  }
  return false;
}

// What is told of every measure.
struct Telling {
  std::size_t date = 0;
  bool all = false;                   // every place, else the first four
  bool point = false;                 // no interval
  std::vector<sim::Touched> touched;  // by the actions of all policies
};

// What policies touch comes first, then the largest values.
void print_measure(const sim::ResultFile& result, const sim::MeasureSlice& slice, const Telling& telling) {
  constexpr std::size_t most = 4;        // places of one measure, unless all are asked for
  constexpr std::size_t most_empty = 2;  // places that are told one by one although they have nothing
  const sim::ResultFile::Measure& measure = *slice.measure;
  const std::size_t date = telling.date;
  const bool point = telling.point;
  const Bands bands(result, measure);
  const VarianceColumns shares(result, measure);
  const auto places = labels_of(result, measure);
  tell("\n{}{}{}\n", measure.name, unit_text(measure),
       measure.calibration == "not calibrated" ? "  (not calibrated)" : "");
  std::vector<std::size_t> order = slice.places;
  const auto rank = [&](std::size_t place) {
    const double median = std::abs(bands.at(0, quantiles / 2, date, place));
    return std::pair(sim::is_touched(telling.touched, places[place]), std::isnan(median) ? -1.0 : median);
  };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rank(a) > rank(b); });
  // Places without anything stand last, and many of them in one line.
  const auto empty = std::stable_partition(order.begin(), order.end(), [&](std::size_t place) {
    return has_any(bands, result.policies().size(), date, place);
  });
  const auto empties = static_cast<std::size_t>(order.end() - empty);
  const bool folds = empties > most_empty && empties < order.size();
  const std::size_t valued = folds ? order.size() - empties : order.size();
  const std::size_t count = telling.all ? valued : std::min(most, valued);
  std::size_t width = 0;
  for (std::size_t i = 0; i < count; ++i) width = std::max(width, text_of(places[order[i]]).size());
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t p = 0; p < result.policies().size(); ++p) {
      const std::size_t place = order[i];
      const auto texts = shown_alike({bands.at(p, quantiles / 2, date, place), bands.at(p, 0, date, place),
                                      bands.at(p, quantiles - 1, date, place)},
                                     measure.units);
      const std::string interval = point ? "" : fmt::format("[{}, {}]", texts[1], texts[2]);
      const std::string beside = point ? "" : words_of(shares.at(p, date, place));
      tell("  {:<{}}  {:<14} {:>10} {:<24} {:<20} {}\n", p == 0 ? text_of(places[place]) : "", width,
           sim::printable(result.policies()[p]), texts[0], interval, beside, thinned(bands.median(p, place), 32));
    }
  }
  if (count < valued) tell("  and {} more; --measure {} shows all\n", valued - count, measure.name);
  if (folds) tell("  and {} more with an 80% interval of 0\n", empties);
}

Json json_of(const sim::ResultFile& result, const sim::MeasureSlice& slice, std::size_t date) {
  Json list = Json::array();
  const sim::ResultFile::Measure& measure = *slice.measure;
  const Bands bands(result, measure);
  const VarianceColumns shares(result, measure);
  const auto places = labels_of(result, measure);
  for (std::size_t p = 0; p < result.policies().size(); ++p) {
    for (const std::size_t place : slice.places) {
      Json coordinates = Json::object();
      for (const auto& [dimension, label] : places[place]) coordinates[dimension] = label;
      Json values = Json::object();
      for (std::size_t q = 0; q < quantiles; ++q) values[fmt::format("{}", levels[q])] = bands.at(p, q, date, place);
      const sim::VarianceShares of = shares.at(p, date, place);
      list.push_back({{"policy", result.policies()[p]},
                      {"measure", measure.name},
                      {"units", measure.units},
                      {"calibration", measure.calibration},
                      {"coordinates", std::move(coordinates)},
                      {"at", to_string(result.dates()[date])},
                      {"quantiles", std::move(values)},
                      {"variance_within", of.within},
                      {"variance_worlds", of.worlds},
                      {"variance_members", of.members},
                      {"effective_draws", of.draws}});
    }
  }
  return list;
}

std::map<std::string, std::size_t> event_counts(const sim::ResultFile& result) {
  std::map<std::string, std::size_t> counts;
  for (const auto& event : result.events()) ++counts[event.kind];
  return counts;
}

}  // namespace

int show(const Options& options, const Surroundings& around) {
  const sim::ResultFile result(options.files.front());
  const auto at = date_of_option(options.at);
  const std::size_t date = recorded_date(result, at);
  const sim::Asked asked = asked_of(options);
  const std::vector<sim::MeasureSlice> slices = slices_of(around.kind, result, asked);
  const auto counts = result.counts();
  const auto events = event_counts(result);
  if (options.json) {
    Json bands = Json::array();
    for (const sim::MeasureSlice& slice : slices) {
      for (Json& row : json_of(result, slice, date)) bands.push_back(std::move(row));
    }
    const Json root{{"title", result.title()},
                    {"source", result.source()},
                    {"scenario_sha256", result.scenario_sha256()},
                    {"policies", result.policies()},
                    {"worlds", result.worlds()},
                    {"members", result.members()},
                    {"cells", {{"done", counts.done}, {"failed", counts.failed}, {"pending", counts.pending}}},
                    {"events", events},
                    {"summary", std::move(bands)}};
    tell("{}\n", root.dump(2));
  } else {
    tell("{}\n{}, scenario {}\n", sim::printable(result.title()), sim::printable(result.source()),
         result.scenario_sha256().substr(0, 12));
    tell("{} × {} × {}: {} done, {} failed, {} pending\n", counted(result.policies().size(), "policy"),
         counted(result.worlds(), "world"), counted(result.members(), "member"), counted(counts.done, "history"),
         counts.failed, counts.pending);
    tell("{} to {}, {}; median{} over worlds and members at {}, and the median over time\n", to_string(result.start()),
         to_string(result.dates().back()), counted(result.dates().size(), "date"),
         options.point ? "" : " and 80% interval", to_string(result.dates()[date]));
    if (!options.point && !slices.empty() && result.has_summary(slices.front().measure->name + draws_column)) {
      tell(
          "beside an interval: the share of its variance that is luck (the rest lies between worlds: assumptions),\n"
          "and the number of effective draws that it rests on\n");
    }
    Telling telling{date, asked.any(), options.point, {}};
    for (const auto& actions : touched_by_policies(around.kind, result))
      telling.touched.insert(telling.touched.end(), actions.begin(), actions.end());
    for (const sim::MeasureSlice& slice : slices) print_measure(result, slice, telling);
    if (!events.empty()) tell("\nevents in all histories\n");
    for (const auto& [kind, count] : events) tell("  {:<28} {}\n", kind, count);
  }
  for (const auto& failed : result.failed_cells()) around.talk.warn(failed.text());
  around.talk.next(result.policies().size() > 1
                       ? "weightshed compare " + shell_word(options.files.front())
                       : "weightshed figures " + shell_word(options.files.front()) + " --for brief");
  return 0;
}

}  // namespace cli
