// A model small enough to know by heart: walkers in two countries, drifting by one lever, pushed by one parameter.
#pragma once

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>

#include "sim/plan/study.hpp"
#include "sim/random/normal.hpp"
#include "sim/random/stream.hpp"

namespace walkers {

inline constexpr std::uint32_t no_failure = 0xffffffffU;

// level of country c after k steps: sum of (drift * lever + noise); a birth in the lineage and an event every 13 steps.
class Walk final : public sim::Model {
 public:
  explicit Walk(const sim::Beginning& b)
      : clock_(b.start),
        seed_(b.seed),
        key_(b.world_key),
        member_(b.member),
        drift_(b.parameters[0]),
        fails_at_(b.parameters[1]) {}

  std::unique_ptr<sim::Model> copy() const override { return std::make_unique<Walk>(*this); }
  const sim::Clock& clock() const override { return clock_; }

  void step(const sim::Policy& policy) override {
    const sim::LeverValues levers = sim::levers_in_force(policy, clock_.now(), {0.0});
    const double push = levers.empty() ? 0.0 : levers.front().value;
    if (push > fails_at_) throw std::runtime_error("the walker fell at " + sim::to_string(clock_.now()));
    const sim::Stream stream(seed_, sim::luck_of(key_, member_), "walk");
    for (std::uint64_t country = 0; country < 2; ++country) {
      sim::Draws draws = stream.at(country, clock_.step());
      level_[country] += drift_ * push + sim::normal(draws);
    }
    steps_.push_back(level_[0] + level_[1]);
    if (clock_.step() % 13 == 0) {
      events_.push_back({static_cast<double>(clock_.now().days) + 0.25, 1,
                         clock_.step() % 2 == 0 ? "odd walker" : "Läufer", level_[0]});
    }
    clock_.advance();
  }

  // 0: level(country), instant. 1: flow, number of steps in the window plus the last sum. 2: the same over a year.
  void observe(std::size_t measure, sim::StepRange window, std::span<double> row) const override {
    if (measure == 0) {
      row[0] = level_[0];
      row[1] = level_[1];
      return;
    }
    row[0] = 0.0;
    for (std::uint32_t k = window.first; k <= window.last; ++k) row[0] += steps_.at(k);
  }

  double pattern(std::size_t pattern) const override { return level_[pattern]; }
  const std::vector<sim::Event>& events() const override { return events_; }

  sim::LineageTable lineage() const override {
    sim::LineageTable t;
    for (std::size_t i = 0; i < events_.size(); ++i) {
      t.parent.push_back(i == 0 ? sim::LineageTable::no_parent : static_cast<std::uint32_t>(i / 2));
      t.release.push_back(0);
      t.trainings.push_back(0);
      t.kind.push_back(i == 0 ? 0 : 1);
      t.country.push_back(static_cast<std::uint8_t>(i % 2));
      t.licence.push_back(0);
      t.family.push_back(0);
      t.lab.push_back(0);
      t.parameters.push_back(7e9F);
      t.capability.push_back(static_cast<float>(events_[i].value));
      t.born.push_back(events_[i].days);
      t.downloads.push_back(static_cast<float>(i));
      if (i % 4 == 3) {
        t.merge.push_back(static_cast<std::uint32_t>(i));
        t.further_parent.push_back(0);
      }
    }
    t.releases = {member_ == 0 ? "walker one" : "walker of member " + std::to_string(member_)};
    return t;
  }

