// exposure: Share of use on Chinese bases, and the risks of use weighted by country of the base.
#include <cmath>

#include "models/ecosystem/views.hpp"
#include "models/measures/measure.hpp"

namespace weightshed::measures {

namespace {

void observe(const Ecosystem& e, const Assumptions& a, sim::StepRange, std::span<double> row) {
  constexpr std::size_t risks = 3;  // in the order of the coordinate
  const std::size_t regions = e.names->regions.size();
  const adoption::Market seen = market(e, a);
  const adoption::Parameters& p = a.adoption;
  std::vector<double> users(regions + 1, 0.0);
  for (double& value : row) value = 0.0;
  for (const Organisation& o : e.adopters.organisations) {
    if (o.family == no_family) continue;
    const CountryIndex base = adoption::rests_on(o, seen, *e.roster, e.clock.now().days);
    const bool is_cn = base == e.roster->china, is_us = base == e.roster->united_states;
    double hijacking = is_cn ? p.hijacking_cn : is_us ? 1.0 : p.hijacking_other;
    double misinformation = is_cn ? p.misinformation_cn : is_us ? p.misinformation_us : p.misinformation_other;
    if (o.mode == AdoptionMode::self_hosted_open_weights) {
      // Profiles travel along derivation: derivatives carry their base's, eroded and mitigated once per training.
      const FamilyState& family = e.hub.families[at(o.family)];
      const double trainings = family.recent > 0.0 ? family.recent_trainings / family.recent : 0.0;
      hijacking *= 1.0 + p.derivatives_hosted * (std::pow(1.0 + p.erosion, trainings) - 1.0);
      misinformation *= 1.0 + p.derivatives_hosted * (std::pow(1.0 - p.mitigation, trainings) - 1.0);
    }
    const double of_one[risks] = {is_cn ? 1.0 : 0.0, hijacking, misinformation};
    for (const std::size_t region : {at(o.region), regions}) {
      users[region] += 1.0;
      for (std::size_t k = 0; k < risks; ++k) row[region * risks + k] += of_one[k];
    }
  }
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = share_of(row[i], users[i / risks]);
}

constexpr std::string_view plain[] = {"agent_hijacking"};  // a rate relative to US bases

}  // namespace

extern const Measure exposure;
constinit const Measure exposure{
    {.key = "exposure",
     .dimensions = {"region", "risk"},
     .unit = "1",
     .long_name = "Exposure of organisations by the country of the bases that they use",
     .window = sim::Window::instant,
     .calibrated = false,
     .description =
         "Among the organisations of a region that use models: share on Chinese bases, including through purchases; "
         "mean rate of hijacked agents relative to US bases; mean share of false claims repeated. Derivatives that "
         "organisations host have the profile of their base, changed by each training",
     .source = "CAISI 2025-09 and NewsGuard 2025-07, through the cards exposure.*",
     .phrase = "exposure of organisations ({risk})",
     .shown_unit = "%",
     .plain = plain},
    observe};

}  // namespace weightshed::measures
