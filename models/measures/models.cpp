// models: Models on the hub so far, by kind of derivation.
#include "models/measures/measure.hpp"

namespace weightshed::measures {

namespace {

void observe(const Ecosystem& e, const Assumptions&, sim::StepRange w, std::span<double> row) {
  std::fill(row.begin(), row.end(), 0.0);
  e.ledger.models_by_kind.add_sums(0, w.last, row);
}

}  // namespace

extern const Measure models;
constinit const Measure models{
    {.key = "models",
     .dimensions = {"kind"},
     .unit = "1",
     .long_name = "Models on the hub so far, by kind of derivation",
     .window = sim::Window::instant,
     .calibrated = true,
     .description = "Number of real models, published since the start of the run, that the "
                    "simulated ones represent; works that state no base count as bases",
     .source = "P11: Hugging Face counts",
     .phrase = "number of models ({kind})",
     .shown_unit = "",
     .decimals = 0,
     .reader = "number of models ({kind})",
     .cause = "Labs open or keep their weights by their rank, their money, their rivals and the rules.",
     .stage = 4},
    observe};

}  // namespace weightshed::measures
