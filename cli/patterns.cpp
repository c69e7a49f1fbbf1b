// `weightshed patterns`: published figures compared with the model, as a table in Markdown or as JSON.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <functional>
#include <nlohmann/json.hpp>
#include <string_view>

#include "cli/aside.hpp"
#include "cli/results.hpp"
#include "cli/tell.hpp"
#include "cli/verbs.hpp"
#include "sim/execution/published.hpp"
#include "sim/execution/run.hpp"
#include "sim/results/durable_file.hpp"
#include "sim/results/statistics.hpp"
#include "sim/scenario/library.hpp"
#include "sim/scenario/load.hpp"

namespace cli {

namespace {

using Json = nlohmann::ordered_json;
using Checks = std::vector<sim::PatternCheck>;

// One past and its readings.
struct Report {
  std::string past;
  std::size_t worlds = 0, members = 0;
  double scale = 0.0;
  bool calibrated = false;  // worlds of a posterior
  sim::Date observed_until;
  Checks checks;
  std::string rests;     // what the intervals rest on
  std::string openings;  // of a simulated past: how likely it makes the events that happened
};

// Rows of one pattern are adjacent in the table.
std::vector<Checks> by_pattern(const Checks& checks) {
  std::vector<Checks> groups;
  for (const sim::PatternCheck& check : checks) {
    if (groups.empty() || groups.back().front().figure.pattern != check.figure.pattern) groups.emplace_back();
    groups.back().push_back(check);
  }
  return groups;
}

// A pattern with parts that are only shown (P26's sizes) still counts if it has others.
bool counted_in(const Checks& group) {
  return std::any_of(group.begin(), group.end(), [](const sim::PatternCheck& check) { return check.counts; });
}

// A pattern is inside only when all its parts are inside.
std::string verdict(const Checks& group) {
  std::size_t measured = 0;
  std::size_t judged = 0;
  std::size_t inside = 0;
  for (const sim::PatternCheck& check : group) {
    measured += check.measured ? 1 : 0;
    judged += check.judged ? 1 : 0;
    inside += check.inside ? 1 : 0;
  }
  if (measured == 0) return "not measured";
  if (judged == 0) return "shown";
  if (inside < judged) return "outside";
  return measured < group.size() ? "partly measured" : "inside";
}

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

// A single value, or a list when the pattern has several parts.
template <class Value>
Json values_of(const Checks& group, Value value) {
  if (group.size() == 1) return value(group.front());
  Json list = Json::array();
  for (const sim::PatternCheck& check : group) list.push_back(value(check));
  return list;
}

Json json_of(const Report& report) {
  Json list = Json::array();
  for (const Checks& group : by_pattern(report.checks)) {
    const auto& first = group.front().figure;
    const std::string judged = verdict(group);
    list.push_back(
        {{"id", first.pattern},
         {"past", report.past},
         {"title", values_of(group, [](const auto& c) { return Json(c.figure.title); })},
         {"part", values_of(group, [](const auto& c) { return Json(c.figure.part); })},
         {"unit", values_of(group, [](const auto& c) { return Json(c.figure.unit); })},
         {"published", values_of(group, [](const auto& c) { return number(c.figure.value); })},
         {"tolerance_low", values_of(group, [](const auto& c) { return number(c.figure.low); })},
         {"tolerance_high", values_of(group, [](const auto& c) { return number(c.figure.high); })},
         {"median", values_of(group, [](const auto& c) { return number(c.median); })},
         {"low", values_of(group, [](const auto& c) { return number(c.low); })},
         {"high", values_of(group, [](const auto& c) { return number(c.high); })},
         {"inside", judged == "inside"    ? Json(true)
                    : judged == "outside" ? Json(false)
                                          : Json(nullptr)},
         {"verdict", judged},
         {"covered", values_of(group, [](const auto& c) { return c.judged ? Json(c.covered) : Json(nullptr); })},
         {"width", values_of(group, [](const auto& c) { return number(c.judged ? c.width : NAN); })},
         {"counted", counted_in(group)},
         {"validation", values_of(group, [](const auto& c) { return Json(c.figure.validation); })},
         {"intervals", report.rests.substr(0, report.rests.find('\n'))},
         {"source", first.source}});
  }
  return list;
}

std::string figure_text(double value, const std::string& unit) {
  if (std::isnan(value)) return "";
  if (unit != "date") return shown(value);
  if (std::isinf(value)) return "later";
  return to_string(sim::Date{static_cast<std::int32_t>(std::lround(sim::days_of_decimal_year(value)))}).substr(0, 7);
}

std::string row_verdict(const sim::PatternCheck& check) {
  if (!check.measured) return "not measured";
  if (!check.judged) return "shown";
  return check.inside ? "inside" : "**outside**";
}

// What the record imposes hardly varies and is no projection.
std::string projection_verdict(const sim::PatternCheck& check) {
  if (!check.judged || !check.counts) return "";
  return check.covered ? "covered" : "missed";
}

std::string width_text(const sim::PatternCheck& check) {
  if (!check.judged || !check.counts || std::isnan(check.width)) return "";
  return std::isinf(check.width) ? "open" : fmt::format("{:.1f}", check.width);
}

// The words of a table as text within a cell, whatever Markdown makes of their characters.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\`*[]|~$#").find(c) != std::string_view::npos) out += '\\';
    if (c == '<' || c == '>' || c == '&') {
      out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;";
    } else {
      out += c == '\n' || c == '\r' ? ' ' : c;
    }
  }
  return out;
}

