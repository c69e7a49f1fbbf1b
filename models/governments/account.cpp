// What policy does and costs, on record.
#include <algorithm>
#include <string>

#include "models/governments/governments.hpp"
#include "models/levers/lever.hpp"

namespace weightshed::governments {

namespace {

std::string label_of(std::string_view dimension, int index, const context::Context& context) {
  const auto position = static_cast<std::size_t>(index);
  if (dimension == "lab") return context.names.labs[position];
  return dimension == "family" ? context.names.families[position] : context.names.regions[position];
}

// "us.export_control of CN"
std::string words_of(const sim::Target& target, const context::Context& context) {
  const sim::LeverCard& card = levers::catalogue()[static_cast<std::size_t>(target.lever)].card;
  std::string words(card.key);
  if (target.of != sim::any_index) words += " of " + label_of(card.index.of, target.of, context);
  if (target.in != sim::any_index) words += " in " + label_of(card.index.in, target.in, context);
  if (target.sector != sim::any_index)
    words += " in " + std::string(sector_words[static_cast<std::size_t>(target.sector)]);
  return words;
}

double before(const Governments& governments, const sim::LeverValue& value) {
  for (const sim::LeverValue& earlier : governments.before) {
    if (earlier.target == value.target) return earlier.value;
  }
  return levers::catalogue()[static_cast<std::size_t>(value.target.lever)].card.neutral;
}

}  // namespace

void keep_account(Governments& governments, const sim::LeverValues& values, const levers::Terms& terms,
                  const context::Context& context) {
  std::vector<sim::Target> moving;
  const auto log = [&](const sim::LeverValue& value) {
    context.events.push_back({static_cast<double>(context.clock.now().days), number_of(EventKind::policy),
                              words_of(value.target, context), value.value});
  };
  for (const sim::LeverValue& value : values) {
    const bool was_moving =
        std::find(governments.moving.begin(), governments.moving.end(), value.target) != governments.moving.end();
    const bool moves = value.value != before(governments, value);
    if (moves) moving.push_back(value.target);
    if (moves != was_moving) log(value);  // a ramp is logged when it begins and when it has ended
  }
  governments.before = values;
  governments.moving = std::move(moving);
  const double years = context.clock.length().value;
  context.ledger.spending.add(static_cast<std::size_t>(Payer::governments), terms.spending() * years);
}

}  // namespace weightshed::governments
