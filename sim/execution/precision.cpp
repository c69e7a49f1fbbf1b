// Sums run in the order of members and worlds, so that the same members always give the same answer.
#include "sim/execution/precision.hpp"

#include <fmt/format.h>

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace sim {

namespace {

// Without long double, which Valgrind does not have.
namespace policies = boost::math::policies;
using InDouble = policies::policy<policies::promote_double<false>, policies::overflow_error<policies::ignore_error>>;

}  // namespace

EffectSoFar::EffectSoFar(const Study& study, const Layout& layout)
    : study_(&study),
      asked_(*study.precision),
      members_(layout.members),
      differences_(layout.units(), std::numeric_limits<double>::quiet_NaN()) {
  while (layout.measures[measure_].index != asked_.measure) ++measure_;
  at_ = asked_.date * layout.measures[measure_].width + asked_.value;
}

void EffectSoFar::take(const UnitRecord& unit) {
  const auto value = [&](std::size_t policy) {
    return static_cast<double>(unit.policies[policy].measures[measure_][at_]);
  };
  differences_[unit.unit] = value(asked_.policy) - value(asked_.reference);
}

EffectSoFar::Mean EffectSoFar::mean_of(std::uint32_t members) const {
  const std::size_t worlds = differences_.size() / members_;
  std::vector<double> means;
  for (std::size_t member = 0; member < members; ++member) {
    double sum = 0.0;
    std::size_t count = 0;
    for (std::size_t world = 0; world < worlds; ++world) {
      const double difference = differences_[world * members_ + member];
      if (std::isnan(difference)) continue;
      sum += difference;
      ++count;
    }
    if (count > 0) means.push_back(sum / static_cast<double>(count));
  }
  const auto n = static_cast<double>(means.size());
  double sum = 0.0;
  for (const double mean : means) sum += mean;
  const double centre = sum / n;
  if (means.size() < 2) return {centre, std::numeric_limits<double>::infinity()};
  double squares = 0.0;
  for (const double mean : means) squares += (mean - centre) * (mean - centre);
  const double error = std::sqrt(squares / (n - 1.0) / n);
  const double tail = 0.5 + 0.005 * asked_.interval;
  return {centre, error * quantile(boost::math::students_t_distribution<double, InDouble>(n - 1.0), tail)};
}

double EffectSoFar::half_width(std::uint32_t members) const { return mean_of(members).half_width; }

std::string EffectSoFar::text(std::uint32_t members) const {
  const MeasureCard& card = study_->kind->measures[asked_.measure];
  std::string labels;
  std::size_t rest = asked_.value;
  for (std::size_t d = card.rank(); d-- > 0;) {
    const std::vector<std::string>& all = study_->coordinates.find(card.dimensions[d])->second;
    labels = fmt::format(", {}={}", card.dimensions[d], all[rest % all.size()]) + labels;
    rest /= all.size();
  }
  const Mean found = mean_of(members);
  return fmt::format(
      "{}{}, {} against {} at {}: {:.4g}, {}% interval of the mean over chance \u00b1 {:.3g} after {} "
      "members, {} {:.3g}",
      card.key, labels, study_->policies[asked_.policy].name, study_->policies[asked_.reference].name,
      to_string(study_->record_dates()[asked_.date]), found.mean, asked_.interval, found.half_width, members,
      found.half_width <= asked_.half_width ? "as asked for:" : "which is not what was asked for:", asked_.half_width);
}

}  // namespace sim
