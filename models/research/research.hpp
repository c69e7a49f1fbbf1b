// Research: the training compute and the efficiency of labs, and the capability that both add up to.
#pragma once

#include "models/context/context.hpp"
#include "models/labs/labs.hpp"
#include "models/research/parameters.hpp"
#include "models/supply/stocks.hpp"

namespace weightshed::research {

// GPT-4 (2023-03) in the Epoch Capabilities Index (eci_scores.csv): where the scales of points and orders meet.
inline constexpr double gpt4_index = 125.9;

// log10 FLOP of a flagship run that starts now.
double training_compute(const labs::Lab& lab, double stock_million, double year, bool chinese, const Parameters& p);

double orders_of_index(double eci, const Parameters& p);
double index_of_orders(double orders, const Parameters& p);

// Generations start, efficiency grows, spills over, is copied and is induced. `price_of_compute`: USD per year for one
// H100 equivalent, the price that a public programme pays.
void train(labs::Labs& labs, const supply::Stocks& stocks, double price_of_compute, const Parameters& p,
           const context::Context& context);

}  // namespace weightshed::research
