// token_share: Share of tokens on an API router by the kind of model that they come from.
#include "models/measures/measure.hpp"

namespace weightshed::measures {

namespace {

void observe(const Ecosystem& e, const Assumptions&, sim::StepRange w, std::span<double> row) {
  double total = 0.0;
  for (std::size_t o = 0; o < token_origins; ++o) {
    row[o] = e.adopters.tokens.sum(w.first, w.last, o);
    total += row[o];
  }
  for (std::size_t o = 0; o < token_origins; ++o) row[o] = share_of(row[o], total);
}

// The share in every week that ends between two dates, both as decimal years.
std::vector<double> weekly_shares(const Ecosystem& e, TokenOrigin origin, double from, double to) {
  std::vector<double> shares;
  const Flow& tokens = e.adopters.tokens;
  for (std::size_t step = 0; step < tokens.steps(); ++step) {
    const sim::Date end = e.clock.steps().start_of(static_cast<std::uint32_t>(step) + 1);
    const double year = sim::decimal_year(end);
    if (year < from || year > to) continue;
    double total = 0.0;
    for (std::size_t o = 0; o < token_origins; ++o) total += tokens.at(step, o);
    if (total > 0.0) shares.push_back(tokens.at(step, static_cast<std::size_t>(origin)) / total);
  }
  return shares;
}

}  // namespace

double mean_token_share(const Ecosystem& e, TokenOrigin origin, sim::Date from, sim::Date to) {
  const std::vector<double> shares = weekly_shares(e, origin, sim::decimal_year(from), sim::decimal_year(to));
  double sum = 0.0;
  for (const double share : shares) sum += share;
  return share_of(sum, static_cast<double>(shares.size()));
}

double peak_token_share(const Ecosystem& e, TokenOrigin origin, sim::Date from, sim::Date to) {
  double peak = nothing;
  for (const double share : weekly_shares(e, origin, sim::decimal_year(from), sim::decimal_year(to))) {
    if (!(share <= peak)) peak = share;
  }
  return peak;
}

extern const Measure token_share;
constinit const Measure token_share{
    {.key = "token_share",
     .dimensions = {"token_origin"},
     .unit = "1",
     .long_name = "Share of tokens on an API router by the kind of model that they come from",
     .window = sim::Window::period,
     .calibrated = false,
     .description =
         "Tokens of developers who buy through an API router and choose again every few weeks (self-selected, none in "
         "China): Chinese open weights, other open weights, closed APIs; by the maker of the family",
     .source = "definition: OpenRouter and a16z, State of AI, 2025-12",
     .phrase = "share of developers’ tokens on {token_origin} models",
     .shown_unit = "%",
     .reader = "share of developers’ tokens that run on {token_origin} models",
     .note = "of tokens",
     .cause = "Developers send their tokens to models by capability and price, and change sooner than organisations.",
     .title = "the use of {token_origin} models",
     .stage = 7},
    observe};

}  // namespace weightshed::measures
