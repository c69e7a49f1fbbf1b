// Everything that a reader needs to know where a number came from, without the program that made it.
#include "sim/results/context_groups.hpp"

#include <algorithm>
#include <limits>
#include <type_traits>
#include <variant>

#include "sim/registry/fields.hpp"
#include "sim/results/axes.hpp"
#include "sim/results/netcdf.hpp"
#include "sim/results/result_format.hpp"
#include "sim/results/study_record.hpp"

namespace sim {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

template <class Cards, class Read>
std::vector<std::string> texts(const Cards& cards, Read read) {
  std::vector<std::string> out;
  for (const auto& card : cards) out.emplace_back(read(card));
  return out;
}

std::vector<std::uint8_t> sampled_flags(const Study& study) {
  std::vector<std::uint8_t> flags(study.kind->parameters.size(), 0);
  for (const std::size_t parameter : study.design.sampled) flags[parameter] = 1;
  return flags;
}

// Cards of one kind as variables: one per field, on a dimension whose coordinate is their key.
class CardVariables {
 public:
  void operator()(const char* name, double value, const char* meaning) { add(name, value, meaning); }
  void operator()(const char* name, int value, const char* meaning) {
    add(name, static_cast<std::int8_t>(value), meaning);
  }
  void operator()(const char* name, bool value, const char* meaning) {
    add(name, static_cast<std::uint8_t>(value), meaning);
  }
  void operator()(const char* name, std::string_view text, const char* meaning) {
    add(name, std::string(text), meaning);
  }
  void operator()(const char* name, std::span<const std::string_view> words, const char* meaning) {
    std::string text;
    for (const std::string_view word : words) text += (text.empty() ? "" : ";") + std::string(word);
    add(name, std::move(text), meaning);
  }

  void write(netcdf::Group& group, const std::string& dimension, const std::string& prefix) const {
    for (const Variable& variable : variables_) {
      std::visit(
          [&]<class T>(const std::vector<T>& values) {
            const netcdf::Attributes attributes{{"long_name", variable.meaning}};
            if constexpr (!std::is_same_v<T, std::string>) {
              group.put(prefix + variable.name, {dimension}, values, attributes);
            } else if (variable.name == "key") {
              if (!group.has_dimension(dimension)) group.dimension(dimension, values, attributes);
            } else {
              group.put_text(prefix + variable.name, {dimension}, values, attributes);
            }
          },
          variable.values);
    }
  }

 private:
  struct Variable {
    std::string name, meaning;
    std::variant<std::vector<double>, std::vector<std::int8_t>, std::vector<std::uint8_t>, std::vector<std::string>>
        values;
  };

  template <class T>
  void add(const char* name, T value, const char* meaning) {
    auto found = std::find_if(variables_.begin(), variables_.end(), [&](const Variable& v) { return v.name == name; });
    if (found == variables_.end()) found = variables_.insert(found, {name, meaning, std::vector<T>()});
    std::get<std::vector<T>>(found->values).push_back(std::move(value));
  }

  std::vector<Variable> variables_;  // the key first, as every card declares it
};

template <class Cards>
void put_cards(netcdf::Group& group, const Cards& cards, const std::string& dimension, const std::string& prefix) {
  CardVariables variables;
  for (const auto& card : cards) fields(variables, card);
  variables.write(group, dimension, prefix);
}

}  // namespace

void write_design(hid_t file, const Study& study) {
  netcdf::Group group(file, "design");
  group.attribute("method", std::string(name_of(study.run.sampling)));
  group.number<std::uint64_t>("seed", study.run.seed);
  add_index_axis(group, "world", study.design.worlds(), "draw of the uncertain assumptions");
  group.dimension("parameter", texts(study.kind->parameters, [](const auto& c) { return c.key; }));
  group.put("value", {"world", "parameter"}, study.design.values,
            {{"long_name", "value of the parameter in the world, in its unit"}});
  group.put("sampled", {"parameter"}, sampled_flags(study), {{"long_name", "1: varies over worlds"}});
  group.put_text("unit", {"parameter"}, texts(study.kind->parameters, [](const auto& c) { return c.about.unit; }));
  group.put("world_key", {"world"}, study.design.keys,
            {{"long_name", "key of luck: worlds with the same key share it, member by member"}});
  group.dimension("structure", texts(study.kind->structures, [](const auto& c) { return c.key; }));
  std::vector<std::string> variants;
  for (const std::vector<std::size_t>& chosen : study.design.structure) {
    for (std::size_t s = 0; s < study.kind->structures.size(); ++s) {
      variants.emplace_back(study.kind->structures[s].variants[chosen[s]]);
    }
  }
  group.put_text("variant", {"world", "structure"}, variants,
                 {{"long_name", "rule chosen for the contested mechanism"}});
  group.finish();
}

