// The books kept about adopters, against the plain rule: look at everybody, every week.
#include "models/adoption/members.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "models/ecosystem/views.hpp"
#include "sim/random/stream.hpp"
#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

using adoption::Members, adoption::Organisation;

std::vector<std::uint32_t> due_by_looking(const Members& members, std::uint32_t step) {
  std::vector<std::uint32_t> due;
  for (std::uint32_t i = 0; i < members.size(); ++i) {
    if (members[i].next_choice <= step) due.push_back(i);
  }
  return due;
}

std::uint32_t users_by_looking(const Members& members, auto&& belongs, std::size_t family) {
  std::uint32_t users = 0;
  for (const Organisation& o : members) users += at(o.family) == family && belongs(o) ? 1 : 0;
  return users;
}

std::uint32_t kept(const adoption::UsersByFamily& users, std::size_t family) {
  return family < users.size() ? users[family] : 0;
}

void require_counted(const Members& members, std::size_t regions, std::size_t families) {
  for (std::size_t f = 0; f < families; ++f) {
    for (std::size_t group = 0; group < regions * sectors; ++group) {
      const auto is_there = [&](const Organisation& o) { return group_of(o) == group; };
      REQUIRE(kept(members.users_of_group(group), f) == users_by_looking(members, is_there, f));
    }
    for (std::size_t m = 0; m < adoption_modes; ++m) {
      const auto mode = static_cast<AdoptionMode>(m);
      const auto runs = [&](const Organisation& o) { return o.mode == mode; };
      REQUIRE(kept(members.users_of_mode(mode), f) == users_by_looking(members, runs, f));
    }
  }
}

}  // namespace

TEST_CASE("whoever is due is found without looking at everybody, also when hurried") {
  sim::Draws draws = sim::Stream(1, 0, "members").at(0, 0);
  const auto below = [&](double limit) { return static_cast<std::uint32_t>(draws.uniform() * limit); };
  std::vector<Organisation> all(300);
  for (Organisation& o : all) o.next_choice = below(40.0);
  Members members(all);
  for (std::uint32_t step = 3; step < 120; ++step) {
    for (int i = 0; i < 20; ++i) members.hurry(below(300.0), step + below(8.0));
    const std::vector<std::uint32_t> expected = due_by_looking(members, step);
    std::vector<std::uint32_t> due = members.take_due(step);
    for (const std::uint32_t i : due) members.renew(i, step + 1 + below(30.0));
    std::sort(due.begin(), due.end());
    REQUIRE(due == expected);
  }
}

TEST_CASE("users are counted as they change") {
  sim::Draws draws = sim::Stream(2, 0, "members").at(0, 0);
  const auto below = [&](double limit) { return static_cast<std::uint32_t>(draws.uniform() * limit); };
  std::vector<Organisation> all(60);
  for (Organisation& o : all) {
    o.region = static_cast<CountryIndex>(below(3.0));
    o.sector = static_cast<Sector>(below(4.0));
    if (draws.uniform() < 0.5) o.family = static_cast<FamilyIndex>(below(5.0));
  }
  Members members(all);
  require_counted(members, 3, 8);
  for (int change = 0; change < 200; ++change) {
    members.use(below(60.0), static_cast<FamilyIndex>(below(8.0)), static_cast<AdoptionMode>(below(3.0)));
    if (change % 5 == 0) members.stop(below(60.0));
    if (change % 20 == 0) require_counted(members, 3, 8);
  }
  require_counted(members, 3, 8);
}

TEST_CASE("what organisations rest on is what looking at each of them says, through purchases on record and bans") {
  const sim::Study study = load("china-closes");
  history::History history = begin(study, 0.0003);
  bool has_moved = false;
  for (const char* month : {"2024-06", "2025-06", "2026-02", "2027-01", "2028-06"}) {
    const std::string date = month;
    run_until(history, study.policies.back(), sim::date_of(std::stoi(date.substr(0, 4)), std::stoi(date.substr(5)), 1));
    // As of the step that has just passed: the state is looked at again as it was then, one day before the next.
    const ecosystem::Ecosystem& e = history.state();
    const adoption::Market seen = market(e, history.assumptions());
    const double days = e.clock.now().days - sim::Steps{}.days();
    std::map<std::pair<std::size_t, std::size_t>, double> resting;
    for (const Organisation& o : e.adopters.organisations) {
      if (o.family == no_family) continue;
      const CountryIndex base = adoption::rests_on(o, seen, *e.roster, days);
      resting[{at(o.region), at(base)}] += 1.0;
      has_moved = has_moved || base != e.names->family_country[at(o.family)];
    }
    for (std::size_t region = 0; region < e.names->regions.size(); ++region) {
      for (std::size_t country = 0; country < e.names->regions.size(); ++country) {
        REQUIRE(e.adopters.foundations.resting(region, country) == resting[std::pair(region, country)]);
      }
    }
    require_counted(e.adopters.developers, e.names->regions.size(), 5);
  }
  CHECK(has_moved);
}

TEST_CASE("choices from weights that were kept are those from weights made anew") {
  const sim::Study study = load("china-closes");
  history::History history = begin(study, 0.0003);
  run_until(history, study.policies.back(), sim::date_of(2026, 12, 1));
  ecosystem::Ecosystem keeping = history.state();
  const Streams& streams = history.streams();
  const ecosystem::Assumptions& a = history.assumptions();
  for (int week = 0; week < 30; ++week) {
    ecosystem::Ecosystem anew = keeping;
    anew.adopters.weights_of_organisations = anew.adopters.weights_of_developers = {};
    ecosystem::step(keeping, a, {}, study.policies.back(), streams);
    ecosystem::step(anew, a, {}, study.policies.back(), streams);
    for (const auto members : {&adoption::Adopters::organisations, &adoption::Adopters::developers}) {
      for (std::size_t i = 0; i < (anew.adopters.*members).size(); ++i) {
        REQUIRE((anew.adopters.*members)[i].family == (keeping.adopters.*members)[i].family);
        REQUIRE((anew.adopters.*members)[i].mode == (keeping.adopters.*members)[i].mode);
      }
    }
  }
}
