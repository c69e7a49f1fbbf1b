// Shares among the organisations of a region, or of a region and a sector, that use models; the world's stand behind
// those of the regions.
#pragma once

#include <vector>

#include "models/measures/measure.hpp"

namespace weightshed::measures {

// Fills `row`, [region, world last][columns], with the means over organisations of what `count` adds: it is called with
// an organisation that uses a model and the values of its columns.
template <class Count>
void fill_by_region(const Ecosystem& e, std::size_t columns, std::span<double> row, Count count) {
  const std::size_t regions = e.names->regions.size();
  std::vector<double> users(regions + 1, 0.0), own(columns);
  std::fill(row.begin(), row.end(), 0.0);
  for (const Organisation& o : e.adopters.organisations) {
    if (o.family == no_family) continue;
    std::fill(own.begin(), own.end(), 0.0);
    count(o, std::span<double>(own));
    for (const std::size_t region : {at(o.region), regions}) {
      users[region] += 1.0;
      for (std::size_t c = 0; c < columns; ++c) row[region * columns + c] += own[c];
    }
  }
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = share_of(row[i], users[i / columns]);
}

// Fills `row`, [region, world last][sector][columns], with the means over organisations of what `count` adds: it is
// called with an organisation that uses a model and the values of its columns.
template <class Count>
void fill_by_sector(const Ecosystem& e, std::size_t columns, std::span<double> row, Count count) {
  const std::size_t regions = e.names->regions.size();
  std::vector<double> users((regions + 1) * sectors, 0.0), own(columns);
  std::fill(row.begin(), row.end(), 0.0);
  for (const Organisation& o : e.adopters.organisations) {
    if (o.family == no_family) continue;
    std::fill(own.begin(), own.end(), 0.0);
    count(o, std::span<double>(own));
    for (const std::size_t region : {at(o.region), regions}) {
      const std::size_t group = region * sectors + static_cast<std::size_t>(o.sector);
      users[group] += 1.0;
      for (std::size_t c = 0; c < columns; ++c) row[group * columns + c] += own[c];
    }
  }
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = share_of(row[i], users[i / columns]);
}

}  // namespace weightshed::measures
