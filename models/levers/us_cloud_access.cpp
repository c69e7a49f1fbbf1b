// us.cloud_access: who may rent accelerators abroad has to be known.
#include "models/levers/lever.hpp"

namespace weightshed::levers {

namespace {

void press(const sim::LeverValue& value, Terms& terms) {
  strictest(terms.compute.know_your_customer[china_row], value.value);
}

}  // namespace

extern const Lever us_cloud_access;
constinit const Lever us_cloud_access{{.key = "us.cloud_access",
                                       .unit = "1",
                                       .low = 0.0,
                                       .high = 1.0,
                                       .neutral = 0.0,
                                       .index = {},
                                       .description = "Share of the accelerators that Chinese labs rent in South-East "
                                                      "Asia and the Gulf which know-your-customer rules withhold",
                                       .source = "proposed BIS rule of 2024-01-29 (infrastructure as a service), not "
                                                 "in force at the vintage; scale by construction"},
                                      press};

}  // namespace weightshed::levers
