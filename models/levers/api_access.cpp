// api_access: labs of a country lose closed APIs as a teacher.
#include "models/levers/lever.hpp"

namespace weightshed::levers {

namespace {

void press(const sim::LeverValue& value, Terms& terms) {
  each(value.target.of, terms.api_allowed.size(),
       [&](std::size_t c) { terms.api_allowed[c] = std::min(terms.api_allowed[c], 1.0 - value.value); });
}

}  // namespace

extern const Lever api_access;
constinit const Lever api_access{
    {.key = "api_access",
     .unit = "1",
     .low = 0.0,
     .high = 1.0,
     .neutral = 0.0,
     .index = {.of = "country", .in = {}, .sectors = {}},
     .description = "Share of the distillation from closed APIs that providers stop for labs of a country",
     .source = "OpenAI blocked access from China on 2024-07-09, which the record contains; scale by construction"},
    press};

}  // namespace weightshed::levers
