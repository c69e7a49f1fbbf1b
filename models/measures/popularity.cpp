// Readings of downloads that measures and patterns share: overtakings and concentration.
#include <algorithm>
#include <functional>
#include <numeric>

#include "models/measures/measure.hpp"

namespace weightshed::measures {

double overtaking_date(const Ecosystem& e, std::string_view challenger, std::string_view leader) {
  const auto find = [&](std::string_view name) {
    return static_cast<std::size_t>(std::find(e.names->families.begin(), e.names->families.end(), name) -
                                    e.names->families.begin());
  };
  const std::size_t a = find(challenger), b = find(leader);
  if (a == e.names->families.size() || b == e.names->families.size()) return nothing;
  const Flow& flow = e.ledger.official_downloads;
  double ahead = 0.0, behind = 0.0;
  bool has_trailed = false;
  for (std::size_t step = 0; step < flow.steps(); ++step) {
    const sim::Date begin = e.clock.start().plus_days(static_cast<std::int32_t>(step) * sim::Clock::days_per_step);
    if (sim::decimal_year(begin) < 2023.0) continue;
    ahead += flow.at(step, a);
    behind += flow.at(step, b);
    if (behind > ahead) has_trailed = true;
    if (has_trailed && ahead > behind) return sim::decimal_year(begin.plus_days(sim::Clock::days_per_step));
  }
  return nothing;
}

double top_50_entities(const Ecosystem& e) {
  // Official repositories by lab, pinned nodes by author: what nobody pins cannot be among the first 50.
  std::vector<double> entities(e.labs.labs.size(), 0.0);
  double total = 0.0;
  for (std::size_t b = 0; b < e.models.bases.size(); ++b) {
    entities[at(e.models.bases[b].lab)] += e.hub.pins[b].downloads;
  }
  for (std::size_t c = 0; c < e.ledger.downloads.width(); ++c) {
    total += e.ledger.downloads.sum(0, e.ledger.downloads.steps() - 1, c);
  }
  // A simulated author stands for 1 / scale authors like it, each with the downloads that were drawn for it.
  struct Work {
    std::uint64_t identity;  // of its birth: author, then work
    double downloads;
  };
  std::vector<Work> works;
  for (const PinnedNode& node : e.hub.pinned) works.push_back({node.identity, node.downloads + node.tail_due});
  // In the order of authors and, within one, of works: sums are the same whatever the sort does with equals.
  std::sort(works.begin(), works.end(), [](const Work& a, const Work& b) { return a.identity < b.identity; });
  std::vector<double> authors;
  for (std::size_t w = 0; w < works.size(); ++w) {
    if (w == 0 || author_of(works[w].identity) != author_of(works[w - 1].identity)) authors.push_back(0.0);
    authors.back() += works[w].downloads;
  }
  const auto first_50 = authors.begin() + std::min<std::ptrdiff_t>(50, std::ssize(authors));
  std::partial_sort(authors.begin(), first_50, authors.end(), std::greater<>());
  authors.erase(first_50, authors.end());
  std::sort(entities.begin(), entities.end(), std::greater<>());
  double top = 0.0, places = 50.0;
  std::size_t i = 0, j = 0;
  while (places > 0.0 && (i < entities.size() || j < authors.size())) {
    if (j >= authors.size() || (i < entities.size() && entities[i] >= authors[j])) {
      top += entities[i++];
      places -= 1.0;
    } else {
      const double count = std::min(places, 1.0 / e.scale);
      top += authors[j++] * count;
      places -= count;
    }
  }
  return share_of(top, total);
}

double top_1_percent_of_models(const Ecosystem& e) {
  struct Group {
    double downloads;  // of one model
    double count;      // models like it
  };
  std::vector<Group> groups;
  double models = 0.0, total = 0.0;
  for (std::size_t b = 0; b < e.models.bases.size(); ++b) {
    if (!e.models.bases[b].node.exists()) continue;
    const auto& weeks = e.hub.pins[b].last_weeks;
    const double repositories = e.models.bases[b].repositories;
    groups.push_back({std::accumulate(weeks.begin(), weeks.end(), 0.0) / repositories, repositories});
    models += repositories;
  }
  for (const PinnedNode& node : e.hub.pinned) {
    groups.push_back({downloads::last_month(node, e.hub, e.clock), 1.0 / e.scale});
  }
  const std::size_t last = e.ledger.models_by_kind.steps() - 1;
  for (std::size_t k = 0; k < derivation_kinds; ++k) models += e.ledger.models_by_kind.sum(0, last, k);
  const std::size_t first = last >= 3 ? last - 3 : 0;
  for (std::size_t c = 0; c < e.ledger.downloads.width(); ++c) total += e.ledger.downloads.sum(first, last, c);
  double top = 0.0, places = 0.01 * models;
  // No more groups than this share the places: every base, and simulated nodes of 1 / scale models each.
  const double most = static_cast<double>(e.models.bases.size()) + places * e.scale + 1.0;
  const auto last_needed =
      groups.begin() + static_cast<std::ptrdiff_t>(std::min(most, static_cast<double>(groups.size())));
  const auto more_downloads = [](const Group& a, const Group& b) { return a.downloads > b.downloads; };
  if (last_needed != groups.end()) std::nth_element(groups.begin(), last_needed, groups.end(), more_downloads);
  std::sort(groups.begin(), last_needed, more_downloads);
  for (const Group& group : groups) {
    const double count = std::min(places, group.count);
    top += count * group.downloads;
    places -= count;
    if (places <= 0.0) break;
  }
  return std::min(1.0, share_of(top, total));
}

}  // namespace weightshed::measures
