// Readings of the patterns of docs/model.md section 8, in the units of the table published_figures; those of the
// frontier are in frontier_patterns.cpp.
#include "models/measures/patterns.hpp"

#include <algorithm>
#include <cmath>

#include "models/measures/measure.hpp"

namespace weightshed::measures {

namespace {

std::size_t last_step(const Ecosystem& e) { return e.clock.step() - 1; }

std::size_t position(const std::vector<std::string>& names, std::string_view name) {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

double unaffiliated_share(const Ecosystem& e) {
  double total = 0.0, part = 0.0;
  const std::size_t last = last_step(e), first = last >= 51 ? last - 51 : 0;
  for (std::size_t k = 0; k < creator_kinds; ++k) {
    const double downloads = e.ledger.downloads_by_creator.sum(first, last, k * downloads::ages);
    total += downloads;
    if (k == static_cast<std::size_t>(CreatorKind::unaffiliated)) part = downloads;
  }
  return 100.0 * share_of(part, total);
}

double family_of_derivatives(const Ecosystem& e, std::string_view name, std::size_t steps) {
  double total = 0.0, part = 0.0;
  const std::size_t last = last_step(e), wanted = position(e.names->families, name);
  std::vector<double> derivatives(e.ledger.derivatives_by_family.width(), 0.0);
  e.ledger.derivatives_by_family.add_sums(last + 1 - steps, last, derivatives);
  for (std::size_t f = 0; f < derivatives.size(); ++f) {
    total += derivatives[f];
    if (f == wanted) part = derivatives[f];
  }
  return 100.0 * share_of(part, total);
}

double compute_share(const Ecosystem& e, CountryIndex country) {
  return 100.0 * e.stocks.stock[at(country)] / e.stocks.total();
}

double date_of_models(const Ecosystem& e, double count) {
  double so_far = 0.0;
  for (std::size_t step = 0; step < e.ledger.models_by_kind.steps(); ++step) {
    for (std::size_t k = 0; k < derivation_kinds; ++k) so_far += e.ledger.models_by_kind.at(step, k);
    if (so_far >= count) {
      return sim::decimal_year(e.clock.steps().start_of(static_cast<std::uint32_t>(step) + 1));
    }
  }
  return nothing;
}

double thousand_of_lab(const Ecosystem& e, std::string_view lab) {
  return e.ledger.derivatives_by_lab.sum(0, last_step(e), position(e.names->labs, lab)) / 1000.0;
}

// Share of permissive licences among the open flagship releases of Chinese labs in the year before.
double permissive_in_china(const Ecosystem& e, const Assumptions&, const Streams&) {
  double open_flagships = 0.0, permissive = 0.0;
  const double to = e.clock.now().days;
  for (const Base& base : e.models.bases) {
    if (base.task_class != TaskClass::language || base.country != e.roster->china || !base.node.exists() ||
        base.line != Line::flagship || base.born_days < to - sim::days_per_year || base.born_days >= to) {
      continue;
    }
    open_flagships += 1.0;
    if (free_of_restriction(base.licence)) permissive += 1.0;
  }
  return 100.0 * share_of(permissive, open_flagships);
}

double kind_share(const Ecosystem& e, std::initializer_list<DerivationKind> kinds) {
  double total = 0.0, part = 0.0;
  for (std::size_t k = 1; k < derivation_kinds; ++k) {  // from 1: works with a stated base
    const double works = e.ledger.models_by_kind.sum(0, last_step(e), k);
    total += works;
    if (std::find(kinds.begin(), kinds.end(), static_cast<DerivationKind>(k)) != kinds.end()) part += works;
  }
  return 100.0 * share_of(part, total);
}

// First open language release of a lab from a date on, in one line or in either.
double first_open(const Ecosystem& e, std::string_view lab, double from_year) {
  const std::size_t wanted = position(e.names->labs, lab);
  double first = nothing;
  for (const Base& base : e.models.bases) {
    if (base.task_class != TaskClass::language || at(base.lab) != wanted || !base.node.exists()) continue;
    const double year = sim::decimal_year(base.born_days);
    if (year >= from_year && !(year >= first)) first = year;
  }
  return first;
}

// US labs whose best model was closed in 2022 to 2025 and that opened their flagship.
double us_leaders_open(const Ecosystem& e, const Assumptions&, const Streams&) {
  double labs = 0.0;
  for (const char* leader : {"openai", "google", "anthropic"}) {
    const std::size_t wanted = position(e.names->labs, leader);
    const bool opened = std::any_of(e.models.bases.begin(), e.models.bases.end(), [&](const Base& base) {
      return at(base.lab) == wanted && base.task_class == TaskClass::language && base.line == Line::flagship &&
             base.node.exists() && sim::decimal_year(base.born_days) >= 2023.0;
    });
    if (opened) labs += 1.0;
  }
  return labs;
}

// Maximum likelihood exponent of the number of children of nodes other than bases, from 5 children on
// (Clauset, Shalizi, Newman 2009, equation 3.7: discrete approximation).
double degree_exponent(const Ecosystem& e, const Assumptions&, const Streams&) {
  constexpr double least = 5.0;
  double logs = 0.0, count = 0.0;
  for (std::size_t n = 0; n < e.models.base.size(); ++n) {
    const double children = e.models.sampler.nodes()[n].children;
    if (e.models.is_base(sim::NodeIndex(n)) || children < least) continue;
    logs += std::log(children / (least - 0.5));
    count += 1.0;
  }
  return count >= 20.0 ? 1.0 + count / logs : nothing;
}

// All-time downloads of every model: official repositories share the base's, community nodes are settled.
struct AllTime {
  double any = nothing, median = nothing, mean = nothing;
};

AllTime all_time(const Ecosystem& e, const Assumptions& a, const Streams& s) {
  const downloads::Settlement settled = downloads::settle(e.models, e.hub, e.clock, a.downloads, s);
  std::vector<double> counts = settled.independents;
  double official = 0.0, repositories = 0.0;
  for (std::size_t n = 0; n < settled.nodes.size(); ++n) {
    if (!e.models.is_base(sim::NodeIndex(n))) counts.push_back(settled.nodes[n]);
  }
  for (std::size_t b = 0; b < e.models.bases.size(); ++b) {
    if (!e.models.bases[b].node.exists()) continue;
    official += e.hub.pins[b].downloads;
    repositories += e.models.bases[b].repositories;
  }
  if (counts.empty()) return {};
  double sum = 0.0, any = 0.0;
  for (const double c : counts) {
    sum += c;
    if (c > 0.0) any += 1.0;
  }
  const auto middle = counts.begin() + static_cast<std::ptrdiff_t>(counts.size() / 2);
  std::nth_element(counts.begin(), middle, counts.end());
  const double models = static_cast<double>(counts.size()) / e.scale + repositories;
  return {100.0 * (any / e.scale + repositories) / models, *middle, (sum / e.scale + official) / models};
}

double small_language_downloads(const Ecosystem& e, const Assumptions&, const Streams&) {
  double total = 0.0, small = 0.0;
  for (std::size_t b = 0; b < e.models.bases.size(); ++b) {
    if (e.models.bases[b].task_class != TaskClass::language) continue;
    total += e.hub.pins[b].downloads;
    if (e.models.bases[b].total_parameters <= 10e9) small += e.hub.pins[b].downloads;
  }
  return 100.0 * share_of(small, total);
}

// A sign in one history: its probability is the share of histories in which it holds.
double sign(double value) { return std::isnan(value) ? nothing : value > 0.0 ? 1.0 : 0.0; }

double siblings_closer(const Ecosystem& e, const Assumptions&, const Streams&) {
  const measures::Kinship kinship = measures::kinship(e.models);
  return sign(kinship.siblings - kinship.parent_child);
}

double licences_open(const Ecosystem& e, const Assumptions&, const Streams&) {
  return sign(measures::licence_drift(e.models));
}

// The year that OpenRouter and a16z describe, and the half of it with the highest weeks.
const sim::Date year_begins = sim::date_of(2024, 11, 15), peak_begins = sim::date_of(2025, 7, 1),
                late_ends = sim::date_of(2024, 12, 31), year_ends = sim::date_of(2025, 11, 15);

double chinese_tokens(const Ecosystem& e, sim::Date to) {
  return 100.0 * measures::mean_token_share(e, TokenOrigin::chinese_open, year_begins, to);
}

double peak_of_chinese_tokens(const Ecosystem& e, const Assumptions&, const Streams&) {
  return 100.0 * measures::peak_token_share(e, TokenOrigin::chinese_open, peak_begins, year_ends);
}

double other_open_tokens(const Ecosystem& e, const Assumptions&, const Streams&) {
  return 100.0 * measures::mean_token_share(e, TokenOrigin::other_open, year_begins, year_ends);
}

// Share of open weights in what US organisations use, weighted by how much each uses: the survey asks for workloads.
double open_workloads(const Ecosystem& e, const Assumptions&, const Streams&) {
  double total = 0.0, open = 0.0;
  for (const Organisation& o : e.adopters.organisations) {
    if (o.family == no_family || o.region != e.roster->united_states) continue;
    const double use = std::exp(o.log_size);
    total += use;
    if (o.mode != AdoptionMode::closed_api) open += use;
  }
  return 100.0 * share_of(open, total);
}

// The value of the card's measure after the last step, over its window: four weeks of a period.
double of_measure(const Ecosystem& e, const Assumptions& a, const sim::PatternCard& card) {
  const auto all = measures::catalogue();
  const Measure& measure =
      **std::find_if(all.begin(), all.end(), [&](const Measure* m) { return m->card.key == card.measure; });
  const sim::Coordinates labels = measures::coordinates(*e.roster, *e.names);
  std::size_t width = 1, wanted = 0;
  for (const auto& [dimension, label] : sim::coordinates_of(card.where)) {
    const std::vector<std::string>& axis = labels.find(dimension)->second;
    wanted = wanted * axis.size() + position(axis, label);
    width *= axis.size();
  }
  const auto steps = sim::latest_steps(measure.card.window, e.clock.step(), e.clock.steps());
  if (!steps) return nothing;
  std::vector<double> row(width, nothing);
  measure.observe(e, a, *steps, row);
  return card.unit == "percent" ? 100.0 * row[wanted] : row[wanted];
}

// clang-format off
std::vector<Pattern> hub_patterns() {
  using E = const Ecosystem&;
  using A = const Assumptions&;
  using S = const Streams&;
  using enum sim::PatternReading;
  return {
      {{"P1", "", "2026-06-30", "date", "Qwen passes Llama", date, "overtaking", "race=Qwen-Llama"}},
      {{"P2", "CN", "2025-08-31", "percent", "Young downloads, China", value, "download_share", "age=under_a_year;creator_country=CN"}},
      {{"P2", "US", "2025-08-31", "percent", "Young downloads, US", value, "download_share", "age=under_a_year;creator_country=US"}},
      {{"P3", "CN", "2025-09-30", "percent", "New derivatives on Chinese bases; over four weeks, whereas the measure takes the weeks of the month", value, "derivative_share", "country=CN"}},
      {{"P4", "Qwen", "2024-01-31", "percent", "New derivatives on Qwen"}, [](E e, A, S) { return family_of_derivatives(e, "Qwen", 4); }},
      {{"P10", "US", "2025-05-31", "percent", "Compute share, US"}, [](E e, A, S) { return compute_share(e, e.roster->united_states); }},
      {{"P10", "CN", "2025-05-31", "percent", "Compute share, China"}, [](E e, A, S) { return compute_share(e, e.roster->china); }},
      {{"P10", "EU", "2025-05-31", "percent", "Compute share, EU"}, [](E e, A, S) { return compute_share(e, e.roster->country("EU")); }},
      {{"P11", "1000000", "2025-12-31", "date", "One million models"}, [](E e, A, S) { return date_of_models(e, 1e6); }},
      {{"P11", "2000000", "2025-12-31", "date", "Two million models"}, [](E e, A, S) { return date_of_models(e, 2e6); }},
      {{"P12", "", "2025-10-23", "percent", "Top 50 entities", value, "concentration", "statistic=top_50_entities"}},
      {{"P13", "", "2023-10-15", "percent", "Top 1% of models", value, "concentration", "statistic=top_1_percent_of_models"}},
      {{"P14", "2021-2022", "2022-06-30", "percent", "Unaffiliated, early"}, [](E e, A, S) { return unaffiliated_share(e); }},
      {{"P14", "2024-2025", "2025-08-31", "percent", "Unaffiliated, late"}, [](E e, A, S) { return unaffiliated_share(e); }},
      {{"P15", "Alibaba", "2025-12-31", "thousand models", "Derivatives of Alibaba"}, [](E e, A, S) { return thousand_of_lab(e, "alibaba"); }},
      {{"P15", "Google", "2025-12-31", "thousand models", "Derivatives of Google"}, [](E e, A, S) { return thousand_of_lab(e, "google"); }},
      {{"P15", "Meta", "2025-12-31", "thousand models", "Derivatives of Meta"}, [](E e, A, S) { return thousand_of_lab(e, "meta"); }},
      {{"P15", "OpenAI", "2025-12-31", "thousand models", "Derivatives of OpenAI"}, [](E e, A, S) { return thousand_of_lab(e, "openai"); }},
      {{"P16", "siblings", "2025-12-31", "probability", "Siblings more alike than parent and child"}, siblings_closer},
      {{"P16", "licences", "2025-12-31", "probability", "Licences drift to permissive"}, licences_open},
      {{"P17", "2023", "2023-12-31", "percent", "Permissive in China"}, permissive_in_china},
      {{"P17", "2025", "2025-12-31", "percent", "Permissive in China"}, permissive_in_china},
      {{"P18", "adapter", "2025-10-23", "percent", "Adapters"}, [](E e, A, S) { return kind_share(e, {DerivationKind::adapter}); }},
      {{"P18", "finetune", "2025-10-23", "percent", "Fine-tunes and distillations"}, [](E e, A, S) { return kind_share(e, {DerivationKind::fine_tune, DerivationKind::distillation}); }},
      {{"P18", "quantized", "2025-10-23", "percent", "Quantisations"}, [](E e, A, S) { return kind_share(e, {DerivationKind::quantisation}); }},
      {{"P18", "merge", "2025-10-23", "percent", "Merges"}, [](E e, A, S) { return kind_share(e, {DerivationKind::merge}); }},
      {{"P19", "baidu", "2026-06-30", "date", "Baidu opens"}, [](E e, A, S) { return first_open(e, "baidu", 2024.0); }},
      {{"P19", "openai", "2026-06-30", "date", "OpenAI opens a second line"}, [](E e, A, S) { return first_open(e, "openai", 2023.0); }},
      {{"P19", "us_leaders", "2025-12-31", "labs", "US leaders' open flagships"}, us_leaders_open},
      {{"P20", "", "2025-12-31", "exponent", "Degree exponent"}, degree_exponent},
      {{"P21", "2024-late", "2024-12-31", "percent", "Chinese open tokens, late 2024; mean of the weekly shares, whereas the measure pools the tokens of a period", value, "token_share", "token_origin=chinese_open"}, [](E e, A, S) { return chinese_tokens(e, late_ends); }},
      {{"P21", "year", "2025-11-15", "percent", "Chinese open tokens, the year; mean of the weekly shares, whereas the measure pools the tokens of a period", value, "token_share", "token_origin=chinese_open"}, [](E e, A, S) { return chinese_tokens(e, year_ends); }},
      {{"P21", "peak", "2025-11-15", "percent", "Chinese open tokens, peak week"}, peak_of_chinese_tokens},
      {{"P22", "", "2025-11-15", "percent", "Other open tokens, the year; mean of the weekly shares, whereas the measure pools the tokens of a period", value, "token_share", "token_origin=other_open"}, other_open_tokens},
      {{"P23a", "2024-01", "2024-01-31", "percent", "Chinese bases, 2024-01; over four weeks, whereas the measure takes the weeks of the month", value, "derivative_share_without_bulk", "country=CN"}},
      {{"P23a", "2024-06", "2024-06-30", "percent", "Chinese bases, 2024-06; over four weeks, whereas the measure takes the weeks of the month", value, "derivative_share_without_bulk", "country=CN"}},
      {{"P23b", "2024-10", "2024-10-31", "percent", "Chinese bases, 2024-10; over four weeks, whereas the measure takes the weeks of the month", value, "derivative_share_without_bulk", "country=CN"}},
      {{"P23b", "2025-01", "2025-01-31", "percent", "Chinese bases, 2025-01; over four weeks, whereas the measure takes the weeks of the month", value, "derivative_share_without_bulk", "country=CN"}},
      {{"P29", "2024-late", "2024-11-20", "percent", "Open weights in enterprise workloads, late 2024"}, open_workloads},
      {{"P29", "2025-mid", "2025-07-31", "percent", "Open weights in enterprise workloads, mid-2025"}, open_workloads},
      {{"P29", "2025-late", "2025-12-09", "percent", "Open weights in enterprise workloads, late 2025"}, open_workloads},
      {{"P26", "small", "2025-10-31", "percent", "Language downloads at or below 10e9"}, small_language_downloads},
      {{"P26", "any", "2025-10-23", "percent", "Models ever downloaded"}, [](E e, A a, S s) { return all_time(e, a, s).any; }},
      {{"P26", "median", "2025-10-23", "downloads", "Median downloads"}, [](E e, A a, S s) { return all_time(e, a, s).median; }},
      {{"P26", "mean", "2025-10-23", "downloads", "Mean downloads"}, [](E e, A a, S s) { return all_time(e, a, s).mean; }},
  };
}
// clang-format on

}  // namespace

const std::vector<Pattern>& patterns() {
  static const std::vector<Pattern> list = [] {
    std::vector<Pattern> all = hub_patterns();
    const std::vector<Pattern> frontier = frontier_patterns();
    all.insert(all.end(), frontier.begin(), frontier.end());
    return all;
  }();
  return list;
}

double read(const Pattern& pattern, const Ecosystem& e, const Assumptions& a, const Streams& s) {
  return pattern.read != nullptr ? pattern.read(e, a, s) : of_measure(e, a, pattern.card);
}

}  // namespace weightshed::measures
