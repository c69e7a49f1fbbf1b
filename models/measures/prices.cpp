// closed_price, api_revenue: what closed APIs charge and earn while open models compete.
#include <cmath>

#include "models/ecosystem/views.hpp"
#include "models/measures/measure.hpp"

namespace weightshed::measures {

namespace {

void observe_price(const Ecosystem& e, const Assumptions& a, sim::StepRange, std::span<double> row) {
  row[0] = std::exp(adoption::log_price_gap(e.clock.year(), ecosystem::lead_of_closed(e.labs.frontier), a.adoption));
}

void observe_revenue(const Ecosystem& e, const Assumptions&, sim::StepRange, std::span<double> row) {
  for (double& value : row) value = 0.0;
  for (const Lab& lab : e.labs.labs) {
    row[origin_of(lab.country, *e.roster)] += lab.revenue;
  }
}

}  // namespace

extern const Measure closed_price;
constinit const Measure closed_price{
    {.key = "closed_price",
     .dimensions = {},
     .unit = "1",
     .long_name = "Price of a closed token relative to one of hosted open weights",
     .window = sim::Window::instant,
     .calibrated = false,
     .description = "How many times as much a token of a closed API costs as one of hosted open weights",
     .source = "definition: docs/model.md, 4.8; list prices at the end of 2024",
     .phrase = "price of a closed token relative to an open one",
     .shown_unit = "",
     .decimals = 1},
    observe_price};

extern const Measure api_revenue;
constinit const Measure api_revenue{
    {.key = "api_revenue",
     .dimensions = {"origin"},
     .unit = "1",
     .long_name = "What labs earn with closed APIs, relative to all organisations at the margin of late 2024",
     .window = sim::Window::instant,
     .calibrated = false,
     .description = "Share of organisations that pay for a closed API of labs of an origin, times what a token earns "
                    "above the price of open weights, relative to that margin at 2024.9; read once a quarter",
     .source = "definition: docs/model.md, 4.8",
     .phrase = "revenue of closed APIs from {origin}",
     .shown_unit = "%"},
    observe_revenue};

}  // namespace weightshed::measures
