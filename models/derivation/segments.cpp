// The weights of blocks as each segment sees them.
#include "models/derivation/segments.hpp"

#include <algorithm>
#include <cmath>

namespace weightshed::derivation {

Segments::Segments(const downloads::Hub& hub, const std::vector<double>& salience, const Parameters& p,
                   const context::Context& context)
    : hub_(hub),
      use_(context.terms.use),
      salience_(salience),
      china_(context.roster.china),
      p_(p),
      regions_(salience.size()) {
  for (const lineage::Shelf::Block& block : hub.shelf.blocks(TaskClass::language)) {
    if (!on_shelf_.empty() && on_shelf_.back() == block.family) continue;  // the blocks of a family are adjacent
    on_shelf_.push_back(block.family);
    const std::size_t f = at(block.family);
    common_.push_back(std::exp(family_utility(hub.families[f], hub.brands.derive[f], p)));
  }
  for (std::size_t m = 0; m < kinds_of_minds; ++m) {
    for (std::size_t l = 0; l < licences; ++l) {
      licence_[m][l] = licence_factor(static_cast<Licence>(l), static_cast<Minds>(m), p);
    }
  }
  for (std::size_t region = 0; region < regions_; ++region) {
    has_bans_.push_back(!use_.hub.gated.empty());
    for (std::size_t origin = 0; origin < use_.countries; ++origin) {
      if (use_.allowed(region, origin) < 1.0) has_bans_.back() = true;
    }
  }
  sums_.resize(task_classes * regions_ * kinds_of_minds);
  family_.resize(regions_);
  origin_.resize(regions_);
}

std::optional<BaseIndex> Segments::draw(TaskClass task_class, const arrival::Author& author, FamilyIndex only,
                                        double u) {
  const auto blocks = hub_.shelf.blocks(task_class);
  const std::vector<double>& sums = sums_of(task_class, author);
  if (sums.empty() || sums.back() <= 0.0) return std::nullopt;
  const auto weight = [&](std::size_t b) { return sums[b] - (b == 0 ? 0.0 : sums[b - 1]); };
  if (only == no_family) {
    const double wanted = u * sums.back();
    const auto b = static_cast<std::size_t>(std::min(std::upper_bound(sums.begin(), sums.end(), wanted) - sums.begin(),
                                                     static_cast<std::ptrdiff_t>(sums.size()) - 1));
    return lineage::Shelf::pick(blocks[b], (wanted - (sums[b] - weight(b))) / weight(b));
  }
  double total = 0.0;
  for (std::size_t b = 0; b < blocks.size(); ++b) total += blocks[b].family == only ? weight(b) : 0.0;
  double wanted = u * total;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    if (blocks[b].family != only || weight(b) <= 0.0) continue;
    if (weight(b) > wanted) return lineage::Shelf::pick(blocks[b], wanted / weight(b));
    wanted -= weight(b);
  }
  return std::nullopt;  // the family is not on the shelf of this class
}

// Segments differ by region and by the author's demands; outside language models, only by bans.
const std::vector<double>& Segments::sums_of(TaskClass task_class, const arrival::Author& author) {
  const bool language = task_class == TaskClass::language;
  const bool bound = has_bans_[author.country];
  const std::size_t region = language || bound ? author.country : regions_ - 1;
  const auto minds = static_cast<std::size_t>(language ? minds_of(author) : Minds::nothing);
  std::vector<double>& sums =
      sums_[(static_cast<std::size_t>(task_class) * regions_ + region) * kinds_of_minds + minds];
  if (!sums.empty()) return sums;
  const auto blocks = hub_.shelf.blocks(task_class);
  sums.reserve(blocks.size());
  if (language) face(region);
  double sum = 0.0;
  for (const lineage::Shelf::Block& block : blocks) {
    double weight = block.derive_total();
    if (language && weight > 0.0) {
      weight *= family_[region][at(block.family)] * origin_[region][at(block.country)] *
                licence_[minds][static_cast<std::size_t>(block.licence)];
    } else if (bound) {
      weight *= use_.allowed(region, at(block.country)) * use_.admitted(block.family);
    }
    sums.push_back(sum += weight);
  }
  return sums;
}

// Weighs families and origins as a region sees them.
void Segments::face(std::size_t region) {
  if (!family_[region].empty()) return;
  family_[region].assign(hub_.families.size(), 0.0);
  std::vector<double> aware;
  aware.reserve(on_shelf_.size());
  for (const FamilyIndex family : on_shelf_) aware.push_back(hub_.families[at(family)].awareness[region]);
  weigh_awareness(aware, p_);
  for (std::size_t i = 0; i < on_shelf_.size(); ++i)
    family_[region][at(on_shelf_[i])] = common_[i] * aware[i] * use_.admitted(on_shelf_[i]);
  origin_[region].reserve(use_.countries);
  for (std::size_t c = 0; c < use_.countries; ++c) {
    origin_[region].push_back(origin_factor(static_cast<CountryIndex>(c), region, salience_[region], china_, use_, p_));
  }
}

}  // namespace weightshed::derivation
