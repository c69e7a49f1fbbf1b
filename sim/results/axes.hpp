// Dimensions and attributes that several groups of a result file share.
#pragma once

#include "sim/plan/layout.hpp"
#include "sim/results/netcdf.hpp"

namespace sim {

void add_policy_axis(netcdf::Group& group, const Study& study);
void add_time_axis(netcdf::Group& group, const Study& study, const Layout& layout);
void add_index_axis(netcdf::Group& group, const std::string& name, std::size_t size, const std::string& long_name);
void add_model_axes(netcdf::Group& group, const Study& study);  // country, lab and whatever else the model declares

void add_pattern_axis(netcdf::Group& group, const ModelKind& kind);  // "P2/CN"

// units, long_name, cell_methods, calibration, comment, references.
// `fitted`: the run's worlds are those of a posterior; only then is a measure called tested.
netcdf::Attributes attributes_of(const MeasureCard& card, bool fitted);

// The words of a coded variable: flag_values and flag_meanings (blanks become underscores).
template <class T>
void set_flags(hid_t dataset, const std::vector<std::string>& words) {  // nothing for a variable that was left out
  std::vector<T> values;
  std::string meanings;
  for (std::size_t i = 0; i < words.size(); ++i) {
    values.push_back(static_cast<T>(i));
    if (i > 0) meanings += ' ';
    for (const char c : words[i]) meanings += c == ' ' ? '_' : c;
  }
  if (words.empty() || dataset < 0) return;
  h5::set_attribute(dataset, "flag_values", h5::native_type<T>(), values.size(), values.data());
  h5::set_attribute(dataset, "flag_meanings", meanings);
}

}  // namespace sim
