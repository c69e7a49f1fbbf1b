// derivative_share: Share of new derivatives of language models by country of the base.
#include "models/measures/measure.hpp"

namespace weightshed::measures {

namespace {

void observe(const Ecosystem& e, const Assumptions&, sim::StepRange w, std::span<double> row) {
  fill_shares(e.ledger.derivatives_by_country, w, row);
}

}  // namespace

extern const Measure derivative_share;
constinit const Measure derivative_share{
    {.key = "derivative_share",
     .dimensions = {"country"},
     .unit = "1",
     .long_name = "Share of new derivatives of language models by country of the base",
     .window = sim::Window::period,
     .calibrated = true,
     .description = "New derivatives of language bases in the recording period, by the country of the lab at the root "
                    "of their tree",
     .source = "definition: Stanford HAI 2025-12",
     .phrase = "{country} share of new derivatives",
     .shown_unit = "%",
     .reader = "share of newly adapted models built on {country:adjective} ones",
     .note = "of new derivatives",
     .cause = "Developers choose a base by capability, but also by licence, size, brand and habit, so a change at the "
              "top moves only some of them.",
     .title = "{country:owner} share of new derivatives",
     .stage = 5},
    observe};

}  // namespace weightshed::measures
