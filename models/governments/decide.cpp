// Levers of the step (ODD 4.1 and 4.10).
#include <algorithm>
#include <cmath>
#include <string>

#include "models/governments/governments.hpp"
#include "models/levers/lever.hpp"

namespace weightshed::governments {

namespace {

// The reactive rules; all judgement. Months of lead, shares of demand, orders of capability, USD per year.
constexpr double tightens_below = 5.0, tightens_by = 0.05;
constexpr double eases_above = 9.0, eases_by = 0.02;
constexpr double shock_gap = 0.3, programme_after_shock = 1e9;
constexpr double recognised_by = 0.5, leashed_by = 0.3;
constexpr int reviews_to_leash = 2;
constexpr double retaliates_by = 0.1, most_retaliation = 0.5, tighter_by = 0.01;

bool washington_watches_lead(Conduct conduct) {
  return conduct == Conduct::reactive || conduct == Conduct::washington_reacts || conduct == Conduct::both_react;
}
bool washington_answers_shocks(Conduct conduct) {
  return conduct == Conduct::washington_reacts || conduct == Conduct::both_react;
}
bool beijing_reacts(Conduct conduct) { return conduct == Conduct::beijing_reacts || conduct == Conduct::both_react; }

int lever_of(std::string_view key) {
  const auto all = levers::catalogue();
  return static_cast<int>(
      std::find_if(all.begin(), all.end(), [&](const levers::Lever& lever) { return lever.card.key == key; }) -
      all.begin());
}

const sim::LeverCard& card_of(const sim::Target& target) {
  return levers::catalogue()[static_cast<std::size_t>(target.lever)].card;
}

double value_of(const sim::LeverValues& values, const sim::Target& target) {
  for (const sim::LeverValue& value : values) {
    if (value.target == target) return value.value;
  }
  return card_of(target).neutral;
}

// Adds to what the schedule says of a target, within the range of the lever.
void add(sim::LeverValues& values, const sim::Target& target, double amount) {
  if (amount == 0.0) return;
  const sim::LeverCard& card = card_of(target);
  auto at = std::find_if(values.begin(), values.end(), [&](const sim::LeverValue& v) { return v.target >= target; });
  if (at == values.end() || at->target != target) at = values.insert(at, {target, card.neutral, {}});
  at->value = std::clamp(at->value + amount, card.low, card.high);
}

// What the rules press on.
struct Targets {
  sim::Target control, programme, encouragement, leash, discouragement;

  explicit Targets(const roster::Roster& roster)
      : control{lever_of("us.export_control"), static_cast<int>(at(roster.china))},
        programme{lever_of("open_weight_programme"), static_cast<int>(at(roster.united_states))},
        encouragement{lever_of("cn.open_encouragement")},
        leash{lever_of("cn.state_leash")},
        discouragement{lever_of("cn.import_discouragement")} {}
};

class Review {
 public:
  Review(Governments& governments, const Indicators& seen, const Chamber& chamber)
      : g_(governments), seen_(seen), chamber_(chamber) {}

  void of_lead() {
    if (std::isnan(seen_.lead_months)) return;
    if (seen_.lead_months < tightens_below) {
      g_.control_adjustment += tightens_by;
      log("the US tightens its controls because its lead is short", g_.control_adjustment);
    }
    if (seen_.lead_months > eases_above) {
      g_.control_adjustment -= eases_by;
      log("the US eases its controls because its lead is long", g_.control_adjustment);
    }
  }

  void of_shock() {
    if (g_.programme > 0.0 || !(seen_.open_gap > shock_gap)) return;
    g_.programme = programme_after_shock;
    log("the US pays for open models after a shock", g_.programme);
  }

  void of_success() {
    if (g_.reviews_since_success >= 0) {
      if (++g_.reviews_since_success == reviews_to_leash) {
        g_.leash = leashed_by;
        log("China limits what its leading labs may do", g_.leash);
      }
    } else if (seen_.is_chinese_best) {
      g_.reviews_since_success = 0;
      g_.recognition = recognised_by;
      log("China recognises the success of its labs", g_.recognition);
    }
  }

  // `control`: on China, as in force.
  void of_control(double control) {
    const bool is_tighter = g_.control_seen >= 0.0 && control > g_.control_seen + tighter_by;
    g_.control_seen = control;
    if (!is_tighter || g_.discouragement >= most_retaliation) return;
    g_.discouragement = std::min(most_retaliation, g_.discouragement + retaliates_by);
    log("China answers tighter controls", g_.discouragement);
  }

 private:
  void log(const char* what, double value) {
    chamber_.events.push_back(
        {static_cast<double>(chamber_.clock.now().days), number_of(EventKind::reaction), what, value});
  }

  Governments& g_;
  const Indicators& seen_;
  const Chamber& chamber_;
};

}  // namespace

bool review_due(const sim::Clock& clock) {
  if (clock.step() == 0) return true;
  const auto quarter = [](sim::Date date) { return (sim::civil(date).month - 1) / 3; };
  return quarter(clock.now()) != quarter(clock.now().plus_days(-clock.steps().days()));
}

sim::LeverValues decide(Governments& governments, const sim::Policy& policy, const Indicators& seen, Conduct conduct,
                        const Chamber& chamber) {
  static const std::vector<double> neutral = [] {
    std::vector<double> values;
    for (const levers::Lever& lever : levers::catalogue()) values.push_back(lever.card.neutral);
    return values;
  }();
  sim::LeverValues values = sim::levers_in_force(policy, chamber.clock.now(), neutral);
  if (conduct == Conduct::scheduled || chamber.clock.now().days < chamber.handover) return values;
  const Targets targets(chamber.roster);
  Review review(governments, seen, chamber);
  const bool is_due = review_due(chamber.clock);
  if (is_due && washington_watches_lead(conduct)) review.of_lead();
  if (is_due && washington_answers_shocks(conduct)) review.of_shock();
  add(values, targets.control, governments.control_adjustment);
  if (is_due && beijing_reacts(conduct)) {
    review.of_success();
    review.of_control(value_of(values, targets.control));
  }
  add(values, targets.programme, governments.programme);
  add(values, targets.encouragement, governments.recognition);
  add(values, targets.leash, governments.leash);
  add(values, targets.discouragement, governments.discouragement);
  return values;
}

}  // namespace weightshed::governments
