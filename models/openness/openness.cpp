// Openness of labs (ODD 4.4): three rules with one signature, and the quarterly review.
#include "models/openness/openness.hpp"

#include <algorithm>
#include <cmath>

#include "models/governments/governments.hpp"
#include "sim/random/distributions.hpp"

namespace weightshed::openness {

namespace {

constexpr double leads_within = 0.2;     // orders below its country's best release: a lab the state watches
constexpr double most_behind = 1.0;      // orders: a lab further behind has no more reason to be permissive
constexpr double symposium = 2025.13;    // 2025-02-17: China's president receives DeepSeek and Alibaba
constexpr double action_plan = 2025.56;  // 2025-07-23: America's AI Action Plan

bool logit(const labs::Lab& lab, Line line, const Situation& s, const Parameters& p) {
  const double x = inclination_to_open(lab, line, s, p);
  return lab.willing[static_cast<std::size_t>(line)] ? x >= -p.threshold : x > p.threshold;
}

// Copies the rival on which most works are built.
bool imitation(const labs::Lab& lab, Line line, const Situation& s, const Parameters&) {
  return line == Line::second_line && lab.willing[1] ? true : s.most_adopted_rival_open;
}

// The null: nobody ever changes.
bool fixed(const labs::Lab& lab, Line line, const Situation&, const Parameters&) {
  return lab.willing[static_cast<std::size_t>(line)];
}

bool leads_at_home(const labs::Labs& labs, std::size_t l) {
  double best = -1e9;
  for (const labs::Lab& rival : labs.labs) {
    if (rival.country == labs.labs[l].country) best = std::max(best, rival.best_released);
  }
  return labs.labs[l].best_released > 0.0 && labs.labs[l].best_released >= best - leads_within;
}

Situation situation_of(const labs::Labs& labs, std::size_t l, const Community& community, const Parameters& p,
                       const context::Context& context) {
  const double year = context.clock.year();
  const labs::Lab& lab = labs.labs[l];
  const std::vector<double>& work_share = community.work_share_by_lab;
  const double own = std::max(lab.best_released, lab.capability());
  Situation s;
  double weights = 0.0, open = 0.0, open_weights_sum = 0.0, permissive = 0.0, best_share = -1.0;
  double open_share = 0.0, open_labs = 0.0;
  for (std::size_t r = 0; r < labs.labs.size(); ++r) {
    const labs::Lab& rival = labs.labs[r];
    if (r == l || !rival.active(year) || rival.best_released < 0.0) continue;
    // A rival's pressure depends on how close its releases come to the lab; rivals at home count twice.
    const double weight = (rival.country == lab.country ? 2.0 : 1.0) *
                          std::exp(-std::max(0.0, own - rival.best_released) / p.rival_reach);
    weights += weight;
    if (rival.open[0]) {
      open += weight;
      open_weights_sum += weight;
      if (rival.permissive) permissive += weight;
      open_share += work_share[r];
      open_labs += 1.0;
    }
    if (work_share[r] > best_share) {
      best_share = work_share[r];
      s.most_adopted_rival_open = rival.open[0];
    }
  }
  s.peers_open = weights > 0.0 ? open / weights : 0.0;
  s.peers_permissive = open_weights_sum > 0.0 ? permissive / open_weights_sum : 0.5;
  // Its own share, if open; else the average share of an open rival.
  s.gain_share = lab.open[0] ? work_share[l] : (open_labs > 0.0 ? open_share / open_labs : 0.0);
  // Saturating: a lab whose API serves a few per cent of organisations has nearly as much to lose as the largest.
  s.rent = 1.0 - std::exp(-lab.revenue / p.rent_scale);
  s.behind = std::max(0.0, labs.frontier.best - own);
  s.behind_open = labs.frontier.best_open > 0.0 ? std::clamp(labs.frontier.best_open - own, 0.0, most_behind) : 0.0;
  s.maturity = community.maturity;
  if (lab.country == context.roster.china && year >= symposium) s.encouragement = p.china_encouragement;
  if (lab.country == context.roster.united_states && year >= action_plan) s.encouragement = p.us_encouragement;
  return s;
}

// At the handover a lab whose record contradicts its stance keeps its practice: the residual puts its latent variable
// halfway to the threshold on the side of the record, so that the handover has no jump. A lab that has released nothing
// has no practice: it begins as it is inclined to.
void reconcile(labs::Labs& labs, const Community& community, const Parameters& p, const context::Context& context) {
  const labs::Labs before = labs;
  for (std::size_t l = 0; l < labs.labs.size(); ++l) {
    labs::Lab& lab = labs.labs[l];
    if (lab.programme || !lab.active(context.clock.year())) continue;
    const Situation s = situation_of(before, l, community, p, context);
    if (lab.best_released < 0.0) {
      for (std::size_t tier = 0; tier < 2; ++tier) {
        lab.open[tier] = lab.willing[tier] = inclination_to_open(before.labs[l], static_cast<Line>(tier), s, p) > 0.0;
      }
      continue;
    }
    const double y = inclination_to_permit(before.labs[l], s, p);
    if (lab.permissive != (y > 0.0)) lab.licence_residual = (lab.permissive ? 0.5 : -0.5) * p.threshold - y;
    for (std::size_t tier = 0; tier < 2; ++tier) {
      const double x = inclination_to_open(before.labs[l], static_cast<Line>(tier), s, p);
      if (lab.willing[tier] && x < 0.5 * p.threshold) lab.residual[tier] = 0.5 * p.threshold - x;
      if (!lab.willing[tier] && x > -0.5 * p.threshold) lab.residual[tier] = -0.5 * p.threshold - x;
    }
  }
}

// A lab that has long published no weights may have given up already; hardly any says so. By Bayes' rule, from the
// rates at which it would have published and would have left.
void settle_silent(labs::Labs& labs, const Parameters& p, const Streams& streams) {
  constexpr std::uint32_t at_handover = 0xffffffffU;                 // reviews are numbered by quarter
  std::vector<double> last(labs.labs.size(), 0.0);                   // open release on record, decimal year
  for (const labs::Ladder::Recorded& r : labs.ladder->recorded()) {  // in order of date
    if (r.open) last[at(r.lab)] = sim::decimal_year(r.days);
  }
  for (std::size_t l = 0; l < labs.labs.size(); ++l) {
    labs::Lab& lab = labs.labs[l];
    if (last[l] == 0.0 || lab.programme) continue;
    const double pace = (lab.open[0] ? lab.flagships.rate : 0.0) + lab.open_line.rate;
    const double silence = sim::decimal_year(labs.handover) - last[l];
    sim::Draws draws = streams.leaving.at(l, at_handover);
    if (draws.uniform() < probability_of_having_left(silence, pace, p.leave)) {
      lab.left[1] = true;
      lab.open = {false, false};
    }
  }
}

// Labs also give up a line, or come back to it, for reasons that the rule does not see: a strategy fails, money runs
// out, a founder leaves. A lab that gives up its second line publishes nothing any more.
void leave_or_return(labs::Lab& lab, sim::Draws draws, const Parameters& p) {
  constexpr double quarter = 0.25;
  const double rates[] = {p.leave_flagship, p.leave};
  const double come_back = 1.0 - std::exp(-p.come_back * quarter);
  for (std::size_t tier = 0; tier < 2; ++tier) {
    const double u = draws.uniform(), leave = 1.0 - std::exp(-rates[tier] * quarter);
    const bool publishes = lab.open[tier] && (lab.opened[0] || (tier == 1 && lab.opened[1]));
    lab.left[tier] = lab.left[tier] ? u >= come_back : publishes && u < leave;
  }
}

}  // namespace

double probability_of_having_left(double silence, double pace, double leave) {
  const double nothing_happened = std::exp(-(leave + pace) * silence);
  const double left = leave / (leave + pace) * (1.0 - nothing_happened);
  return left / (left + nothing_happened);
}

double inclination_to_open(const labs::Lab& lab, Line line, const Situation& s, const Parameters& p) {
  const auto tier = static_cast<std::size_t>(line);
  const double rent = p.rent * s.rent * std::exp(-s.behind / p.rent_decay);
  return lab.stance[tier] + lab.residual[tier] + p.peers * s.peers_open + p.gain * s.gain_share +
         p.community * s.maturity - rent * (line == Line::flagship ? 1.0 : p.second_line_rent) +
         p.state * s.encouragement + s.push + lab.inclination + s.noise;
}

double inclination_to_permit(const labs::Lab& lab, const Situation& s, const Parameters& p) {
  return lab.licence_lean + lab.licence_residual + p.licence_peers * (s.peers_permissive - 0.5) +
         p.licence_behind * s.behind_open + p.licence_community * (s.maturity - 0.5) - p.licence_reserve;
}

Rule rule_of(Variant variant) {
  switch (variant) {
    case Variant::logit:
      return logit;
    case Variant::imitation:
      return imitation;
    case Variant::fixed:
      return fixed;
  }
  throw sim::Error(sim::Failure::internal, "this variant of openness has no rule");
}

void review(labs::Labs& labs, const Community& community, Variant variant, const Parameters& p,
            const context::Context& context) {
  const sim::Clock& clock = context.clock;
  const levers::OpennessTerms& terms = context.terms.openness;
  if (clock.now().days < labs.handover) return;
  // The calendar's quarters, as in the view that counts the works of labs for the review.
  const bool review_due = governments::review_due(clock);
  const sim::CivilDate date = sim::civil(clock.now());
  const auto quarter = static_cast<std::uint32_t>((date.year - 2019) * 4 + (date.month - 1) / 3);
  const Rule rule = rule_of(variant);
  if (review_due && !labs.reconciled) {
    reconcile(labs, community, p, context);
    if (variant != Variant::fixed) settle_silent(labs, p, context.streams);
    labs.reconciled = true;
  }
  const labs::Labs before = review_due ? labs : labs::Labs{};  // all reviews use the same state
  for (std::size_t l = 0; l < labs.labs.size(); ++l) {
    labs::Lab& lab = labs.labs[l];
    const std::array<bool, 2> was = lab.open;
    if (review_due && !lab.programme && lab.active(clock.year())) {
      Situation s = situation_of(before, l, community, p, context);
      s.push = terms.push[at(lab.country)];
      if (leads_at_home(before, l)) s.encouragement -= terms.leash[at(lab.country)];
      sim::Draws draws = context.streams.review.at(l, quarter);
      s.noise = sim::normal(draws, 0.0, p.quarterly_spread);
      if (variant != Variant::fixed) leave_or_return(lab, context.streams.leaving.at(l, quarter), p);
      lab.willing[0] = rule(before.labs[l], Line::flagship, s, p);
      lab.willing[1] = rule(before.labs[l], Line::second_line, s, p) || lab.willing[0];
      lab.open[1] = lab.willing[1] && !lab.left[1];
      lab.open[0] = lab.willing[0] && !lab.left[0] && !lab.left[1];
      lab.permissive = inclination_to_permit(before.labs[l], s, p) > 0.0;
    }
    if (terms.licence[l] >= 0) lab.permissive = terms.licence[l] == 1;
    if (terms.forced[l] == 0) lab.open = lab.willing = {false, false};
    if (terms.forced[l] == 1) lab.open = lab.willing = {true, true};
    for (std::size_t tier = 0; tier < 2; ++tier) {
      if (lab.open[tier] == was[tier]) continue;
      const EventKind kind = lab.open[tier] ? EventKind::opens : EventKind::closes;
      context.events.push_back(
          {static_cast<double>(clock.now().days), number_of(kind), lab.id, static_cast<double>(tier)});
    }
  }
}

}  // namespace weightshed::openness