// The histories of a simulated past, judged by one figure or by several together.
class Histories {
 public:
  Histories(const sim::ModelKind& kind, const std::vector<sim::PublishedFigure>& figures,
            const std::vector<std::vector<double>>& values)
      : kind_(kind), figures_(figures), values_(values) {}

  std::size_t column(std::string_view id, std::string_view part) const {
    return static_cast<std::size_t>(kind_.pattern(id, part) - kind_.patterns.data());
  }
  bool within(const std::vector<double>& history, std::string_view id, std::string_view part) const {
    const auto row = std::find_if(figures_.begin(), figures_.end(),
                                  [&](const sim::PublishedFigure& f) { return f.pattern == id && f.part == part; });
    const double value = history[column(id, part)];
    return row != figures_.end() && value >= row->low && value <= row->high;
  }
  double percent(const std::function<bool(const std::vector<double>&)>& holds) const {
    const auto count = std::count_if(values_.begin(), values_.end(), holds);
    return 100.0 * static_cast<double>(count) / static_cast<double>(values_.size());
  }
  std::size_t count() const { return values_.size(); }

 private:
  const sim::ModelKind& kind_;
  const std::vector<sim::PublishedFigure>& figures_;
  const std::vector<std::vector<double>>& values_;
};

// How likely a simulated past makes three events that happened by the vintage, the two openings together, and the two
// lags that pull apart.
std::string openings_of(const Histories& histories) {
  const std::size_t baidu = histories.column("P19", "baidu"), openai = histories.column("P19", "openai"),
                    permissive = histories.column("P17", "2025");
  const auto near = [&](std::string_view id) {
    return [&histories, id](const std::vector<double>& v) { return histories.within(v, id, ""); };
  };
  return fmt::format(
      "Over {} histories: Baidu opens by the end of 2025 in {:.0f}%, OpenAI releases open weights by the middle of "
      "2026 in {:.0f}%, most new open flagships of Chinese labs in 2025 are permissive in {:.0f}%. Both openings of "
      "P19 lie within their tolerance in the same history in {:.0f}%. P7 and P25 pull apart: the lag of open models "
      "(P7) lies within its tolerance in {:.0f}%, the lead of China's open models (P25) in {:.0f}%, both in "
      "{:.0f}%.\n\n",
      histories.count(), histories.percent([&](const auto& v) { return v[baidu] < 2026.0; }),
      histories.percent([&](const auto& v) { return v[openai] < 2026.5; }),
      histories.percent([&](const auto& v) { return v[permissive] > 50.0; }), histories.percent([&](const auto& v) {
        return histories.within(v, "P19", "baidu") && histories.within(v, "P19", "openai");
      }),
      histories.percent(near("P7")), histories.percent(near("P25")),
      histories.percent([&](const auto& v) { return near("P7")(v) && near("P25")(v); }));
}

