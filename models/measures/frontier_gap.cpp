// frontier_gap: Orders of magnitude by which the leader's best release is ahead.
#include "models/frontier/frontier.hpp"
#include "models/measures/measure.hpp"
namespace weightshed::measures {

namespace {

void observe(const Ecosystem& e, const Assumptions&, sim::StepRange, std::span<double> row) {
  for (std::size_t p = 0; p < row.size(); ++p) {
    row[p] = frontier::gap_at(e.ledger.releases, static_cast<frontier::Pair>(p), e.clock.now().days,
                              {e.roster->united_states, e.roster->china});
  }
}

}  // namespace

extern const Measure frontier_gap;
constinit const Measure frontier_gap{
    {.key = "frontier_gap",
     .dimensions = {"pair"},
     .unit = "1",
     .long_name = "Orders of magnitude by which the leader's best release is ahead",
     .window = sim::Window::instant,
     .calibrated = false,
     .description = "Capability of the leader's best release minus the follower's, in "
                    "orders of magnitude of effective training compute",
     .source = "definition: docs/model.md, 4.3",
     .phrase = "frontier gap ({pair})",
     .shown_unit = "orders of magnitude",
     .decimals = 2,
     .reader = "{pair} in capability",
     .note = "in effective training compute",
     .cause = "Labs copy part of their distance to the best closed models, borrow from open ones, and grow thriftier "
              "when chips are scarce, so capability moves less than computing power.",
     .stage = 2},
    observe};

}  // namespace weightshed::measures
