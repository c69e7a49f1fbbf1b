// From reference tables to the roster, on the project's own tables and on small ones.
#include "models/roster/roster.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "sim/scenario/reference.hpp"
#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

sim::Table releases_of(const std::string& rows) {
  std::vector<sim::Problem> problems;
  for (const sim::TableSchema& schema : roster::reference_tables()) {
    if (schema.name != "releases") continue;
    sim::Table table =
        sim::read_table(schema,
                        "release,model,family,lab,task_class,date,licence,licence_class,line,purpose,total_parameters,"
                        "active_parameters,eci,eci_origin,training_compute,repositories,attraction,label,built_on,"
                        "taught_by,hub_id,source,confidence\n" +
                            rows,
                        "releases.csv", problems);
    for (const sim::Problem& problem : problems) FAIL(problem.text());
    return table;
  }
  throw sim::Error(sim::Failure::internal, "no table of releases");
}

std::string language(const std::string& release, const std::string& model, const std::string& date,
                     const std::string& size, const std::string& eci) {
  return release + "," + model + ",Llama,meta,language," + date + ",x,permissive,flagship,base," + size + "," + size +
         "," + eci + ",,,1,,,,,,test,guess\n";
}

// The project's tables with other releases; its programmes name families that are gone with the project's own.
sim::Tables tables_with(const std::string& rows) {
  sim::Tables tables = load("baseline").tables;
  tables["releases"] = releases_of(rows);
  tables["adoption_programmes"].lines.clear();
  return tables;
}

std::set<std::string> keys_of_problems(const sim::Tables& tables) {
  std::vector<sim::Problem> problems;
  roster::check_reference_tables(tables, problems);
  std::set<std::string> keys;
  for (const sim::Problem& problem : problems) keys.insert(problem.key);
  return keys;
}

}  // namespace

TEST_CASE("the project's tables give a roster in canonical order, with every language model's capability") {
  const auto roster = roster::make_roster(load("baseline").tables);
  CHECK(roster->jurisdictions[at(roster->united_states)].code == "US");
  CHECK(roster->jurisdictions[at(roster->china)].code == "CN");
  CHECK(roster->country("nowhere") == unknown_country);
  REQUIRE(roster->families.size() > 20);
  for (std::size_t f = 1; f < roster->families.size(); ++f) {
    const roster::Family &a = roster->families[f - 1], &b = roster->families[f];
    CHECK(std::tuple(at(a.country), at(a.lab), a.name) < std::tuple(at(b.country), at(b.lab), b.name));
  }
  std::size_t measured = 0, imputed = 0;
  for (std::size_t b = 0; b < roster->bases.size(); ++b) {
    const roster::RosterBase& base = roster->bases[b];
    INFO(base.model);
    if (b > 0) CHECK(roster->bases[b - 1].days <= base.days);
    CHECK(roster->families[at(base.family)].lab == base.lab);
    CHECK(base.active_parameters <= base.total_parameters);
    if (base.task_class != TaskClass::language) {
      CHECK(base.eci == 0.0);
    } else {
      CHECK(base.eci > -5.0);  // the regression puts the smallest models of 2019 there
      CHECK(base.eci < 200.0);
      ++(base.eci_measured ? measured : imputed);
    }
  }
  CHECK(measured > 50);
  CHECK(imputed > 50);
}

TEST_CASE("a size that nobody measured stands 14.5 points a decade from the measured size of its release") {
  const sim::Tables tables = tables_with(
      language("a", "a-70b", "2024-01-01", "70e9", "120") + language("a", "a-7b", "2024-01-01", "7e9", "") +
      language("a", "a-700b", "2024-01-01", "700e9", "130") + language("a", "a-300b", "2024-01-01", "300e9", ""));
  const auto roster = roster::make_roster(tables);
  CHECK(roster->bases[1].eci == Approx(120.0 - 14.5));
  CHECK(roster->bases[3].eci == Approx(130.0 + 14.5 * std::log10(300.0 / 700.0)));  // nearest in size
}

TEST_CASE("a release that nobody measured stands on the regression of capability on date and size") {
  // Measured rows on the plane eci = 100 + 10 * years since 2024-01-01 + 5 * (log10 size - 10).
  const auto on_plane = [](const char* date, double size) {
    const double years = (sim::parse_date(date)->days - sim::date_of(2024, 1, 1).days) / sim::days_per_year;
    return 100.0 + 10.0 * years + 5.0 * (std::log10(size) - 10.0);
  };
  std::string rows;
  int i = 0;
  for (const char* date : {"2023-02-01", "2023-11-15", "2025-06-30"}) {
    for (const auto& [text, size] : {std::pair{"1e9", 1e9}, std::pair{"1e11", 1e11}}) {
      rows +=
          language("r" + std::to_string(i), "m" + std::to_string(i), date, text, std::to_string(on_plane(date, size)));
      ++i;
    }
  }
  rows += language("unmeasured", "unmeasured-30b", "2025-09-01", "30e9", "");
  CHECK(roster::make_roster(tables_with(rows))->bases.back().eci == Approx(on_plane("2025-09-01", 30e9)).margin(1e-4));
}

