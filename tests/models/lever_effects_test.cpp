// What every lever does in a run, whatever it is: a new lever is tested by being listed. Nothing at its neutral value,
// nothing before its date, the declared direction after it, an event on its date, and its cost where it has one.
#include <catch2/catch.hpp>
#include <map>

#include "models/levers/lever.hpp"
#include "tests/models/small_history.hpp"

using namespace weightshed;

namespace {

const sim::Date forked = sim::date_of(2026, 3, 30), acts = sim::date_of(2026, 7, 6),
                read_on = sim::date_of(2029, 6, 25);
constexpr std::uint32_t members = 6;
constexpr double scale = 0.0005;

const sim::Study& study() {
  static const sim::Study loaded = test::load("baseline", {"run.end=2030-12-31"});
  return loaded;
}

int position_in(std::string_view dimension, std::string_view label) {
  const std::vector<std::string>& labels = study().coordinates.find(dimension)->second;
  const auto found = std::find(labels.begin(), labels.end(), label);
  REQUIRE(found != labels.end());
  return static_cast<int>(found - labels.begin());
}

// The action that the declared effect is about: `of` and `in` as it says, the lever at its far end.
sim::Action action_of(std::size_t lever, double to) {
  const sim::LeverCard& card = levers::catalogue()[lever].card;
  sim::Action action;
  action.target.lever = static_cast<int>(lever);
  for (const auto& [index, label] : sim::coordinates_of(card.effect.aim)) {
    (index == "of" ? action.target.of : action.target.in) =
        position_in(index == "of" ? card.index.of : card.index.in, label);
  }
  action.at = acts;
  action.to = to;
  for (std::size_t o = 0; o < card.options.size(); ++o) {
    const sim::LeverOption& option = card.options[o];
    action.options[o] = option.initial;
    // Options without a default of their own are what gives the lever something to do.
    if (option.words.empty() && option.initial == 0.0 && option.key != "spread") action.options[o] = option.high;
  }
  return action;
}

double far_end(const sim::LeverCard& card) { return card.high == card.neutral ? card.low : card.high; }

std::vector<std::vector<double>> rows_of(const sim::Model& model) {
  std::vector<std::vector<double>> rows;
  for (std::size_t m = 0; m < history::kind().measures.size(); ++m) {
    rows.push_back(test::row_of(model, m, study().coordinates));
  }
  return rows;
}

bool are_same(const std::vector<std::vector<double>>& a, const std::vector<std::vector<double>>& b) {
  for (std::size_t m = 0; m < a.size(); ++m) {
    for (std::size_t i = 0; i < a[m].size(); ++i) {
      if (a[m][i] != b[m][i] && !(std::isnan(a[m][i]) && std::isnan(b[m][i]))) return false;
    }
  }
  return true;
}

// The value that the declared effect is about.
double value_of(const sim::LeverEffect& effect, const sim::Model& model) {
  const std::size_t measure = test::measure_at(effect.measure);
  const sim::MeasureCard& card = history::kind().measures[measure];
  const auto labels = sim::coordinates_of(effect.where);
  std::size_t position = 0;
  REQUIRE(labels.size() == card.rank());
  for (std::size_t d = 0; d < card.rank(); ++d) {
    REQUIRE(labels[d].first == card.dimensions[d]);
    position = position * study().coordinates.find(card.dimensions[d])->second.size() +
               static_cast<std::size_t>(position_in(card.dimensions[d], labels[d].second));
  }
  return test::row_of(model, measure, study().coordinates)[position];
}

// One history for each member, up to the fork and, under the reference policy, to the end.
struct Pair {
  std::unique_ptr<sim::Model> at_fork, reference;
};

const std::vector<Pair>& pairs() {
  static const std::vector<Pair> made = [] {
    std::vector<Pair> all;
    for (std::uint32_t member = 0; member < members; ++member) {
      history::History model = test::begin(study(), scale, member);
      test::run_until(model, study().policies[0], forked);
      Pair pair{model.copy(), model.copy()};
      test::run_until(*pair.reference, study().policies[0], read_on);
      all.push_back(std::move(pair));
    }
    return all;
  }();
  return made;
}

std::unique_ptr<sim::Model> lived(const Pair& pair, const sim::Action& action, sim::Date until) {
  sim::Policy policy = study().policies[0];
  policy.actions = {action};
  std::unique_ptr<sim::Model> model = pair.at_fork->copy();
  test::run_until(*model, policy, until);
  return model;
}

}  // namespace

TEST_CASE("there are levers enough for the questions of the story, each with a declared effect") {
  CHECK(levers::catalogue().size() >= 24);
  for (const levers::Lever& lever : levers::catalogue()) {
    INFO(lever.card.key);
    CHECK_FALSE(lever.card.effect.measure.empty());
    CHECK(lever.card.options.size() <= sim::most_options);
  }
}

TEST_CASE("a lever at its neutral value changes no bit of a history, and none does before its date") {
  const Pair& pair = pairs().front();
  const auto reference = rows_of(*pair.reference);
  std::unique_ptr<sim::Model> before = pair.at_fork->copy();
  test::run_until(*before, study().policies[0], acts);
  const auto reference_before = rows_of(*before);
  for (std::size_t l = 0; l < levers::catalogue().size(); ++l) {
    const sim::LeverCard& card = levers::catalogue()[l].card;
    // A baseline of dated facts is neutral where it stands, not where the card is.
    const bool on_record =
        std::any_of(study().policies[0].baseline.begin(), study().policies[0].baseline.end(),
                    [&](const sim::Action& fact) { return fact.target.lever == static_cast<int>(l); });
    INFO(card.key);
    if (!on_record) CHECK(are_same(rows_of(*lived(pair, action_of(l, card.neutral), read_on)), reference));
    CHECK(are_same(rows_of(*lived(pair, action_of(l, far_end(card)), acts)), reference_before));
  }
}

TEST_CASE("a lever at its far end moves its measure as declared, logs its date, and costs what it says") {
  const std::size_t cost = test::measure_at("policy_cost");
  for (std::size_t l = 0; l < levers::catalogue().size(); ++l) {
    const sim::LeverCard& card = levers::catalogue()[l].card;
    INFO(card.key << ": " << card.effect.measure << " " << card.effect.where);
    const sim::Action action = action_of(l, far_end(card));
    double difference = 0.0;
    for (const Pair& pair : pairs()) {
      const std::unique_ptr<sim::Model> model = lived(pair, action, read_on);
      difference += (value_of(card.effect, *model) - value_of(card.effect, *pair.reference)) / members;
      const auto event = std::find_if(model->events().begin(), model->events().end(), [&](const sim::Event& e) {
        return e.kind == number_of(EventKind::policy) && e.days >= acts.days && e.actor.starts_with(card.key);
      });
      REQUIRE(event != model->events().end());
      CHECK(event->days < acts.days + 7);
      CHECK(event->value == far_end(card));
      const double spent = test::row_of(*model, cost, study().coordinates)[0];
      CHECK((spent > 0.0) == card.priced);
    }
    CAPTURE(difference);
    CHECK((card.effect.raises ? difference > 0.0 : difference < 0.0));
  }
}
