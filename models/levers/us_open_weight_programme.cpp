// us.open_weight_programme: public money for training and releasing open weights in the United States.
#include "models/levers/lever.hpp"

namespace weightshed::levers {

namespace {

// The jurisdiction table begins with the United States; the check of the tables holds it to that.
void press(const sim::LeverValue& value, Terms& terms) { terms.open_programme[0] += value.value; }

}  // namespace

extern const Lever us_open_weight_programme;
constinit const Lever us_open_weight_programme{
    {.key = "us.open_weight_programme",
     .unit = "USD / year",
     .low = 0.0,
     .high = 2e10,
     .neutral = 0.0,
     .index = {},
     .description = "Budget a year of one US programme that trains frontier-class models and releases their weights "
                    "under a permissive licence",
     .source = "size for comparison: ATOM project 2025 (about 1e8 USD a year of compute)"},
    press};

}  // namespace weightshed::levers
