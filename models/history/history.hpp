// One simulated history behind the engine's seam: the state, and the world that it unfolds in.
#pragma once

#include "models/ecosystem/ecosystem.hpp"
#include "sim/model/model.hpp"

namespace weightshed::history {

class History final : public sim::Model {
 public:
  explicit History(const sim::Beginning& beginning);

  std::unique_ptr<sim::Model> copy() const override { return std::unique_ptr<sim::Model>(new History(*this)); }
  const sim::Clock& clock() const override { return state_.clock; }
  void step(const sim::Policy& policy) override;
  void observe(std::size_t measure, sim::StepRange window, std::span<double> row) const override;
  double pattern(std::size_t pattern) const override;
  const std::vector<sim::Event>& events() const override { return state_.events; }
  sim::LineageTable lineage() const override;

  const ecosystem::Ecosystem& state() const { return state_; }
  const ecosystem::Assumptions& assumptions() const { return assumptions_; }
  const Streams& streams() const { return streams_; }

 private:
  History(const History&) = default;

  ecosystem::Assumptions assumptions_;
  ecosystem::Structure structure_;
  Streams streams_;
  ecosystem::Ecosystem state_;
};

}  // namespace weightshed::history
