// frontier_lag: Frontier lag of the follower behind the leader.
#include "models/frontier/frontier.hpp"
#include "models/measures/measure.hpp"
namespace weightshed::measures {

namespace {

void observe(const Ecosystem& e, const Assumptions& a, sim::StepRange, std::span<double> row) {
  for (std::size_t p = 0; p < row.size(); ++p) {
    row[p] = frontier::lag_at(e.ledger.releases, static_cast<frontier::Pair>(p), e.clock.now().days,
                              {e.roster->united_states, e.roster->china},
                              frontier::tie_tolerance_points / a.research.points_an_order);
  }
}

}  // namespace

extern const Measure frontier_lag;
constinit const Measure frontier_lag{
    {.key = "frontier_lag",
     .dimensions = {"pair"},
     .unit = "month",
     .long_name = "Frontier lag of the follower behind the leader",
     .window = sim::Window::instant,
     .calibrated = false,
     .description = "Time by which the follower trails the leader: the mean over capability levels of the last 36 "
                    "months, all weighted equally; negative when the follower leads",
     .source = "procedure: Epoch AI, ECI data insights 2025",
     .phrase = "frontier lag ({pair})",
     .shown_unit = "months",
     .reader = "{pair} in time",
     .note = "average over the last three years",
     .cause = "A lead in capability is worth fewer months the faster the frontier itself moves.",
     .stage = 3},
    observe};

}  // namespace weightshed::measures
