// Supply of accelerators (ODD 4.2).
#include <algorithm>
#include <cmath>

#include "models/supply/stocks.hpp"

namespace weightshed::supply {

namespace {

constexpr double first_year = 2019.5;
constexpr double leak_cap = 0.6;             // largest share of blocked demand that leaks (judgement)
constexpr double leak_of_scarcity = 0.5;     // added leak for each missing order of magnitude (judgement)
constexpr double ceiling_midpoint = 2029.0;  // decimal year at which domestic capacity has half its ceiling (judgement)
constexpr double ceiling_rate = 0.6;         // per year (judgement)

double ramp(double year, double from, double to) { return std::clamp((year - from) / (to - from), 0.0, 1.0); }

// Share of national demand that domestic capacity tends to: a logistic.
double ceiling(double year, const Parameters& p) {
  return p.domestic_ceiling / (1.0 + std::exp(ceiling_rate * (ceiling_midpoint - year)));
}

// kW drawn by one H100 equivalent.
double power(double year, const Parameters& p) { return std::pow(p.efficiency_gain, 2025.5 - year); }

double lost_to_shock(double year, const Parameters& p) {
  return year >= p.shock_date && year < p.shock_date + p.shock_length ? p.shock_depth : 0.0;
}

std::vector<double> imports(double shipped, const std::vector<double>& demand, const std::vector<double>& free_share) {
  double sum = 0.0;
  for (std::size_t c = 0; c < demand.size(); ++c) sum += demand[c] * free_share[c];
  std::vector<double> result(demand.size(), 0.0);
  for (std::size_t c = 0; c < demand.size(); ++c) result[c] = shipped * demand[c] * free_share[c] / sum;
  return result;
}

}  // namespace

std::vector<double> demand_shares(const roster::Roster& roster, double year, const Parameters& p) {
  const double late = ramp(year, 2022.0, 2024.5);
  std::vector<double> shares(roster.jurisdictions.size());
  double sum = 0.0;
  for (std::size_t c = 0; c < shares.size(); ++c) {
    const roster::Jurisdiction& j = roster.jurisdictions[c];
    shares[c] = j.demand_share_2019 + (j.demand_share_2024 - j.demand_share_2019) * late;
    if (static_cast<CountryIndex>(c) == roster.china) shares[c] *= p.china_demand;
    sum += shares[c];
  }
  for (double& share : shares) share /= sum;
  return shares;
}

double world_shipments(double year, const Parameters& p) {
  // Integrated log growth: early to 2022, late to 2026, then an exponential approach to the long run.
  double log_size = p.early_growth * (std::min(year, 2022.0) - first_year);
  if (year > 2022.0) log_size += p.late_growth * (std::min(year, 2026.0) - 2022.0);
  if (year > 2026.0) {
    const double after = year - 2026.0;
    log_size += p.long_run_growth * after +
                (p.late_growth - p.long_run_growth) * p.slowing_time * (1.0 - std::exp(-after / p.slowing_time));
  }
  return p.initial_shipments * std::exp(log_size);
}

Stocks initial(const roster::Roster& roster, const Parameters& p) {
  const std::vector<double> shares = demand_shares(roster, first_year, p);
  Stocks stocks;
  for (const double share : shares) stocks.stock.push_back(p.initial_stock * share);
  stocks.unhindered = stocks.stock;
  stocks.capacity.assign(shares.size(), 0.0);
  stocks.capacity[at(roster.china)] = p.domestic_start;
  stocks.rented.assign(shares.size(), 0.0);
  stocks.scarcity.assign(shares.size(), 0.0);
  return stocks;
}

void deliver(Stocks& stocks, const Parameters& p, const context::Context& context) {
  const levers::TradeTerms& trade = context.terms.trade;
  const levers::ComputeTerms& compute = context.terms.compute;
  const roster::Roster& roster = context.roster;
  const double dt = context.clock.length().value;
  const double year = context.clock.mid_year();
  const std::size_t countries = stocks.stock.size();
  std::vector<double> demand = demand_shares(roster, year, p);
  for (std::size_t c = 0; c < countries; ++c) demand[c] *= 1.0 + std::max(compute.energy[c], -1.0);

  // Shipments stop where the power runs out (GW: million H100e times kW).
  const double room = std::max(0.0, p.power_cap / power(year, p) - stocks.total() * (1.0 - p.wear * dt));
  stocks.shipped = std::min(world_shipments(year, p) * (1.0 - lost_to_shock(year, p)) * dt, room);

  std::vector<double> let_through(countries), unhindered(countries, 1.0);
  for (std::size_t c = 0; c < countries; ++c) {
    const double leak =
        std::min(leak_cap, p.leak_base * std::exp(-trade.enforcement) * (1.0 + leak_of_scarcity * stocks.scarcity[c]));
    let_through[c] = (1.0 - trade.blocked[c] * (1.0 - leak)) / (1.0 + trade.fee[c]) * (1.0 - trade.discouraged[c]);
  }
  const std::vector<double> arriving = imports(stocks.shipped, demand, let_through);
  const std::vector<double> arriving_unhindered = imports(stocks.shipped, demand, unhindered);

  for (std::size_t c = 0; c < countries; ++c) {
    const double room_at_home = ceiling(year, p) * demand[c] * world_shipments(year, p);
    double growth = 0.0;
    if (stocks.capacity[c] > 0.0) {
      growth = p.domestic_growth * (1.0 - compute.equipment_blocked[c]) * (1.0 - stocks.capacity[c] / room_at_home);
    }
    // Production lines that were built stay: capacity above its ceiling waits for the ceiling to rise. A subsidy buys
    // output at the price of compute.
    stocks.capacity[c] *= std::exp(std::max(growth, 0.0) * dt);
    const double powered = std::clamp(1.0 + compute.energy[c], 0.0, 1.0);
    const double output = (stocks.capacity[c] + compute.subsidy[c] / p.price_of_compute * 1e-6) * powered * dt;
    stocks.stock[c] += arriving[c] + output - p.wear * stocks.stock[c] * dt;
    stocks.unhindered[c] += arriving_unhindered[c] + output - p.wear * stocks.unhindered[c] * dt;
    stocks.scarcity[c] = std::max(0.0, std::log10(stocks.unhindered[c] / stocks.stock[c]));
  }
  const std::size_t china = at(roster.china);
  stocks.rented[china] =
      p.rent_share * (1.0 - compute.know_your_customer[china]) *
      (stocks.stock[at(roster.association_of_southeast_asian_nations)] + stocks.stock[at(roster.gulf)]);
}

}  // namespace weightshed::supply
