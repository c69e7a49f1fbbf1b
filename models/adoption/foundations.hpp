// On whose bases the organisations of each region rest, counted as it changes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/roster/roster.hpp"
#include "models/words.hpp"

namespace weightshed::adoption {

class Members;
struct Market;

// What an organisation rests on changes when it chooses; and, for all who use a family, when a purchase begins or the
// family's best open model stands on another country's weights.
class Foundations {
 public:
  // After the choices of a step. `chose`: the organisations that chose in it.
  void follow(const Members& organisations, std::span<const std::uint32_t> chose, const Market& market,
              const roster::Roster& roster, double days);

  // Organisations of a region, those among them that use models built on bases of a country.
  double organisations(std::size_t region) const { return organisations_[region]; }
  double resting(std::size_t region, std::size_t country) const {
    return resting_[region * organisations_.size() + country];
  }

 private:
  struct Input {
    std::vector<bool> on_record;  // which of the purchases on record count
    std::vector<roster::Programme> by_policy;
    std::vector<CountryIndex> stands_on;  // by family
    friend bool operator==(const Input&, const Input&) = default;
  };
  static Input input_of(const Market& market, const roster::Roster& roster, double days);
  void move(CountryIndex region, CountryIndex& present, CountryIndex now);

  Input input_;
  std::vector<CountryIndex> rests_on_;           // by organisation; unknown_country: uses nothing
  std::vector<double> organisations_, resting_;  // [region], [region][country]
};

}  // namespace weightshed::adoption
