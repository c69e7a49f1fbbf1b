// policy_cost: what policy has cost since the start of the run.
#include "models/measures/measure.hpp"

namespace weightshed::measures {

namespace {

void observe(const Ecosystem& e, const Assumptions&, sim::StepRange window, std::span<double> row) {
  for (std::size_t payer = 0; payer < payers; ++payer) row[payer] = e.ledger.spending.sum(0, window.last, payer);
}

}  // namespace

extern const Measure policy_cost;
constinit const Measure policy_cost{
    {.key = "policy_cost",
     .dimensions = {"payer"},
     .unit = "USD",
     .long_name = "Cost of policy since the start of the run",
     .window = sim::Window::instant,
     .calibrated = false,
     .description = "Budgets of programmes, subsidies, credits and promotion as they are spent, and what duties on "
                    "releases cost labs; only what actions price",
     .source = "definition: docs/model.md, 4.1",
     .phrase = "cost of policy to {payer}",
     .shown_unit = "USD",
     .decimals = 0,
     .intermediate = true,
     .reader = "public money that {payer} spend",
     .note = "US dollars",
     .cause = "What is spent is what the policy says, as long as it is in force.",
     .stage = 9},
    observe};

}  // namespace weightshed::measures
