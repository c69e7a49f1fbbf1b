// CF attributes of the coordinates and of measures.
#include "sim/results/axes.hpp"

namespace sim {

void add_policy_axis(netcdf::Group& group, const Study& study) {
  std::vector<std::string> names;
  std::vector<std::string> labels;
  for (const Policy& policy : study.policies) {
    names.push_back(policy.name);
    labels.push_back(policy.label.empty() ? policy.name : policy.label);
  }
  group.dimension("policy", names, {{"long_name", "policy; the first is the reference"}});
  group.put_text("policy_label", {"policy"}, labels, {{"long_name", "name of the policy in figures"}});
}

void add_time_axis(netcdf::Group& group, const Study& study, const Layout& layout) {
  std::vector<double> days;
  for (const Date date : layout.dates) days.push_back(date.days - study.run.start.days);
  group.dimension("time", days,
                  {{"units", "days since " + to_string(study.run.start)},
                   {"calendar", "proleptic_gregorian"},
                   {"standard_name", "time"},
                   {"long_name", "last day of the recording period"},
                   {"axis", "T"}});
}

void add_index_axis(netcdf::Group& group, const std::string& name, std::size_t size, const std::string& long_name) {
  std::vector<std::int32_t> index;
  for (std::size_t i = 0; i < size; ++i) index.push_back(static_cast<std::int32_t>(i));
  group.dimension(name, index, {{"long_name", long_name}});
}

void add_pattern_axis(netcdf::Group& group, const ModelKind& kind) {
  netcdf::Names labels;
  for (const PatternCard& card : kind.patterns) {
    labels.push_back(std::string(card.id) + (card.part.empty() ? "" : "/" + std::string(card.part)));
  }
  group.dimension("pattern", labels, {{"long_name", "published figure, with its part"}});
}

void add_model_axes(netcdf::Group& group, const Study& study) {
  for (const auto& [name, labels] : study.coordinates) group.dimension(name, labels);
}

netcdf::Attributes attributes_of(const MeasureCard& card, bool fitted) {
  const char* cell_methods = "time: point";
  if (card.window == Window::period) {
    cell_methods = "time: sum (from flows summed over the recording period)";
  } else if (card.window == Window::trailing_year) {
    cell_methods = "time: sum (from flows summed over the 52 weeks up to the date)";
  }
  return {{"units", std::string(card.unit)},
          {"long_name", std::string(card.long_name)},
          {"cell_methods", cell_methods},
          {"window", std::string(name_of(card.window))},
          {"calibration", card.calibrated && fitted ? "tested against published figures" : "not calibrated"},
          {"comment", std::string(card.description)},
          {"references", std::string(card.source)}};
}

}  // namespace sim
