// open_bases: Open language bases that came out in the recording period, by lab.
#include "models/measures/measure.hpp"

namespace weightshed::measures {

namespace {

void observe(const Ecosystem& e, const Assumptions&, sim::StepRange w, std::span<double> row) {
  const double from = e.clock.steps().start_of(w.first).days;
  const double until = e.clock.steps().start_of(w.last + 1).days;
  for (double& count : row) count = 0.0;
  for (const Base& base : e.models.bases) {
    const bool is_open_language = base.task_class == TaskClass::language && open_weights(base.licence);
    if (is_open_language && base.node.exists() && base.born_days >= from && base.born_days < until) {
      row[at(base.lab)] += 1.0;
    }
  }
}

}  // namespace

extern const Measure open_bases;
constinit const Measure open_bases{
    {.key = "open_bases",
     .dimensions = {"lab"},
     .unit = "1",
     .long_name = "Open language bases that came out, by lab",
     .window = sim::Window::period,
     .calibrated = false,
     .description =
         "Number of language bases with open weights that a lab published in the recording period, every size "
         "of a release counted; until the handover those on record",
     .source = "definition: releases.csv, rows of open licences of the task class language",
     .phrase = "open language bases of {lab}",
     .shown_unit = "",
     .decimals = 0,
     .reader = "number of open language models of {lab}",
     .cause = "Labs open or keep their weights by their rank, their money, their rivals and the rules.",
     .stage = 4},
    observe};

}  // namespace weightshed::measures
