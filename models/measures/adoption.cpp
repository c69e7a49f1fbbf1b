// adoption: Share of organisations by origin of their model family and by mode; by sector; and by jurisdiction.
#include "models/measures/by_region.hpp"

namespace weightshed::measures {

namespace {

CountryIndex country_of(const Ecosystem& e, const Organisation& o) { return e.names->family_country[at(o.family)]; }

void observe(const Ecosystem& e, const Assumptions&, sim::StepRange, std::span<double> row) {
  fill_by_region(e, origins * adoption_modes, row, [&](const Organisation& o, auto&& add) {
    add(origin_of(country_of(e, o), *e.roster) * adoption_modes + static_cast<std::size_t>(o.mode), 1.0);
  });
}

void observe_by_sector(const Ecosystem& e, const Assumptions&, sim::StepRange, std::span<double> row) {
  fill_by_sector(e, origins, row,
                 [&](const Organisation& o, auto&& add) { add(origin_of(country_of(e, o), *e.roster), 1.0); });
}

void observe_by_jurisdiction(const Ecosystem& e, const Assumptions&, sim::StepRange, std::span<double> row) {
  fill_by_region(e, e.names->regions.size(), row,
                 [&](const Organisation& o, auto&& add) { add(at(country_of(e, o)), 1.0); });
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
     .reader = "share of organisations that use {mode} {origin:adjective} models",
     .note = "of organisations",
     .cause = "Organisations weigh capability against price, licence, trust and the cost of switching, and most renew "
              "their choice only now and then.",
     .title = "the use of {mode} {origin:adjective} models",
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
     .title = "the use of {origin:adjective} models in {sector}",
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
