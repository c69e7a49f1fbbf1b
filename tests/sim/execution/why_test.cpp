// Questions about finished studies: which causes are asked, and that only what is taken out differs.
#include "sim/execution/why.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "sim/execution/run.hpp"
#include "sim/results/result_file.hpp"
#include "sim/results/study_record.hpp"
#include "tests/sim/execution/toy_model.hpp"

namespace {

// The walkers with two things that can be taken out.
const sim::ModelKind& kind_with_knock_outs() {
  static const sim::ModelKind kind = [] {
    sim::ModelKind k = walkers::kind();
    k.knock_outs = [](const sim::Tables&) {
      return std::vector<sim::KnockOut>{{"lab:one", "the first lab", sim::date_of(2020, 1, 8), {"US"}},
                                        {"lab:two", "the second lab", sim::date_of(2021, 3, 1), {"CN", "two"}}};
    };
    return k;
  }();
  return kind;
}

sim::Study study() {
  sim::Study s = walkers::study(3, 2);
  s.kind = &kind_with_knock_outs();
  return s;
}

std::vector<std::string> names(const std::vector<sim::Cause>& causes) {
  std::vector<std::string> list;
  for (const sim::Cause& cause : causes) list.push_back(cause.name);
  return list;
}

const sim::Question pushed{"pushed", "level", {{"country", "US"}}, sim::date_of(2020, 12, 31)};

}  // namespace

TEST_CASE("causes are what concerns a label of the question by then, and the levers that have moved") {
  CHECK(names(causes_of(study(), pushed, {})) == std::vector<std::string>{"lab:one", "lever:push"});
  sim::Question question = pushed;
  question.policy = "";  // the reference pushes nobody
  CHECK(names(causes_of(study(), question, {})) == std::vector<std::string>{"lab:one"});
  question.where = {{"country", "CN"}};  // the second lab comes later: nothing concerns the question, so all are asked
  CHECK(names(causes_of(study(), question, {})) == std::vector<std::string>{"lab:one"});
  question.at = sim::date_of(2021, 6, 30);
  CHECK(names(causes_of(study(), question, {})) == std::vector<std::string>{"lab:two"});
  CHECK(names(causes_of(study(), question, {"lab:one"})) == std::vector<std::string>{"lab:one"});
}

TEST_CASE("what the study does not have is refused with the nearest name") {
  const auto message = [](sim::Question question, std::vector<std::string> named) -> std::string {
    try {
      causes_of(study(), question, named);
    } catch (const sim::Error& error) {
      return error.what();
    }
    return "";
  };
  sim::Question wrong = pushed;
  wrong.measure = "levle";
  CHECK_THAT(message(wrong, {}), Catch::Contains("no measure 'levle'") && Catch::Contains("did you mean 'level'?"));
  wrong = pushed;
  wrong.policy = "push";
  CHECK_THAT(message(wrong, {}), Catch::Contains("no policy 'push'"));
  wrong = pushed;
  wrong.where = {{"country", "UA"}};
  CHECK_THAT(message(wrong, {}), Catch::Contains("no country 'UA'"));
  CHECK_THAT(message(pushed, {"lab:noe"}), Catch::Contains("no cause 'lab:noe'") && Catch::Contains("lab:one"));
}

TEST_CASE("a part of a name that one cause has means it, in any case; a part that several have names them") {
  const auto found = [](const std::string& name) { return names(causes_of(study(), pushed, {name})); };
  CHECK(found("lab:ONE") == std::vector<std::string>{"lab:one"});
  CHECK(found("lab:first") == std::vector<std::string>{"lab:one"});  // in its words
  CHECK(found("lever:pus") == std::vector<std::string>{"lever:push"});
  sim::Question later = pushed;
  later.at = sim::date_of(2021, 6, 30);
  CHECK_THROWS_WITH(causes_of(study(), later, {"lab"}),
                    Catch::Contains("'lab' may mean several causes") && Catch::Contains("lab:one, lab:two"));
  CHECK_THROWS_WITH(causes_of(study(), later, {"lab:three"}),
                    Catch::Contains("no cause 'lab:three'") && !Catch::Contains("lever:push"));
  CHECK(names(causes_of(study(), later, {"one"})) == std::vector<std::string>{"lab:one"});
}

TEST_CASE("without its lever a pushed history is the unpushed one, and until the cause nothing differs") {
  const walkers::Folder folder;
  const sim::Study whole = study();
  const sim::Study without = taken_out(whole, pushed, causes_of(whole, pushed, {}), 2, 1);
  REQUIRE(without.policies.size() == 3);
  CHECK(without.design.worlds() == 2);
  CHECK(without.run.end == pushed.at);
  CHECK(without.fork() <= sim::date_of(2020, 1, 8));  // a week before the first cause, on a step
  CHECK(without.fork() > sim::date_of(2019, 12, 25));
  sim::RunOptions options;
  options.output = folder / "why.h5";
  run_study(without, options);
  sim::RunOptions plain;
  plain.output = folder / "plain.h5";
  sim::Study unpushed = whole;
  unpushed.policies.resize(1);
  unpushed.run.end = pushed.at;
  unpushed.run.members = 1;
  run_study(unpushed, plain);
  const sim::ResultFile result(folder / "why.h5"), reference(folder / "plain.h5");
  const auto last = result.dates().size() - 1;
  const auto expected = reference.values("level", 0, last);
  const auto found = result.values("level", 2, last);  // without the lever
  REQUIRE(found.size() <= expected.size());
  CHECK(std::equal(found.begin(), found.end(), expected.begin()));
  CHECK(result.values("level", 0, last) != found);
}

TEST_CASE("a counterfactual survives the record of its study") {
  const walkers::Folder folder;
  const sim::Study whole = study();
  const sim::Study without = taken_out(whole, pushed, causes_of(whole, pushed, {}), 2, 1);
  sim::RunOptions options;
  options.output = folder / "why.h5";
  run_study(without, options);
  const sim::Study again =
      study_from_json(kind_with_knock_outs(), sim::ResultFile(folder / "why.h5").study_json(), "why.h5");
  REQUIRE(again.policies.size() == 3);
  CHECK(again.policies[1].without == std::vector<int>{0});
  CHECK(again.policies[2].without_levers == std::vector<int>{0});
  CHECK(again.policies[2].without_from == without.policies[2].without_from);
}
