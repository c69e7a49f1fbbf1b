// exposure: Share of use on Chinese bases, and the risks of use weighted by country of the base; and by sector.
#include <array>
#include <cmath>

#include "models/ecosystem/views.hpp"
#include "models/measures/by_region.hpp"

namespace weightshed::measures {

namespace {

constexpr std::size_t risks = 3;  // in the order of the coordinate

// What an organisation that uses a model adds to each risk.
class Risks {
 public:
  Risks(const Ecosystem& e, const Assumptions& a) : e_(e), p_(a.adoption), seen_(market(e, a)) {}

  std::array<double, risks> of(const Organisation& o) const {
    const CountryIndex base = adoption::rests_on(o, seen_, *e_.roster, e_.clock.now().days);
    const bool is_cn = base == e_.roster->china, is_us = base == e_.roster->united_states;
    double hijacking = adoption::hijacking_of(base, seen_, *e_.roster, p_);
    double misinformation = is_cn ? p_.misinformation_cn : is_us ? p_.misinformation_us : p_.misinformation_other;
    if (o.mode == AdoptionMode::self_hosted_open_weights) {
      // Profiles travel along derivation: derivatives carry their base's, eroded and mitigated once per training.
      const FamilyState& family = e_.hub.families[at(o.family)];
      const double trainings = family.recent > 0.0 ? family.recent_trainings / family.recent : 0.0;
      hijacking *= 1.0 + p_.derivatives_hosted * (std::pow(1.0 + p_.erosion, trainings) - 1.0);
      misinformation *= 1.0 + p_.derivatives_hosted * (std::pow(1.0 - p_.mitigation, trainings) - 1.0);
    }
    return {is_cn ? 1.0 : 0.0, hijacking, misinformation};
  }

 private:
  const Ecosystem& e_;
  const adoption::Parameters& p_;
  adoption::Market seen_;
};

// Adds the risks of one organisation, each in its column.
struct Count {
  Risks risks_of;
  template <class Add>
  void operator()(const Organisation& o, Add&& add) const {
    const std::array<double, risks> of_one = risks_of.of(o);
    for (std::size_t r = 0; r < risks; ++r) add(r, of_one[r]);
  }
};

void observe(const Ecosystem& e, const Assumptions& a, sim::StepRange, std::span<double> row) {
  fill_by_region(e, risks, row, Count{Risks(e, a)});
}

void observe_by_sector(const Ecosystem& e, const Assumptions& a, sim::StepRange, std::span<double> row) {
  fill_by_sector(e, risks, row, Count{Risks(e, a)});
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
     .plain = plain,
     .reader = "exposure of organisations to {risk}",
     .cause = "What organisations are exposed to follows from the models that they run.",
     .stage = 8},
    observe};

extern const Measure exposure_by_sector;
constinit const Measure exposure_by_sector{
    {.key = "exposure_by_sector",
     .dimensions = {"region", "sector", "risk"},
     .unit = "1",
     .long_name = "Exposure of the organisations of a sector by the country of the bases that they use",
     .window = sim::Window::instant,
     .calibrated = false,
     .description = "As exposure, among the organisations of a region and sector that use models",
     .source = "CAISI 2025-09 and NewsGuard 2025-07, through the cards exposure.*",
     .phrase = "exposure of organisations in {sector} ({risk})",
     .shown_unit = "%",
     .plain = plain,
     .reader = "exposure of organisations in {sector} to {risk}",
     .cause = "What organisations are exposed to follows from the models that they run.",
     .stage = 8},
    observe_by_sector};

}  // namespace weightshed::measures
