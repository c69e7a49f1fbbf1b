// The calendar of choices and the counts of users (ODD 4.8).
#include "models/adoption/members.hpp"

#include <algorithm>
#include <utility>

namespace weightshed::adoption {

Members::Members(std::vector<Organisation> all) : all_(std::move(all)) {
  for (std::size_t member = 0; member < all_.size(); ++member) {
    enter(member);
    count(all_[member], 1);
  }
}

std::vector<std::uint32_t> Members::take_due(std::uint32_t step) {
  constexpr std::uint32_t taken = 0xffffffffU;
  std::vector<std::uint32_t> due;
  for (; first_not_taken_ <= step; ++first_not_taken_) {
    if (first_not_taken_ >= calendar_.size()) continue;
    std::vector<std::uint32_t> listed = std::exchange(calendar_[first_not_taken_], {});
    // Not due: it was hurried, and chose; or it has been taken.
    std::erase_if(listed, [&](std::uint32_t member) {
      const bool is_due = all_[member].next_choice <= step;
      if (is_due) all_[member].next_choice = taken;
      return !is_due;
    });
    if (due.empty()) {
      due = std::move(listed);
    } else {
      due.insert(due.end(), listed.begin(), listed.end());
    }
  }
  return due;
}

void Members::renew(std::size_t member, std::uint32_t next_choice) {
  ++all_[member].contracts;
  all_[member].next_choice = next_choice;
  enter(member);
}

void Members::hurry(std::size_t member, std::uint32_t step) {
  if (all_[member].next_choice <= step) return;
  all_[member].next_choice = step;
  enter(member);
}

void Members::use(std::size_t member, FamilyIndex family, AdoptionMode mode) {
  Organisation& o = all_[member];
  if (o.family == family && o.mode == mode) return;
  count(o, static_cast<std::uint32_t>(-1));
  o.family = family;
  o.mode = mode;
  count(o, 1);
}

const UsersByFamily& Members::users_of_group(std::size_t group) const {
  static const UsersByFamily nobody;
  return group < by_group_.size() ? by_group_[group] : nobody;
}

void Members::enter(std::size_t member) {
  const std::size_t step = std::max(all_[member].next_choice, first_not_taken_);
  if (step >= calendar_.size()) calendar_.resize(step + 1);
  calendar_[step].push_back(static_cast<std::uint32_t>(member));
}

void Members::count(const Organisation& o, std::uint32_t change) {
  if (o.family == no_family) return;
  if (group_of(o) >= by_group_.size()) by_group_.resize(group_of(o) + 1);
  for (UsersByFamily* users : {&by_group_[group_of(o)], &by_mode_[static_cast<std::size_t>(o.mode)]}) {
    if (at(o.family) >= users->size()) users->resize(at(o.family) + 1, 0);
    (*users)[at(o.family)] += change;
  }
}

}  // namespace weightshed::adoption
