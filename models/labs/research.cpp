// Research and capability of labs (ODD 4.3).
#include <algorithm>
#include <cmath>

#include "models/labs/labs.hpp"
#include "sim/random/distributions.hpp"

namespace weightshed::research {

namespace {

constexpr double seconds_per_year = 3.156e7;
constexpr double flop_per_second = 9.9e14 * 0.35;  // one H100 at 35% utilisation
constexpr double chatgpt = 2022.833;               // 2022-11: allocation begins to rise
constexpr double quality_time = 1.5;               // years: a lab's quality lasts about two generations (judgement)
constexpr double surprise_from = 2023.0, surprise_to = 2024.42;

// Share of its full allocation that a lab gives to flagship runs; OpenAI and Google were there from the start.
double allocation(const Lab& lab, double year, const Parameters& p) {
  if (lab.id == "openai" || lab.id == "google" || lab.programme) return 1.0;
  const double since = year - std::max(lab.entry, chatgpt);
  const double progress = std::clamp(since / p.mobilisation, 0.0, 1.0);
  return std::pow(0.17, 1.0 - progress);
}

void look_at_frontier(Labs& labs, double year) {
  Standing& s = labs.standing;
  s.frontier_compute = 0.0;
  s.best_open_efficiency = -1e9;
  for (const Lab& lab : labs.labs) {
    s.best_open_efficiency = std::max(s.best_open_efficiency, lab.released_efficiency);
    if (lab.active(year)) s.frontier_compute = std::max(s.frontier_compute, lab.log_compute);
  }
}

}  // namespace

double training_compute(const Lab& lab, double stock_million, double year, bool chinese, const Parameters& p) {
  const double run_length = std::min(p.run_length_cap, p.run_length * std::pow(1.4, year - 2022.7));
  const double share = lab.flagship_share * (chinese ? p.china_concentration : 1.0);
  return std::log10(flop_per_second * stock_million * 1e6 * share * allocation(lab, year, p) *
                    std::exp(p.allocation_growth * (std::min(year, 2026.0) - 2022.7)) * run_length * seconds_per_year);
}

void train(Labs& labs, const Stocks& stocks, const Terms& terms, const sim::Clock& clock, const Roster& roster,
           const supply::Parameters& supply, const Parameters& p, const Streams& streams) {
  const double dt = sim::Clock::length().value;
  const double year = clock.year();
  const auto quarter = static_cast<std::uint32_t>((year - 2019.0) * 4.0);
  look_at_frontier(labs, year);
  const Standing seen = labs.standing;  // all labs see the state at the start of the process

  for (std::size_t l = 0; l < labs.labs.size(); ++l) {
    Lab& lab = labs.labs[l];
    const std::size_t c = at(lab.country);
    if (lab.programme) {
      lab.flagship_share = terms.open_programme[c] / supply.price_of_compute / (stocks.stock[c] * 1e6);
    }
    if (!lab.active(year)) continue;
    // An entrant begins below the best open release; the named labs of 2019 begin where the initial state put them.
    if (lab.generation_started < -1e8 && seen.best_open_efficiency > -1e8 && year > 2020.0) {
      lab.efficiency = std::max(lab.efficiency, seen.best_open_efficiency - p.entrant_handicap);
    }
    if (year - lab.generation_started >= p.generation && lab.flagship_share > 0.0) {
      const double compute =
          training_compute(lab, stocks.stock[c] + stocks.rented[c], year, lab.country == roster.china, p);
      // A lab does not start a smaller run than its last one; it trains again at the old size.
      lab.log_compute = std::max(lab.log_compute, compute);
      lab.generation_started = year;
    }
    if (lab.log_compute < 0.0) continue;  // a programme without money has not trained yet

    const double behind = std::min(0.0, lab.log_compute - seen.frontier_compute);
    const double copyable = std::max(0.0, seen.best_closed - lab.log_compute - lab.efficiency - lab.induced);
    const double reach =
        p.kappa * p.api_allowed * terms.api_allowed[c] * roster.jurisdictions[c].legal_distillation * copyable;
    const double open_gap =
        seen.best_open_efficiency > -1e8 ? std::max(0.0, seen.best_open_efficiency - lab.efficiency) : 0.0;
    lab.efficiency += (p.own_rate * lab.talent * std::pow(10.0, p.rho * behind) + p.open_spill * open_gap) * dt;
    lab.copied += (reach - lab.copied) / p.tau_copy * dt;
    lab.induced += (p.induced_share * stocks.scarcity[c] - lab.induced) / p.induced_time * dt;
    lab.surprise = lab.id == "openai" && year >= surprise_from && year < surprise_to ? p.surprise : 0.0;
    // What the record had beyond the equations fades as the quality path does.
    lab.recorded *= std::exp(-dt / quality_time);
    // A slow path: each quarter a fresh draw replaces a tenth of the variance.
    sim::Draws draws = streams.quality.at(l, quarter);
    const double target = sim::normal(draws, 0.0, p.quality_spread);
    lab.quality += (target - lab.quality) * (1.0 - std::exp(-dt / quality_time));
  }
}

}  // namespace weightshed::research
