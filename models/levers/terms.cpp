// Neutral terms and their comparison.
#include "models/levers/terms.hpp"

#include <tuple>

namespace weightshed::levers {

Terms Terms::neutral(std::size_t countries, std::size_t labs) {
  const std::vector<double> none(countries, 0.0);
  Terms terms;
  terms.trade = {none, none, none, 0.0};
  terms.compute = {none, none, none};
  terms.openness = {none, none, std::vector<double>(countries, no_limit), none, std::vector<int>(labs, -1)};
  terms.use = {countries, std::vector<double>(countries * sectors * countries, 0.0)};
  terms.open_programme = none;
  terms.api_allowed = std::vector<double>(countries, 1.0);
  return terms;
}

bool operator==(const Terms& a, const Terms& b) {
  const auto tie = [](const Terms& t) {
    return std::tie(t.trade.blocked, t.trade.fee, t.trade.discouraged, t.trade.enforcement, t.compute.equipment_blocked,
                    t.compute.know_your_customer, t.compute.subsidy, t.openness.forbidden, t.openness.push,
                    t.openness.limit, t.openness.leash, t.openness.forced, t.use.forbidden, t.open_programme,
                    t.api_allowed);
  };
  return tie(a) == tie(b);
}

}  // namespace weightshed::levers
