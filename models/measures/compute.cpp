// compute: Stock of accelerators in H100 equivalents.
#include "models/measures/measure.hpp"

namespace weightshed::measures {

namespace {

void observe(const Ecosystem& e, const Assumptions&, sim::StepRange, std::span<double> row) {
  for (std::size_t c = 0; c < row.size(); ++c) row[c] = e.stocks.stock[c];
}

}  // namespace

extern const Measure compute;
constinit const Measure compute{
    {.key = "compute",
     .dimensions = {"country"},
     .unit = "1e6",
     .long_name = "Stock of accelerators in H100 equivalents",
     .window = sim::Window::instant,
     .calibrated = false,
     .description = "Accelerators in service in a jurisdiction, in millions of H100 equivalents",
     .source = "definition: Epoch AI, AI chip sales",
     .phrase = "{country} accelerator stock",
     .shown_unit = "million H100 equivalents",
     .decimals = 2,
     .intermediate = true,
     .reader = "number of AI chips in {country}",
     .note = "in service, counted as Nvidia H100s",
     .cause = "Chips that one country cannot buy go to others, smuggling makes good part of what is lost, and labs "
              "rent chips abroad.",
     .title = "{country:owner} stock of AI chips",
     .stage = 1},
    observe};

}  // namespace weightshed::measures
