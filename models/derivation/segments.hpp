// Segments of authors: what authors of one region with the same demands on licences choose from.
#pragma once

#include <optional>
#include <vector>

#include "models/derivation/derivation.hpp"

namespace weightshed::derivation {

// What an author of one segment faces in a class: running sums over blocks, made when first needed in the step.
class Segments {
 public:
  Segments(const downloads::Hub& hub, const std::vector<double>& salience, const Parameters& p,
           const context::Context& context);

  // The base at uniform `u` among all blocks, or among one family's; nothing where the author can choose none.
  std::optional<BaseIndex> draw(TaskClass task_class, const arrival::Author& author, FamilyIndex only, double u);

 private:
  const std::vector<double>& sums_of(TaskClass task_class, const arrival::Author& author);
  void face(std::size_t region);

  const downloads::Hub& hub_;
  const levers::UseTerms& use_;
  const std::vector<double>& salience_;
  CountryIndex china_;
  const Parameters& p_;
  std::size_t regions_;                // the last is the unknown one
  std::vector<FamilyIndex> on_shelf_;  // families with an open language base
  std::vector<double> common_;         // of each of them, in all regions
  std::vector<bool> has_bans_;         // by region: some origin is ruled out there, in part or altogether
  double licence_[kinds_of_minds][licences] = {};
  std::vector<std::vector<double>> family_, origin_;  // by region; empty until somebody there chooses
  std::vector<std::vector<double>> sums_;
};

}  // namespace weightshed::derivation
