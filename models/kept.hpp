// A value kept for as long as what it is computed from stays the same.
#pragma once

#include <optional>
#include <utility>

namespace weightshed {

// The value of a rule at an input, computed again only when the input is another than last time. The rule must depend
// on nothing else that changes during a history; parameters do not.
template <class Input, class Value>
class Kept {
 public:
  template <class Rule>
  const Value& of(const Input& input, Rule&& rule) {
    if (!input_ || !(*input_ == input)) {
      value_ = std::forward<Rule>(rule)();
      input_ = input;
    }
    return value_;
  }

 private:
  std::optional<Input> input_;
  Value value_{};
};

// Memory that is used again in the next step; nothing in it outlives a step, so that a copy takes none of it along.
template <class T>
struct Reused {
  T memory;

  Reused() = default;
  Reused(const Reused&) {}
  Reused& operator=(const Reused&) { return *this; }
  Reused(Reused&&) noexcept = default;
  Reused& operator=(Reused&&) noexcept = default;
  ~Reused() = default;
};

}  // namespace weightshed
