// Opening checks what the rest relies on, so that a foreign or broken file gives one clear message.
#include "sim/results/result_file.hpp"

#include <algorithm>
#include <charconv>

#include "sim/error.hpp"
#include "sim/results/hdf5.hpp"
#include "sim/results/result_format.hpp"

namespace sim {

struct ResultFile::Open {
  std::filesystem::path path;
  h5::Handle file;
  std::vector<std::string> policies, labels;
  std::size_t worlds = 0, members = 0;
  Date start;
  std::vector<Date> dates;
  std::vector<Measure> measures;
};

namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& why) {
  throw Error(Failure::invalid_input, "'" + path.string() + "' " + why);
}

[[noreturn]] void unknown(const std::filesystem::path& path, const std::string& name, const std::string& message,
                          const std::string& allowed, std::string nearest) {
  Problem problem;
  problem.place.file = path.string();
  problem.key = name;
  problem.message = message;
  problem.allowed = allowed;
  problem.suggestion = std::move(nearest);
  throw Error(Failure::invalid_input, std::vector<Problem>{problem});
}

void require_format(const std::filesystem::path& path, hid_t file) {
  const auto format = h5::text_attribute(file, "weightshed_format");
  if (!format) refuse(path, "is an HDF5 file, but not a result of weightshed (it has no attribute weightshed_format)");
  int major = 0;
  const auto [end, error] = std::from_chars(format->data(), format->data() + format->size(), major);
  if (error != std::errc{} || *end != '.')
    refuse(path, "has the format version '" + *format + "', which is not a version");
  if (major > format_major) {
    refuse(path, "has format " + *format + ", newer than this program reads (" + std::string(format_version) +
                     "); a newer weightshed reads it");
  }
}

Date start_of(hid_t file) {
  const h5::Handle time = h5::open_dataset(file, "time");
  const std::string units = h5::text_attribute(time.get(), "units").value_or("");
  constexpr std::string_view prefix = "days since ";
  const auto date = units.starts_with(prefix) ? parse_date(units.substr(prefix.size(), 10)) : std::nullopt;
  if (!date) throw Error(Failure::invalid_input, "time has the units '" + units + "'");
  return *date;
}

// A measure is a float variable on policy, world, member, time and the dimensions named by its attached scales.
std::vector<std::string> scales_of(hid_t file, hid_t dataset, std::size_t rank) {
  std::vector<std::string> names;
  const h5::Handle attribute(H5Aopen(dataset, "DIMENSION_LIST", H5P_DEFAULT), H5Aclose, "read dimensions");
  const h5::Handle type(H5Aget_type(attribute.get()), H5Tclose, "read dimensions");
  std::vector<hvl_t> lists(rank);
  h5::check(H5Aread(attribute.get(), type.get(), lists.data()), "read dimensions");
  for (const hvl_t& list : lists) {
    char name[256] = "";
    const h5::Handle scale(H5Rdereference2(file, H5P_DEFAULT, H5R_OBJECT, list.p), H5Oclose, "follow a dimension");
    h5::check(H5Iget_name(scale.get(), name, sizeof name) < 0 ? -1 : 0, "read the name of a dimension");
    names.emplace_back(std::string_view(name).substr(1));  // without the slash of the root group
  }
  const h5::Handle space(H5Aget_space(attribute.get()), H5Sclose, "read dimensions");
  h5::check(H5Dvlen_reclaim(type.get(), space.get(), H5P_DEFAULT, lists.data()), "release dimensions");
  return names;
}

std::vector<ResultFile::Measure> measures_of(hid_t file) {
  std::vector<ResultFile::Measure> measures;
  for (const std::string& name : h5::links(file)) {
    H5O_info_t info;
    h5::check(H5Oget_info_by_name2(file, name.c_str(), &info, H5O_INFO_BASIC, H5P_DEFAULT), "look at '" + name + "'");
    if (info.type != H5O_TYPE_DATASET) continue;
    const h5::Handle dataset = h5::open_dataset(file, name);
    const h5::Extent extent = h5::extent_of(dataset.get());
    if (extent.size() < 4) continue;
    std::vector<std::string> dimensions = scales_of(file, dataset.get(), extent.size());
    ResultFile::Measure measure;
    measure.name = name;
    measure.dimensions.assign(dimensions.begin() + 4, dimensions.end());
    for (std::size_t d = 4; d < extent.size(); ++d) measure.width *= extent[d];
    measure.units = h5::text_attribute(dataset.get(), "units").value_or("");
    measure.long_name = h5::text_attribute(dataset.get(), "long_name").value_or("");
    measure.window = h5::text_attribute(dataset.get(), "window").value_or("");
    measure.calibration = h5::text_attribute(dataset.get(), "calibration").value_or("");
    measures.push_back(std::move(measure));
  }
  return measures;
}

