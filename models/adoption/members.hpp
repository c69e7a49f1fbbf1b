// Those who choose models, with two books kept as they change: who chooses again when, and how many use what. Reading a
// book costs nothing for those to whom nothing happens.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "models/words.hpp"

namespace weightshed::adoption {

struct Organisation {
  CountryIndex region{};
  Sector sector{};
  std::uint32_t next_choice = 0;  // step; the first is when it begins to use models at all
  std::uint32_t contracts = 0;
  FamilyIndex family = no_family;
  AdoptionMode mode{};
  double log_size = 0.0;  // natural logarithm of its use relative to the median organisation's
  double place = 1.0;     // in (0, 1], drawn once: a programme reaches it when this is below the programme's reach
};

// Position of a region and sector among all pairs.
inline std::size_t group_of(const Organisation& o) {
  return at(o.region) * sectors + static_cast<std::size_t>(o.sector);
}

// Numbers of users by family; a family behind the last that anybody has used has none.
using UsersByFamily = std::vector<std::uint32_t>;

class Members {
 public:
  Members() = default;
  Members(std::vector<Organisation> all);
  Members(std::initializer_list<Organisation> all) : Members(std::vector<Organisation>(all)) {}

  std::size_t size() const { return all_.size(); }
  const Organisation& operator[](std::size_t member) const { return all_[member]; }
  auto begin() const { return all_.begin(); }
  auto end() const { return all_.end(); }

  // Positions of those whose next choice is due by a step, each once; it has to be renewed before others are asked for.
  std::vector<std::uint32_t> take_due(std::uint32_t step);

  // It has chosen, and chooses again at a later step.
  void renew(std::size_t member, std::uint32_t next_choice);
  // It chooses by this step, which has not been taken yet, if it would have chosen later.
  void hurry(std::size_t member, std::uint32_t step);

  void use(std::size_t member, FamilyIndex family, AdoptionMode mode);
  void stop(std::size_t member) { use(member, no_family, all_[member].mode); }

  const UsersByFamily& users_of_group(std::size_t group) const;
  const UsersByFamily& users_of_mode(AdoptionMode mode) const { return by_mode_[static_cast<std::size_t>(mode)]; }

 private:
  void enter(std::size_t member);
  void count(const Organisation& member, std::uint32_t change);

  std::vector<Organisation> all_;
  // By step, who may be due in it: whoever was hurried is also where it was before, and is not due there.
  std::vector<std::vector<std::uint32_t>> calendar_;
  std::uint32_t first_not_taken_ = 0;  // step
  std::vector<UsersByFamily> by_group_;
  std::array<UsersByFamily, adoption_modes> by_mode_;
};

}  // namespace weightshed::adoption
