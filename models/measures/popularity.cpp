// Readings of downloads that measures and patterns share: overtakings and concentration.
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>

#include "models/measures/measure.hpp"
#include "sim/numeric/bits.hpp"

namespace weightshed::measures {

double overtaking_date(const Ecosystem& e, std::string_view challenger, std::string_view leader) {
  const auto find = [&](std::string_view name) {
    return static_cast<std::size_t>(std::find(e.names->families.begin(), e.names->families.end(), name) -
                                    e.names->families.begin());
  };
  const std::size_t a = find(challenger), b = find(leader);
  if (a == e.names->families.size() || b == e.names->families.size()) return nothing;
  const Flow& flow = e.ledger.official_downloads;
  Flow::Column downloads_ahead(flow, a), downloads_behind(flow, b);
  double ahead = 0.0, behind = 0.0;
  bool has_trailed = false;
  for (std::size_t step = e.clock.steps().first_from(sim::date_of(2023, 1, 1)); step < flow.steps(); ++step) {
    ahead += downloads_ahead.at(step);
    behind += downloads_behind.at(step);
    if (behind > ahead) has_trailed = true;
    if (has_trailed && ahead > behind)
      return sim::decimal_year(e.clock.steps().start_of(static_cast<std::uint32_t>(step) + 1));
  }
  return nothing;
}

namespace {

struct Alike {
  double downloads;  // of one entity or model
  double count;      // those like it
};

// Accounts of authors with pinned nodes. A simulated author stands for 1 / scale authors like it: all have what is
// common to them, and some have heavy nodes besides.
std::vector<Alike> accounts(const Ecosystem& e) {
  const downloads::Hub& hub = e.hub;
  std::vector<Alike> found(hub.common_account.size(), {0.0, 1.0});
  for (const PinnedNode& node : hub.pinned) {
    found[node.account].downloads += downloads::all_time(node, hub, e.clock, e.scale);
  }
  // An author's common account comes before its others.
  for (std::size_t position = 0; position < found.size(); ++position) {
    const std::size_t shared = hub.common_account[position];
    if (shared == position) {
      found[position].count = 1.0 / e.scale;
    } else {
      found[position].downloads += found[shared].downloads;
      found[shared].count -= 1.0;
    }
  }
  return found;
}

// Downloads of the entity that is behind so many others; 0 where there are no more.
double most_but(std::vector<Alike> entities, std::size_t others) {
  if (entities.size() <= others) return 0.0;
  const auto last = entities.begin() + static_cast<std::ptrdiff_t>(others);
  std::nth_element(entities.begin(), last, entities.end(),
                   [](const Alike& a, const Alike& b) { return a.downloads > b.downloads; });
  return last->downloads;
}

}  // namespace

double top_50_entities(const Ecosystem& e) {
  // Official repositories by lab, pinned nodes by account: a node that nobody pins cannot be among the first 50.
  std::vector<Alike> entities(e.labs.labs.size(), {0.0, 1.0});
  double total = 0.0;
  for (std::size_t b = 0; b < e.models.bases.size(); ++b) {
    entities[at(e.models.bases[b].lab)].downloads += e.hub.pins[b].downloads;
  }
  for (std::size_t c = 0; c < e.ledger.downloads.width(); ++c) total += e.ledger.downloads.sum_so_far(c);
  const auto less = [](const Alike& a, const Alike& b) { return a.downloads < b.downloads; };
  // An account with less than the 50th lab cannot be among the first 50: most are not looked at again.
  const double least = most_but(entities, 49);
  for (const Alike& account : accounts(e)) {
    if (account.count > 0.0 && account.downloads >= least) entities.push_back(account);
  }
  std::make_heap(entities.begin(), entities.end(), less);
  double top = 0.0;
  for (double places = 50.0; places > 0.0 && !entities.empty(); entities.pop_back()) {
    std::pop_heap(entities.begin(), entities.end(), less);
    const double count = std::min(places, entities.back().count);
    top += count * entities.back().downloads;
    places -= count;
  }
  return share_of(top, total);
}

namespace {

// Every group of models that has downloads in the last four weeks: bases and pinned nodes.
std::vector<Alike> all_alike(const Ecosystem& e) {
  std::vector<Alike> groups;
  groups.reserve(e.models.bases.size() + e.hub.pinned.size());
  for (std::size_t b = 0; b < e.models.bases.size(); ++b) {
    if (!e.models.bases[b].node.exists()) continue;
    const auto& weeks = e.hub.pins[b].last_weeks;
    const double repositories = e.models.bases[b].repositories;
    const double downloads = std::accumulate(weeks.begin(), weeks.end(), 0.0) / repositories;
    if (downloads > 0.0) groups.push_back({downloads, repositories});
  }
  for (const PinnedNode& node : e.hub.pinned) {
    const double downloads = downloads::last_month(node, e.hub, e.clock, e.scale);
    if (downloads > 0.0) groups.push_back({downloads, downloads::models_of(node, e.scale)});
  }
  return groups;
}

double models_so_far(const Ecosystem& e) {
  double models = 0.0;
  for (const Base& base : e.models.bases) models += base.node.exists() ? base.repositories : 0.0;
  for (std::size_t k = 0; k < derivation_kinds; ++k) models += e.ledger.models_by_kind.sum_so_far(k);
  return models;
}

double downloads_of_last_weeks(const Ecosystem& e) {
  double total = 0.0;
  const std::size_t count = e.ledger.downloads.steps(), weeks = e.clock.steps().in_weeks(downloads::weeks_of_a_month);
  const std::size_t last = count - 1, first = count > weeks ? count - weeks : 0;
  for (std::size_t c = 0; c < e.ledger.downloads.width(); ++c) total += e.ledger.downloads.sum(first, last, c);
  return total;
}

constexpr int least = -64, doublings = 128;

// The exponent of a positive number, without a call for each: what is subnormal counts as the least.
std::size_t doubling_of(double downloads) {
  const auto exponent = static_cast<int>(sim::bit_cast<std::uint64_t>(downloads) >> 52) - 1023;
  return static_cast<std::size_t>(std::clamp(exponent - least, 0, doublings - 1));
}

// The most downloaded models, as many as there are places: whole doublings of downloads first, so that only the
// doubling in which the places run out has to be sorted.
struct Top {
  double places;
  double downloads = 0.0;
  std::size_t marginal = doublings - 1;
  std::vector<Alike> groups = {};  // in the marginal doubling

