// Releases that labs decide on (ODD 4.5): two clocks each, for flagships and for what else is open.
#include <algorithm>
#include <cmath>

#include "models/release/entry.hpp"
#include "models/release/pace.hpp"
#include "models/release/release.hpp"
#include "sim/random/distributions.hpp"

namespace weightshed::release {

namespace {

using labs::Lab, labs::Labs, labs::ReleaseClock;
using lineage::Base;

constexpr std::uint32_t flagship_key = 0x80000000U;  // sizes of flagships have draws of their own

// Sizes of each release of a public programme: judgement.
const labs::Portfolio of_programme{{200e9, 20e9, 4.0, Purpose::base},
                                   {30e9, 30e9, 4.0, Purpose::base},
                                   {8e9, 8e9, 4.0, Purpose::base},
                                   {1.7e9, 1.7e9, 4.0, Purpose::base}};

// One tick of a lab's clock: a moment, and the chance that belongs to it whatever policy makes of it.
struct Tick {
  std::size_t lab = 0;
  std::uint32_t number = 0;   // of the clock
  std::uint32_t release = 0;  // of the lab
  double days = 0.0;          // since 1970-01-01
  double noise = 0.0;         // orders
  double held_back = 0.0, size = 0.0, licence = 0.0, duty = 0.0, architecture = 0.0, coverage = 0.0;  // uniform
};

class Programmes {
 public:
  Programmes(Labs& labs, lineage::Models& models, downloads::Hub& hub, const Reception& reception, const Parameters& p,
             const context::Context& context)
      : labs_(labs),
        models_(models),
        hub_(hub),
        reception_(reception),
        p_(p),
        context_(context),
        year_(context.clock.year()),
        until_(sim::decimal_year(context.clock.end_of_step())),
        best_open_before_(labs.frontier.best_open) {}

  // All releases of a lab that fall into the step.
  void publish(std::size_t l) {
    Lab& lab = labs_.labs[l];
    let_out(l);
    if (!lab.active(year_)) return;
    while (lab.flagships.next < until_) tick_of_flagship(next(l, Line::flagship));
    while (lab.open_line.next < until_) tick_of_open(next(l, Line::second_line));
  }

 private:
  Tick next(std::size_t l, Line line) {
    Lab& lab = labs_.labs[l];
    ReleaseClock& clock = line == Line::flagship ? lab.flagships : lab.open_line;
    ++clock.ticks;
    ++lab.releases;
    Tick tick{l, clock.ticks, lab.releases, sim::days_of_decimal_year(clock.next)};
    tick.days = std::max(tick.days, static_cast<double>(context_.clock.now().days));
    sim::Draws draws = context_.streams.release.at(clock_number(static_cast<LabIndex>(l), line), clock.ticks);
    clock.next += std::max(1.0 / sim::days_per_year, interval(line, clock.rate, p_, draws));
    tick.noise = p_.noise * sim::normal(draws);
    tick.held_back = draws.uniform();
    tick.size = draws.uniform();
    tick.licence = draws.uniform();
    tick.duty = draws.uniform();
    tick.architecture = draws.uniform();
    tick.coverage = draws.uniform();
    return tick;
  }

  bool has_money(const Lab& lab) const { return lab.log_compute > 0.0 && lab.flagship_share > 0.0; }

  double capability_at(const Tick& tick) const {
    const Lab& lab = labs_.labs[tick.lab];
    return std::max(lab.capability() + tick.noise, lab.best_released);
  }

  const levers::OpennessTerms& terms() const { return context_.terms.openness; }
  std::size_t country_of(const Tick& tick) const { return at(labs_.labs[tick.lab].country); }

  // A release with duties before its weights may come out.
  bool has_duty(const Tick& tick, double log_compute) const {
    return log_compute >= terms().duty.threshold[country_of(tick)];
  }

  // Policy may keep a lab from publishing weights: a probability for each release, or a limit of training compute.
  bool may_open(const Tick& tick, double log_compute) const {
    const std::size_t country = country_of(tick);
    if (has_duty(tick, log_compute) && tick.duty < terms().duty.withheld[country]) return false;
    return tick.held_back >= terms().forbidden[country] && log_compute <= terms().limit[country];
  }

  // The lab's own licence, unless a rule binds this release.
  Licence licence_of(const Tick& tick, Line line) const {
    const auto tier = static_cast<std::size_t>(line);
    bool permissive = labs_.labs[tick.lab].permissive;
    if (tick.licence < terms().permissive[tier][country_of(tick)]) {
      permissive = true;
    } else if (tick.licence >= 1.0 - terms().restricted[tier][country_of(tick)]) {
      permissive = false;
    }
    return permissive ? Licence::permissive : Licence::restricted_commercial;
  }

