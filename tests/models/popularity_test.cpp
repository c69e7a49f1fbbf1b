// Measures of what is popular: derivatives and downloads by family, and the most downloaded models.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <numeric>

#include "models/measures/measure.hpp"
#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

std::vector<double> observed(const history::History& history, std::string_view key, std::size_t width,
                             sim::StepRange period) {
  std::vector<double> row(width, std::nan(""));
  history.observe(measure_at(key), period, row);
  return row;
}

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

std::vector<double> by_country(const std::vector<double>& by_family, const roster::Names& names) {
  std::vector<double> sums(names.regions.size(), 0.0);
  for (std::size_t f = 0; f < by_family.size(); ++f) sums[at(names.family_country[f])] += by_family[f];
  return sums;
}

// Nodes of the graph that are derivatives of language bases, by family of the root; all of them, or those by authors
// who are not bulk uploaders.
std::vector<double> derivatives_in_graph(const ecosystem::Ecosystem& e, bool with_bulk) {
  std::vector<double> found(e.names->families.size(), 0.0);
  for (std::size_t n = 0; n < e.models.base.size(); ++n) {
    const sim::NodeIndex node(n);
    const lineage::Base& root = e.models.root(node);
    if (e.models.is_base(node) || root.task_class != TaskClass::language) continue;
    const bool bulk = e.authors.authors[at(e.models.author[n])].kind == AuthorKind::bulk_uploader;
    if (with_bulk || !bulk) found[at(root.family)] += 1.0;
  }
  return found;
}

struct Group {
  double downloads, count;
};

// The share of the most downloaded models, by sorting all of them.
double top_share(const ecosystem::Ecosystem& e, double part) {
  std::vector<Group> groups;
  double places = 0.0, top = 0.0, total = 0.0;
  const std::size_t last = e.clock.step() - 1;
  for (std::size_t b = 0; b < e.models.bases.size(); ++b) {
    if (!e.models.bases[b].node.exists()) continue;
    const double repositories = e.models.bases[b].repositories;
    const auto& weeks = e.hub.pins[b].last_weeks;
    groups.push_back({std::accumulate(weeks.begin(), weeks.end(), 0.0) / repositories, repositories});
    places += part * repositories;
  }
  for (const downloads::PinnedNode& node : e.hub.pinned) {
    groups.push_back({last_month(node, e.hub, e.clock, e.scale), models_of(node, e.scale)});
  }
  for (std::size_t k = 0; k < derivation_kinds; ++k) places += part * e.ledger.models_by_kind.sum(0, last, k);
  for (std::size_t c = 0; c < e.ledger.downloads.width(); ++c) total += e.ledger.downloads.sum(last - 3, last, c);
  std::sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) { return a.downloads > b.downloads; });
  for (const Group& group : groups) {
    const double count = std::min(places, group.count);
    top += count * group.downloads;
    places -= count;
  }
  return top / total;
}

// The share of the 50 most downloaded entities, by writing every one of them out: a lab's official repositories, and as
// many accounts as each simulated author stands for.
double share_of_50(const ecosystem::Ecosystem& e) {
  std::vector<double> entities(e.labs.labs.size(), 0.0), of_account(e.hub.common_account.size(), 0.0);
  for (std::size_t b = 0; b < e.models.bases.size(); ++b) {
    entities[at(e.models.bases[b].lab)] += e.hub.pins[b].downloads;
  }
  for (const downloads::PinnedNode& node : e.hub.pinned) {
    of_account[node.account] += all_time(node, e.hub, e.clock, e.scale);
  }
  for (std::size_t a = 0; a < of_account.size(); ++a) {
    const std::size_t common = e.hub.common_account[a];
    if (common != a) {
      entities.push_back(of_account[a] + of_account[common]);
      continue;
    }
    const auto others = std::count(e.hub.common_account.begin(), e.hub.common_account.end(), a) - 1;
    const auto alike = static_cast<std::ptrdiff_t>(std::llround(1.0 / e.scale)) - others;
    entities.insert(entities.end(), static_cast<std::size_t>(std::max<std::ptrdiff_t>(alike, 0)), of_account[a]);
  }
  std::sort(entities.begin(), entities.end(), std::greater<>());
  std::vector<double> by_column(e.ledger.downloads.width(), 0.0);
  e.ledger.downloads.add_sums(0, e.ledger.downloads.steps() - 1, by_column);
  return std::accumulate(entities.begin(), entities.begin() + 50, 0.0) / sum(by_column);
}

}  // namespace