 private:
  sim::Clock clock_;
  std::uint64_t seed_;
  std::uint32_t key_, member_;
  double drift_, fails_at_;
  double level_[2] = {0.0, 0.0};
  std::vector<double> steps_;
  std::vector<sim::Event> events_;
};

inline const sim::ModelKind& kind() {
  static const sim::ModelKind toy = [] {
    static constexpr std::string_view variants[] = {"plain", "fancy"};
    sim::ModelKind k;
    k.name = "toy";
    sim::ParameterCard drift{"walk.drift", "push of the lever in one step", 0.5, {}};
    drift.about.unit = "1";
    drift.about.high = 1.0;
    drift.about.prior = sim::Prior::uniform;
    drift.about.source = "made up";
    sim::ParameterCard fails_at{"walk.fails_at", "lever above which the walker falls", 1e9, {}};
    fails_at.about.unit = "1";
    fails_at.about.high = 1e9;
    k.parameters = {drift, fails_at};
    sim::LeverCard lever{};
    lever.key = "push";
    lever.unit = "1";
    lever.description = "pushes every walker";
    k.levers = {lever};
    sim::MeasureCard level{};
    level.key = "level";
    level.dimensions = {"country"};
    level.unit = "m";
    level.long_name = "level of the walkers";
    level.calibrated = true;
    sim::MeasureCard flow{};
    flow.key = "flow";
    flow.unit = "m";
    flow.long_name = "sum of levels in the period";
    flow.window = sim::Window::period;
    sim::MeasureCard year{};
    year.key = "year";
    year.unit = "m";
    year.long_name = "sum of levels in a year";
    year.window = sim::Window::trailing_year;
    k.measures = {level, flow, year};
    k.structures = {{"gait", variants, 0, "how walkers walk"}};
    k.patterns = {{"P1", "US", "2020-03-01", "m", "level of the first walker"},
                  {"P1", "CN", "2020-12-01", "m", "level of the second walker"}};
    k.event_kinds = {"birth", "stride"};
    k.licences = {"apache-2.0"};
    k.derivation_kinds = {"base", "finetune"};
    k.coordinates = [](const sim::Tables&) { return sim::Coordinates{{"country", {"US", "CN"}}}; };
    k.begin = [](const sim::Beginning& b) { return std::make_unique<Walk>(b); };
    return k;
  }();
  return toy;
}

inline sim::Policy push(const std::string& name, sim::Date at, double to) {
  sim::Policy policy{name, "", {}, {}};
  sim::Action action{};
  action.at = at;
  action.to = to;
  policy.actions = {action};
  return policy;
}

// Two years from 2019-07-01; the policies part on 2020-07-01.
inline sim::Study study(std::uint32_t worlds = 2, std::uint32_t members = 4) {
  sim::Study s;
  s.kind = &kind();
  s.name = "toy";
  s.title = "Do pushed walkers walk further?";
  s.question = "Whether a push moves walkers.";
  s.source.text = "title = \"Do pushed walkers walk further?\"\n";
  s.source.sha256 = "toy-" + std::to_string(worlds) + "-" + std::to_string(members);
  s.source.path = "toy.toml";
  s.source.resolved = {{"run.seed", "7", "toy.toml:2"}, {"run.members", std::to_string(members), "default"}};
  s.run.start = sim::date_of(2019, 7, 1);
  s.run.end = sim::date_of(2021, 6, 30);
  s.run.observed_until = s.run.start;
  s.run.past = sim::Past::simulated;
  s.run.seed = 7;
  s.run.members = members;
  s.run.worlds = worlds;
  s.run.calibrated = true;
  const sim::Date at = sim::date_of(2020, 7, 1);
  s.policies = {{"current", "As it is", {}, {}}, push("placebo", at, 0.0), push("pushed", at, 1.0)};
  s.design.parameters = 2;
  for (std::uint32_t w = 0; w < worlds; ++w) {
    s.design.values.push_back((w + 0.5) / worlds);
    s.design.values.push_back(1e9);
    s.design.structure.push_back({w % 2});
    s.design.keys.push_back(w);
  }
  s.design.sampled = {0};
  s.record = {{0, 1, 2}, sim::Every::month, sim::LineageRecord::one_member};
  s.coordinates = {{"country", {"US", "CN"}}};
  sim::Table published;
  published.file = "published_figures.csv";
  published.lines = {2, 3};
  published.columns["pattern"] = {sim::ColumnType::text, {"P1", "P1"}, {}, {}};
  published.columns["part"] = {sim::ColumnType::text, {"US", "CN"}, {}, {}};
  published.columns["value"] = {sim::ColumnType::number, {"1.5", ""}, {1.5, std::nan("")}, {}};
  published.columns["date"] = {
      sim::ColumnType::date, {"2020-03-01", "2020-12-01"}, {}, {sim::date_of(2020, 3, 1), sim::date_of(2020, 12, 1)}};
  s.tables.emplace("published_figures", published);
  return s;
}

// A folder of its own for each test, removed with it.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "weightshed-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace walkers
