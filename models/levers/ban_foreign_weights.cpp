// ban_foreign_weights: a jurisdiction forbids the weights of another country's labs, in some sectors or in all.
#include "models/levers/lever.hpp"

namespace weightshed::levers {

namespace {

void press(const sim::LeverValue& value, Terms& terms) {
  const std::size_t countries = terms.use.countries;
  each(value.target.in, countries, [&](std::size_t region) {
    each(value.target.sector, sectors, [&](std::size_t sector) {
      each(value.target.of, countries, [&](std::size_t origin) {
        if (origin != region) strictest(terms.use.at_forbidden(region, sector, origin), value.value);
      });
    });
  });
}

}  // namespace

extern const Lever ban_foreign_weights;
constinit const Lever ban_foreign_weights{
    {.key = "ban_foreign_weights",
     .unit = "1",
     .low = 0.0,
     .high = 1.0,
     .neutral = 0.0,
     .index = {.of = "country", .in = "country", .sectors = "sector"},
     .description =
         "Strength of a ban: in the region and sector the weight of models of the origin is multiplied by 1 - value; "
         "a ban without `sectors` binds developers and downloads too",
     .source = "scale by construction; bans on government devices in 2025 cover apps, not weights"},
    press};

}  // namespace weightshed::levers
