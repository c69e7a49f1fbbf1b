// The levers of the model, from the files of their subjects.
#include <algorithm>
#include <tuple>
#include <vector>

#include "models/levers/press.hpp"

namespace weightshed::levers {

namespace {

// Programmes reach organisations by bits of one word: those that differ in their sectors alone become one.
void merge(std::vector<roster::Programme>& programmes) {
  const auto apart_from_sectors = [](roster::Programme p) {
    p.sectors = {};
    return p;
  };
  std::vector<roster::Programme> merged;
  for (const roster::Programme& programme : programmes) {
    const auto twin = std::find_if(merged.begin(), merged.end(), [&](const roster::Programme& other) {
      return apart_from_sectors(other) == apart_from_sectors(programme);
    });
    if (twin == merged.end()) {
      merged.push_back(programme);
    } else {
      for (std::size_t s = 0; s < sectors; ++s) twin->sectors[s] = twin->sectors[s] || programme.sectors[s];
    }
  }
  // The order of levers cannot matter. By hand, as libc++ 13 has no three-way comparison of strings.
  const auto fields = [](const roster::Programme& p) {
    return std::tie(p.name, p.region, p.sectors, p.buyer, p.family, p.origin, p.days, p.reach);
  };
  std::sort(merged.begin(), merged.end(), [&](const auto& a, const auto& b) { return fields(a) < fields(b); });
  programmes = std::move(merged);
}

}  // namespace

std::span<const Lever> catalogue() {
  static const std::vector<Lever> all = [] {
    std::vector<Lever> levers;
    for (const std::span<const Lever> part : {of_compute(), of_capability(), of_openness(), of_use()}) {
      levers.insert(levers.end(), part.begin(), part.end());
    }
    return levers;
  }();
  return all;
}

std::span<const sim::LeverSpelling> spellings() {
  static constexpr sim::LeverSpelling list[] = {{"us.open_weight_programme", "open_weight_programme", "US"},
                                                {"cn.compute_subsidy", "compute_subsidy", "CN"}};
  return list;
}

Terms fold(const sim::LeverValues& values, const roster::Roster& roster, std::size_t labs) {
  Terms terms = Terms::neutral(roster.jurisdictions.size(), labs);
  for (const sim::LeverValue& value : values) {
    catalogue()[static_cast<std::size_t>(value.target.lever)].press(value, roster, terms);
  }
  merge(terms.use.programmes);
  merge(terms.use.purchases);
  return terms;
}

}  // namespace weightshed::levers
