// Columns of works without a base.
#include "models/lineage/independents.hpp"

namespace weightshed::lineage {

void Independents::add(const Independent& work) {
  const bool is_downloaded = work.body > 0.0F;
  ends_.resize(work.born_step + std::size_t{1}, static_cast<std::uint32_t>(size()));
  makers_.push_back(Maker{work.country, work.creator, work.language, is_downloaded});
  if (is_downloaded) bodies_.push_back(work.body);
  ends_.back() = static_cast<std::uint32_t>(size());
}

Independent Independents::operator[](const Place& place) const {
  const Maker& maker = makers_[place.work];
  std::uint32_t step = place.step;
  while (ends_[step] <= place.work) ++step;
  return {maker.is_downloaded ? bodies_[place.downloaded] : 0.0F, static_cast<std::uint16_t>(step), maker.country,
          maker.creator, maker.language};
}

void Independents::move_on(Place& place) const {
  if (makers_[place.work].is_downloaded) ++place.downloaded;
  ++place.work;
  while (place.step < ends_.size() && ends_[place.step] <= place.work) ++place.step;
}

}  // namespace weightshed::lineage
