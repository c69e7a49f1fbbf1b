#include "models/labs/ladder.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

#include "models/lineage/models.hpp"

namespace weightshed::labs {

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
    if (!roster::decided_on(base, roster) || base.days >= known_until) continue;
    const auto [entry, is_new] = of_release.try_emplace(base.release, recorded_.size());
    if (is_new) {
      recorded_.push_back({base.days, base.lab, roster.labs[at(base.lab)].kind, false, false, false, {}});
    }
    Recorded& release = recorded_[entry->second];
    if (!open_weights(base.licence)) {
      release.flagship |= base.line == Line::flagship;
      continue;
    }
    release.second_line = (!release.open || release.second_line) && base.line == Line::second_line;
    release.open = true;
    release.portfolio.push_back({base.total_parameters, base.active_parameters, base.repositories, base.purpose});
  }
  for (std::size_t i = 0; i < recorded_.size(); ++i) {
    Recorded& release = recorded_[i];
    if (!release.open) continue;
    double largest = 0.0;
    for (std::size_t j = 0; j <= i; ++j) {
      if (recorded_[j].lab == release.lab && recorded_[j].days > release.days - recent_record)
        largest = std::max(largest, log2_largest(recorded_[j].portfolio));
    }
    release.flagship |= log2_largest(release.portfolio) >= largest - 1.0;
  }
}

Sizes Ladder::sizes_of(const Wanted& wanted, double u, double smallest_flagship) const {
  std::vector<const Recorded*> own, of_kind, all;
  const double last = recorded_.empty() ? 0.0 : recorded_.back().days;
  const Recorded* first = nullptr;  // for a day before the record
  double flagship = 0.0;
  for (const Recorded& r : recorded_) {
    if (!r.open) continue;
    if (first == nullptr) first = &r;
    const double to = std::min(wanted.days, last);
    if (r.days > to || r.days <= to - recent_record) continue;
    if (r.lab == wanted.lab) flagship = std::max(flagship, log2_largest(r.portfolio));
    if (wanted.flagship && !r.flagship) continue;
    all.push_back(&r);
    if (r.kind == wanted.kind) of_kind.push_back(&r);
    if (r.lab == wanted.lab) own.push_back(&r);
  }
  if (first == nullptr) return {};
  if (all.empty()) all.push_back(first);
  const auto& pool = !own.empty() ? own : !of_kind.empty() ? of_kind : all;
  if (flagship == 0.0) flagship = std::log2(smallest_flagship);
  const Portfolio& chosen = pool[static_cast<std::size_t>(u * static_cast<double>(pool.size()))]->portfolio;
  return {chosen, std::max(flagship, log2_largest(chosen))};
}

}  // namespace weightshed::labs
