// lab.openness: one lab opens or closes its weights whatever its own interest.
#include "models/levers/lever.hpp"

namespace weightshed::levers {

namespace {

constexpr std::string_view words[] = {"own decision", "closed", "open"};

void press(const sim::LeverValue& value, Terms& terms) {
  if (value.value < 0.5) return;
  const int state = value.value < 1.5 ? 0 : 1;
  each(value.target.of, terms.openness.forced.size(), [&](std::size_t lab) {
    int& forced = terms.openness.forced[lab];
    forced = forced < 0 ? state : std::min(forced, state);
  });
}

}  // namespace

extern const Lever lab_openness;
constinit const Lever lab_openness{{.key = "lab.openness",
                                    .unit = "1",
                                    .low = 0.0,
                                    .high = 2.0,
                                    .neutral = 0.0,
                                    .index = {.of = "lab", .in = {}, .sectors = {}},
                                    .words = words,
                                    .description = "Overrides a lab's own choice for its flagship and its second line",
                                    .source = "by construction"},
                                   press};

}  // namespace weightshed::levers