  void tick_of_flagship(const Tick& tick) {
    const Lab& lab = labs_.labs[tick.lab];
    if (!has_money(lab)) return;
    if (has_duty(tick, lab.log_compute)) {
      context_.ledger.spending.add(static_cast<std::size_t>(Payer::labs), terms().duty.cost[country_of(tick)]);
    }
    const bool has_begun = sim::decimal_year(tick.days) >= lab.open_from;
    if (lab.open[0] && has_begun && may_open(tick, lab.log_compute)) {
      publish_open(tick, Line::flagship, true, lab.log_compute);
    } else {
      publish_closed(tick);
    }
  }

  // Smaller models of an open flagship's generation, or a second line below a closed one.
  void tick_of_open(const Tick& tick) {
    const Lab& lab = labs_.labs[tick.lab];
    if (!has_money(lab)) return;
    if (lab.open[0] && may_open(tick, lab.log_compute)) {
      publish_open(tick, Line::flagship, false, lab.log_compute);
    } else if (lab.open[1] && may_open(tick, lab.log_compute - p_.hold_back)) {
      publish_open(tick, Line::second_line, false, lab.log_compute - p_.hold_back);
    }
  }

  bool is_withheld(std::size_t l, double total_parameters) const {
    return context_.withheld(static_cast<LabIndex>(l), labs_.labs[l].family, TaskClass::language, total_parameters, {});
  }

  Base base_of(const Tick& tick, Line line) const {
    const Lab& lab = labs_.labs[tick.lab];
    Base base;
    base.family = lab.family;
    base.lab = static_cast<LabIndex>(tick.lab);
    base.country = base.origin = lab.country;
    base.task_class = TaskClass::language;
    base.line = line;
    base.born_days = tick.days;
    base.release = tick.release;
    return base;
  }

  void come_out(const Base& base, const Attractions& draws, bool scored) {
    enter(models_, hub_, base, draws, reception_.decay, context_.clock);
    make_known(hub_, models_.bases.back(), best_open_before_, reception_, context_);
    show(labs_, labs_.labs[at(base.lab)], base);
    context_.ledger.releases.push_back(
        {base.born_days, base.capability, base.country, base.lab, base.licence, base.line, scored});
  }

  void announce(const Tick& tick, Line line, double capability) {
    const Lab& lab = labs_.labs[tick.lab];
    const char* what = line == Line::flagship ? " (open weights)" : " (open second line)";
    context_.events.push_back({tick.days, number_of(EventKind::release),
                               lab.id + " release " + std::to_string(tick.release) + what, capability});
  }

  labs::Sizes sizes_of(const Tick& tick, bool flagship) const {
    const Lab& lab = labs_.labs[tick.lab];
    if (lab.programme) return {of_programme, labs::log2_largest(of_programme)};
    const labs::Ladder::Wanted wanted{static_cast<LabIndex>(tick.lab), lab.kind, flagship,
                                      std::min(tick.days, labs_.record_until)};
    return labs_.ladder->sizes_of(wanted, tick.size, p_.flagship_size);
  }

  // How likely an open flagship is a mixture of experts: it spreads, and scarcity of compute speeds it.
  double chance_of_mixture(const Tick& tick) const {
    const std::size_t country = country_of(tick);
    const double scarcity = p_.mixture_scarcity * reception_.scarcity[country] / scarcity_on_record;
    const double other = country == at(context_.roster.china) ? 1.0 - p_.mixture_scarcity : 0.0;
    const double log_odds = p_.mixture_growth * (sim::decimal_year(tick.days) - p_.mixture_midpoint) +
                            p_.mixture_china * (scarcity + other);
    return 1.0 / (1.0 + std::exp(-log_odds));
  }

  // The architecture changes how many parameters there are and how many work at a time, not their geometric mean: what
  // counts as the size of a model stays.
  void set_architecture(labs::PortfolioSize& leading, const Tick& tick) const {
    const double size = std::sqrt(leading.total_parameters * leading.active_parameters);
    const double recorded = leading.total_parameters / leading.active_parameters;
    const bool is_mixture = tick.architecture < chance_of_mixture(tick);
    const double sparsity = !is_mixture ? 1.0 : recorded > 1.0 / lineage::dense ? recorded : p_.mixture_sparsity;
    leading.total_parameters = size * std::sqrt(sparsity);
    leading.active_parameters = size / std::sqrt(sparsity);
  }

