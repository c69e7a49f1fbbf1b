// `weightshed ranking`: the open models of one history by capability, as a leaderboard lists them.
#include "sim/results/ranking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/results.hpp"
#include "cli/tell.hpp"
#include "cli/verbs.hpp"
#include "sim/registry/json_fields.hpp"

namespace cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_countries = 6;  // of which a sentence says what stands ahead

// Columns as wide as their widest cell.
void print_columns(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> width(rows.front().size(), 0);
  for (const auto& row : rows) {
    for (std::size_t c = 0; c < row.size(); ++c) width[c] = std::max(width[c], row[c].size());
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) line += fmt::format("{:<{}}  ", row[c], width[c]);
    line.erase(line.find_last_not_of(' ') + 1);
    tell("{}\n", line);
  }
}

// Rounded down: nine of ten is not said of less.
std::string percent(double share) { return fmt::format("{:.0f}%", std::floor(100.0 * share + 1e-9)); }

void print_rows(const sim::Ranking& ranking) {
  std::vector<std::vector<std::string>> rows{
      {"place", "model", "family", "lab", "country", "licence", "released", "capability"}};
  if (ranking.histories > 1) {
    rows.front().push_back(fmt::format("family in top {}", ranking.top));
    rows.front().push_back(fmt::format("lab in top {}", ranking.top));
  }
  for (const sim::RankedModel& m : ranking.rows) {
    rows.push_back({std::to_string(m.place), sim::printable(m.model), sim::printable(m.family), sim::printable(m.lab),
                    sim::printable(m.country), sim::printable(m.licence), to_string(m.born),
                    fmt::format("{:.2f}", m.capability)});
    if (ranking.histories > 1) {
      rows.back().push_back(percent(m.family_share));
      rows.back().push_back(percent(m.lab_share));
    }
  }
  print_columns(rows);
}

// "22 models of 5 labs stand ahead of the best open model from US, gpt-oss-120b (place 23): CN 22 (5 labs)".
void print_countries(const sim::Ranking& ranking) {
  tell("\n");
  for (std::size_t i = 0; i < std::min(most_countries, ranking.countries.size()); ++i) {
    const sim::RankedCountry& c = ranking.countries[i];
    const std::string best = fmt::format("the best open model from {}, {} (place {})", c.country, c.best, c.place);
    if (c.place == 1) {
      tell("No model stands ahead of {}", best);
    } else {
      tell("{} of {} {} ahead of {}", counted(c.place - 1, "model"), counted(c.labs_ahead, "lab"),
           c.place == 2 ? "stands" : "stand", best);
      for (std::size_t k = 0; k < c.countries_ahead.size(); ++k) {
        tell("{}{} {} ({})", k == 0 ? ": " : ", ", c.countries_ahead[k], c.models_ahead_of[k],
             counted(c.labs_ahead_of[k], "lab"));
      }
    }
    if (ranking.histories > 1)
      tell("\n  models ahead over {} histories: {} [{}, {}]", c.histories, shown(c.median), shown(c.low),
           shown(c.high));
    tell("\n");
  }
}

}  // namespace

int ranking(const Options& options, const Surroundings& around) {
  const sim::ResultFile result(options.files.front());
  const auto at = date_of_option(options.at);
  const sim::Ranking ranking = ranking_of(
      result, {options.policy, options.world, options.member, result.dates()[recorded_date(result, at)], options.top});
  if (options.json) {
    Json json = sim::json_of_fields(ranking);
    json["rows"] = json["countries"] = Json::array();
    for (const sim::RankedModel& model : ranking.rows) json["rows"].push_back(sim::json_of_fields(model));
    for (const sim::RankedCountry& country : ranking.countries)
      json["countries"].push_back(sim::json_of_fields(country));
    tell("{}\n", json.dump(2));
    return 0;
  }
  tell("Open models by {} under '{}', world {}, member {}: {} of {}\n\n", to_string(ranking.at),
       sim::printable(ranking.policy), ranking.world, ranking.member, ranking.rows.size(), ranking.models);
  print_rows(ranking);
  print_countries(ranking);
  tell("\ncapability: log10 of effective training compute, in FLOP\n");
  if (ranking.histories > 1) {
    tell("in top {}: share of the {} recorded histories; [..]: the middle 80% of them\n", ranking.top,
         ranking.histories);
  } else {
    around.talk.say("one history is recorded; with lineage = \"all\" in [measure], shares of histories are shown");
  }
  around.talk.next("weightshed lineage " + shell_word(options.files.front()) + " --by lab");
  return 0;
}

}  // namespace cli