std::string coverage_of(const Checks& checks) {
  const sim::Coverage all = sim::coverage(checks);
  return fmt::format(
      "The published value lies in the 80% interval in {} of {} counted rows, in {} of the {} rows that had no part in "
      "the fit.",
      all.covered, all.rows, all.covered_unseen, all.unseen);
}

// On how many effective draws the intervals of one past rest, and how much of their variance is luck.
std::string resting(const std::vector<std::vector<double>>& values, const std::vector<std::uint32_t>& keys) {
  std::vector<double> draws, luck;
  for (std::size_t p = 0; !values.empty() && p < values.front().size(); ++p) {
    std::vector<float> readings;
    for (const auto& history : values) readings.push_back(static_cast<float>(history[p]));
    const sim::VarianceShares shares = sim::variance_shares(readings, keys);
    if (!std::isnan(shares.draws)) draws.push_back(shares.draws);
    if (!std::isnan(shares.within)) luck.push_back(100.0 * (shares.within + shares.members));
  }
  if (draws.empty()) return "";
  const auto range = [](std::vector<double>& of) {
    std::sort(of.begin(), of.end());
    return fmt::format("{:.0f} to {:.0f} (median {:.0f})", of.front(), of.back(), sim::sorted_quantile(of, 0.5));
  };
  const bool alike =
      *std::max_element(draws.begin(), draws.end()) - *std::min_element(draws.begin(), draws.end()) < 0.5;
  std::string text = "Intervals of figures that every history has rest on " +
                     (alike ? fmt::format("{:.0f}", draws.front()) : range(draws)) + " effective draws";
  text += luck.empty() ? "; one member a world does not tell luck from assumptions."
                       : "; " + range(luck) + " percent of their variance is luck.";
  return text + "\n\n";
}

std::string markdown(const Report& report) {
  std::size_t counted = 0;
  std::size_t inside = 0;
  std::size_t unmeasured = 0;
  for (const Checks& group : by_pattern(report.checks)) {
    const std::string judged = verdict(group);
    unmeasured += judged == "not measured" || judged == "partly measured" ? 1 : 0;
    if (!counted_in(group)) continue;
    ++counted;
    inside += judged == "inside" ? 1 : 0;
  }
  std::string out = fmt::format("## {} past\n\n{} {}worlds × {} {} at scale {}. Of {} counted patterns {} are inside",
                                report.past == "observed" ? "Observed" : "Simulated", report.worlds,
                                report.calibrated ? "calibrated " : "", report.members,
                                report.members == 1 ? "member" : "members", report.scale, counted, inside);
  if (unmeasured > 0) out += fmt::format("; of all patterns, {} have rows without a reading", unmeasured);
  out += ". " + coverage_of(report.checks) + "\n\n" + report.rests;
  out +=
      "| pattern | figure | published | tolerance | model median | 80% interval | verdict | as a projection | width | "
      "counted | use | source |\n";
  out += "|---|---|---|---|---|---|---|---|---|---|---|---|\n";
  for (const sim::PatternCheck& c : report.checks) {
    const auto& f = c.figure;
    const auto text = [&](double value) { return figure_text(value, f.unit); };
    const std::string interval = c.measured ? fmt::format("{} to {}", text(c.low), text(c.high)) : "";
    const std::string band = std::isnan(f.low) ? "" : fmt::format("{} to {}", text(f.low), text(f.high));
    const std::string unit = f.unit == "date" ? "" : " [" + f.unit + "]";
    out += fmt::format("| {} | {}{} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", f.pattern, escaped(f.title),
                       unit, text(f.value), band, c.measured ? text(c.median) : "", interval, row_verdict(c),
                       projection_verdict(c), width_text(c),
                       c.counts               ? "counted"
                       : f.counted == "given" ? "given"
                                              : "shown",
                       f.validation ? "validation" : "calibration", escaped(f.source));
  }
  return out + '\n' + report.openings;
}