TEST_CASE("derivatives by family are those of the graph, and their shares add up to those of the countries") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.01);
  run_until(history, study.policies[0], sim::date_of(2024, 7, 1));
  const ecosystem::Ecosystem& e = history.state();
  const std::size_t families = e.names->families.size(), countries = e.names->regions.size();
  const std::uint32_t last = e.clock.step() - 1;
  const std::vector<double> with_bulk = derivatives_in_graph(e, true), without = derivatives_in_graph(e, false);
  REQUIRE(sum(without) > 500.0);
  REQUIRE(sum(without) < sum(with_bulk));

  const std::vector<double> counts = observed(history, "family_derivatives", 2 * families, {0, last}),
                            shares = observed(history, "family_derivative_share_without_bulk", families, {0, last});
  for (std::size_t f = 0; f < families; ++f) {
    INFO(e.names->families[f]);
    CHECK(counts[f] * e.scale == Approx(with_bulk[f]));
    CHECK(counts[families + f] == counts[f]);  // the period is the whole run
    CHECK(shares[f] == Approx(without[f] / sum(without)).margin(1e-12));
  }

  for (const sim::StepRange month : {sim::StepRange{last - 3, last}, sim::StepRange{last - 60, last - 56}}) {
    const std::vector<double> new_works = observed(history, "family_derivatives", 2 * families, month),
                              of_family = observed(history, "family_derivative_share_without_bulk", families, month),
                              of_country = observed(history, "derivative_share_without_bulk", countries, month),
                              all = observed(history, "derivative_share", countries, month);
    const std::vector<double> in_month(new_works.begin(), new_works.begin() + static_cast<std::ptrdiff_t>(families));
    const std::vector<double> works = by_country(in_month, *e.names), sums = by_country(of_family, *e.names);
    CHECK(sum(of_family) == Approx(1.0));
    for (std::size_t c = 0; c < countries; ++c) {
      INFO(e.names->regions[c]);
      CHECK(sums[c] == Approx(of_country[c]).margin(1e-12));
      CHECK(works[c] / sum(works) == Approx(all[c]).margin(1e-12));
    }
  }
}

TEST_CASE("counts so far are the counts of all periods together, and downloads by family those of its bases") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.01);
  run_until(history, study.policies[0], sim::date_of(2024, 7, 1));
  const ecosystem::Ecosystem& e = history.state();
  const std::size_t families = e.names->families.size();
  const std::uint32_t steps = e.clock.step();
  for (const char* measure : {"family_derivatives", "family_downloads"}) {
    std::vector<double> so_far(families, 0.0);
    for (std::uint32_t first = 0; first < steps; first += 5) {
      const std::uint32_t last = std::min(first + 4, steps - 1);
      const std::vector<double> row = observed(history, measure, 2 * families, {first, last});
      for (std::size_t f = 0; f < families; ++f) {
        so_far[f] += row[f];
        REQUIRE(row[families + f] == Approx(so_far[f]));
      }
    }
    CHECK(sum(so_far) > 0.0);
  }

  std::vector<double> of_bases(families, 0.0);
  for (std::size_t b = 0; b < e.models.bases.size(); ++b) {
    const lineage::Base& base = e.models.bases[b];
    if (base.task_class == TaskClass::language) of_bases[at(base.family)] += e.hub.pins[b].downloads;
  }
  const std::vector<double> downloads = observed(history, "family_downloads", 2 * families, {steps - 1, steps - 1});
  for (std::size_t f = 0; f < families; ++f) {
    INFO(e.names->families[f]);
    CHECK(downloads[families + f] == Approx(of_bases[f]));
  }
}

TEST_CASE("the most downloaded models are those at the head of all models sorted, at any scale") {
  const sim::Study study = load("baseline");
  for (const double scale : {0.002, 0.05}) {
    history::History history = begin(study, scale);
    run_until(history, study.policies[0], sim::date_of(2019, 9, 2));
    CHECK(std::isnan(measures::top_models(history.state()).of_a_hundredth_percent));  // less than one model
    run_until(history, study.policies[0], sim::date_of(2023, 10, 16));
    const measures::TopModels top = measures::top_models(history.state());
    CHECK(top.of_1_percent == Approx(top_share(history.state(), 0.01)));
    CHECK(top.of_a_hundredth_percent == Approx(top_share(history.state(), 0.0001)));
    CHECK(top.of_a_hundredth_percent > 0.1);
    CHECK(top.of_a_hundredth_percent < top.of_1_percent);
    const std::vector<double> row = row_of(history, measure_at("concentration"), study.coordinates);
    REQUIRE(row.size() == 4);
    CHECK(row[2] == top.of_1_percent);
    CHECK(row[3] == top.of_a_hundredth_percent);
  }
}

TEST_CASE("the most downloaded entities are those at the head of all of them sorted, whoever the fiftieth is") {
  const sim::Study study = load("baseline");
  for (const double scale : {0.002, 0.05}) {
    history::History history = begin(study, scale);
    for (const sim::Date date : {sim::date_of(2020, 3, 2), sim::date_of(2022, 6, 6), sim::date_of(2023, 10, 16)}) {
      run_until(history, study.policies[0], date);
      const ecosystem::Ecosystem& e = history.state();
      INFO("scale " << scale << ", step " << e.clock.step() << ", " << e.hub.common_account.size() << " accounts");
      CHECK(measures::top_50_entities(e) == Approx(share_of_50(e)));
    }
    CHECK(history.state().hub.common_account.size() > 50);
  }
}