std::vector<std::string> strings(hid_t file, const std::string& name) {
  return h5::read_strings(h5::open_dataset(file, name).get());
}

}  // namespace

ResultFile::ResultFile(const std::filesystem::path& path) : open_(std::make_unique<Open>()) {
  if (!std::filesystem::exists(path)) refuse(path, "does not exist");
  if (std::filesystem::is_directory(path)) refuse(path, "is a folder; a result is one .h5 file");
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  if (H5Fis_hdf5(path.c_str()) <= 0) refuse(path, "is not an HDF5 file");
  open_->path = path;
  try {
    open_->file = h5::open_file(path);
    const hid_t file = open_->file.get();
    require_format(path, file);
    open_->policies = strings(file, "policy");
    open_->labels = strings(file, "policy_label");
    open_->worlds = h5::extent_of(h5::open_dataset(file, "world").get()).at(0);
    open_->members = h5::extent_of(h5::open_dataset(file, "member").get()).at(0);
    open_->start = start_of(file);
    for (const double days : h5::read_vector<double>(file, "time")) {
      open_->dates.push_back(open_->start.plus_days(static_cast<std::int32_t>(days)));
    }
    open_->measures = measures_of(file);
  } catch (const Error& error) {
    if (error.kind() == Failure::invalid_input) throw;
    refuse(path, std::string("is truncated or damaged: ") + error.what());
  }
}

ResultFile::~ResultFile() = default;
ResultFile::ResultFile(ResultFile&&) noexcept = default;

const std::filesystem::path& ResultFile::path() const { return open_->path; }
std::string ResultFile::title() const { return h5::text_attribute(open_->file.get(), "title").value_or(""); }
std::string ResultFile::source() const { return h5::text_attribute(open_->file.get(), "source").value_or(""); }
std::string ResultFile::scenario_sha256() const {
  return h5::text_attribute(open_->file.get(), "scenario_sha256").value_or("");
}
const std::vector<std::string>& ResultFile::policies() const { return open_->policies; }
const std::vector<std::string>& ResultFile::policy_labels() const { return open_->labels; }
std::vector<double> ResultFile::in_force() const {
  const hid_t file = open_->file.get();
  return h5::exists(file, "policy_in_force") ? h5::read_vector<double>(file, "policy_in_force") : std::vector<double>();
}
std::vector<std::string> ResultFile::unfired() const {
  const hid_t file = open_->file.get();
  return h5::exists(file, "policy_unfired") ? strings(file, "policy_unfired") : std::vector<std::string>();
}
std::size_t ResultFile::worlds() const { return open_->worlds; }
std::size_t ResultFile::members() const { return open_->members; }
Date ResultFile::start() const { return open_->start; }
const std::vector<Date>& ResultFile::dates() const { return open_->dates; }
const std::vector<ResultFile::Measure>& ResultFile::measures() const { return open_->measures; }

const ResultFile::Measure& ResultFile::measure(const std::string& name) const {
  std::vector<std::string> names;
  std::string list;
  for (const Measure& m : open_->measures) {
    if (m.name == name) return m;
    names.push_back(m.name);
    list += (list.empty() ? "" : ", ") + m.name;
  }
  unknown(open_->path, name, "is not a measure of this file", list, nearest_name(name, names));
}

std::size_t ResultFile::policy_index(const std::string& name) const {
  const auto found = std::find(open_->policies.begin(), open_->policies.end(), name);
  if (found != open_->policies.end()) return static_cast<std::size_t>(found - open_->policies.begin());
  std::string list;
  for (const std::string& policy : open_->policies) list += (list.empty() ? "" : ", ") + policy;
  unknown(open_->path, name, "is not a policy of this file", list, nearest_name(name, open_->policies));
}

std::size_t ResultFile::date_index(Date at) const {
  const auto after = std::upper_bound(open_->dates.begin(), open_->dates.end(), at);
  if (after != open_->dates.begin()) return static_cast<std::size_t>(after - open_->dates.begin()) - 1;
  refuse(open_->path, open_->dates.empty() ? "has no recording dates"
                                           : "records nothing on or before " + to_string(at) + "; its first date is " +
                                                 to_string(open_->dates.front()));
}

std::vector<std::string> ResultFile::coordinate(const std::string& dimension) const {
  return strings(open_->file.get(), dimension);
}

