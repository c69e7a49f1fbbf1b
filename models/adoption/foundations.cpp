// Foundations of use (ODD 4.10).
#include "models/adoption/foundations.hpp"

#include "models/adoption/adoption.hpp"

namespace weightshed::adoption {

Foundations::Input Foundations::input_of(const Market& market, const roster::Roster& roster, double days) {
  Input input;
  for (std::size_t i = 0; i < roster.purchases.size(); ++i) input.on_record.push_back(counts(i, market, roster, days));
  if (market.purchases != nullptr) input.by_policy = market.purchases->by_policy;
  for (const lineage::FamilyState& family : *market.families) input.stands_on.push_back(family.stands_on);
  return input;
}

void Foundations::move(CountryIndex region, CountryIndex& present, CountryIndex now) {
  const std::size_t row = at(region) * organisations_.size();
  if (present != unknown_country) resting_[row + at(present)] -= 1.0;
  if (now != unknown_country) resting_[row + at(now)] += 1.0;
  present = now;
}

void Foundations::follow(const Members& organisations, std::span<const std::uint32_t> chose, const Market& market,
                         const roster::Roster& roster, double days) {
  const auto count = [&](std::size_t i) {
    const Organisation& o = organisations[i];
    move(o.region, rests_on_[i], o.family == no_family ? unknown_country : rests_on(o, market, roster, days));
  };
  Input now = input_of(market, roster, days);
  if (rests_on_.size() == organisations.size() && now == input_) {
    for (const std::uint32_t i : chose) count(i);
    return;
  }
  const std::size_t regions = roster.jurisdictions.size();
  input_ = std::move(now);
  rests_on_.assign(organisations.size(), unknown_country);
  organisations_.assign(regions, 0.0);
  resting_.assign(regions * regions, 0.0);
  for (std::size_t i = 0; i < organisations.size(); ++i) {
    organisations_[at(organisations[i].region)] += 1.0;
    count(i);
  }
}

}  // namespace weightshed::adoption
