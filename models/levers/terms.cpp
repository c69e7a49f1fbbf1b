// Neutral terms, their comparison and their cost.
#include "models/levers/terms.hpp"

#include <numeric>
#include <tuple>

namespace weightshed::levers {

namespace {

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

auto tie(const TradeTerms& t) { return std::tie(t.blocked, t.fee, t.discouraged, t.enforcement); }
auto tie(const ComputeTerms& t) { return std::tie(t.equipment_blocked, t.know_your_customer, t.subsidy, t.energy); }
auto tie(const ResearchTerms& t) {
  return std::tie(t.funding, t.talent, t.lag_held, t.shift, t.shift_spread, t.lab_shift, t.lab_shift_spread,
                  t.lab_stall);
}
auto tie(const DutyTerms& t) { return std::tie(t.threshold, t.delay, t.withheld, t.cost); }
auto tie(const OpennessTerms& t) {
  return std::tie(t.forbidden, t.push, t.limit, t.leash, t.forced, t.permissive, t.restricted, t.licence);
}
auto tie(const HubTerms& t) { return std::tie(t.closed, t.geoblocked, t.gated); }
auto tie(const UseTerms& t) {
  return std::tie(t.forbidden, t.procurement, t.credits, t.programmes, t.purchases, t.programme_cost);
}

}  // namespace

Terms Terms::neutral(std::size_t countries, std::size_t labs) {
  const std::vector<double> none(countries, 0.0), no_lab_has(labs, 0.0);
  Terms terms;
  terms.trade = {none, none, none, 0.0};
  terms.compute = {none, none, none, none};
  terms.research = {none,       none,      std::vector<double>(countries, not_held), none, none, no_lab_has,
                    no_lab_has, no_lab_has};
  const std::vector<double> unlimited(countries, no_limit);
  terms.openness = {none,
                    none,
                    unlimited,
                    none,
                    std::vector<int>(labs, -1),
                    {none, none},
                    {none, none},
                    std::vector<int>(labs, -1),
                    {unlimited, none, none, none}};
  terms.use.countries = countries;
  terms.use.forbidden.assign(countries * sectors * countries, 0.0);
  terms.use.procurement.assign(countries * sectors, {});
  terms.use.credits = none;
  terms.use.hub = {none, std::vector<double>(countries * countries, 0.0), {}};
  terms.open_programme = none;
  terms.api_allowed = std::vector<double>(countries, 1.0);
  return terms;
}

bool operator==(const Terms& a, const Terms& b) {
  return tie(a.trade) == tie(b.trade) && tie(a.compute) == tie(b.compute) && tie(a.research) == tie(b.research) &&
         tie(a.openness) == tie(b.openness) && tie(a.openness.duty) == tie(b.openness.duty) &&
         tie(a.use) == tie(b.use) && tie(a.use.hub) == tie(b.use.hub) && a.open_programme == b.open_programme &&
         a.api_allowed == b.api_allowed;
}

double Terms::spending() const {
  return sum(open_programme) + sum(compute.subsidy) + sum(research.funding) + sum(use.credits) + use.programme_cost;
}

}  // namespace weightshed::levers
