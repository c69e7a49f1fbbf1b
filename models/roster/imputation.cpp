#include "models/roster/imputation.hpp"

#include <Eigen/Cholesky>
#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "sim/random/normal.hpp"

namespace weightshed::roster {

namespace {

constexpr double points_a_decade = 14.5;
constexpr double spread_in_release = 2.5;   // points: scatter of Qwen, Llama and Gemma sizes around that slope
constexpr double origin = 19723.0;          // 2024-01-01, to keep the columns near one another in size
constexpr Eigen::Index shared = 4;          // columns before those of labs: one, date, size, openness
constexpr double labs_drawn_to_mean = 2.0;  // variance within a lab over variance between labs, of the residuals

double log10_size(const RosterBase& b) { return 0.5 * std::log10(b.total_parameters * b.active_parameters); }

Eigen::VectorXd row_of(const RosterBase& b, std::size_t labs) {
  Eigen::VectorXd x = Eigen::VectorXd::Zero(shared + static_cast<Eigen::Index>(labs));
  x.head(shared) << 1.0, (b.days - origin) / sim::days_per_year, log10_size(b) - 10.0,
      open_weights(b.licence) ? 1.0 : 0.0;
  x(shared + static_cast<Eigen::Index>(at(b.lab))) = 1.0;
  return x;
}

struct Regression {
  Eigen::VectorXd weights;
  double spread = 0.0;  // of a prediction, from residuals with each row left out in turn
};

Regression fit(const std::vector<const RosterBase*>& measured, std::size_t labs) {
  const auto rows = static_cast<Eigen::Index>(measured.size());
  const Eigen::Index columns = shared + static_cast<Eigen::Index>(labs);
  Eigen::MatrixXd x(rows, columns);
  Eigen::VectorXd y(rows);
  for (Eigen::Index i = 0; i < rows; ++i) {
    x.row(i) = row_of(*measured[static_cast<std::size_t>(i)], labs);
    y(i) = measured[static_cast<std::size_t>(i)]->eci;
  }
  Eigen::VectorXd penalty = Eigen::VectorXd::Constant(columns, labs_drawn_to_mean);
  penalty.head(shared).setConstant(1e-6);
  const Eigen::MatrixXd normal = x.transpose() * x + Eigen::MatrixXd(penalty.asDiagonal());
  const Eigen::LDLT<Eigen::MatrixXd> solver(normal);
  Regression found{solver.solve(x.transpose() * y), 0.0};
  const Eigen::MatrixXd hat = x * solver.solve(x.transpose());
  double squares = 0.0;
  for (Eigen::Index i = 0; i < rows; ++i) {
    const double left_out = (y(i) - x.row(i).dot(found.weights)) / (1.0 - hat(i, i));
    squares += left_out * left_out;
  }
  found.spread = std::sqrt(squares / static_cast<double>(rows));
  return found;
}

// Somebody would have measured a model that was better than all open ones, or than all of its country.
double best_by(const std::vector<const RosterBase*>& measured, const RosterBase& base,
               const std::vector<RosterLab>& labs) {
  double best = -1e9;
  for (const RosterBase* m : measured) {
    const bool comparable =
        open_weights(base.licence) ? open_weights(m->licence) : labs[at(m->lab)].country == labs[at(base.lab)].country;
    if (m->days <= base.days && comparable) best = std::max(best, m->eci);
  }
  return best > 0.0 ? best : 1e9;  // before anything was measured there is no ceiling
}

// What a regression leaves open: a lab's own level, of which each of its measured models tells something, and the luck
// of a release.
void split(RosterBase& b, double spread, double measured_of_lab) {
  const double lab = 1.0 / (measured_of_lab + labs_drawn_to_mean);  // variance, over that of a model within its lab
  b.eci_spread_of_lab = spread * std::sqrt(lab / (1.0 + lab));
  b.eci_spread_of_release = std::sqrt(std::max(
      0.0, spread * spread - b.eci_spread_of_lab * b.eci_spread_of_lab - spread_in_release * spread_in_release));
}

}  // namespace

void impute_capability(std::vector<RosterBase>& bases, const std::vector<RosterLab>& labs, double known_until) {
  std::vector<const RosterBase*> measured;
  for (const RosterBase& b : bases) {
    if (b.task_class == TaskClass::language && b.eci_measured && b.days < known_until) measured.push_back(&b);
  }
  if (measured.empty()) return;
  const Regression regression = fit(measured, labs.size());
  std::vector<double> measured_of_lab(labs.size(), 0.0);
  for (const RosterBase* m : measured) measured_of_lab[at(m->lab)] += 1.0;
  for (RosterBase& b : bases) {
    if (b.task_class != TaskClass::language || b.eci != 0.0) continue;
    const RosterBase* nearest = nullptr;
    for (const RosterBase* m : measured) {
      if (m->release != b.release) continue;
      if (nearest == nullptr ||
          std::abs(log10_size(*m) - log10_size(b)) < std::abs(log10_size(*nearest) - log10_size(b)))
        nearest = m;
    }
    b.eci = nearest != nullptr ? nearest->eci + points_a_decade * (log10_size(b) - log10_size(*nearest))
                               : row_of(b, labs.size()).dot(regression.weights);
    b.eci_spread = nearest != nullptr ? spread_in_release : regression.spread;
    if (nearest == nullptr) split(b, regression.spread, measured_of_lab[at(b.lab)]);
    b.eci_at_most = best_by(measured, b, labs);
  }
}

double imputed_index(const std::vector<RosterBase>& bases, std::size_t row, const sim::Stream& stream) {
  enum Shared : std::uint32_t { nothing, release, lab };
  const RosterBase& b = bases[row];
  if (b.eci_spread == 0.0) return b.eci;
  std::size_t first = row;  // of its release
  while (first > 0 && bases[first - 1].release == b.release) --first;
  const auto draw = [&](std::uint64_t key, Shared shared) {
    sim::Draws draws = stream.at(key, shared);
    return sim::normal(draws);
  };
  const double of_size = std::sqrt(b.eci_spread * b.eci_spread - b.eci_spread_of_lab * b.eci_spread_of_lab -
                                   b.eci_spread_of_release * b.eci_spread_of_release);
  const double z = (of_size * draw(row, nothing) + b.eci_spread_of_release * draw(first, release) +
                    b.eci_spread_of_lab * draw(at(b.lab), lab)) /
                   b.eci_spread;
  // Cutting off what is above the ceiling would put many labs on it, one as good as the other.
  const boost::math::normal law;
  const double below = boost::math::cdf(law, (b.eci_at_most - b.eci) / b.eci_spread);
  return b.eci + b.eci_spread * sim::normal_quantile(below * boost::math::cdf(law, z));
}

}  // namespace weightshed::roster
