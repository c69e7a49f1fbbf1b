// Readings of downloads that measures and patterns share: overtakings and concentration.
#include <algorithm>
#include <array>
#include <cmath>
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
  const std::int32_t counted_from = sim::date_of(2023, 1, 1).days;
  for (std::size_t step = 0; step < flow.steps(); ++step) {
    const sim::Date begin = e.clock.start().plus_days(static_cast<std::int32_t>(step) * sim::Clock::days_per_step);
    if (begin.days < counted_from) continue;
    ahead += flow.at(step, a);
    behind += flow.at(step, b);
    if (behind > ahead) has_trailed = true;
    if (has_trailed && ahead > behind) return sim::decimal_year(begin.plus_days(sim::Clock::days_per_step));
  }
  return nothing;
}

double top_50_entities(const Ecosystem& e) {
  // Official repositories by lab, pinned nodes by author: a node that nobody pins cannot be among the first 50.
  std::vector<double> entities(e.labs.labs.size(), 0.0);
  double total = 0.0;
  for (std::size_t b = 0; b < e.models.bases.size(); ++b) {
    entities[at(e.models.bases[b].lab)] += e.hub.pins[b].downloads;
  }
  for (std::size_t c = 0; c < e.ledger.downloads.width(); ++c) {
    total += e.ledger.downloads.sum(0, e.ledger.downloads.steps() - 1, c);
  }
  // A simulated author represents 1 / scale authors like it, each with the downloads that were drawn for it.
  std::vector<double> authors(e.hub.accounts.size(), 0.0);
  for (const PinnedNode& node : e.hub.pinned) authors[node.account] += node.downloads + node.tail_due;
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
  // Calls `visit` with every group that has downloads: bases, and simulated nodes of 1 / scale models each.
  const auto each_group = [&](auto&& visit) {
    for (std::size_t b = 0; b < e.models.bases.size(); ++b) {
      if (!e.models.bases[b].node.exists()) continue;
      const auto& weeks = e.hub.pins[b].last_weeks;
      const double repositories = e.models.bases[b].repositories;
      const double downloads = std::accumulate(weeks.begin(), weeks.end(), 0.0) / repositories;
      if (downloads > 0.0) visit(Group{downloads, repositories});
    }
    for (const PinnedNode& node : e.hub.pinned) {
      const double downloads = downloads::last_month(node, e.hub, e.clock);
      if (downloads > 0.0) visit(Group{downloads, 1.0 / e.scale});
    }
  };
  double models = 0.0, total = 0.0;
  for (const Base& base : e.models.bases) models += base.node.exists() ? base.repositories : 0.0;
  const std::size_t last = e.ledger.models_by_kind.steps() - 1;
  for (std::size_t k = 0; k < derivation_kinds; ++k) models += e.ledger.models_by_kind.sum(0, last, k);
  const std::size_t first = last >= 3 ? last - 3 : 0;
  for (std::size_t c = 0; c < e.ledger.downloads.width(); ++c) total += e.ledger.downloads.sum(first, last, c);

  // By doublings of downloads first: only the doubling in which the places run out has to be sorted.
  constexpr int least = -64, doublings = 128;
  const auto doubling_of = [](double downloads) {
    return static_cast<std::size_t>(std::clamp(std::ilogb(downloads) - least, 0, doublings - 1));
  };
  std::array<Group, doublings> all{};  // downloads and models of each doubling together
  each_group([&](const Group& group) {
    Group& sum = all[doubling_of(group.downloads)];
    sum.downloads += group.count * group.downloads;
    sum.count += group.count;
  });
  double top = 0.0, places = 0.01 * models;
  std::size_t marginal = doublings - 1;
  for (; marginal > 0 && all[marginal].count <= places; --marginal) {
    top += all[marginal].downloads;
    places -= all[marginal].count;
  }
  std::vector<Group> groups;
  each_group([&](const Group& group) {
    if (doubling_of(group.downloads) == marginal) groups.push_back(group);
  });
  std::sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) { return a.downloads > b.downloads; });
  for (const Group& group : groups) {
    const double count = std::min(places, group.count);
    top += count * group.downloads;
    places -= count;
    if (places <= 0.0) break;
  }
  return std::min(1.0, share_of(top, total));
}

}  // namespace weightshed::measures