TEST_CASE("a lab that trains but has released nothing has a family of its own") {
  const sim::Tables tables = tables_with(language("a", "a-70b", "2024-01-01", "70e9", "120"));
  const auto roster = roster::make_roster(tables);
  for (std::size_t l = 0; l < roster->labs.size(); ++l) {
    std::size_t families = 0;
    for (const roster::Family& family : roster->families) families += at(family.lab) == l ? 1 : 0;
    if (roster->labs[l].flagship_share > 0.0) CHECK(families == 1);
  }
}

TEST_CASE("events name a release by its model, closed ones with the word, unless its row has a label") {
  const auto roster = roster::make_roster(load("baseline").tables);
  std::size_t open = 0, closed = 0, labelled = 0;
  for (const roster::RosterBase& base : roster->bases) {
    const std::string expected = base.model + (open_weights(base.licence) ? "" : " (closed)");
    (base.label != expected ? labelled : open_weights(base.licence) ? open : closed) += 1;
    if (base.label != expected) CHECK(base.label.find("(") != std::string::npos);
  }
  CHECK(open > 400);
  CHECK(closed > 100);
  CHECK(labelled == 3);
}

TEST_CASE("a lab begins with the allocation of its row, or with that of all others") {
  const sim::Study study = load("baseline");
  const history::History history =
      begin(study, 0.0002, 0, {0, 0}, sim::Past::observed, {{"research.allocation_start", 0.25}});
  const ecosystem::Ecosystem& e = history.state();
  std::set<std::string> from_the_start;
  for (const labs::Lab& lab : e.labs.labs) {
    if (lab.allocation == 1.0) {
      from_the_start.insert(lab.id);
    } else {
      CHECK(lab.allocation == 0.25);
    }
  }
  std::erase_if(from_the_start, [](const std::string& id) { return id.ends_with("_programme"); });
  CHECK(from_the_start == std::set<std::string>{"google", "openai"});
}

TEST_CASE("closed models of a second line do not end it: who has open ones beside them goes on") {
  const history::History history = begin(load("baseline"), 0.0001);
  std::size_t seen = 0;
  for (const labs::Lab& lab : history.state().labs.labs) {
    if (lab.id != "google" && lab.id != "openai" && lab.id != "anthropic") continue;
    INFO(lab.id);
    ++seen;
    CHECK_FALSE(lab.open[0]);
    CHECK(lab.open[1] == (lab.id != "anthropic"));
  }
  CHECK(seen == 3);
}

TEST_CASE("the project's tables pass their own check") { CHECK(keys_of_problems(load("baseline").tables).empty()); }

TEST_CASE("a missing jurisdiction that the model needs is found") {
  sim::Tables tables = load("baseline").tables;
  for (std::string& code : tables["jurisdictions"].columns.find("code")->second.text) {
    if (code == "GULF") code = "XX";
  }
  CHECK(keys_of_problems(tables) == std::set<std::string>{"code"});
}

TEST_CASE("shares of jurisdictions that do not sum to 1 are found, by column") {
  for (const std::string column : {"gdp_share", "demand_share_2019", "demand_share_2024"}) {
    sim::Tables tables = load("baseline").tables;
    tables["jurisdictions"].columns.find(column)->second.number[2] += 0.01;
    CHECK(keys_of_problems(tables) == std::set<std::string>{column});
  }
}

TEST_CASE("a model is built on one that was out before it, not on itself or a later one") {
  const auto problems = [](const std::string& on) {
    sim::Tables tables = load("baseline").tables;
    sim::Table::Column& built_on = tables["releases"].columns.find("built_on")->second;
    const std::vector<std::string>& models = tables["releases"].columns.find("model")->second.text;
    const auto row = std::find(models.begin(), models.end(), "SEA-LION v4 32B (Qwen base)") - models.begin();
    built_on.text[static_cast<std::size_t>(row)] = on;
    return keys_of_problems(tables);
  };
  CHECK(problems("Qwen3-32B").empty());
  CHECK(problems("SEA-LION v4 32B (Qwen base)") == std::set<std::string>{"built_on"});
  CHECK(problems("DeepSeek-V3.2") == std::set<std::string>{"built_on"});
}

TEST_CASE("a family that two labs claim is found") {
  sim::Tables tables = load("baseline").tables;
  tables["releases"] =
      releases_of(language("a", "a-70b", "2024-01-01", "70e9", "120") +
                  "b,b-1b,Llama,google,language,2024-02-01,x,permissive,flagship,base,1e9,1e9,,,,1,,,,,,"
                  "test,guess\n");
  CHECK(keys_of_problems(tables) == std::set<std::string>{"family"});
}

TEST_CASE("a programme has to name one family or origin, sectors that exist, and a buyer if it is a purchase") {
  const auto problems = [](std::string_view column, const std::string& value) {
    sim::Tables tables = load("baseline").tables;
    tables["adoption_programmes"].columns.find(column)->second.text[0] = value;
    return keys_of_problems(tables);
  };
  CHECK(problems("sectors", "government technology").empty());
  CHECK(problems("sectors", "goverment") == std::set<std::string>{"sectors"});
  CHECK(problems("origin", "CN") == std::set<std::string>{"family"});
  CHECK(problems("buyer", "Llama") == std::set<std::string>{"buyer"});
  const auto roster = roster::make_roster(load("baseline").tables);
  REQUIRE(roster->programmes.size() >= 4);
  REQUIRE(roster->purchases.size() == 1);
  CHECK(roster->programmes[0].region == roster->country("AFRICA"));
  CHECK(roster->programmes[0].origin == roster->china);
}
