#include "models/labs/ladder.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

#include "models/lineage/models.hpp"

namespace weightshed::labs {

namespace {

constexpr double memory = 1.5 * sim::days_per_year;

}  // namespace

double log2_largest(const Portfolio& portfolio) {
  double largest = 0.0;
  for (const PortfolioSize& s : portfolio) {
    largest = std::max(largest, lineage::log2_size(s.total_parameters, s.active_parameters));
  }
  return largest;
}

Ladder::Ladder(const roster::Roster& roster, double known_until) {
  std::map<std::string_view, std::size_t> of_release;
  for (const roster::RosterBase& base : roster.bases) {
    if (!roster::decided_on(base, roster) || !open_weights(base.licence) || base.days >= known_until) continue;
    const auto [entry, is_new] = of_release.try_emplace(base.release, recorded_.size());
    if (is_new) recorded_.push_back({base.days, base.lab, roster.labs[at(base.lab)].kind, {}});
    recorded_[entry->second].portfolio.push_back(
        {base.total_parameters, base.active_parameters, base.repositories, base.purpose});
  }
}

Sizes Ladder::sizes_of(LabIndex lab, LabKind kind, double days, double u, double smallest_flagship) const {
  if (recorded_.empty()) return {};
  const double to = std::clamp(days, recorded_.front().days, recorded_.back().days);
  std::vector<const Recorded*> own, of_kind, all;
  for (const Recorded& r : recorded_) {
    if (r.days > to || r.days <= to - memory) continue;
    all.push_back(&r);
    if (r.kind == kind) of_kind.push_back(&r);
    if (r.lab == lab) own.push_back(&r);
  }
  if (all.empty()) all.push_back(&*std::ranges::find_if(recorded_, [&](const Recorded& r) { return r.days >= to; }));
  const auto& pool = !own.empty() ? own : !of_kind.empty() ? of_kind : all;
  double flagship = own.empty() ? std::log2(smallest_flagship) : 0.0;
  for (const Recorded* r : own) flagship = std::max(flagship, log2_largest(r->portfolio));
  const Portfolio& chosen = pool[static_cast<std::size_t>(u * static_cast<double>(pool.size()))]->portfolio;
  return {chosen, std::max(flagship, log2_largest(chosen))};
}

}  // namespace weightshed::labs
