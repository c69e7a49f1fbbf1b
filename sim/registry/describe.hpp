// The two visitors of a parameter struct's `describe`: one collects its cards, one sets its values, in one order.
//
//   struct Parameters { double habit = 0.25; };
//   void describe(auto& visit, Parameters& p) { visit("derivation.habit", p.habit, sim::About{…}, "share of …"); }
#pragma once

#include <cassert>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/registry/cards.hpp"

namespace sim {

class CardCollector {
 public:
  void operator()(std::string_view key, const double& value, const About& about, std::string_view description) {
    cards_.push_back({std::string(key), std::string(description), value, about});
  }
  std::vector<ParameterCard> take() { return std::move(cards_); }

 private:
  std::vector<ParameterCard> cards_;
};

class ValueSetter {
 public:
  explicit ValueSetter(std::span<const double> values) : values_(values) {}
  void operator()(std::string_view, double& value, const About&, std::string_view) {
    assert(next_ < values_.size());
    value = values_[next_++];
  }

 private:
  std::span<const double> values_;
  std::size_t next_ = 0;
};

}  // namespace sim
