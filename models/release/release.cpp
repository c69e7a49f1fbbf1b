// Release (ODD 4.5): finished models enter the graph as base nodes, with their sizes, on dates continuous in time.
#include "models/release/release.hpp"

namespace weightshed::release {

double Attraction::of_chinese(double days) const {
  const double year = sim::decimal_year(days);
  return year < 2024.0   ? chinese_2023
         : year < 2024.5 ? chinese_2024_first
         : year < 2025.0 ? chinese_2024_second
                         : chinese_2025;
}

void publish(labs::Labs& labs, lineage::Models& models, downloads::Hub& hub, const Reception& reception,
             const Parameters& p, const context::Context& context) {
  publish_from_record(labs, models, hub, reception, context);
  publish_undecided(labs, models, hub, reception, context);
  publish_own(labs, models, hub, reception, p, context);
}

}  // namespace weightshed::release
