// What surrounds a rule that a test runs alone: a roster, no policy, and records to look into.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "models/context/context.hpp"
#include "tests/models/small_history.hpp"

namespace weightshed::test {

struct Stage {
  std::shared_ptr<const roster::Roster> roster;
  roster::Names names = roster::make_names(*roster);
  levers::Terms terms;
  roster::Withheld withheld;
  Streams streams;
  double scale = 0.01;
  ledger::Ledger ledger;
  std::vector<sim::Event> events;

  // On the project's own roster, for so many labs.
  explicit Stage(std::size_t labs, Streams drawn = Streams(1, 0))
      : Stage(roster::make_roster(load("baseline").tables), labs, drawn) {}
  Stage(std::shared_ptr<const roster::Roster> of, std::size_t labs, Streams drawn)
      : roster(std::move(of)), terms(levers::Terms::neutral(roster->jurisdictions.size(), labs)), streams(drawn) {}

  context::Context at(const sim::Clock& clock) {
    return {clock, *roster, names, terms, withheld, streams, scale, ledger, events};
  }
};

}  // namespace weightshed::test
