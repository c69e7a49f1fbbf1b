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

namespace {

// Labs that begin to train, or give up, in the step; a programme without money is none.
void note_entries_and_exits(const labs::Labs& labs, const context::Context& context) {
  const double year = context.clock.year(), before = year - context.clock.length().value;
  const auto note = [&](EventKind kind, const labs::Lab& lab) {
    context.events.push_back({static_cast<double>(context.clock.now().days), number_of(kind), lab.id, 0.0});
  };
  for (const labs::Lab& lab : labs.labs) {
    if (lab.flagship_share <= 0.0) continue;
    if (lab.entry > before && lab.entry <= year) note(EventKind::enters, lab);
    if (lab.exit > before && lab.exit <= year) note(EventKind::exits, lab);
  }
}

}  // namespace

void publish(labs::Labs& labs, lineage::Models& models, downloads::Hub& hub, const Reception& reception,
             const Parameters& p, const context::Context& context) {
  note_entries_and_exits(labs, context);
  publish_from_record(labs, models, hub, reception, context);
  publish_undecided(labs, models, hub, reception, context);
  publish_own(labs, models, hub, reception, p, context);
}

}  // namespace weightshed::release