std::vector<float> ResultFile::values(const std::string& name, std::size_t policy, std::size_t date) const {
  const Measure& m = measure(name);
  const h5::Handle dataset = h5::open_dataset(open_->file.get(), name);
  h5::Extent count = h5::extent_of(dataset.get());
  h5::Extent start(count.size(), 0);
  start[0] = policy;
  start[3] = date;
  count[0] = count[3] = 1;
  std::vector<float> values(open_->worlds * open_->members * m.width);
  h5::read(dataset.get(), H5T_NATIVE_FLOAT, start, count, values.data());
  return values;
}

std::vector<float> ResultFile::values(const std::string& name, std::size_t policy) const {
  const Measure& m = measure(name);
  const h5::Handle dataset = h5::open_dataset(open_->file.get(), name);
  h5::Extent count = h5::extent_of(dataset.get());
  h5::Extent start(count.size(), 0);
  start[0] = policy;
  count[0] = 1;
  std::vector<float> values(open_->worlds * open_->members * open_->dates.size() * m.width);
  h5::read(dataset.get(), H5T_NATIVE_FLOAT, start, count, values.data());
  return values;
}

std::vector<float> ResultFile::summary(const std::string& variable) const {
  return h5::read_vector<float>(h5::open_group(open_->file.get(), "summary").get(), variable);
}

bool ResultFile::has_summary(const std::string& variable) const {
  return h5::exists(h5::open_group(open_->file.get(), "summary").get(), variable);
}

std::vector<CellStatus> ResultFile::status() const {
  std::vector<CellStatus> status;
  for (const std::uint8_t s : h5::read_vector<std::uint8_t>(open_->file.get(), "status")) {
    status.push_back(static_cast<CellStatus>(s));
  }
  return status;
}

ResultFile::Counts ResultFile::counts() const {
  Counts counts;
  for (const CellStatus s : status()) {
    if (s == CellStatus::pending) ++counts.pending;
    if (s == CellStatus::done) ++counts.done;
    if (s == CellStatus::failed) ++counts.failed;
  }
  return counts;
}

std::vector<FailedCell> ResultFile::failed_cells() const {
  const h5::Handle group = h5::open_group(open_->file.get(), "provenance");
  const auto policy = strings(group.get(), "failed_policy");
  const auto message = strings(group.get(), "failed_message");
  const auto world = h5::read_vector<std::uint32_t>(group.get(), "failed_world");
  const auto member = h5::read_vector<std::uint32_t>(group.get(), "failed_member");
  std::vector<FailedCell> cells;
  for (std::size_t i = 0; i < policy.size(); ++i)
    cells.push_back({policy[i], world.at(i), member.at(i), message.at(i)});
  return cells;
}

std::vector<ResultFile::LoggedEvent> ResultFile::events() const {
  const h5::Handle group = h5::open_group(open_->file.get(), "events");
  const auto policy = h5::read_vector<std::uint16_t>(group.get(), "policy");
  const auto world = h5::read_vector<std::uint32_t>(group.get(), "world");
  const auto member = h5::read_vector<std::uint32_t>(group.get(), "member");
  const auto time = h5::read_vector<double>(group.get(), "time");
  const auto kind = h5::read_vector<std::uint16_t>(group.get(), "kind");
  const auto actor = h5::read_vector<std::uint32_t>(group.get(), "actor");
  const auto value = h5::read_vector<double>(group.get(), "value");
  const auto actors = strings(group.get(), "actor_name");
  const auto kinds = h5::flag_meanings(h5::open_dataset(group.get(), "kind").get());
  std::vector<LoggedEvent> events;
  events.reserve(time.size());
  for (std::size_t i = 0; i < time.size(); ++i) {
    events.push_back({policy.at(i), world.at(i), member.at(i), time[i] + open_->start.days, kinds.at(kind.at(i)),
                      actors.at(actor.at(i)), value.at(i)});
  }
  return events;
}

std::vector<double> ResultFile::pattern_values() const {
  if (!h5::exists(open_->file.get(), "pattern_value")) return {};
  return h5::read_vector<double>(open_->file.get(), "pattern_value");
}

std::string ResultFile::study_json() const {
  return strings(h5::open_group(open_->file.get(), "provenance").get(), "study").at(0);
}

std::vector<std::pair<std::string, std::string>> ResultFile::provenance() const {
  const h5::Handle group = h5::open_group(open_->file.get(), "provenance");
  std::vector<std::pair<std::string, std::string>> entries;
  for (const char* name :
       {"command", "version", "revision", "compiler", "model", "began", "finished", "scenario_path"}) {
    if (auto text = h5::text_attribute(group.get(), name)) entries.emplace_back(name, std::move(*text));
  }
  return entries;
}

}  // namespace sim
