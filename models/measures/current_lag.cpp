// current_lag: Age of the follower's best capability on the leader's curve.
#include "models/frontier/frontier.hpp"
#include "models/measures/measure.hpp"
namespace weightshed::measures {

namespace {

void observe(const Ecosystem& e, const Assumptions& a, sim::StepRange, std::span<double> row) {
  for (std::size_t p = 0; p < row.size(); ++p) {
    row[p] = frontier::current_lag_at(e.ledger.releases, static_cast<frontier::Pair>(p), e.clock.now().days,
                                      {e.roster->united_states, e.roster->china},
                                      frontier::tie_tolerance_points / a.research.points_an_order);
  }
}

}  // namespace

extern const Measure current_lag;
constinit const Measure current_lag{
    {.key = "current_lag",
     .dimensions = {"pair"},
     .unit = "month",
     .long_name = "Current lag: age of the follower's best capability at the leader",
     .window = sim::Window::instant,
     .calibrated = false,
     .description = "Time since the leader first had the capability that the follower's best release has now; 0 when "
                    "the follower leads or ties; at most the time since the leader's first release",
     .source = "definition: docs/model.md, 4.3",
     .phrase = "current lag ({pair})",
     .shown_unit = "months",
     .reader = "{pair} in time at that moment",
     .note = "time since the leader had as much",
     .cause = "A lead in capability is worth fewer months the faster the frontier itself moves.",
     .title = "{pair} in time",
     .stage = 3},
    observe};

}  // namespace weightshed::measures
