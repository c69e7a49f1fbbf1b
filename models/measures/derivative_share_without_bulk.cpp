// derivative_share_without_bulk: the same share as derivative_share, without works by bulk uploaders.
#include "models/measures/measure.hpp"

namespace weightshed::measures {

namespace {

void observe(const Ecosystem& e, const Assumptions&, sim::StepRange w, std::span<double> row) {
  fill_shares(e.ledger.derivatives_without_bulk, w, row);
}

}  // namespace

extern const Measure derivative_share_without_bulk;
constinit const Measure derivative_share_without_bulk{
    {.key = "derivative_share_without_bulk",
     .dimensions = {"country"},
     .unit = "1",
     .long_name = "Share of new derivatives of language models by country of the base, without bulk uploads",
     .window = sim::Window::period,
     .calibrated = true,
     .description = "New derivatives of language bases in the recording period, by the country of the lab at the root "
                    "of their tree; without works by bulk uploaders, as in the record",
     .source = "definition: monthly counts by base of KBhandari11/ForecastHuggingFaceModels",
     .phrase = "{country} share of new derivatives without bulk uploads",
     .shown_unit = "%",
     .reader = "share of newly adapted models built on {country:adjective} ones, without bulk uploads",
     .note = "of new derivatives",
     .cause = "Developers choose a base by capability, but also by licence, size, brand and habit, so a change at the "
              "top moves only some of them.",
     .stage = 5},
    observe};

}  // namespace weightshed::measures
