// family_derivatives: Derivatives of language models by family of the base, in the period and so far.
#include "models/measures/measure.hpp"

namespace weightshed::measures {

namespace {

void observe(const Ecosystem& e, const Assumptions&, sim::StepRange w, std::span<double> row) {
  fill_counts(e.ledger.derivatives_by_family, w, row);
}

}  // namespace

extern const Measure family_derivatives;
constinit const Measure family_derivatives{
    {.key = "family_derivatives",
     .dimensions = {"window", "family"},
     .unit = "1",
     .long_name = "Derivatives of language models by family of the base",
     .window = sim::Window::period,
     .calibrated = false,
     .description = "Number of real models that the simulated derivatives of language bases represent, by the family "
                    "at the root of their tree; the works that derivative_share counts. in_period: new in the "
                    "recording period; cumulative: since the start of the run",
     .source = "counted as derivative_share",
     .phrase = "number of derivatives of {family} ({window})",
     .shown_unit = "",
     .decimals = 0,
     .reader = "number of models built on {family} ({window})",
     .cause = "Developers choose a base by capability, but also by licence, size, brand and habit.",
     .stage = 5},
    observe};

}  // namespace weightshed::measures
