// Shares among the organisations of a region, or of a region and a sector, that use models; the world's stand behind
// those of the regions.
#pragma once

#include <vector>

#include "models/measures/measure.hpp"

namespace weightshed::measures {

// Fills `row`, [region, world last][part][columns], with the means over organisations of what `count` adds: it is
// called with an organisation that uses a model and `add(column, amount)`. `part_of(organisation)` is below `parts`.
template <class Count, class PartOf>
void fill_by_part(const Ecosystem& e, std::size_t columns, std::span<double> row, Count count, std::size_t parts,
                  PartOf part_of) {
  const std::size_t regions = e.names->regions.size();
  std::vector<double> users((regions + 1) * parts, 0.0);
  std::fill(row.begin(), row.end(), 0.0);
  for (const Organisation& o : e.adopters.organisations) {
    if (o.family == no_family) continue;
    const std::size_t part = part_of(o), there = at(o.region) * parts + part, in_world = regions * parts + part;
    users[there] += 1.0;
    users[in_world] += 1.0;
    count(o, [&](std::size_t column, double amount) {
      row[there * columns + column] += amount;
      row[in_world * columns + column] += amount;
    });
  }
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = share_of(row[i], users[i / columns]);
}

// [region, world last][columns].
template <class Count>
void fill_by_region(const Ecosystem& e, std::size_t columns, std::span<double> row, Count count) {
  fill_by_part(e, columns, row, count, 1, [](const Organisation&) { return std::size_t{0}; });
}

// [region, world last][sector][columns].
template <class Count>
void fill_by_sector(const Ecosystem& e, std::size_t columns, std::span<double> row, Count count) {
  fill_by_part(e, columns, row, count, sectors,
               [](const Organisation& o) { return static_cast<std::size_t>(o.sector); });
}

}  // namespace weightshed::measures
