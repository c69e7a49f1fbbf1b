// Ranges and words come from the cards and the schemas, as for a scenario; only where things stand differs.
#include "sim/results/study_check.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/plan/layout.hpp"

namespace sim {

namespace {

constexpr std::size_t most_worlds = 1'000'000, most_policies = 65'536, longest_name = 1'000;
constexpr std::uint32_t most_members = 1'000'000;
constexpr std::uint64_t most_cells = std::uint64_t{1} << 32;
const Date first_day = date_of(1900, 1, 1), last_day = date_of(2200, 12, 31);

class StudyCheck {
 public:
  StudyCheck(const Study& study, const std::string& place) : study_(study), kind_(*study.kind), place_(place) {}

  void all() const {
    run();
    tables();
    design();
    record();
    require(!study_.policies.empty() && study_.policies.size() <= most_policies, "has no policies, or too many");
    std::set<std::string> names;
    for (const Policy& policy : study_.policies) {
      name(policy.name);
      require(names.insert(policy.name).second, "has the policy '" + policy.name + "' twice");
      for (const std::string* words : {&policy.label, &policy.short_name, &policy.sentence}) {
        require(words->size() <= longest_name, "has a label that is too long");
      }
      for (const Action& action : policy.baseline) this->action(action, false);
      for (const Action& action : policy.actions) this->action(action, true);
    }
    without();
    if (study_.precision) precision(*study_.precision);
  }

 private:
  void require(bool holds, const std::string& why) const {
    if (!holds) throw Error(Failure::invalid_input, "the study recorded in '" + place_ + "' " + why);
  }

  void name(const std::string& text) const {
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    require(!text.empty() && text.size() <= longest_name && std::none_of(text.begin(), text.end(), control),
            "has a policy without a usable name");
  }

  void run() const {
    const RunSettings& run = study_.run;
    for (const Date date : {run.start, run.end, run.observed_until, run.fork.value_or(run.start)}) {
      require(date >= first_day && date <= last_day, "has a date outside 1900 to 2200");
    }
    require(run.step_weeks == 1 || run.step_weeks == 2, "has a step that is neither one week nor two");
    require(run.steps().start_of(1) <= run.end, "has no whole step");
    require(!run.fork || (*run.fork >= run.start && *run.fork <= run.end), "has a fork outside the run");
    require(run.members >= 1 && run.members <= most_members, "has no members, or too many");
    require(run.scale > 0.0 && run.scale <= 1.0, "has a scale that is no share");
  }

  void design() const {
    const Design& design = study_.design;
    const std::size_t worlds = design.worlds(), parameters = kind_.parameters.size();
    require(worlds >= 1 && worlds <= most_worlds, "has no worlds, or too many");
    require(study_.policies.size() * worlds * study_.run.members <= most_cells, "has too many cells");
    require(design.keys.size() == worlds && design.values.size() == worlds * parameters, "contradicts itself");
    for (std::size_t i = 0; i < design.values.size(); ++i) {
      const ParameterCard& card = kind_.parameters[i % parameters];
      const double value = design.values[i];
      const bool bounded = card.about.low < card.about.high;
      require(std::isfinite(value) && (!bounded || (value >= card.about.low && value <= card.about.high)),
              "has a value of " + card.key + " outside its range");
    }
    for (const std::vector<std::size_t>& chosen : design.structure) {
      bool known = chosen.size() == kind_.structures.size();
      for (std::size_t s = 0; known && s < chosen.size(); ++s) known = chosen[s] < kind_.structures[s].variants.size();
      require(known, "chooses a variant that the model does not have");
    }
    std::set<std::size_t> sampled;
    for (const std::size_t parameter : design.sampled) {
      require(parameter < parameters && sampled.insert(parameter).second, "samples a parameter that is none");
    }
  }

  void record() const {
    std::set<std::size_t> measures;
    for (const std::size_t measure : study_.record.measures) {
      require(measures.insert(measure).second, "records a measure twice");
    }
  }

  void action(const Action& action, bool dated_in_run) const {
    const Target& target = action.target;
    require(target.lever >= 0 && static_cast<std::size_t>(target.lever) < kind_.levers.size(), "acts on no lever");
    const LeverCard& card = kind_.levers[static_cast<std::size_t>(target.lever)];
    const std::string lever(card.key);
    index(target.of, card.index.of, lever);
    index(target.in, card.index.in, lever);
    index(target.sector, card.index.sectors, lever);
    const double high = card.words.empty() ? card.high : static_cast<double>(card.words.size()) - 1.0;
    const double low = card.words.empty() ? card.low : 0.0;
    require(action.to >= low && action.to <= high, "sets " + lever + " to a value outside its range");
    require(card.words.empty() || action.to == std::floor(action.to), "sets " + lever + " to no word");
    options(action.options, card);
    require(action.ramp.value >= 0.0 && action.ramp.value <= 100.0, "has a ramp that is no length of time");
    const bool sleeps = action.when && action.at == undated;
    const Date first = dated_in_run ? study_.run.start : first_day, last = dated_in_run ? study_.run.end : last_day;
    require(sleeps || (action.at >= first && action.at <= last), "acts on " + lever + " at a date outside the run");
    require(!action.until || (*action.until > action.at && *action.until <= last_day),
            "ends an action before it begins");
    if (action.when) trigger(*action.when);
  }

