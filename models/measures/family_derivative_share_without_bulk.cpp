// family_derivative_share_without_bulk: derivative_share_without_bulk by family of the base instead of country.
#include "models/measures/measure.hpp"

namespace weightshed::measures {

namespace {

void observe(const Ecosystem& e, const Assumptions&, sim::StepRange w, std::span<double> row) {
  fill_shares(e.ledger.family_derivatives_without_bulk, w, row);
}

}  // namespace

extern const Measure family_derivative_share_without_bulk;
constinit const Measure family_derivative_share_without_bulk{
    {.key = "family_derivative_share_without_bulk",
     .dimensions = {"family"},
     .unit = "1",
     .long_name = "Share of new derivatives of language models by family of the base, without bulk uploads",
     .window = sim::Window::period,
     .calibrated = false,
     .description = "New derivatives of language bases in the recording period, by the family at the root of their "
                    "tree, without works by bulk uploaders; the families of a country add up to its "
                    "derivative_share_without_bulk",
     .source = "definition: monthly counts by base of KBhandari11/ForecastHuggingFaceModels",
     .phrase = "share of new derivatives without bulk uploads on {family}",
     .shown_unit = "%",
     .reader = "share of newly adapted models built on {family}",
     .note = "of new derivatives, without bulk uploads",
     .cause = "Developers choose a base by capability, but also by licence, size, brand and habit.",
     .stage = 5},
    observe};

}  // namespace weightshed::measures
