// Dependence and exposure on a state made by hand, and how alike kin are in a tree made by hand.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/measures/measure.hpp"
#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

FamilyIndex family(const ecosystem::Ecosystem& e, std::string_view name) {
  for (std::size_t f = 0; f < e.names->families.size(); ++f) {
    if (e.names->families[f] == name) return static_cast<FamilyIndex>(f);
  }
  throw sim::Error(sim::Failure::internal, "no family " + std::string(name));
}

adoption::Organisation user(CountryIndex region, FamilyIndex of, AdoptionMode mode, double place = 1.0) {
  adoption::Organisation o;
  o.region = region;
  o.family = of;
  o.mode = mode;
  o.place = place;
  return o;
}

std::vector<double> observed(const ecosystem::Ecosystem& e, std::string_view key, std::size_t width) {
  std::vector<double> row(width, std::nan(""));
  for (const measures::Measure* measure : measures::catalogue()) {
    if (measure->card.key == key) measure->observe(e, ecosystem::Assumptions{}, {0, 0}, row);
  }
  return row;
}

// A tree of nodes with stated attributes.
struct Tree {
  lineage::Models models{1.0};
  sim::GroupIndex group = models.sampler.add_group();
  sim::NodeIndex add(sim::NodeIndex parent, Licence licence, DerivationKind kind) {
    const sim::NodeIndex node =
        parent.exists() ? models.sampler.append(group, parent, 1.0) : models.sampler.add_root(group, 1.0);
    if (parent.exists()) {
      models.topology.add(parent);
    } else {
      models.topology.add_root();
    }
    models.sampler[node].attributes = lineage::NodeAttributes{kind, licence, CreatorKind::industry, 0, false}.pack();
    models.base.push_back(BaseIndex{0});
    if (models.bases.empty()) models.bases.emplace_back().node = node;
    return node;
  }
};

constexpr AdoptionMode api = AdoptionMode::closed_api, hosted = AdoptionMode::hosted_open_weights;
constexpr Licence restricted = Licence::restricted_commercial, permissive = Licence::permissive;
constexpr DerivationKind tune = DerivationKind::fine_tune, adapter = DerivationKind::adapter;

}  // namespace

TEST_CASE("dependence and exposure of a state made by hand are counted as stated") {
  const sim::Study study = load("baseline");
  const history::History history = begin(study, 0.0005);
  ecosystem::Ecosystem e = history.state();
  const CountryIndex us = e.roster->united_states, eu = e.roster->country("EU"), cn = e.roster->china;
  const std::size_t regions = e.names->regions.size(), world = regions;
  const FamilyIndex gpt = family(e, "GPT"), qwen = family(e, "Qwen"), mistral = family(e, "Mistral");
  std::vector<adoption::Organisation> users = {
      user(us, gpt, api),     user(us, qwen, hosted), user(eu, gpt, api),      user(eu, mistral, hosted),
      user(eu, mistral, api), user(eu, qwen, hosted), user(cn, no_family, api)};
  e.adopters.organisations = users;
  const std::vector<double> dependence = observed(e, "closed_dependence", regions + 1);
  CHECK(dependence[at(us)] == 0.0);
  CHECK(dependence[at(eu)] == Approx(1.0 / 4.0));
  CHECK(std::isnan(dependence[at(cn)]));
  CHECK(dependence[world] == Approx(1.0 / 6.0));
  const adoption::Parameters p;
  const std::vector<double> exposure = observed(e, "exposure", (regions + 1) * 3);
  CHECK(exposure[at(us) * 3] == Approx(0.5));
  CHECK(exposure[at(us) * 3 + 1] == Approx(0.5 * (1.0 + p.hijacking_cn)));
  CHECK(exposure[at(us) * 3 + 2] == Approx(0.5 * (p.misinformation_us + p.misinformation_cn)));
  // One organisation in China hosts Qwen itself, whose recent works are two trainings from their base on average.
  users.push_back(user(cn, qwen, AdoptionMode::self_hosted_open_weights));
  e.adopters.organisations = users;
  e.hub.families[at(qwen)].recent = 50.0;
  e.hub.families[at(qwen)].recent_trainings = 100.0;
  const std::vector<double> hosting = observed(e, "exposure", (regions + 1) * 3);
  const double eroded = 1.0 + p.derivatives_hosted * (std::pow(1.0 + p.erosion, 2) - 1.0);
  const double mitigated = 1.0 - p.derivatives_hosted * (1.0 - std::pow(1.0 - p.mitigation, 2));
  CHECK(hosting[at(cn) * 3] == 1.0);
  CHECK(hosting[at(cn) * 3 + 1] == Approx(p.hijacking_cn * eroded));
  CHECK(hosting[at(cn) * 3 + 2] == Approx(p.misinformation_cn * mitigated));
  CHECK(hosting[at(us) * 3 + 1] == exposure[at(us) * 3 + 1]);
  CHECK(exposure[at(eu) * 3 + 1] == Approx(0.25 * (1.0 + p.hijacking_cn) + 0.5 * p.hijacking_other));
  CHECK(exposure[world * 3] == Approx(2.0 / 6.0));
  CHECK(std::isnan(exposure[at(cn) * 3]));
}

TEST_CASE("users of Meta's models within reach rest on Qwen once Manus is bought, and not before") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.0005);
  const auto on_chinese_bases = [](ecosystem::Ecosystem e) {
    const CountryIndex us = e.roster->united_states;
    e.adopters.organisations = {user(us, family(e, "Llama"), hosted, 0.001), user(us, family(e, "Llama"), hosted, 0.9)};
    return observed(e, "exposure", (e.names->regions.size() + 1) * 3)[at(us) * 3];
  };
  run_until(history, study.policies[0], sim::date_of(2025, 12, 22));
  CHECK(on_chinese_bases(history.state()) == 0.0);
  run_until(history, study.policies[0], sim::date_of(2026, 1, 5));
  CHECK(on_chinese_bases(history.state()) == 0.5);
}

TEST_CASE("kinship compares equally many pairs, below derivatives only, over licence, format and creator") {
  Tree t;
  const sim::NodeIndex root = t.add({}, restricted, DerivationKind::base);
  const sim::NodeIndex first = t.add(root, restricted, tune);
  t.add(root, permissive, tune);  // a child of a base: not compared
  CHECK(std::isnan(measures::kinship(t.models).siblings));
  t.add(first, permissive, adapter);
  t.add(first, permissive, adapter);
  const measures::Kinship alike = measures::kinship(t.models);
  CHECK(alike.siblings == 1.0);
  CHECK(alike.parent_child == Approx(0.5));  // creator and country of the four traits
  t.add(first, restricted, tune);
  const measures::Kinship mixed = measures::kinship(t.models);
  CHECK(mixed.siblings == Approx((1.0 + 0.5) / 2));
  CHECK(mixed.parent_child == Approx((0.5 + 1.0) / 2));
}

TEST_CASE("licence drift counts changes up against changes down") {
  Tree t;
  const sim::NodeIndex root = t.add({}, restricted, DerivationKind::base);
  t.add(root, restricted, tune);
  CHECK(std::isnan(measures::licence_drift(t.models)));
  const sim::NodeIndex up = t.add(root, permissive, tune);
  t.add(root, permissive, tune);
  CHECK(measures::licence_drift(t.models) == 1.0);
  t.add(up, restricted, tune);
  CHECK(measures::licence_drift(t.models) == Approx(1.0 / 3.0));
}
