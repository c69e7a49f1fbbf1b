// Everything that a reader needs to know where a number came from, without the program that made it.
#include "sim/results/context_groups.hpp"

#include <limits>

#include "sim/results/axes.hpp"
#include "sim/results/netcdf.hpp"
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

template <class Cards, class Read>
std::vector<double> numbers(const Cards& cards, Read read) {
  std::vector<double> out;
  for (const auto& card : cards) out.push_back(read(card));
  return out;
}

std::vector<std::uint8_t> sampled_flags(const Study& study) {
  std::vector<std::uint8_t> flags(study.kind->parameters.size(), 0);
  for (const std::size_t parameter : study.design.sampled) flags[parameter] = 1;
  return flags;
}

void write_parameters(netcdf::Group& group, const Study& study) {
  const auto& cards = study.kind->parameters;
  group.dimension("parameter", texts(cards, [](const auto& c) { return c.key; }));
  const netcdf::Names on{"parameter"};
  std::vector<double> values;
  const std::vector<std::uint8_t> sampled = sampled_flags(study);
  for (std::size_t p = 0; p < cards.size(); ++p) {
    values.push_back(sampled[p] != 0 || study.design.worlds() == 0 ? nan : study.design.row(0)[p]);
  }
  group.put("value", on, values, {{"long_name", "value in every world; NaN when it varies, see /design"}}, nan);
  group.put("initial", on, numbers(cards, [](const auto& c) { return c.initial; }), {{"long_name", "default"}});
  group.put("low", on, numbers(cards, [](const auto& c) { return c.about.low; }),
            {{"long_name", "low end of the plausible range"}});
  group.put("high", on, numbers(cards, [](const auto& c) { return c.about.high; }),
            {{"long_name", "high end of the plausible range"}});
  group.put("spread", on, numbers(cards, [](const auto& c) { return c.about.spread; }),
            {{"long_name", "standard deviation of a normal prior, of the logarithm for a log-normal one"}});
  group.put("sampled", on, sampled, {{"long_name", "1: varies over worlds"}});
  group.put_text("unit", on, texts(cards, [](const auto& c) { return c.about.unit; }));
  group.put_text("prior", on, texts(cards, [](const auto& c) { return name_of(c.about.prior); }));
  group.put_text("standing", on, texts(cards, [](const auto& c) { return name_of(c.about.standing); }));
  group.put_text("confidence", on, texts(cards, [](const auto& c) { return name_of(c.about.confidence); }));
  group.put_text("source", on, texts(cards, [](const auto& c) { return c.about.source; }));
  group.put_text("description", on, texts(cards, [](const auto& c) { return c.description; }));
  group.put_text("moves", on, texts(cards, [](const auto& c) { return c.about.moves; }));
}

void write_levers(netcdf::Group& group, const Study& study) {
  const auto& cards = study.kind->levers;
  group.dimension("lever", texts(cards, [](const auto& c) { return c.key; }));
  const netcdf::Names on{"lever"};
  group.put("lever_low", on, numbers(cards, [](const auto& c) { return c.low; }));
  group.put("lever_high", on, numbers(cards, [](const auto& c) { return c.high; }));
  group.put("lever_neutral", on, numbers(cards, [](const auto& c) { return c.neutral; }));
  group.put_text("lever_unit", on, texts(cards, [](const auto& c) { return c.unit; }));
  group.put_text("lever_description", on, texts(cards, [](const auto& c) { return c.description; }));
  group.put_text("lever_source", on, texts(cards, [](const auto& c) { return c.source; }));
}

void write_measures(netcdf::Group& group, const Study& study) {
  const auto& cards = study.kind->measures;
  group.dimension("measure", texts(cards, [](const auto& c) { return c.key; }));
  const netcdf::Names on{"measure"};
  std::vector<std::uint8_t> recorded(cards.size(), 0);
  for (const std::size_t measure : study.record.measures) recorded[measure] = 1;
  std::vector<std::uint8_t> calibrated;
  for (const MeasureCard& card : cards) calibrated.push_back(card.calibrated ? 1 : 0);
  group.put("measure_recorded", on, recorded, {{"long_name", "1: in this file"}});
  group.put("measure_calibrated", on, calibrated, {{"long_name", "1: tested against published figures"}});
  group.put_text("measure_unit", on, texts(cards, [](const auto& c) { return c.unit; }));
  group.put_text("measure_window", on, texts(cards, [](const auto& c) { return name_of(c.window); }));
  group.put_text("measure_long_name", on, texts(cards, [](const auto& c) { return c.long_name; }));
  group.put_text("measure_description", on, texts(cards, [](const auto& c) { return c.description; }));
  group.put_text("measure_source", on, texts(cards, [](const auto& c) { return c.source; }));
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
            {{"long_name", "key of the draws that the members of a world share"}});
  group.dimension("structure", texts(study.kind->structures, [](const auto& c) { return c.key; }));
  std::vector<std::string> variants;
  for (const std::vector<std::size_t>& chosen : study.design.structure) {
    for (std::size_t s = 0; s < study.kind->structures.size(); ++s) {
      variants.emplace_back(study.kind->structures[s].variants[chosen[s]]);
    }
  }
  group.put_text("variant", {"world", "structure"}, variants,
                 {{"long_name", "rule chosen for the contested mechanism"}});
}

void write_registry(hid_t file, const Study& study) {
  netcdf::Group group(file, "registry");
  write_parameters(group, study);
  write_levers(group, study);
  write_measures(group, study);
  group.dimension("structure", texts(study.kind->structures, [](const auto& c) { return c.key; }));
  group.put_text("structure_description", {"structure"},
                 texts(study.kind->structures, [](const auto& c) { return c.description; }));
}

void write_published(hid_t file, const Study& study) {
  const auto found = study.tables.find("published_figures");
  if (found == study.tables.end()) return;
  netcdf::Group group(file, "published");
  group.bare_dimension("row", found->second.rows());
  for (const auto& [name, column] : found->second.columns) {
    if (column.type == ColumnType::number) {
      group.put(name, {"row"}, column.number, {}, nan);
    } else {
      group.put_text(name, {"row"}, column.text);
    }
  }
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
  group.attribute("scenario_path", study.source.path.string());
  group.put_text("scenario", study.source.text, {{"long_name", "the scenario as written"}});
  group.put_text("study", study_to_json(study), {{"long_name", "the study as resolved, with its tables, in JSON"}});
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
}

}  // namespace sim
