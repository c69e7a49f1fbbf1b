// What happened in one history, in words: the lines below an answer of `weightshed why`, and in the explorer.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/execution/why.hpp"
#include "sim/plan/study.hpp"

namespace sim {

// What is told first where not everything is: an event that is a mechanism at work (a family becomes known to
// everybody), what policies do, labs, releases; last, what policies do without having mattered to the value.
enum class Importance { aside, release, lab, policy, mechanism };

struct DatedLine {
  double days;
  std::string text;
  Importance importance = Importance::policy;
};

// The events of a history and the policy that it followed; the causes that concern a question about it, and those that
// moved the value.
struct Happening {
  const Study& study;
  std::span<const Event> events;
  std::size_t policy = 0;
  const std::vector<Cause>& near;
  const std::vector<Cause>& mattered;
};

// Openings, closings and fired triggers of one history, the releases that the question is about, and what levers did,
// from the start of the run until the day, in the order of time; of one day the more important first. Labs that do the
// same on one day share a line.
std::vector<DatedLine> what_happened(const Happening& happening, double until);

// Each event by itself: "DeepSeek opens its weights".
std::vector<std::string> texts_of(const Study& study, std::span<const Event> events);

// The most telling lines, of equal ones the latest, in the order of time.
std::vector<DatedLine> most_telling(std::vector<DatedLine> lines);

std::string day_of(const DatedLine& line);

// A cause as a list names it: "DeepSeek", "US export control".
std::string short_words(const Study& study, const Cause& cause);

}  // namespace sim
