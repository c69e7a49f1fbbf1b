// Opening checks what the rest relies on, so that a foreign or broken file gives one clear message.
#include "sim/results/result_file.hpp"

#include <algorithm>
#include <charconv>

#include "sim/error.hpp"
#include "sim/results/hdf5.hpp"
#include "sim/results/part_file.hpp"
#include "sim/results/plain_file.hpp"
#include "sim/results/result_check.hpp"
#include "sim/results/result_format.hpp"
#include "sim/shell_word.hpp"

namespace sim {

struct ResultFile::Open {
  std::filesystem::path path;
  h5::Handle file;
  std::vector<std::string> policies, labels;
  std::size_t worlds = 0, members = 0;
  int format = 0;  // major
  Date start;
  std::vector<Date> dates;
  std::vector<Measure> measures;

  std::vector<LoggedEvent> events() const;
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

int require_format(const std::filesystem::path& path, hid_t file) {
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
  return major;
}

// A run that ends before its first recording date has no axis of time (since format 2.0).
Date start_of(hid_t file) {
  if (!h5::exists(file, "time")) {
    const auto start = parse_date(h5::text_attribute(file, "start").value_or(""));
    if (!start) throw Error(Failure::invalid_input, "it has no date at which it starts");
    return *start;
  }
  const h5::Handle time = h5::open_dataset(file, "time");
  const std::string units = h5::text_attribute(time.get(), "units").value_or("");
  constexpr std::string_view prefix = "days since ";
  const auto date = units.starts_with(prefix) ? parse_date(units.substr(prefix.size(), 10)) : std::nullopt;
  if (!date) throw Error(Failure::invalid_input, "time has the units '" + units + "'");
  return *date;
}

// A measure is a variable on policy, world, member, time and dimensions of its own.
std::vector<ResultFile::Measure> measures_of(hid_t file, const h5::DeclaredFile& declared) {
  std::vector<ResultFile::Measure> measures;
  for (const std::string& path : declared.in_order) {
    const h5::Declared& variable = *declared.find(path);
    if (path.rfind('/') != 0 || variable.extent.size() < 4) continue;
    const h5::Handle dataset = h5::open_dataset(file, path);
    ResultFile::Measure measure;
    measure.name = path.substr(1);
    for (std::size_t d = 4; d < variable.extent.size(); ++d) {
      measure.dimensions.push_back(variable.dimensions[d].substr(1));  // without the slash of the root group
      measure.width *= variable.extent[d];
    }
    measure.units = h5::text_attribute(dataset.get(), "units").value_or("");
    measure.long_name = h5::text_attribute(dataset.get(), "long_name").value_or("");
    measure.window = h5::text_attribute(dataset.get(), "window").value_or("");
    measure.calibration = h5::text_attribute(dataset.get(), "calibration").value_or("");
    measures.push_back(std::move(measure));
  }
  return measures;
}

// What a file that passed the check still cannot give, such as values whose checksum is wrong.
template <class Read>
auto reading(const std::filesystem::path& path, Read read) {
  try {
    return read();
  } catch (const Error& error) {
    if (error.kind() != Failure::internal) throw;
    refuse(path, std::string("is truncated or damaged: ") + error.what());
  }
}

std::vector<std::string> strings(hid_t file, const std::string& name) {
  return h5::read_strings(h5::open_dataset(file, name).get());
}

}  // namespace

ResultFile::ResultFile(const std::filesystem::path& path) : open_(std::make_unique<Open>()) {
  if (!std::filesystem::exists(path)) {
    std::error_code error;
    if (!std::filesystem::is_directory(parts_of(path), error)) refuse(path, "does not exist");
    refuse(path, "does not exist yet: its run is going on or was interrupted; weightshed resume " +
                     shell_word(path.string()) + " continues it");
  }
  if (std::filesystem::is_directory(path)) refuse(path, "is a folder; a result is one .h5 file");
  if (!std::filesystem::is_regular_file(path)) refuse(path, "is a device, a pipe or a socket, and no file");
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  if (H5Fis_hdf5(path.c_str()) <= 0) refuse(path, "is not an HDF5 file");
  open_->path = path;
  try {
    open_->file = h5::open_file(path);
    const hid_t file = open_->file.get();
    open_->format = require_format(path, file);
    const h5::DeclaredFile declared = h5::declared_file(file);
    check_result(file, declared, open_->format);
    open_->policies = strings(file, "policy");
    open_->labels = strings(file, "policy_label");
    open_->worlds = h5::extent_of(h5::open_dataset(file, "world").get()).at(0);
    open_->members = h5::extent_of(h5::open_dataset(file, "member").get()).at(0);
    open_->start = start_of(file);
    for (const double days : h5::exists(file, "time") ? h5::read_vector<double>(file, "time") : std::vector<double>()) {
      open_->dates.push_back(open_->start.plus_days(static_cast<std::int32_t>(days)));
    }
    open_->measures = measures_of(file, declared);
  } catch (const Error& error) {
    const std::string why = error.what();
    if (why.starts_with("'" + path.string() + "'")) throw;
    refuse(
        path,
        std::string(error.kind() == Failure::internal ? "is truncated or damaged: " : "is not a sound result: ") + why);
  }
}

ResultFile::~ResultFile() = default;
ResultFile::ResultFile(ResultFile&&) noexcept = default;

int ResultFile::format() const { return open_->format; }
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

bool ResultFile::has_coordinate(const std::string& dimension) const { return h5::exists(open_->file.get(), dimension); }

std::vector<float> ResultFile::values(const std::string& name, std::size_t policy, std::size_t date) const {
  const Measure& m = measure(name);
  const h5::Handle dataset = h5::open_dataset(open_->file.get(), name);
  h5::Extent count = h5::extent_of(dataset.get());
  h5::Extent start(count.size(), 0);
  start[0] = policy;
  start[3] = date;
  count[0] = count[3] = 1;
  std::vector<float> values(open_->worlds * open_->members * m.width);
  reading(open_->path, [&] { h5::read(dataset.get(), H5T_NATIVE_FLOAT, start, count, values.data()); });
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
  reading(open_->path, [&] { h5::read(dataset.get(), H5T_NATIVE_FLOAT, start, count, values.data()); });
  return values;
}

std::vector<float> ResultFile::summary(const std::string& variable) const {
  return reading(open_->path,
                 [&] { return h5::read_vector<float>(h5::open_group(open_->file.get(), "summary").get(), variable); });
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
  if (!h5::exists(group.get(), "failed_policy")) return {};
  const auto policy = strings(group.get(), "failed_policy");
  const auto message = strings(group.get(), "failed_message");
  const auto world = h5::read_vector<std::uint32_t>(group.get(), "failed_world");
  const auto member = h5::read_vector<std::uint32_t>(group.get(), "failed_member");
  std::vector<FailedCell> cells;
  for (std::size_t i = 0; i < policy.size(); ++i)
    cells.push_back({policy[i], world.at(i), member.at(i), message.at(i)});
  return cells;
}

std::vector<ResultFile::LoggedEvent> ResultFile::Open::events() const {
  const h5::Handle group = h5::open_group(file.get(), "events");
  const auto name = [&](const char* column) { return column_name(format, "event", column); };
  if (!h5::exists(group.get(), name("time"))) return {};
  const auto policy = h5::read_vector<std::uint16_t>(group.get(), name("policy"));
  const auto world = h5::read_vector<std::uint32_t>(group.get(), name("world"));
  const auto member = h5::read_vector<std::uint32_t>(group.get(), name("member"));
  const auto time = h5::read_vector<double>(group.get(), name("time"));
  const auto kind = h5::read_vector<std::uint16_t>(group.get(), name("kind"));
  const auto actor = h5::read_vector<std::uint32_t>(group.get(), name("actor"));
  const auto value = h5::read_vector<double>(group.get(), name("value"));
  const auto actors = strings(group.get(), "actor_name");
  const auto kinds = h5::flag_meanings(h5::open_dataset(group.get(), name("kind")).get());
  std::vector<LoggedEvent> events;
  events.reserve(time.size());
  for (std::size_t i = 0; i < time.size(); ++i) {
    events.push_back({policy.at(i), world.at(i), member.at(i), time[i] + start.days, kinds.at(kind.at(i)),
                      actors.at(actor.at(i)), value.at(i)});
  }
  return events;
}

std::vector<ResultFile::LoggedEvent> ResultFile::events() const {
  return reading(open_->path, [&] { return open_->events(); });
}

std::vector<double> ResultFile::pattern_values() const {
  if (!h5::exists(open_->file.get(), "pattern_value")) return {};
  return reading(open_->path, [&] { return h5::read_vector<double>(open_->file.get(), "pattern_value"); });
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
