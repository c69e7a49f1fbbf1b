// Stocks of two countries that grow by chance; one lever slows one country.
#include "tests/toy/toy_kind.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/random/stream.hpp"

namespace toy {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view openness[] = {"logit", "imitation", "fixed"};
constexpr std::string_view reactions[] = {"reactive", "none"};
constexpr sim::LeverOption fee[] = {{.key = "fee", .unit = "1", .description = "share of the price"}};
constexpr std::string_view weights_words[] = {"open", "closed"};

class Toy final : public sim::Model {
 public:
  explicit Toy(const sim::Beginning& b)
      : clock_(b.start),
        seed_(b.seed),
        luck_(sim::luck_of(b.world_key, b.member)),
        growth_(b.parameters[0]),
        fails_(b.parameters[3] > 0.0 && b.member % 2 == 1),
        stocks_(b.tables->find("jurisdictions")->second.rows(), 1.0) {}

  std::unique_ptr<sim::Model> copy() const override { return std::make_unique<Toy>(*this); }
  const sim::Clock& clock() const override { return clock_; }

  void step(const sim::Policy& policy) override {
    if (fails_) throw std::runtime_error("the toy broke on purpose");
    const std::vector<double> neutral(kind().levers.size(), 0.0);
    const auto levers = levers_in_force(policy, clock_.now(), neutral);
    const sim::Stream stream(seed_, luck_, "toy.growth");
    for (std::size_t c = 0; c < stocks_.size(); ++c) {
      double blocked = 0.0;
      for (const sim::LeverValue& lever : levers) {
        if (lever.target.lever == 0 && lever.target.of == static_cast<int>(c)) blocked = lever.value;
      }
      sim::Draws draws = stream.at(c, clock_.step());
      stocks_[c] *= std::exp((growth_ * (1.0 - blocked) + draws.uniform() - 0.5) * sim::Steps{}.length().value);
    }
    clock_.advance();
  }

  void observe(std::size_t measure, sim::StepRange, std::span<double> row) const override {
    if (measure == 0) {
      for (std::size_t c = 0; c < stocks_.size(); ++c) row[c] = stocks_[c];
    } else {
      row[0] = 12.0 * std::log(stocks_[0] / stocks_[1]);
    }
  }
  double pattern(std::size_t pattern) const override { return stocks_[pattern % stocks_.size()]; }
  const std::vector<sim::Event>& events() const override { return events_; }
  // A base in each country, and two derivatives of each: the second a merge with the first.
  sim::LineageTable lineage() const override {
    sim::LineageTable t;
    for (std::uint32_t row = 0; row < 3 * stocks_.size(); ++row) {
      const std::uint32_t country = row / 3;
      t.parent.push_back(row % 3 == 0 ? sim::LineageTable::no_parent : 3 * country);
      t.release.push_back(country);
      t.kind.push_back(row % 3 == 0 ? 0 : 1);
      t.country.push_back(static_cast<std::uint8_t>(country));
      t.licence.push_back(row % 3 == 1 ? 1 : 0);
      t.trainings.push_back(row % 3 == 0 ? 0 : 1);
      t.family.push_back(0);
      t.lab.push_back(0);
      t.born.push_back(clock_.steps().start.days);
      t.parameters.push_back(7e9F);
      t.capability.push_back(24.0F);
      t.downloads.push_back(100.0F);
      if (row % 3 != 2) continue;
      t.merge.push_back(row);
      t.further_parent.push_back(row - 1);
      t.releases.push_back("Toy, " + std::to_string(country));
    }
    return t;
  }

