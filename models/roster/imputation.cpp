#include "models/roster/imputation.hpp"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

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

double best_by(const std::vector<const RosterBase*>& measured, const RosterBase& base) {
  double best = -1e9;
  for (const RosterBase* m : measured) {
    if (m->days <= base.days && (open_weights(m->licence) || !open_weights(base.licence)))
      best = std::max(best, m->eci);
  }
  return best > 0.0 ? best : 1e9;  // before anything was measured there is no ceiling
}

}  // namespace

void impute_capability(std::vector<RosterBase>& bases, std::size_t labs, double known_until) {
  std::vector<const RosterBase*> measured;
  for (const RosterBase& b : bases) {
    if (b.task_class == TaskClass::language && b.eci_measured && b.days < known_until) measured.push_back(&b);
  }
  if (measured.empty()) return;
  const Regression regression = fit(measured, labs);
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
                               : row_of(b, labs).dot(regression.weights);
    b.eci_spread = nearest != nullptr ? spread_in_release : regression.spread;
    b.eci_at_most = best_by(measured, b);
  }
}

}  // namespace weightshed::roster