  // `all`: downloads and models of each doubling together.
  Top(double models, const std::array<Alike, doublings>& all) : places(models) {
    for (; marginal > 0 && all[marginal].count <= places; --marginal) {
      downloads += all[marginal].downloads;
      places -= all[marginal].count;
    }
  }

  void fill_last_places() {
    std::sort(groups.begin(), groups.end(), [](const Alike& a, const Alike& b) { return a.downloads > b.downloads; });
    for (const Alike& group : groups) {
      const double count = std::min(places, group.count);
      downloads += count * group.downloads;
      places -= count;
      if (places <= 0.0) break;
    }
  }
};

}  // namespace

TopModels top_models(const Ecosystem& e) {
  const double models = models_so_far(e), total = downloads_of_last_weeks(e);
  const std::vector<Alike> groups = all_alike(e);
  std::array<Alike, doublings> all{};
  for (const Alike& group : groups) {
    Alike& sum = all[doubling_of(group.downloads)];
    sum.downloads += group.count * group.downloads;
    sum.count += group.count;
  }
  std::array<Top, 2> tops{Top(0.01 * models, all), Top(0.0001 * models, all)};
  for (const Alike& group : groups) {
    const std::size_t doubling = doubling_of(group.downloads);
    for (Top& top : tops) {
      if (top.marginal == doubling) top.groups.push_back(group);
    }
  }
  for (Top& top : tops) top.fill_last_places();
  const auto share = [&](const Top& top) { return std::min(share_of(top.downloads, total), 1.0); };
  return {share(tops[0]), 0.0001 * models >= 1.0 ? share(tops[1]) : nothing};
}

}  // namespace weightshed::measures
