// Recorded flows, one column per quantity and one row per step: the only memory that measures with a window need.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "models/words.hpp"

namespace weightshed::ledger {

// One row of `width` numbers per step; additions go to the row of the last step begun. Of the rows before it only what
// is not zero is kept, by column: few families are built on in a week, and a fork copies all rows.
class Flow {
 public:
  explicit Flow(std::size_t width = 0) : before_(width), last_(width) {}
  void begin_step() {
    if (steps_++ == 0) return;
    for (std::size_t column = 0; column < width(); ++column) {
      if (last_[column] == 0.0) continue;
      columns_.push_back(static_cast<std::uint16_t>(column));
      amounts_.push_back(last_[column]);
      before_[column] += last_[column];
      last_[column] = 0.0;
    }
    ends_.push_back(static_cast<std::uint32_t>(columns_.size()));
  }
  void add(std::size_t column, double amount) { last_[column] += amount; }
  std::size_t width() const { return last_.size(); }
  std::size_t steps() const { return steps_; }
  double at(std::size_t step, std::size_t column) const {
    if (step + 1 == steps_) return last_[column];
    const std::uint32_t place = place_of(step, column);
    return is_at(place, step, column) ? amounts_[place] : 0.0;
  }
  // Sum over all steps so far, the same as `sum` over them; no steps: 0.
  double sum_so_far(std::size_t column) const { return before_[column] + last_[column]; }
  // Sum over steps first..last, both included; steps outside the record count as nothing.
  double sum(std::size_t first, std::size_t last, std::size_t column) const {
    double total = 0.0;
    for (std::size_t s = first; s <= last && s < steps(); ++s) total += at(s, column);
    return total;
  }
  // The sums of all columns over the same steps, added to `totals`; one pass over the record in its own order.
  void add_sums(std::size_t first, std::size_t last, std::span<double> totals) const {
    for (std::size_t s = first; s <= last && s < steps(); ++s) {
      if (s + 1 == steps_) {
        for (std::size_t c = 0; c < width(); ++c) totals[c] += last_[c];
      } else {
        for (std::size_t i = begin_of(s); i < ends_[s]; ++i) totals[columns_[i]] += amounts_[i];
      }
    }
  }

  // One column, read step by step: it mostly lies where it lay in the step before, so that no search is needed.
  class Column {
   public:
    Column(const Flow& flow, std::size_t column) : flow_(flow), column_(column) {}
    double at(std::size_t step) {
      if (step + 1 == flow_.steps_) return flow_.last_[column_];
      const std::uint32_t begin = flow_.begin_of(step);
      if (!flow_.is_at(begin + offset_, step, column_)) offset_ = flow_.place_of(step, column_) - begin;
      return flow_.is_at(begin + offset_, step, column_) ? flow_.amounts_[begin + offset_] : 0.0;
    }

   private:
    const Flow& flow_;
    std::size_t column_;
    std::uint32_t offset_ = 0;
  };

 private:
  // Where a column is kept in a step before the last, or would be.
  std::uint32_t place_of(std::size_t step, std::size_t column) const {
    const auto first = columns_.begin();
    return static_cast<std::uint32_t>(std::lower_bound(first + begin_of(step), first + ends_[step], column) - first);
  }
  bool is_at(std::uint32_t place, std::size_t step, std::size_t column) const {
    return place < ends_[step] && columns_[place] == column;
  }
  std::uint32_t begin_of(std::size_t step) const { return step == 0 ? 0 : ends_[step - 1]; }

  std::vector<double> before_;  // sums over all steps but the last
  std::vector<double> last_;    // the row of the last step
  std::size_t steps_ = 0;
  std::vector<std::uint32_t> ends_;     // of each row before it, among what is kept
  std::vector<std::uint16_t> columns_;  // as wide as the indices of families and labs
  std::vector<double> amounts_;
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
