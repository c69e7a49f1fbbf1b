// The utilities of authors (ODD 4.7) and the classes that they work in.
#include <algorithm>
#include <cmath>

#include "models/derivation/derivation.hpp"
#include "sim/numeric/powers.hpp"

namespace weightshed::derivation {

namespace {

// Shares of what is neither language nor diffusion, by the bases that works on the Hub stated in 2023 (judgement).
constexpr double rest_by_class[] = {0.62, 0.18, 0.18, 0.02};  // encoders, speech, vision, time series

}  // namespace

double own_utility(const lineage::Base& base, const lineage::Rivalry& rivalry, double points_an_order,
                   const Parameters& p) {
  const double forward_age = p.ageing * (lineage::age_origin - base.born_year);
  if (base.task_class != TaskClass::language) {
    const bool finished = base.purpose == Purpose::embedding || base.purpose == Purpose::other;
    return base.attraction_derive + forward_age + (finished ? p.finished : 0.0);
  }
  const double points = (base.capability - rivalry.best_of_size) * points_an_order / 10.0;
  const double distance = (base.log2_size - std::log2(p.size_optimum)) / p.size_width;
  double u = p.capability * points - 0.5 * distance * distance + forward_age + base.attraction_derive;
  if (rivalry.in_launch) u += p.launch;
  if (base.purpose == Purpose::instruct) u += p.instruct;
  if (base.purpose == Purpose::code) u += p.code;
  return u;
}

double family_utility(const lineage::FamilyState& family, double brand, const Parameters& p) {
  return p.brand * brand + p.network * std::log1p(family.recent);
}

Minds minds_of(const arrival::Author& author) {
  if (author.kind == AuthorKind::bulk_uploader) return Minds::any_restriction;
  return author.commercial ? Minds::commercial : Minds::nothing;
}

double licence_factor(Licence licence, Minds minds, const Parameters& p) {
  switch (minds) {
    case Minds::nothing:
      return 1.0;
    case Minds::commercial:
      // Half of the authors care about a licence, twice as much: the mean is the panel's weight.
      if (licence == Licence::gated_research) return std::exp(2.0 * p.non_commercial);
      if (licence == Licence::restricted_commercial) return std::exp(2.0 * p.restricted);
      return 1.0;
    case Minds::any_restriction:  // automated uploads keep to permissive bases
      return free_of_restriction(licence) ? 1.0 : 0.0;
  }
  return 1.0;
}

double origin_factor(CountryIndex origin, std::size_t region, double salience, CountryIndex china,
                     const levers::UseTerms& use, const Parameters& p) {
  const bool home = at(origin) == region;
  double factor = home ? std::exp(p.home) : 1.0;
  if (origin == china && !home) factor *= std::exp(-p.aversion * salience);
  return factor * use.allowed(region, at(origin));
}

void weigh_awareness(std::span<double> awareness, const Parameters& p) { sim::raise(awareness, p.awareness); }

std::vector<double> class_demand(double year, const Parameters& p) {
  const double progress = 1.0 / (1.0 + std::exp(-p.language_growth * (year - p.language_midpoint)));
  const double language = p.language_share * progress;
  const double diffusion = p.diffusion_share * progress;
  const double rest = 1.0 - language - diffusion;
  std::vector<double> demand{language, diffusion};
  for (const double share : rest_by_class) demand.push_back(share * rest);
  return demand;
}

}  // namespace weightshed::derivation
