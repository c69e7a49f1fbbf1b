// licence_mix: Share of licences among language releases and derivatives, last 12 months.
#include "models/measures/measure.hpp"

namespace weightshed::measures {

namespace {

void observe(const Ecosystem& e, const Assumptions&, sim::StepRange w, std::span<double> row) {
  for (double& value : row) value = 0.0;
  const double from = e.clock.steps().start_of(w.first).days, to = e.clock.now().days;
  double released = 0.0, derived = 0.0;
  for (const Base& base : e.models.bases) {
    if (base.task_class != TaskClass::language || base.born_days < from || base.born_days >= to) continue;
    row[static_cast<std::size_t>(base.licence)] += 1.0;
    released += 1.0;
  }
  e.ledger.licences_of_works.add_sums(w.first, w.last, row.subspan(licences));
  for (std::size_t l = 0; l < licences; ++l) derived += row[licences + l];
  for (std::size_t l = 0; l < licences; ++l) {
    row[l] = share_of(row[l], released);
    row[licences + l] = share_of(row[licences + l], derived);
  }
}

}  // namespace

extern const Measure licence_mix;
constinit const Measure licence_mix{
    {.key = "licence_mix",
     .dimensions = {"stage", "licence"},
     .unit = "1",
     .long_name = "Share of licences among language models, last 12 months",
     .window = sim::Window::trailing_year,
     .calibrated = false,
     .description = "Licence classes of language bases released and of derivatives published in the last 12 months",
     .source = "classes: reference table releases",
     .phrase = "share of {stage} under {licence} licences",
     .shown_unit = "%",
     .reader = "share of {stage} under {licence} licences",
     .cause = "Labs choose a licence with their openness, and developers prefer the permissive ones.",
     .title = "the share of {licence} licences",
     .stage = 4},
    observe};

}  // namespace weightshed::measures
