// How well an effect is known from the members simulated so far: what run.precision decides by.
#pragma once

#include <string>
#include <vector>

#include "sim/plan/layout.hpp"
#include "sim/plan/study.hpp"
#include "sim/results/cell_record.hpp"

namespace sim {

// The effect is the mean of the paired differences over worlds and members. Its interval is about chance alone, the one
// thing that more members reduce: the differences of a member, averaged over worlds, are independent draws, whichever
// luck the worlds share, and their mean has Student's interval.
class EffectSoFar {
 public:
  EffectSoFar(const Study& study, const Layout& layout);  // the study asks for a precision

  void take(const UnitRecord& unit);
  // Over the first `members` of every world; infinite below two members with a value.
  double half_width(std::uint32_t members) const;
  // "frontier_gap, pair=cn-us, tight against current at 2032-12-31: ..."
  std::string text(std::uint32_t members) const;

 private:
  struct Mean {
    double mean = 0.0, half_width = 0.0;
  };
  Mean mean_of(std::uint32_t members) const;

  const Study* study_;
  Precision asked_;
  std::size_t members_;
  std::size_t measure_ = 0, at_ = 0;  // where the value stands in a cell
  std::vector<double> differences_;   // by unit; NaN where there is none
};

}  // namespace sim