  // An open release comes out at once, or when its duties let it.
  void publish_open(const Tick& tick, Line line, bool flagship, double log_compute) {
    const double best = capability_at(tick) - (line == Line::second_line ? p_.hold_back : 0.0);
    const Licence licence = licence_of(tick, line);
    const double delay = has_duty(tick, log_compute) ? terms().duty.delay[country_of(tick)] : 0.0;
    if (delay <= 0.0) return publish_sizes(tick, line, flagship, best, licence);
    labs_.waiting.push_back({tick.lab, tick.number, tick.release, tick.days, tick.days + delay * sim::days_per_year,
                             tick.size, tick.architecture, best, licence, line, flagship});
  }

  // What has waited long enough; its portfolio is that of its own time.
  void let_out(std::size_t l) {
    const double until = context_.clock.end_of_step().days;
    for (std::size_t i = 0; i < labs_.waiting.size();) {
      const labs::WaitingRelease waited = labs_.waiting[i];
      if (waited.lab != l || waited.due >= until) {
        ++i;
        continue;
      }
      labs_.waiting.erase(labs_.waiting.begin() + static_cast<std::ptrdiff_t>(i));
      Tick tick{l, waited.number, waited.release, std::max(waited.due, static_cast<double>(context_.clock.now().days))};
      tick.size = waited.size;
      tick.architecture = waited.architecture;
      publish_sizes(tick, waited.line, waited.flagship, waited.capability, waited.licence);
    }
  }

  // The sizes of one open release: the largest of the lab's recent ones has the capability of its line.
  void publish_sizes(const Tick& tick, Line line, bool flagship, double best, Licence licence) {
    Lab& lab = labs_.labs[tick.lab];
    labs::Sizes sizes = sizes_of(tick, flagship);
    const auto leading = std::max_element(
        sizes.portfolio.begin(), sizes.portfolio.end(),
        [](const auto& one, const auto& other) { return one.total_parameters < other.total_parameters; });
    if (flagship && leading != sizes.portfolio.end()) set_architecture(*leading, tick);
    bool came_out = false;
    for (std::size_t i = 0; i < sizes.portfolio.size(); ++i) {
      const labs::PortfolioSize& s = sizes.portfolio[i];
      if (is_withheld(tick.lab, s.total_parameters)) continue;
      Base base = base_of(tick, line);
      base.licence = licence;
      base.purpose = s.purpose;
      base.permissive_licence = lab.permissive_licence;
      base.leads = flagship && &s == &*leading;
      base.total_parameters = s.total_parameters;
      base.active_parameters = s.active_parameters;
      base.log2_size = lineage::log2_size(s.total_parameters, s.active_parameters);
      base.repositories = s.repositories;
      base.capability =
          best - reception_.research.size_penalty * (sizes.log2_flagship - base.log2_size) * std::log10(2.0);
      sim::Draws draws = context_.streams.attraction.at(static_cast<std::uint64_t>(tick.lab + 1) << 32 | tick.number,
                                                        static_cast<std::uint32_t>(i) + (flagship ? flagship_key : 0U));
      come_out(base, drawn(draws, reception_.attraction), true);  // anybody can score open weights
      came_out = true;
    }
    if (!came_out) return;  // a history without this lab, or without these models, does not hear of them
    lab.opened[static_cast<std::size_t>(line)] = true;
    if (flagship) lab.released_efficiency = std::max(lab.released_efficiency, lab.efficiency);
    announce(tick, line, best);
  }

  // A flagship that only an API serves.
  void publish_closed(const Tick& tick) {
    if (is_withheld(tick.lab, roster::unstated_total_parameters)) return;
    Base base = base_of(tick, Line::flagship);
    base.licence = Licence::api_only;
    base.total_parameters = roster::unstated_total_parameters;
    base.active_parameters = roster::unstated_active_parameters;
    base.log2_size = lineage::log2_size(roster::unstated_total_parameters, roster::unstated_active_parameters);
    base.capability = capability_at(tick);
    come_out(base, {}, tick.coverage < context_.roster.jurisdictions[country_of(tick)].closed_scored);
    const Lab& lab = labs_.labs[tick.lab];
    context_.events.push_back({tick.days, number_of(EventKind::release),
                               lab.id + " release " + std::to_string(tick.release) + " (closed flagship)",
                               base.capability});
  }

  Labs& labs_;
  lineage::Models& models_;
  downloads::Hub& hub_;
  const Reception& reception_;
  const Parameters& p_;
  const context::Context& context_;
  double year_, until_;      // decimal years of the start and the end of the step
  double best_open_before_;  // orders, of the open models before the step
};

}  // namespace

void publish_own(Labs& labs, lineage::Models& models, downloads::Hub& hub, const Reception& reception,
                 const Parameters& p, const context::Context& context) {
  if (context.clock.end_of_step().days <= labs.handover) return;
  Programmes programmes(labs, models, hub, reception, p, context);
  for (std::size_t l = 0; l < labs.labs.size(); ++l) programmes.publish(l);
}

}  // namespace weightshed::release
