// closed_dependence: Share of organisations that depend on closed APIs of foreign labs.
#include "models/measures/measure.hpp"

namespace weightshed::measures {

namespace {

void observe(const Ecosystem& e, const Assumptions&, sim::StepRange, std::span<double> row) {
  std::vector<double> users(row.size(), 0.0);
  for (double& value : row) value = 0.0;
  for (const Organisation& o : e.adopters.organisations) {
    if (o.family == no_family) continue;
    const bool depends = o.mode == AdoptionMode::closed_api && e.names->family_country[at(o.family)] != o.region;
    for (const std::size_t region : {at(o.region), row.size() - 1}) {
      users[region] += 1.0;
      row[region] += depends ? 1.0 : 0.0;
    }
  }
  for (std::size_t r = 0; r < row.size(); ++r) row[r] = share_of(row[r], users[r]);
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
     .shown_unit = "%"},
    observe};

}  // namespace weightshed::measures