  void options(const LeverOptions& values, const LeverCard& card) const {
    for (std::size_t o = 0; o < values.size(); ++o) {
      const bool taken = o < card.options.size();
      LeverOption none{};
      none.high = 0.0;
      const LeverOption& option = taken ? card.options[o] : none;
      const double high = option.words.empty() ? option.high : static_cast<double>(option.words.size()) - 1.0;
      require(values[o] >= option.low && values[o] <= high, "states what " + std::string(card.key) + " does not take");
    }
  }

  void index(int position, std::string_view dimension, const std::string& lever) const {
    if (position == any_index) return;
    const auto labels = study_.coordinates.find(dimension);
    require(!dimension.empty() && labels != study_.coordinates.end() && position >= 0 &&
                static_cast<std::size_t>(position) < labels->second.size(),
            "aims " + lever + " at nothing that is known");
  }

  void trigger(const Trigger& trigger) const {
    require(!trigger.conditions.empty() && trigger.conditions.size() <= 100, "has a trigger without conditions");
    for (const Condition& c : trigger.conditions) {
      const bool known = c.measure >= 0 && static_cast<std::size_t>(c.measure) < kind_.measures.size();
      require(known && c.value < width_of(kind_.measures[static_cast<std::size_t>(c.measure)], study_.coordinates),
              "has a condition on no value");
      require(c.above || c.below, "has a condition without a bound");
      require(c.for_days >= 0 && c.for_days <= last_day.days - first_day.days, "has a condition of no length of time");
    }
  }

  void precision(const Precision& p) const {
    const auto& recorded = study_.record.measures;
    require(std::find(recorded.begin(), recorded.end(), p.measure) != recorded.end() &&
                p.value < width_of(kind_.measures[p.measure], study_.coordinates) &&
                p.date < study_.record_dates().size() && p.policy < study_.policies.size() &&
                p.reference < study_.policies.size(),
            "asks for the precision of nothing that is recorded");
    require(
        p.half_width > 0.0 && p.interval > 0 && p.interval < 100 && p.batch >= 1 && study_.run.members % p.batch == 0,
        "asks for a precision that is none");
  }

  void without() const {
    for (const Policy& policy : study_.policies) {
      if (policy.without.empty() && policy.without_levers.empty()) continue;
      const std::size_t known = kind_.knock_outs ? kind_.knock_outs(study_.tables).size() : 0;
      for (const int removed : policy.without) {
        require(removed >= 0 && static_cast<std::size_t>(removed) < known, "removes nothing that is known");
      }
      for (const int lever : policy.without_levers) {
        require(lever >= 0 && static_cast<std::size_t>(lever) < kind_.levers.size(), "leaves out no lever");
      }
    }
  }

  void column(const TableSchema& schema, const ColumnSchema& card, const Table& table) const {
    const std::string where = std::string(schema.name) + "." + std::string(card.name);
    const auto found = table.columns.find(card.name);
    require(found != table.columns.end() && found->second.type == card.type, "lacks " + where);
    const Table::Column& column = found->second;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const std::string& text = column.text[row];
      require(!card.required || !text.empty(), "has an empty field in " + where);
      if (text.empty()) continue;
      if (card.type == ColumnType::number) {
        require(column.number[row] >= card.low && column.number[row] <= card.high,
                "has a value of " + where + " outside its range");
      }
      if (card.type == ColumnType::date) {
        const auto date = parse_date(text);
        require(date && *date == column.date[row], "has a date in " + where + " that is none");
      }
      require(card.words.empty() || std::find(card.words.begin(), card.words.end(), text) != card.words.end(),
              "has an unknown word in " + where);
    }
    if (card.name == schema.unique) {
      require(std::set<std::string>(column.text.begin(), column.text.end()).size() == table.rows(),
              "has a value of " + where + " twice");
    }
  }

  // The value of a column must be one of another table's.
  void reference(const TableSchema& schema, const ColumnSchema& card) const {
    const auto dot = card.refers_to.find('.');
    if (dot == std::string_view::npos) return;
    const auto other = study_.tables.find(card.refers_to.substr(0, dot));
    if (other == study_.tables.end()) return;
    const auto target = other->second.columns.find(card.refers_to.substr(dot + 1));
    if (target == other->second.columns.end()) return;
    const std::set<std::string> known(target->second.text.begin(), target->second.text.end());
    for (const std::string& text : study_.tables.find(schema.name)->second.columns.find(card.name)->second.text) {
      require(text.empty() || known.contains(text), "refers from " + std::string(schema.name) + " to nothing");
    }
  }

  void tables() const {
    for (const TableSchema& schema : kind_.tables) {
      const auto table = study_.tables.find(schema.name);
      require(table != study_.tables.end(), "lacks the table " + std::string(schema.name));
      for (const ColumnSchema& card : schema.columns) column(schema, card, table->second);
    }
    for (const TableSchema& schema : kind_.tables) {
      for (const ColumnSchema& card : schema.columns) reference(schema, card);
    }
    std::vector<Problem> problems;
    if (kind_.check) kind_.check(study_.tables, problems);
    require(problems.empty(), problems.empty() ? "" : "has tables that contradict each other: " + problems[0].text());
    require(study_.coordinates == kind_.coordinates(study_.tables), "has labels that its tables do not give");
  }

  const Study& study_;
  const ModelKind& kind_;
  const std::string& place_;
};

}  // namespace

void require_sound(const Study& study, const std::string& place) { StudyCheck(study, place).all(); }

}  // namespace sim
