// Accelerators by jurisdiction: how many are shipped, leak, are made domestically and can be rented.
#pragma once

#include <vector>

#include "models/context/context.hpp"
#include "models/supply/parameters.hpp"

namespace weightshed::supply {

// Million H100 equivalents, by jurisdiction.
struct Stocks {
  std::vector<double> stock;
  std::vector<double> unhindered;  // what the stock would be if nothing had been blocked
  std::vector<double> capacity;    // domestic output per year
  std::vector<double> rented;      // from abroad
  std::vector<double> scarcity;    // orders of magnitude missing
  double shipped = 0.0;            // world shipments of the step, all of them imported by somebody

  double total() const {
    double sum = 0.0;
    for (const double s : stock) sum += s;
    return sum;
  }
};

Stocks initial(const roster::Roster& roster, const Parameters& p);

// Share of world demand for accelerators by jurisdiction at a moment; sums to 1.
std::vector<double> demand_shares(const roster::Roster& roster, double year, const Parameters& p);

// World shipments per year, in million H100 equivalents.
double world_shipments(double year, const Parameters& p);

// Accelerators arrive, leak through controls, are made domestically, wear out and are rented.
void deliver(Stocks& stocks, const Parameters& p, const context::Context& context);

}  // namespace weightshed::supply
