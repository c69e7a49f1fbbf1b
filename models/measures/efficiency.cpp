// mixture_of_experts, training_efficiency, induced_efficiency: what labs do with the compute that they have.
#include "models/measures/measure.hpp"

namespace weightshed::measures {

namespace {

void observe_mixtures(const Ecosystem& e, const Assumptions&, sim::StepRange w, std::span<double> row) {
  std::vector<double> flagships(row.size(), 0.0);
  for (double& value : row) value = 0.0;
  const double from = e.clock.steps().start_of(w.first).days, to = e.clock.now().days;
  for (const Base& base : e.models.bases) {
    if (base.task_class != TaskClass::language || base.line != Line::flagship || !base.leads || !base.node.exists() ||
        base.born_days < from || base.born_days >= to)
      continue;
    const std::size_t origin = origin_of(base.country, *e.roster);
    flagships[origin] += 1.0;
    if (lineage::is_mixture_of_experts(base)) row[origin] += 1.0;
  }
  for (std::size_t o = 0; o < row.size(); ++o) row[o] = share_of(row[o], flagships[o]);
}

// Of the lab of each origin that could release the best model today.
void of_best_labs(const Ecosystem& e, std::span<double> row, double (*value)(const Lab& lab)) {
  std::vector<double> best(row.size(), -1e9);
  for (double& v : row) v = nothing;
  for (const Lab& lab : e.labs.labs) {
    if (!lab.active(e.clock.year()) || lab.log_compute <= 0.0) continue;
    const std::size_t origin = origin_of(lab.country, *e.roster);
    if (lab.capability() <= best[origin]) continue;
    best[origin] = lab.capability();
    row[origin] = value(lab);
  }
}

void observe_efficiency(const Ecosystem& e, const Assumptions&, sim::StepRange, std::span<double> row) {
  of_best_labs(e, row, [](const Lab& lab) { return lab.capability() - lab.log_compute; });
}

void observe_induced(const Ecosystem& e, const Assumptions&, sim::StepRange, std::span<double> row) {
  of_best_labs(e, row, [](const Lab& lab) { return lab.induced; });
}

}  // namespace

extern const Measure mixture_of_experts;
constinit const Measure mixture_of_experts{
    {.key = "mixture_of_experts",
     .dimensions = {"origin"},
     .unit = "1",
     .long_name = "Share of mixtures of experts among open flagships, last 12 months",
     .window = sim::Window::trailing_year,
     .calibrated = false,
     .description = "Of the open flagships that labs of an origin released in the last 12 months, the share whose "
                    "largest model uses only part of its parameters for each token; until the handover those on record",
     .source = "definition: releases.csv, total and active parameters",
     .phrase = "share of mixtures of experts among open flagships from {origin}",
     .shown_unit = "%"},
    observe_mixtures};

extern const Measure training_efficiency;
constinit const Measure training_efficiency{
    {.key = "training_efficiency",
     .dimensions = {"origin"},
     .unit = "1",
     .long_name = "Orders of magnitude by which the best lab does more than its training compute",
     .window = sim::Window::instant,
     .calibrated = false,
     .description =
         "Capability of the lab of an origin that could release the best model, less the training compute of "
         "its flagship, both in orders of magnitude: one order more is the same capability for a tenth of "
         "the compute of mid-2019",
     .source = "definition: docs/model.md, 4.3",
     .phrase = "training efficiency of the best lab from {origin}",
     .shown_unit = "orders of magnitude",
     .decimals = 2},
    observe_efficiency};

extern const Measure induced_efficiency;
constinit const Measure induced_efficiency{
    {.key = "induced_efficiency",
     .dimensions = {"origin"},
     .unit = "1",
     .long_name = "Part of the best lab's training efficiency that scarcity of compute induced",
     .window = sim::Window::instant,
     .calibrated = false,
     .description = "Orders of magnitude of the training efficiency of the same lab that it would not have without "
                    "scarcity of compute (research.induced_share)",
     .source = "definition: docs/model.md, 4.3",
     .phrase = "efficiency that scarcity induced in the best lab from {origin}",
     .shown_unit = "orders of magnitude",
     .decimals = 2},
    observe_induced};

}  // namespace weightshed::measures