std::string page(const std::vector<Report>& reports) {
  std::string out = R"(# Published figures against the model

Generated by `weightshed patterns`; do not edit.

*Inside*: the published value lies in the model's 80% interval over worlds and members, and that interval is no wider
than twice the tolerance band, so a vague model fails. Figures without a value: the interval lies within the tolerance.
Probabilities: the share of histories lies within the tolerance. A pattern with several rows is inside only when all of
them are. *Given*: imposed by the record in the observed past, so shown and not counted there. *Validation*: kept out of
the calibration.

*As a projection* a row that counts is judged by itself: *covered* when the published value lies in the interval, however
wide that is; without a value, when at least half of the histories lie within the tolerance. *Width* is that of the
interval in widths of the tolerance band. A width above 2 fails the strict verdict even where the value is covered; *open*
means that one end is a date which the histories do not reach. Of honest 80% intervals four in five cover; a model whose
intervals all do is too vague.

)";
  for (const Report& report : reports) out += markdown(report);
  return out;
}

// Where the page goes by default: into the documentation, when the program runs in its source tree.
std::string default_page() {
  std::error_code error;
  const auto tree = sim::source_tree();
  const bool here = std::filesystem::equivalent(std::filesystem::current_path(error), tree, error) && !error;
  return here && std::filesystem::is_directory(tree / "docs", error) ? "docs/patterns.md" : "";
}

}  // namespace

int patterns(const Options& options, const Surroundings& around) {
  std::vector<std::string> pasts{"observed", "simulated"};
  if (!options.past.empty()) pasts = {options.past};
  std::vector<Report> reports;
  for (const std::string& past : pasts) {
    const std::string name = !options.subject.empty() ? options.subject
                             : past == "simulated"    ? "patterns-simulated"
                                                      : "patterns";
    const auto scenario = sim::scenario_file(name, around.library);
    sim::LoadOptions load{options.overrides, around.library};
    load.overrides.push_back("run.past=" + past);
    const sim::Study study = load_study(around.kind, scenario, load);
    ProgressBar bar(around.talk);
    const auto figures = sim::published_figures(study.tables);
    around.talk.detail(fmt::format("{} past: {} histories", past, study.design.worlds() * study.run.members));
    const auto values = read_patterns(study, run_options(options, around, bar));
    bar.finish();
    reports.push_back({past, study.design.worlds(), study.run.members, study.run.scale, study.run.calibrated,
                       study.run.observed_until, check_patterns(around.kind, figures, values, study.run.past),
                       resting(values, study.design.keys),
                       past == "simulated" ? openings_of({around.kind, figures, values}) : ""});
  }
  if (options.json) {
    Json all = Json::array();
    for (const Report& report : reports) {
      for (Json& entry : json_of(report)) all.push_back(std::move(entry));
    }
    tell("{}\n", all.dump(2));
  } else {
    tell("{}", page(reports));
  }
  // One past alone is half of the page, so it goes into a file only with -o.
  const std::string output = !options.output.empty()                             ? options.output
                             : options.past.empty() && options.overrides.empty() ? default_page()
                                                                                 : "";
  if (!output.empty()) {
    sim::write_output(output, page(reports));
    around.talk.say("wrote " + output);
  }
  around.talk.next("weightshed explain P1");
  return 0;
}

}  // namespace cli