void write_registry(hid_t file, const Study& study) {
  netcdf::Group group(file, "registry");
  const ModelKind& kind = *study.kind;
  put_cards(group, kind.parameters, "parameter", "");
  std::vector<double> values;
  const std::vector<std::uint8_t> sampled = sampled_flags(study);
  for (std::size_t p = 0; p < kind.parameters.size(); ++p) {
    values.push_back(sampled[p] != 0 || study.design.worlds() == 0 ? nan : study.design.row(0)[p]);
  }
  group.put("value", {"parameter"}, values, {{"long_name", "value in every world; NaN when it varies, see /design"}},
            nan);
  group.put("sampled", {"parameter"}, sampled, {{"long_name", "1: varies over worlds"}});
  put_cards(group, kind.levers, "lever", "lever_");
  put_cards(group, kind.measures, "measure", "measure_");
  std::vector<std::uint8_t> recorded(kind.measures.size(), 0);
  for (const std::size_t measure : study.record.measures) recorded[measure] = 1;
  group.put("measure_recorded", {"measure"}, recorded, {{"long_name", "1: in this file"}});
  put_cards(group, kind.structures, "structure", "structure_");
  add_pattern_axis(group, kind);  // the same labels as at the root, of which a tree of groups makes one coordinate
  put_cards(group, kind.patterns, "pattern", "pattern_");
  group.finish();
}

void write_published(hid_t file, const Study& study) {
  const auto found = study.tables.find("published_figures");
  if (found == study.tables.end()) return;
  const Table& table = found->second;
  netcdf::Group group(file, "published");
  const std::string row = "published";
  group.bare_dimension(row, table.rows());
  const auto name_of_column = [&](const std::string& column) { return column_name(format_major, row, column); };
  for (const auto& [name, column] : table.columns) {
    const netcdf::Attributes attributes{{"long_name", "column " + name + " of the table of published figures"}};
    if (column.type == ColumnType::number) {
      group.put(name_of_column(name), {row}, column.number, attributes, nan);
    } else {
      group.put_text(name_of_column(name), {row}, column.text, attributes);
    }
  }
  // What the pattern of each figure says of it; nothing where the model has no such pattern.
  netcdf::Names measure(table.rows()), where(table.rows()), reading(table.rows());
  for (std::size_t r = 0; r < table.rows(); ++r) {
    const PatternCard* card = study.kind->pattern(table.text("pattern", r), table.text("part", r));
    if (card == nullptr) continue;
    measure[r] = card->measure;
    where[r] = card->where;
    reading[r] = name_of(card->reading);
  }
  group.put_text(name_of_column("measure"), {row}, measure, {{"long_name", "measure that the figure is drawn on"}});
  group.put_text(name_of_column("where"), {row}, where, {{"long_name", "labels of the measure's dimensions"}});
  group.put_text(name_of_column("reading"), {row}, reading,
                 {{"long_name", "value or date of the measure, or state: not drawn on a measure"}});
  group.finish();
}

void write_provenance(hid_t file, const Study& study, const Provenance& provenance) {
  netcdf::Group group(file, "provenance");
  group.attribute("command", provenance.command);
  group.attribute("version", program_version());
  group.attribute("revision", program_revision());
  group.attribute("compiler", compiler());
  group.attribute("model", std::string(study.kind->name));
  group.attribute("began", provenance.began);
  group.attribute("finished", now_utc());
  group.number<std::uint64_t>("seed", study.run.seed);
  group.number<double>("wall_seconds", provenance.wall_seconds);
  group.number<double>("compute_seconds", provenance.compute_seconds);
  group.number<std::int32_t>("threads", provenance.threads);
  if (!provenance.precision.empty()) group.attribute("precision", provenance.precision);
  group.attribute("scenario_path", study.source.path.string());
  group.put_text("scenario", study.source.text, {{"long_name", "the scenario as written"}});
  const std::string& record = provenance.study_record;
  group.put_text("study", record.empty() ? study_to_json(study) : record,
                 {{"long_name", "the study as resolved, with its tables, in JSON"}});
  group.bare_dimension("setting", study.source.resolved.size());
  group.put_text("setting_key", {"setting"}, texts(study.source.resolved, [](const Setting& s) { return s.key; }));
  group.put_text("setting_value", {"setting"}, texts(study.source.resolved, [](const Setting& s) { return s.value; }));
  group.put_text("setting_origin", {"setting"},
                 texts(study.source.resolved, [](const Setting& s) { return s.origin; }));
  const auto& failed = provenance.failed;
  group.bare_dimension("failed", failed.size());
  std::vector<std::uint32_t> world, member;
  for (const FailedCell& cell : failed) {
    world.push_back(static_cast<std::uint32_t>(cell.world));
    member.push_back(static_cast<std::uint32_t>(cell.member));
  }
  group.put_text("failed_policy", {"failed"}, texts(failed, [](const FailedCell& c) { return c.policy; }));
  group.put("failed_world", {"failed"}, world);
  group.put("failed_member", {"failed"}, member);
  group.put_text("failed_message", {"failed"}, texts(failed, [](const FailedCell& c) { return c.message; }));
  group.finish();
}

}  // namespace sim
