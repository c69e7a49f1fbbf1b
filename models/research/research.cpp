// Research and capability of labs (ODD 4.3).
#include "models/research/research.hpp"

#include <algorithm>
#include <cmath>

#include "sim/random/distributions.hpp"

namespace weightshed::research {

namespace {

constexpr double seconds_per_year = 3.156e7;
constexpr double h100_flop_per_second = 9.9e14;  // dense bfloat16, from NVIDIA's data sheet of the H100 SXM
constexpr double measured = 2022.7;              // decimal year of the cards of run length and allocation
constexpr double allocation_settled = 2026.0;    // its growth is known only to the end of the vintage
constexpr double chatgpt = 2022.833;             // 2022-11: allocation begins to rise
constexpr double roster_begins = 2020.0;         // a lab that trains before it is as good as the initial state says
constexpr double surprise_from = 2023.0, surprise_to = 2024.42;  // GPT-4, to the first equals of 2024-05

// Share of its full allocation that a lab gives to flagship runs.
double allocation(const labs::Lab& lab, double year, const Parameters& p) {
  const double since = year - std::max(lab.entry, chatgpt);
  const double progress = std::clamp(since / p.mobilisation, 0.0, 1.0);
  return std::pow(lab.allocation, 1.0 - progress);
}

// The surprise is the luck of one generation of a lab that trained no larger model for two years: it is used up as
// others come to know how it was done.
double surprise_left(double year) { return std::clamp((surprise_to - year) / (surprise_to - surprise_from), 0.0, 1.0); }

void look_at_frontier(labs::Labs& labs, double year) {
  labs::Frontier& f = labs.frontier;
  f.frontier_compute = 0.0;
  f.best_open_efficiency = f.best_efficiency = -1e9;
  for (const labs::Lab& lab : labs.labs) {
    f.best_open_efficiency = std::max(f.best_open_efficiency, lab.released_efficiency);
    if (!lab.active(year)) continue;
    f.frontier_compute = std::max(f.frontier_compute, lab.log_compute);
    if (lab.best_released > 0.0) f.best_efficiency = std::max(f.best_efficiency, lab.efficiency);
  }
}

// An entrant begins below the best open release; a lab that trained before 2020 began where the initial state put it.
void enter(labs::Lab& lab, const labs::Frontier& seen, double year, const Parameters& p) {
  if (lab.next_generation < -1e8 && seen.best_open_efficiency > -1e8 && year > roster_begins) {
    lab.efficiency = std::max(lab.efficiency, seen.best_open_efficiency - p.entrant_handicap);
  }
}

// A generation keeps the compute with which it starts.
// `funded`: million H100 equivalents by which public money swells the stock that runs draw on.
void start_generation(labs::Labs& labs, std::size_t l, const supply::Stocks& stocks, double funded, double year,
                      const context::Context& context, const Parameters& p) {
  labs::Lab& lab = labs.labs[l];
  if (year < lab.next_generation || lab.flagship_share <= 0.0) return;
  const std::size_t c = at(lab.country);
  const double compute =
      training_compute(lab, stocks.stock[c] + stocks.rented[c] + funded, year, lab.country == context.roster.china, p);
  // A lab does not start a smaller run than its last one; it trains again at the same size.
  const double stall = context.terms.research.lab_stall[l];
  lab.log_compute = lab.log_compute > 0.0 && stall > 0.0
                        ? lab.log_compute + (1.0 - stall) * std::max(0.0, compute - lab.log_compute)
                        : std::max(lab.log_compute, compute);
  ++lab.generations;
  // Generations differ in length, or all labs that began together would go on in step.
  sim::Draws draws = context.streams.quality.at(l, lab.generations);
  lab.next_generation = year + p.generation * (0.5 + draws.uniform());
  // The record holds the luck of the generations before the handover.
  if (context.clock.now().days >= labs.handover) lab.luck = sim::normal(draws, 0.0, p.generation_luck);
}

// What a lab learns in the step, by itself and from others.
void learn(labs::Labs& labs, std::size_t l, const labs::Frontier& seen, double scarcity,
           const context::Context& context, const Parameters& p) {
  labs::Lab& lab = labs.labs[l];
  const std::size_t c = at(lab.country);
  const levers::ResearchTerms& terms = context.terms.research;
  const double dt = context.clock.length().value * (1.0 - terms.lab_stall[l]);
  const double own_rate = p.own_rate * lab.talent * std::max(0.0, 1.0 + terms.talent[c]);
  const double behind = std::min(0.0, lab.log_compute - seen.frontier_compute);
  const double copyable = std::max(0.0, seen.best_closed - lab.log_compute - lab.efficiency - lab.induced);
  const double reach = p.kappa * p.api_allowed * context.terms.api_allowed[c] *
                       context.roster.jurisdictions[c].legal_distillation * copyable;
  const double open_gap =
      seen.best_open_efficiency > -1e8 ? std::max(0.0, seen.best_open_efficiency - lab.efficiency) : 0.0;
  // Ideas spread without weights too: in papers, with staff, from what a release shows.
  const double idea_gap = seen.best_efficiency > -1e8 ? std::max(0.0, seen.best_efficiency - lab.efficiency) : 0.0;
  lab.efficiency +=
      (own_rate * std::pow(10.0, p.rho * behind) + p.open_spill * open_gap + p.idea_spill * idea_gap) * dt;
  lab.copied += (reach - lab.copied) / p.tau_copy * dt;
  lab.induced += (p.induced_share * scarcity - lab.induced) / p.induced_time * dt;
}

// At the handover a lab is as good as its best release: what the equations have added since then has not been seen.
// Otherwise all that labs had not yet released would come out within a quarter.
// Of what they leave unexplained, the luck of the generation in progress will not last: the share that it has in the
// variance between labs.
void anchor(labs::Labs& labs, CountryIndex china, const Parameters& p) {
  double count = 0.0, sum = 0.0, squares = 0.0;
  std::vector<labs::Lab*> anchored;
  for (labs::Lab& lab : labs.labs) {
    if (lab.log_compute <= 0.0 || lab.best_released <= 0.0) continue;
    lab.recorded += lab.best_released - lab.capability();
    anchored.push_back(&lab);
    count += 1.0;
    sum += lab.recorded;
    squares += lab.recorded * lab.recorded;
  }
  const double mean = sum / std::max(count, 1.0), variance = squares / std::max(count, 1.0) - mean * mean;
  const double luck = p.generation_luck * p.generation_luck;
  for (labs::Lab* lab : anchored) {
    lab->luck = luck / std::max(variance, luck) * (lab->recorded - mean);
    lab->recorded -= lab->luck;
    if (lab->country == china) lab->recorded += p.china_at_handover;
  }
}

// Public money rents compute for the flagship runs of a country's labs: expressed as a stock of which every lab takes
// its share, million H100 equivalents by jurisdiction.
std::vector<double> funded_stock(const labs::Labs& labs, double price_of_compute, const context::Context& context) {
  const std::vector<double>& funding = context.terms.research.funding;
  std::vector<double> funded(funding.size(), 0.0);
  if (std::all_of(funding.begin(), funding.end(), [](double f) { return f <= 0.0; })) return funded;
  std::vector<double> shares(funding.size(), 0.0);
  for (const labs::Lab& lab : labs.labs) {
    if (!lab.programme && lab.active(context.clock.year())) shares[at(lab.country)] += lab.flagship_share;
  }
  for (std::size_t c = 0; c < funding.size(); ++c) {
    if (shares[c] > 0.0) funded[c] = funding[c] / price_of_compute * 1e-6 / shares[c];
  }
  return funded;
}

// The best capability that labs of other countries, or of this one, had released by a date.
double best_by(const context::Context& context, double days, CountryIndex country, bool its_own) {
  double best = -1e9;
  for (const ledger::ReleaseRecord& r : context.ledger.releases) {
    if (r.days <= days && (r.country == country) == its_own) best = std::max(best, r.capability);
  }
  return best;
}

// A held country follows the level that the best of all others had some months ago. What comes out lags behind what a
// lab could do: by how much, the lag of its releases shows, and the correction learns from it.
void hold(labs::Labs& labs, const context::Context& context) {
  constexpr double days_per_month = sim::days_per_year / 12.0;
  constexpr double learned_a_week = 0.05, most_learned = 12.0;  // months; judgement: slower than releases come
  const std::vector<double>& lags = context.terms.research.lag_held;
  if (labs.held.empty()) labs.held.resize(lags.size());
  for (std::size_t c = 0; c < lags.size(); ++c) {
    if (lags[c] >= levers::not_held) continue;
    const auto country = static_cast<CountryIndex>(c);
    labs::Held& held = labs.held[c];
    const double now = context.clock.now().days;
    const double wanted = best_by(context, now - lags[c] * days_per_month, country, false);
    const double shown = best_by(context, now, country, true);
    double could = -1e9;
    for (const labs::Lab& lab : labs.labs) {
      if (lab.country == country && lab.active(context.clock.year()) && lab.log_compute > 0.0)
        could = std::max(could, lab.capability() - lab.shift + held.shift);
    }
    if (wanted < -1e8 || could < -1e8) continue;
    const double learned = learned_a_week * context.clock.steps().weeks;
    held.correction =
        std::clamp(held.correction + (shown < wanted ? learned : -learned), 0.0, std::min(most_learned, lags[c]));
    const double level = best_by(context, now - (lags[c] - held.correction) * days_per_month, country, false);
    held.shift += level - could;
  }
}

// What a policy or a study adds outright, with the draw of the history: of a country, then of a lab.
void shift(labs::Labs& labs, const context::Context& context) {
  const levers::ResearchTerms& terms = context.terms.research;
  for (std::size_t l = 0; l < labs.labs.size(); ++l) {
    labs::Lab& lab = labs.labs[l];
    const std::size_t c = at(lab.country);
    lab.shift = labs.held[c].shift + terms.shift[c] + terms.lab_shift[l];
    if (terms.shift_spread[c] > 0.0) {
      sim::Draws draws = context.streams.shift.at(c, 0);
      lab.shift += sim::normal(draws, 0.0, terms.shift_spread[c]);
    }
    if (terms.lab_shift_spread[l] > 0.0) {
      sim::Draws draws = context.streams.shift.at(l, 1);
      lab.shift += sim::normal(draws, 0.0, terms.lab_shift_spread[l]);
    }
  }
}

}  // namespace

double training_compute(const labs::Lab& lab, double stock_million, double year, bool chinese, const Parameters& p) {
  const double run_length = std::min(p.run_length_cap, p.run_length * std::pow(p.run_length_growth, year - measured));
  const double share = lab.flagship_share * (chinese ? p.china_concentration : 1.0);
  return std::log10(h100_flop_per_second * p.utilisation * stock_million * 1e6 * share * allocation(lab, year, p) *
                    std::exp(p.allocation_growth * (std::min(year, allocation_settled) - measured)) * run_length *
                    seconds_per_year);
}

double orders_of_index(double eci, const Parameters& p) {
  return p.orders_at_gpt4 + (eci - gpt4_index) / p.points_an_order;
}

double index_of_orders(double orders, const Parameters& p) {
  return gpt4_index + (orders - p.orders_at_gpt4) * p.points_an_order;
}

void train(labs::Labs& labs, const supply::Stocks& stocks, double price_of_compute, const Parameters& p,
           const context::Context& context) {
  const double year = context.clock.year();
  look_at_frontier(labs, year);
  if (!labs.anchored && context.clock.now().days >= labs.handover) {
    anchor(labs, context.roster.china, p);
    labs.anchored = true;
  }
  const labs::Frontier seen = labs.frontier;  // all labs see the state at the start of the process
  const std::vector<double> funded = funded_stock(labs, price_of_compute, context);

  for (std::size_t l = 0; l < labs.labs.size(); ++l) {
    labs::Lab& lab = labs.labs[l];
    const std::size_t c = at(lab.country);
    if (lab.programme) {
      lab.flagship_share = context.terms.open_programme[c] / price_of_compute / (stocks.stock[c] * 1e6);
    }
    if (!lab.active(year)) continue;
    enter(lab, seen, year, p);
    start_generation(labs, l, stocks, funded[c], year, context, p);
    if (lab.log_compute < 0.0) continue;  // a programme without money has not trained yet
    learn(labs, l, seen, stocks.scarcity[c], context, p);
    lab.surprise = year < surprise_from ? 0.0 : lab.surprise_weight * p.surprise * surprise_left(year);
  }
  hold(labs, context);
  shift(labs, context);
}

}  // namespace weightshed::research
