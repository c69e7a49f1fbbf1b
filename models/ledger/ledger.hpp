// Recorded flows, one column per quantity and one row per step: the only memory that measures with a window need.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/words.hpp"

namespace weightshed::ledger {

// One row of `width` numbers per step; additions go to the row of the last step begun.
class Flow {
 public:
  explicit Flow(std::size_t width = 0) : width_(width) {}
  void begin_step() { values_.resize(values_.size() + width_, 0.0); }
  void add(std::size_t column, double amount) { values_[values_.size() - width_ + column] += amount; }
  std::size_t width() const { return width_; }
  std::size_t steps() const { return width_ == 0 ? 0 : values_.size() / width_; }
  double at(std::size_t step, std::size_t column) const { return values_[step * width_ + column]; }
  // Sum over steps first..last, both included; steps outside the record count as nothing.
  double sum(std::size_t first, std::size_t last, std::size_t column) const {
    double total = 0.0;
    for (std::size_t s = first; s <= last && s < steps(); ++s) total += at(s, column);
    return total;
  }
  // The sums of all columns over the same steps, added to `totals`; one pass over the record in its own order.
  void add_sums(std::size_t first, std::size_t last, std::span<double> totals) const {
    for (std::size_t s = first; s <= last && s < steps(); ++s) {
      for (std::size_t c = 0; c < width_; ++c) totals[c] += at(s, c);
    }
  }

 private:
  std::size_t width_;
  std::vector<double> values_;
};

// A release with a capability, as the frontier curves need it.
struct ReleaseRecord {
  double days = 0.0;
  double capability = 0.0;
  CountryIndex country{};
  LabIndex lab{};
  Licence licence{};
  Line line{};
  bool scored = true;  // by the capability index that published figures come from
};

struct Ledger {
  // Represented counts. Columns in brackets; country is the coordinate creator_country.
  Flow downloads;                        // [country × age (0 under a year, 1 older)]
  Flow downloads_by_creator;             // [creator kind × age]
  Flow official_downloads;               // [family], language class
  Flow derivatives_by_country;           // [jurisdiction of the root], language bases
  Flow derivatives_without_bulk;         // the same, without the works of bulk uploaders
  Flow derivatives_by_family;            // [family of the root], language bases
  Flow family_derivatives_without_bulk;  // the same, without the works of bulk uploaders
  Flow derivatives_by_lab;               // [lab of the direct parent's root], all classes
  Flow models_by_kind;                   // [derivation kind], works without a base counted as base
  Flow licences_of_works;                // [licence], derivatives
  Flow breaches;                         // [1]
  Flow incidents;                        // [jurisdiction]
  Flow spending;                         // USD [payer]
  std::vector<ReleaseRecord> releases;   // language classes, in order of date

  void begin_step() {
    for (Flow* flow : {&downloads, &downloads_by_creator, &official_downloads, &derivatives_by_country,
                       &derivatives_without_bulk, &derivatives_by_family, &family_derivatives_without_bulk,
                       &derivatives_by_lab, &models_by_kind, &licences_of_works, &breaches, &incidents, &spending}) {
      flow->begin_step();
    }
  }
};

}  // namespace weightshed::ledger
