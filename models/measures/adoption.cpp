// adoption: Share of organisations by origin of their model family and by mode; by sector; and by jurisdiction.
#include "models/measures/by_sector.hpp"

namespace weightshed::measures {

namespace {

std::size_t origin_of(const Ecosystem& e, FamilyIndex family) {
  const CountryIndex country = e.names->family_country[at(family)];
  return country == e.roster->china ? 0 : country == e.roster->united_states ? 1 : 2;
}

void observe(const Ecosystem& e, const Assumptions&, sim::StepRange, std::span<double> row) {
  constexpr std::size_t origins = 3, columns = origins * adoption_modes;
  const std::size_t regions = e.names->regions.size();
  std::vector<double> users(regions + 1, 0.0);
  for (double& value : row) value = 0.0;
  for (const Organisation& o : e.adopters.organisations) {
    if (o.family == no_family) continue;
    const std::size_t column = origin_of(e, o.family) * adoption_modes + static_cast<std::size_t>(o.mode);
    for (const std::size_t region : {at(o.region), regions}) {
      row[region * columns + column] += 1.0;
      users[region] += 1.0;
    }
  }
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = share_of(row[i], users[i / columns]);
}

void observe_by_sector(const Ecosystem& e, const Assumptions&, sim::StepRange, std::span<double> row) {
  fill_by_sector(e, 3, row, [&](const Organisation& o, std::span<double> own) { own[origin_of(e, o.family)] = 1.0; });
}

// [region, world last][jurisdiction of the family]
void observe_by_jurisdiction(const Ecosystem& e, const Assumptions&, sim::StepRange, std::span<double> row) {
  const std::size_t regions = e.names->regions.size();
  std::vector<double> users(regions + 1, 0.0);
  for (double& value : row) value = 0.0;
  for (const Organisation& o : e.adopters.organisations) {
    if (o.family == no_family) continue;
    for (const std::size_t region : {at(o.region), regions}) {
      row[region * regions + at(e.names->family_country[at(o.family)])] += 1.0;
      users[region] += 1.0;
    }
  }
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = share_of(row[i], users[i / regions]);
}

}  // namespace

extern const Measure adoption;
constinit const Measure adoption{
    {.key = "adoption",
     .dimensions = {"region", "origin", "mode"},
     .unit = "1",
     .long_name = "Share of organisations by origin of their model family and by mode",
     .window = sim::Window::instant,
     .calibrated = false,
     .description =
         "Shares among the organisations of a region that use models, by origin of the family and by how it is run",
     .source = "definition: docs/model.md, 4.8",
     .phrase = "share of organisations on models from {origin} ({mode})",
     .shown_unit = "%",
     .reader = "share of organisations that use {origin:adjective} models ({mode})",
     .note = "of organisations",
     .cause = "Organisations weigh capability against price, licence, trust and the cost of switching, and most renew "
              "their choice only now and then.",
     .stage = 7},
    observe};

extern const Measure adoption_by_sector;
constinit const Measure adoption_by_sector{
    {.key = "adoption_by_sector",
     .dimensions = {"region", "sector", "origin"},
     .unit = "1",
     .long_name = "Share of organisations of a sector by origin of their model family",
     .window = sim::Window::instant,
     .calibrated = false,
     .description = "Shares among the organisations of a region and sector that use models, by origin of the family, "
                    "however it is run",
     .source = "definition: docs/model.md, 4.8",
     .phrase = "share of organisations in {sector} on models from {origin}",
     .shown_unit = "%",
     .reader = "share of organisations in {sector} that use {origin:adjective} models",
     .note = "of organisations",
     .cause = "Organisations weigh capability against price, licence, trust and the cost of switching, and most renew "
              "their choice only now and then.",
     .stage = 7},
    observe_by_sector};

extern const Measure adoption_by_jurisdiction;
constinit const Measure adoption_by_jurisdiction{
    {.key = "adoption_by_jurisdiction",
     .dimensions = {"region", "country"},
     .unit = "1",
     .long_name = "Share of organisations by jurisdiction of their model family",
     .window = sim::Window::instant,
     .calibrated = false,
     .description = "Shares among the organisations of a region that use models, by the jurisdiction of the family's "
                    "lab, however it is run; `adoption` knows China, the United States and others only",
     .source = "definition: docs/model.md, 4.8",
     .phrase = "share of organisations on {country} models",
     .shown_unit = "%"},
    observe_by_jurisdiction};

}  // namespace weightshed::measures
