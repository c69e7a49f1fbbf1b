// permissive_licences: Shares of named permissive licences among open language releases, last 12 months.
#include "models/measures/measure.hpp"

namespace weightshed::measures {

namespace {

void observe(const Ecosystem& e, const Assumptions&, sim::StepRange w, std::span<double> row) {
  for (double& value : row) value = 0.0;
  const double from = e.clock.steps().start_of(w.first).days, to = e.clock.now().days;
  double released = 0.0;
  for (const Base& base : e.models.bases) {
    if (base.task_class != TaskClass::language || !base.node.exists() || base.born_days < from || base.born_days >= to)
      continue;
    released += 1.0;
    if (free_of_restriction(base.licence)) row[static_cast<std::size_t>(base.permissive_licence)] += 1.0;
  }
  for (double& value : row) value = share_of(value, released);
}

}  // namespace

extern const Measure permissive_licences;
constinit const Measure permissive_licences{
    {.key = "permissive_licences",
     .dimensions = {"permissive_licence"},
     .unit = "1",
     .long_name =
         "Shares of Apache 2.0, MIT and other permissive licences among open language releases, last 12 months",
     .window = sim::Window::trailing_year,
     .calibrated = false,
     .description = "Of the open language bases released in the last 12 months, the share under each permissive "
                    "licence; what is missing from 100% carries restrictions. Where labs decide, a lab keeps the name "
                    "of its last permissive licence",
     .source = "names: reference table releases",
     .phrase = "share of open releases under {permissive_licence}",
     .shown_unit = "%"},
    observe};

}  // namespace weightshed::measures
