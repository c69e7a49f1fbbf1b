// Changes go through the scenario's own reader, so a page can do nothing that a file could not.
#include "explorer/engine/session.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "models/history/kind.hpp"
#include "sim/execution/cell.hpp"
#include "sim/scenario/further_policies.hpp"
#include "sim/scenario/inherit.hpp"
#include "sim/scenario/library.hpp"
#include "sim/scenario/load.hpp"

namespace explorer {

namespace {

sim::Error refusal(sim::Failure kind, std::string key, std::string message, std::string allowed = {}) {
  std::vector<sim::Problem> problems;
  add_problem(problems, {}, std::move(key), std::move(message), std::move(allowed));
  return {kind, std::move(problems)};
}

sim::Node parsed(const std::string& toml, const std::string& file) {
  std::vector<sim::Problem> problems;
  auto tree = sim::parse_toml(toml, file, problems);
  if (!tree) throw sim::Error(sim::Failure::invalid_input, std::move(problems));
  return std::move(*tree);
}

// The tables of policies, or nothing where a scenario has none.
std::vector<sim::Node> policies_of(const sim::Node& scenario) {
  const sim::Node* list = scenario.find("policy");
  return list == nullptr ? std::vector<sim::Node>{} : list->items;
}

bool same_records(const sim::Layout& a, const sim::Layout& b) {
  return a.dates == b.dates && a.patterns == b.patterns &&
         std::equal(a.measures.begin(), a.measures.end(), b.measures.begin(), b.measures.end(),
                    [](const auto& x, const auto& y) { return x.index == y.index; });
}

}  // namespace

void Session::load(const std::string& name, std::optional<std::string> text, std::vector<std::string> overrides) {
  const std::vector<std::filesystem::path> folders{library};
  const std::filesystem::path path = text ? std::filesystem::path(name + ".toml") : sim::scenario_file(name, folders);
  std::vector<std::string> warnings;
  sim::Study study =
      sim::load_study(weightshed::history::kind(), path, {std::move(overrides), folders, std::move(text)}, &warnings);
  sim::Node scenario = parsed(study.source.resolved_text, path.string());
  as_loaded_ = scenario;
  take(std::move(study), std::move(warnings), std::move(scenario));
}

void Session::take(sim::Study study, std::vector<std::string> warnings, sim::Node scenario) {
  history_.reset();
  pasts_.clear();
  study_.emplace(std::move(study));
  warnings_ = std::move(warnings);
  scenario_ = std::move(scenario);
  layout_ = layout_of(*study_);
  schedule_ = schedule_of(*study_);
}

void Session::read(sim::Node scenario) {
  std::vector<std::string> warnings;
  sim::Study study = sim::load_study(weightshed::history::kind(), study_->source.path,
                                     {{}, {library}, sim::toml_document(scenario)}, &warnings);
  study.question = study_->question;
  scenario = parsed(study.source.resolved_text, study.source.path.string());
  take(std::move(study), std::move(warnings), std::move(scenario));
}

const sim::Study& Session::study() const {
  if (!study_) throw refusal(sim::Failure::usage, "load", "no study has been loaded");
  return *study_;
}

std::string Session::toml() const {
  std::string text;
  for (std::size_t at = 0; at < study().question.size();) {
    const std::size_t end = std::min(study_->question.find('\n', at), study_->question.size());
    text += "# " + study_->question.substr(at, end - at) + '\n';
    at = end + 1;
  }
  return text + sim::toml_document(scenario_);
}

void Session::set_action(std::size_t policy, std::size_t action, const sim::Node& change) {
  static_cast<void>(study());
  sim::Node changed = scenario_;
  sim::Node* list = changed.find("policy");
  sim::Node* actions = list == nullptr || policy >= list->items.size() ? nullptr : list->items[policy].find("actions");
  if (actions == nullptr || action >= actions->items.size())
    throw refusal(sim::Failure::usage, "setAction",
                  "there is no action " + std::to_string(action) + " of policy " + std::to_string(policy));
  sim::Node& target = actions->items[action];
  for (std::size_t i = 0; i < change.keys.size(); ++i) {
    const sim::Node& value = change.items[i];
    if (value.type == sim::Node::Type::table) {  // an empty one: taken away
      target.erase(change.keys[i]);
    } else {
      target.set(change.keys[i], value);
    }
  }
  policy == 0 ? read(std::move(changed)) : replace_policies(std::move(changed));
}

void Session::set_policies(const std::string& toml) {
  const sim::Node further = parsed(toml, "policies");
  std::vector<sim::Node> policies = policies_of(scenario_);
  study();
  policies.resize(1);
  for (sim::Node& policy : policies_of(further)) policies.push_back(std::move(policy));
  sim::Node changed = scenario_;
  changed.find("policy")->items = std::move(policies);
  replace_policies(std::move(changed));
}

// The tables, the worlds and the coordinates stay as they are.
void Session::replace_policies(sim::Node scenario) {
  // One way of writing, so that a scenario that is printed here reads back to the same.
  scenario = parsed(sim::toml_document(scenario), study_->source.path.string());
  sim::Node further = scenario;
  std::vector<sim::Node>& policies = further.find("policy")->items;
  policies.erase(policies.begin());
  std::vector<sim::Policy> before = study_->policies;
  const sim::Recording recorded = study_->record;
  std::vector<sim::Problem> problems;
  try {
    study_->policies.resize(1);
    if (!policies.empty()) add_policies(*study_, further, problems);
    if (!problems.empty()) throw sim::Error(sim::Failure::invalid_input, std::move(problems));
    record_cost(*study_);
  } catch (...) {
    study_->policies = std::move(before);
    study_->record = recorded;
    throw;
  }
  scenario_ = std::move(scenario);
  lay_out();
}

// Histories that were recorded by another layout, or parted at another date, are of no use any more.
void Session::lay_out() {
  sim::Layout layout = layout_of(*study_);
  sim::Schedule schedule = schedule_of(*study_);
  if (!same_records(layout, layout_) || schedule.fork != schedule_.fork) {
    history_.reset();
    pasts_.clear();
  }
  layout_ = std::move(layout);
  schedule_ = std::move(schedule);
}

void Session::set_setting(const std::string& key, const std::optional<std::string>& value) {
  study();
  sim::Node changed = scenario_;
  std::vector<sim::Problem> problems;
  if (value) {
    sim::apply_override(changed, key + "=" + *value, problems);
  } else {
    const std::size_t point = key.find('.');
    const std::string section = key.substr(0, point), name = point == std::string::npos ? "" : key.substr(point + 1);
    sim::Node* table = changed.find(section);
    const sim::Node* before = as_loaded_.find(section);
    const sim::Node* own = before == nullptr ? nullptr : before->find(name);
    if (table != nullptr) own == nullptr ? table->erase(name) : table->set(name, *own);
  }
  if (!problems.empty()) throw sim::Error(sim::Failure::invalid_input, std::move(problems));
  read(std::move(changed));
}

void Session::keep_pasts(std::size_t most) {
  most_pasts_ = most;
  if (pasts_.size() > most) pasts_.erase(pasts_.begin() + static_cast<std::ptrdiff_t>(most), pasts_.end());
}

std::size_t Session::unit(std::size_t world, std::size_t member) const {
  if (world >= study().design.worlds() || member >= study().run.members)
    throw refusal(sim::Failure::usage, "world", "the study has no such world and member",
                  std::to_string(study().design.worlds()) + " worlds with " + std::to_string(study().run.members) +
                      " members each, from 0");
  return world * study().run.members + member;
}

const Session::Past* Session::past_of(std::size_t unit) const {
  const auto found = std::find_if(pasts_.begin(), pasts_.end(), [&](const Past& past) { return past.unit == unit; });
  return found == pasts_.end() ? nullptr : &*found;
}

void Session::start(std::size_t unit) {
  history_.reset();  // one at a time: memory never shrinks
  history_.emplace(*study_, layout_, schedule_, study_->kind->begin(sim::beginning_of(*study_, unit)));
}

void Session::begin_past(std::size_t unit) {
  only_past_ = true;
  whose_ = {unit, 0};
  if (const Past* kept = past_of(unit)) {
    history_ = kept->history;
  } else {
    start(unit);
  }
}

void Session::begin(Whose whose) {
  if (whose.policy >= study_->policies.size())
    throw refusal(sim::Failure::usage, "policy", "the study has no such policy",
                  std::to_string(study_->policies.size()) + " policies, from 0");
  begin_past(whose.unit);
  only_past_ = false;
  whose_ = whose;
}

std::uint32_t Session::advance(std::uint32_t steps) {
  static_cast<void>(history());
  const std::uint32_t end = only_past_ ? schedule_.fork : schedule_.steps;
  for (;;) {
    if (history_->steps() == schedule_.fork && !history_->follows()) {
      if (pasts_.size() < most_pasts_ && past_of(whose_.unit) == nullptr) pasts_.push_back({whose_.unit, *history_});
      if (!only_past_) history_->follow(study_->policies[whose_.policy]);
    }
    if (history_->steps() >= end || steps == 0) break;
    history_->step();
    --steps;
  }
  return end - history_->steps();
}

const sim::LiveHistory& Session::history() const {
  if (!history_) throw refusal(sim::Failure::usage, "begin", "no history has begun");
  return *history_;
}

}  // namespace explorer
