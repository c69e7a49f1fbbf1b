// overtaking: Date at which the challenger's cumulative downloads pass the leader's.
#include "models/measures/measure.hpp"

namespace weightshed::measures {

namespace {

void observe(const Ecosystem& e, const Assumptions&, sim::StepRange, std::span<double> row) {
  for (std::size_t r = 0; r < row.size(); ++r) row[r] = overtaking_date(e, races[r].challenger, races[r].leader);
}

}  // namespace

extern const Measure overtaking;
constinit const Measure overtaking{
    {.key = "overtaking",
     .dimensions = {"race"},
     .unit = "year",
     .long_name = "Date at which the challenger's cumulative downloads pass the leader's",
     .window = sim::Window::instant,
     .calibrated = true,
     .description = "Decimal year at which the challenger's official repositories have more downloads since 2023 than "
                    "the leader's; missing until it happens",
     .source = "definition: ATOM project; Stanford HAI 2025-12",
     .phrase = "date of overtaking ({race})",
     .shown_unit = "date",
     .decimals = 0,
     .reader = "date at which {race}",
     .cause = "Downloads follow what people already build on.",
     .stage = 6},
    observe};

}  // namespace weightshed::measures
