// closed_dependence: Share of organisations that depend on closed APIs of foreign labs; and by sector.
#include "models/measures/by_region.hpp"

namespace weightshed::measures {

namespace {

bool depends_on_closed(const Ecosystem& e, const Organisation& o) {
  return o.mode == AdoptionMode::closed_api && e.names->family_country[at(o.family)] != o.region;
}

void observe(const Ecosystem& e, const Assumptions&, sim::StepRange, std::span<double> row) {
  fill_by_region(e, 1, row, [&](const Organisation& o, auto&& add) { add(0, depends_on_closed(e, o) ? 1.0 : 0.0); });
}

void observe_by_sector(const Ecosystem& e, const Assumptions&, sim::StepRange, std::span<double> row) {
  fill_by_sector(e, 1, row, [&](const Organisation& o, auto&& add) { add(0, depends_on_closed(e, o) ? 1.0 : 0.0); });
}

}  // namespace

extern const Measure closed_dependence;
constinit const Measure closed_dependence{
    {.key = "closed_dependence",
     .dimensions = {"region"},
     .unit = "1",
     .long_name = "Share of organisations that depend on closed APIs of foreign labs",
     .window = sim::Window::instant,
     .calibrated = false,
     .description = "Among the organisations of a region that use models, the share that use a closed API of a lab in "
                    "another jurisdiction",
     .source = "definition: docs/model.md, 4.8",
     .phrase = "share of organisations on a foreign closed API",
     .shown_unit = "%",
     .reader = "share of organisations that rely on a foreign closed model",
     .note = "of organisations",
     .cause =
         "Where no open model suits them, organisations rent a closed one, and the best of those come from abroad.",
     .title = "reliance on foreign closed models",
     .stage = 7},
    observe};

extern const Measure closed_dependence_by_sector;
constinit const Measure closed_dependence_by_sector{
    {.key = "closed_dependence_by_sector",
     .dimensions = {"region", "sector"},
     .unit = "1",
     .long_name = "Share of organisations of a sector that depend on closed APIs of foreign labs",
     .window = sim::Window::instant,
     .calibrated = false,
     .description = "Among the organisations of a region and sector that use models, the share that use a closed API "
                    "of a lab in another jurisdiction",
     .source = "definition: docs/model.md, 4.8",
     .phrase = "share of organisations in {sector} on a foreign closed API",
     .shown_unit = "%",
     .reader = "share of organisations in {sector} that rely on a foreign closed model",
     .note = "of organisations",
     .cause =
         "Where no open model suits them, organisations rent a closed one, and the best of those come from abroad.",
     .stage = 7},
    observe_by_sector};

}  // namespace weightshed::measures