 private:
  sim::Clock clock_;
  std::uint64_t seed_;
  std::uint64_t luck_;
  double growth_;
  bool fails_;
  std::vector<double> stocks_;
  std::vector<sim::Event> events_;
};

constexpr sim::OtherName other_names[] = {{"jurisdictions", "EU", "Europe"}, {"jurisdictions", "EU", "Malta", true}};

sim::ModelKind make() {
  using sim::About;
  using sim::ColumnType;
  sim::ModelKind k;
  k.name = "toy";
  const auto about = [](std::string_view unit, double low, double high, sim::Prior prior, double spread) {
    About a;
    a.unit = unit;
    a.low = low;
    a.high = high;
    a.prior = prior;
    a.spread = spread;
    a.confidence = sim::Confidence::low;
    a.source = "judgement";
    return a;
  };
  k.parameters = {
      {"supply.domestic_growth", "Growth of domestic capacity", 0.8,
       about("/ year", 0.1, 2.5, sim::Prior::normal, 0.3)},
      {"derivation.habit", "Share of authors who stay with their family", 0.25,
       about("1", 0.0, 0.6, sim::Prior::uniform, 0.0)},
      {"adoption.licence", "Weight of a permissive licence", 1.0,
       about("log-odds", -1.0, 3.0, sim::Prior::normal, 0.5)},
      {"toy.failing", "Above 0: every second member fails", 0.0, about("1", 0.0, 1.0, sim::Prior::fixed, 0.0)},
      {"supply.shock_date", "Date of a supply shock", 2040.0, about("date", 2026.0, 2050.0, sim::Prior::uniform, 0.0)},
  };
  k.levers = {
      {"us.export_control",
       "1",
       0.0,
       1.0,
       0.0,
       {"country", {}, {}},
       {},
       fee,
       false,
       false,
       {},
       "Share of exports that is blocked",
       "judgement"},
      {"us.smuggling_enforcement", "1", 0.0, 3.0, 0.0, {}, {}, {}, false, false, {}, "Enforcement", "judgement"},
      {"us.open_weight_programme",
       "USD / year",
       0.0,
       1e10,
       0.0,
       {},
       {},
       {},
       false,
       false,
       {},
       "Public money for open weights",
       "ATOM"},
      {"ban_foreign_weights",
       "1",
       0.0,
       1.0,
       0.0,
       {"country", "country", "sector"},
       {},
       {},
       false,
       false,
       {},
       "Ban",
       "judgement"},
      {"cn.export_of_weights",
       "",
       0.0,
       1.0,
       0.0,
       {},
       weights_words,
       {},
       false,
       false,
       {},
       "Whether new weights may leave",
       "judgement"},
  };
  k.measures = {
      {"stock",
       {"country"},
       "1",
       "stock",
       sim::Window::instant,
       true,
       "Stock by country",
       "toy",
       "{country} stock",
       "",
       2},
      {"frontier_lag",
       {},
       "month",
       "lag of the second behind the first",
       sim::Window::instant,
       false,
       "Lag",
       "toy",
       "lag of the second",
       "months"},
  };
  k.structures = {{"openness", openness, 0, "How labs decide to open"},
                  {"reactions", reactions, 1, "Whether governments react"}};
  k.patterns = {{"P1", "", "2026-01-01", "1", "Stock of the first"},
                {"P2", "CN", "2026-01-01", "1", "Stock of CN", sim::PatternReading::value, "stock", "country=CN"}};
  k.tables = {
      {"jurisdictions", {{"code"}, {"name"}}, "code", "Countries"},
      {"policy_dates",
       {{"lever"},
        {"of", ColumnType::text, false, 0, 0, {}, "jurisdictions.code"},
        {"in", ColumnType::text, false},
        {"sectors", ColumnType::text, false},
        {"date", ColumnType::date},
        {"value", ColumnType::text},
        {"fee", ColumnType::number, false, 0.0, 1.0},
        {"source"}},
       {},
       "Dated facts"},
      {"releases",
       {{"id"},
        {"country", ColumnType::text, true, 0, 0, {}, "jurisdictions.code"},
        {"date", ColumnType::date},
        {"licence", ColumnType::text, true, 0, 0, {"permissive", "restricted"}}},
       "id",
       "Releases"},
  };
  k.evidence_until = sim::date_of(2032, 12, 31);
  k.baseline_table = "policy_dates";
  k.event_kinds = {"release"};
  k.licences = {"permissive", "restricted"};
  k.derivation_kinds = {"base", "fine_tune"};
  k.coordinates = [](const sim::Tables& tables) {
    sim::Coordinates c;
    c["country"] = tables.find("jurisdictions")->second.columns.find("code")->second.text;
    c["sector"] = {"government", "finance", "other"};
    return c;
  };
  k.full_names = {{"country", "jurisdictions", "code", "name"}};
  k.other_names = other_names;
  k.aims = {{"of", "country", "country"}};
  k.catalogues = {"countries"};
  k.catalogue = [](std::string_view, const sim::Tables& tables) {
    const sim::Table& table = tables.find("jurisdictions")->second;
    std::vector<sim::NamedThing> things;
    for (std::size_t row = 0; row < table.rows(); ++row)
      things.push_back({table.text("code", row), table.text("name", row), {{"table", table.file}}});
    return things;
  };
  k.begin = [](const sim::Beginning& b) -> std::unique_ptr<sim::Model> { return std::make_unique<Toy>(b); };
  return k;
}

}  // namespace

const sim::ModelKind& kind() {
  static const sim::ModelKind k = make();
  return k;
}

}  // namespace toy
