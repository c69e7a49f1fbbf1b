// What happened in one history, in words: the lines below an answer of `weightshed why`.
#pragma once

#include <string>
#include <vector>

#include "sim/execution/why.hpp"
#include "sim/results/result_file.hpp"

namespace cli {

// What is told first where not everything is: an event that is a mechanism at work (a family becomes known to
// everybody), what policies do, labs, releases; last, what policies do without having mattered to the value.
enum class Importance { aside, release, lab, policy, mechanism };

struct DatedLine {
  double days;
  std::string text;
  Importance importance = Importance::policy;
};

// The histories of an answer, the causes that concern its question, and those that moved the value.
struct Answer {
  const sim::Study& study;
  const sim::ResultFile& result;
  const std::vector<sim::Cause>& near;
  const std::vector<sim::Cause>& mattered;
};

// Openings, closings and fired triggers of one history, the releases that the question is about, and what levers did,
// from the start of the run until the day, in the order of time; of one day the more important first. Labs that do the
// same on one day share a line.
std::vector<DatedLine> what_happened(const Answer& answer, std::size_t world, double until);

// The most telling lines, of equal ones the latest, in the order of time.
std::vector<DatedLine> most_telling(std::vector<DatedLine> lines);

std::string day_of(const DatedLine& line);

// A cause as a list names it: "DeepSeek", "US export control".
std::string short_words(const sim::Study& study, const sim::Cause& cause);

}  // namespace cli
