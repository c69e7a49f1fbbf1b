// One pass over the columns of /lineage, as every history of the policy counts.
#include "sim/results/ranking.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>

#include "sim/error.hpp"
#include "sim/results/hdf5.hpp"
#include "sim/results/recorded_lineage.hpp"
#include "sim/results/result_format.hpp"
#include "sim/results/statistics.hpp"

namespace sim {

namespace {

struct OpenBase {
  std::uint32_t release = 0;
  std::uint16_t family = 0, lab = 0;
  std::uint8_t country = 0, licence = 0;
  double born = 0.0;
  float capability = 0.0F;
};

constexpr double earliest = -1e6;  // days; what a file says is not trusted

using HistoryKey = std::pair<std::uint32_t, std::uint32_t>;  // world and member

// Every base of a policy that was out before `before` (days) and has a capability, by history and in order.
std::map<HistoryKey, std::vector<OpenBase>> bases_of(const ResultFile& result, std::size_t policy, double before) {
  const h5::Handle file = h5::open_file(result.path());
  const h5::Handle group = h5::open_group(file.get(), "lineage");
  const auto name = [&](const char* column) { return column_name(result.format(), "node", column); };
  std::vector<std::size_t> rows;
  {
    const auto policies = h5::read_vector<std::uint16_t>(group.get(), name("policy"));
    const auto parents = h5::read_vector<std::uint32_t>(group.get(), name("parent"));
    const auto born = h5::read_vector<double>(group.get(), name("born"));
    const auto capability = h5::read_vector<float>(group.get(), name("capability"));
    for (std::size_t i = 0; i < policies.size(); ++i) {
      if (policies[i] != policy || parents.at(i) != LineageTable::no_parent) continue;
      if (born.at(i) > earliest && born.at(i) < before && capability.at(i) > 0.0F) rows.push_back(i);
    }
  }
  std::vector<HistoryKey> keys(rows.size());
  std::vector<OpenBase> bases(rows.size());
  const auto fill = [&]<class T>(const char* column, T OpenBase::*field) {
    const auto values = h5::read_vector<T>(group.get(), name(column));
    for (std::size_t i = 0; i < rows.size(); ++i) bases[i].*field = values.at(rows[i]);
  };
  fill("release", &OpenBase::release);
  fill("family", &OpenBase::family);
  fill("lab", &OpenBase::lab);
  fill("country", &OpenBase::country);
  fill("licence", &OpenBase::licence);
  fill("born", &OpenBase::born);
  fill("capability", &OpenBase::capability);
  const auto worlds = h5::read_vector<std::uint32_t>(group.get(), name("world"));
  const auto members = h5::read_vector<std::uint32_t>(group.get(), name("member"));
  std::map<HistoryKey, std::vector<OpenBase>> histories;
  for (std::size_t i = 0; i < rows.size(); ++i)
    histories[{worlds.at(rows[i]), members.at(rows[i])}].push_back(bases[i]);
  for (auto& [unused, of_history] : histories) {
    std::stable_sort(of_history.begin(), of_history.end(), [](const OpenBase& a, const OpenBase& b) {
      return std::pair(-a.capability, a.born) < std::pair(-b.capability, b.born);
    });
  }
  return histories;
}

// Number of models before the best one of each country that has any.
std::map<std::uint8_t, std::size_t> models_ahead(const std::vector<OpenBase>& order) {
  std::map<std::uint8_t, std::size_t> ahead;
  for (std::size_t i = 0; i < order.size(); ++i) ahead.try_emplace(order[i].country, i);
  return ahead;
}

RankedCountry country_of(const RecordedLineage& words, const std::vector<OpenBase>& order, std::size_t best,
                         std::vector<double> over_histories) {
  RankedCountry country;
  country.country = words.word("country", order[best].country);
  country.best = words.word("release", order[best].release);
  country.place = best + 1;
  std::map<std::uint8_t, std::size_t> count;
  std::map<std::uint8_t, std::set<std::uint16_t>> labs;
  for (std::size_t i = 0; i < best; ++i) {
    ++count[order[i].country];
    labs[order[i].country].insert(order[i].lab);
  }
  std::vector<std::pair<std::uint8_t, std::size_t>> ahead(count.begin(), count.end());
  std::stable_sort(ahead.begin(), ahead.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  for (const auto& [code, models] : ahead) {
    country.countries_ahead.push_back(words.word("country", code));
    country.models_ahead_of.push_back(models);
    country.labs_ahead_of.push_back(labs[code].size());
    country.labs_ahead += labs[code].size();
  }
  std::sort(over_histories.begin(), over_histories.end());
  country.low = sorted_quantile(over_histories, 0.1);
  country.median = sorted_quantile(over_histories, 0.5);
  country.high = sorted_quantile(over_histories, 0.9);
  country.histories = over_histories.size();
  return country;
}

}  // namespace

Ranking ranking_of(const ResultFile& result, const RankingOptions& options) {
  // It also says in one line what is missing when the history was not recorded.
  const RecordedLineage words = read_lineage(result, options.policy, options.world, options.member);
  Ranking ranking{words.policy,
                  options.world,
                  options.member,
                  0,
                  options.at.value_or(result.dates().back()),
                  options.top == 0 ? RankingOptions{}.top : options.top,
                  0,
                  {},
                  {}};
  const auto histories =
      bases_of(result, result.policy_index(words.policy), static_cast<double>(ranking.at.days) + 1.0);
  const auto chosen =
      histories.find({static_cast<std::uint32_t>(options.world), static_cast<std::uint32_t>(options.member)});
  if (chosen == histories.end()) {
    throw Error(Failure::invalid_input, "'" + result.path().string() +
                                            "': no open model with a capability was out by " + to_string(ranking.at) +
                                            " in this history");
  }
  std::map<std::uint16_t, double> families, labs;  // histories in which they are in the first places
  std::map<std::uint8_t, std::vector<double>> ahead;
  for (const auto& [unused, order] : histories) {
    std::set<std::uint16_t> families_here, labs_here;
    for (std::size_t i = 0; i < std::min(ranking.top, order.size()); ++i) {
      families_here.insert(order[i].family);
      labs_here.insert(order[i].lab);
    }
    for (const std::uint16_t family : families_here) families[family] += 1.0;
    for (const std::uint16_t lab : labs_here) labs[lab] += 1.0;
    for (const auto& [country, models] : models_ahead(order)) ahead[country].push_back(static_cast<double>(models));
  }
  const std::vector<OpenBase>& order = chosen->second;
  ranking.models = order.size();
  ranking.histories = histories.size();
  const auto all = static_cast<double>(histories.size());
  const std::size_t shown = options.top == 0 ? order.size() : std::min(options.top, order.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const OpenBase& base = order[i];
    ranking.rows.push_back({i + 1, words.word("release", base.release), words.word("family", base.family),
                            words.word("lab", base.lab), words.word("country", base.country),
                            words.word("licence", base.licence), Date{static_cast<std::int32_t>(std::floor(base.born))},
                            static_cast<double>(base.capability), families[base.family] / all, labs[base.lab] / all});
  }
  std::vector<std::pair<std::size_t, std::uint8_t>> best;
  for (const auto& [country, before] : models_ahead(order)) best.emplace_back(before, country);
  std::sort(best.begin(), best.end());
  for (const auto& [before, country] : best)
    ranking.countries.push_back(country_of(words, order, before, ahead[country]));
  return ranking;
}

}  // namespace sim
