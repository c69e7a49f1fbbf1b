// Branches and replays of finished results.
#include "sim/execution/branch.hpp"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <limits>

#include "sim/plan/sha256.hpp"
#include "sim/results/provenance.hpp"
#include "sim/results/result_file.hpp"
#include "sim/results/study_record.hpp"
#include "sim/scenario/further_policies.hpp"
#include "sim/scenario/section.hpp"
#include "sim/scenario/text_file.hpp"

namespace sim {

namespace {

using namespace std::string_view_literals;

Error about(const std::filesystem::path& file, std::string message, std::string allowed) {
  std::vector<Problem> problems;
  add_problem(problems, {file.string(), 0, 0}, "", std::move(message), std::move(allowed));
  return {Failure::invalid_input, std::move(problems)};
}

// Where labels end and dates begin in the values of one measure of one policy: world × member × time × dimensions.
std::string place_of(const ResultFile& file, const ResultFile::Measure& measure, std::size_t policy,
                     std::size_t index) {
  const std::size_t dates = file.dates().size();
  const std::size_t width = file.values(measure.name, policy).size() / (file.worlds() * file.members() * dates);
  const std::size_t cell = index / (dates * width), time = index / width % dates;
  return fmt::format("{}, policy {}, world {}, member {}, {}", measure.name, file.policies()[policy],
                     cell / file.members(), cell % file.members(), to_string(file.dates()[time]));
}

}  // namespace

Study study_of(const ModelKind& kind, const std::filesystem::path& result) {
  const std::string text = ResultFile(result).study_json();
  const std::string made_by = program_of_record(text);
  const std::string program = program_version() + "+" + program_revision();
  if (made_by != program) {
    throw about(
        result, "was made by weightshed " + made_by + ", and this is " + program,
        "a result of this build, as only the same build reproduces the past bit for bit: run the study again, or "
        "use the program that made the result");
  }
  return study_from_json(kind, text, result.string());
}

Study branch_of(const ModelKind& kind, const std::filesystem::path& result, Date at,
                const std::filesystem::path& policies) {
  Study study = study_of(kind, result);
  if (at < study.run.start || at > study.run.end) {
    throw about(result, to_string(at) + " is outside the run",
                to_string(study.run.start) + " to " + to_string(study.run.end));
  }
  std::vector<Problem> problems;
  const auto text = read_text_file(policies, limits::scenario, problems);
  auto tree = text ? parse_toml(*text, policies.string(), problems) : std::nullopt;
  if (!tree) throw Error(Failure::invalid_input, std::move(problems));
  constexpr std::array keys = {"policy"sv};
  Section(&*tree, {}, problems).allow_only(keys);

  study.run.fork = at;
  study.policies.resize(1);
  add_policies(study, *tree, problems);
  if (!problems.empty()) throw Error(Failure::invalid_input, std::move(problems));
  record_cost(study);
  if (study.sweep) {  // its worlds stay; the policies are others
    const std::vector<double> nowhere(study.sweep->axes.size(), std::numeric_limits<double>::quiet_NaN());
    study.sweep->of_policy.assign(study.policies.size(), nowhere);
  }

  study.title += fmt::format(", branched at {}", to_string(at));
  study.source.path = policies;
  study.name = policies.stem().string();
  study.source.text = *text;
  study.source.sha256 = sha256(study.source.sha256 + '\n' + to_string(at) + '\n' + toml_document(*tree));
  study.source.resolved.push_back({"run.fork", to_string(at), "--at"});
  return study;
}

std::optional<std::string> first_changed_value(const std::filesystem::path& a, const std::filesystem::path& b) {
  const ResultFile first(a), second(b);
  for (const ResultFile::Measure& measure : first.measures()) {
    for (std::size_t policy = 0; policy < first.policies().size(); ++policy) {
      const std::vector<float> x = first.values(measure.name, policy), y = second.values(measure.name, policy);
      for (std::size_t i = 0; i < x.size(); ++i) {
        if (i < y.size() && std::memcmp(&x[i], &y[i], sizeof(float)) == 0) continue;
        return fmt::format("{}: {} and {}", place_of(first, measure, policy, i), x[i],
                           i < y.size() ? fmt::format("{}", y[i]) : "nothing");
      }
    }
  }
  const std::vector<double> x = first.pattern_values(), y = second.pattern_values();
  if (x.size() != y.size() || (!x.empty() && std::memcmp(x.data(), y.data(), x.size() * sizeof(double)) != 0)) {
    return "readings of the published figures";
  }
  return std::nullopt;
}

}  // namespace sim
