// us.export_control: US controls on exports of accelerators to a country.
#include "models/levers/lever.hpp"

namespace weightshed::levers {

namespace {

void press(const sim::LeverValue& value, Terms& terms) {
  each(value.target.of, terms.trade.blocked.size(), [&](std::size_t c) {
    strictest(terms.trade.blocked[c], value.value);
    strictest(terms.trade.fee[c], value.fee);
  });
}

}  // namespace

extern const Lever us_export_control;
constinit const Lever us_export_control{
    {.key = "us.export_control",
     .unit = "1",
     .low = 0.0,
     .high = 1.0,
     .neutral = 0.0,
     .index = {.of = "country", .in = {}, .sectors = {}},
     .fee = true,
     .description = "Share of a country's demand for accelerators, by performance, that US rules keep from being "
                    "shipped; `fee` is the share of the price taken on what is licensed",
     .source = "BIS rules of 2022-10-07, 2023-10-17 and 2024-12-02 and later licences: reference table policy_dates; "
               "the mapping from rule to share is judgement"},
    press};

}  // namespace weightshed::levers
