// Lengths agree because every dimension has a scale of its length (plain_file.hpp); what is left are types and values.
#include "sim/results/result_check.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <set>

#include "sim/error.hpp"
#include "sim/results/lineage_columns.hpp"
#include "sim/results/result_format.hpp"
#include "sim/results/study_record.hpp"
#include "sim/time/calendar.hpp"

namespace sim {

namespace {

using h5::Declared;
using h5::DeclaredFile;
using h5::ValueKind;
using Dimensions = std::vector<std::string>;

constexpr hsize_t most_policies = 65'536, most_worlds = 1'000'000, most_members = 1'000'000, most_dates = 100'000;
constexpr hsize_t most_absent = hsize_t{1} << 28;  // bytes of a measure in a result of which hardly a cell is done
constexpr double most_days = 100'000;              // from the start, or from 1970-01-01

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw Error(Failure::invalid_input, path + " " + why);
}

std::string shown(ValueKind kind) {
  return kind == ValueKind::text ? "text" : kind == ValueKind::real ? "numbers" : "whole numbers";
}

class ResultCheck {
 public:
  ResultCheck(hid_t file, const DeclaredFile& declared, int format)
      : file_(file), declared_(declared), format_(format) {}

  void run() {
    for (const std::string& path : declared_.in_order) check_stored(path);
    axes();
    measures();
    optional("/policy_in_force", ValueKind::real, {"/policy"});
    optional("/policy_unfired", ValueKind::text, {"/policy"});
    optional("/pattern_value", ValueKind::real, {"/world", "/member", "/pattern"});
    published();
    for (const char* name : {"/summary", "/design", "/registry", "/events", "/provenance"}) group(name);
    names();
    design();
    registry();
    events();
    if (has_group("/lineage")) lineage();
    provenance();
  }

 private:
  const Declared& require(const std::string& path, ValueKind kind, const Dimensions& dimensions) const {
    const Declared* found = declared_.find(path);
    if (found == nullptr) refuse(path, "is missing");
    if (found->kind != kind) refuse(path, "does not hold " + shown(kind));
    // A group has coordinates of its own, or those of the root in files that other programs write.
    const auto same = [](const std::string& own, const std::string& expected) {
      return own == expected || own == expected.substr(expected.rfind('/'));
    };
    if (!std::equal(found->dimensions.begin(), found->dimensions.end(), dimensions.begin(), dimensions.end(), same)) {
      refuse(path, "does not have the dimensions of a result");
    }
    return *found;
  }
  void optional(const std::string& path, ValueKind kind, const Dimensions& dimensions) const {
    if (declared_.find(path) != nullptr) require(path, kind, dimensions);
  }
  hsize_t axis(const std::string& path, ValueKind kind, hsize_t most) const {
    const Declared& found = require(path, kind, {});
    if (!found.is_scale || found.extent[0] == 0) refuse(path, "is not a dimension");
    if (found.extent[0] > most) refuse(path, "is longer than " + std::to_string(most));
    return found.extent[0];
  }
  bool has_group(const std::string& path) const {
    return std::find(declared_.groups.begin(), declared_.groups.end(), path) != declared_.groups.end();
  }
  void group(const std::string& path) const {
    if (!has_group(path)) refuse(path, "is missing, or is not a group");
  }

  // Values that are declared but not in the file cost nothing to declare and much to read. Only cells that were not
  // simulated leave such values, in measures.
  void check_stored(const std::string& path) const {
    const Declared& d = *declared_.find(path);
    const bool is_measure = path.rfind('/') == 0 && d.extent.size() >= 4;
    if (d.is_bare || d.values() == 0 || is_measure) return;
    if (!h5::can_hold(d.stored, d.values(), d.bytes)) {
      refuse(path, "declares " + std::to_string(d.values()) + " values and does not hold them");
    }
  }

  void axes() {
    policies_ = axis("/policy", ValueKind::text, most_policies);
    require("/policy_label", ValueKind::text, {"/policy"});
    worlds_ = axis("/world", ValueKind::whole, most_worlds);
    members_ = axis("/member", ValueKind::whole, most_members);
    texts("/policy_label");
    require("/status", ValueKind::whole, {"/policy", "/world", "/member"});
    done_ = 0;
    blocks<std::int64_t>("/status", [&](std::int64_t code) {
      if (code < 0 || code > 2) refuse("/status", "holds the code " + std::to_string(code));
      done_ += code == 1;
    });
    if (declared_.find("/time") == nullptr) return;
    dates_ = axis("/time", ValueKind::real, most_dates);
    double before = -most_days;
    blocks<double>("/time", [&](double days) {
      if (!(days > before) || !(days < most_days)) refuse("/time", "does not ascend, or leaves the calendar");
      before = days;
    });
  }

  void measures() {
    for (const std::string& path : declared_.in_order) {
      if (path.rfind('/') != 0 || declared_.find(path)->extent.size() < 4) continue;
      const Declared& d = *declared_.find(path);
      if (d.kind != ValueKind::real || d.bytes != sizeof(float))
        refuse(path, "does not hold numbers of single precision");
      const Dimensions cell{"/policy", "/world", "/member", "/time"};
      if (!std::equal(cell.begin(), cell.end(), d.dimensions.begin()))
        refuse(path, "is not on policy, world, member, time");
      Dimensions own(d.dimensions.begin() + 4, d.dimensions.end());
      for (const std::string& dimension : own) {
        if (dimension.rfind('/') != 0 || declared_.find(dimension)->kind != ValueKind::text) {
          refuse(path, "has a dimension without labels");
        }
        texts(dimension);
      }
      const hsize_t of_cell = d.values() / (policies_ * worlds_ * members_) * d.bytes;
      const bool is_small = d.values() <= most_absent / d.bytes;
      if (of_cell > 0 &&
          (!h5::can_hold(d.stored, done_, of_cell) || (!is_small && !h5::can_hold(d.stored, d.values(), d.bytes)))) {
        refuse(path, "declares values that it does not hold");
      }
      summary_of(path.substr(1), std::move(own));
    }
  }

  void summary_of(const std::string& measure, Dimensions own) const {
    for (std::string& dimension : own) dimension = "/summary" + dimension;
    Dimensions on{"/summary/policy", "/summary/time"}, bands{"/summary/policy", "/summary/quantile", "/summary/time"};
    on.insert(on.end(), own.begin(), own.end());
    bands.insert(bands.end(), own.begin(), own.end());
    const std::string path = "/summary/" + measure;
    const h5::Extent& extent = require(path, ValueKind::real, bands).extent;
    if (extent[0] != policies_ || extent[2] != dates_) refuse(path, "is not as long as the axes of the root");
    for (const char* suffix : {"_effect", "_effect_low", "_effect_high", "_effect_sign_probability",
                               "_effect_variance_removed", "_effect_pairs"}) {
      require(path + suffix, ValueKind::real, on);
    }
    for (const char* suffix :
         {"_effect_standard_error", "_variance_members", "_variance_worlds", "_variance_within", "_effective_draws"}) {
      optional(path + suffix, ValueKind::real, on);
    }
  }

  // Readers look values up by labels: each names one thing, those of the summary are those of the root, and what the
  // design varies is in the registry.
  void names() const {
    for (const std::string& path : declared_.in_order) {
      const Declared& d = *declared_.find(path);
      const std::string place = path.substr(0, path.rfind('/'));
      const bool is_looked_up = place.empty() || place == "/summary" || place == "/design" || place == "/registry";
      if (!is_looked_up || d.kind != ValueKind::text || !d.is_scale) continue;
      const std::vector<std::string> own = texts(path);
      if (std::set<std::string>(own.begin(), own.end()).size() < own.size()) refuse(path, "names one twice");
      const std::string root = path.substr(place.size());
      if (place == "/summary" && declared_.find(root) != nullptr && texts(root) != own)
        refuse(path, "does not have the labels of " + root);
    }
    const std::string varied = "/design/parameter", known = "/registry/parameter";
    if (declared_.find(varied) == nullptr || declared_.find(known) == nullptr) return;
    const std::vector<std::string> cards = texts(known);
    const std::set<std::string> carded(cards.begin(), cards.end());
    for (const std::string& name : texts(varied)) {
      if (!carded.contains(name)) refuse(varied, "names what " + known + " has not");
    }
  }

  void design() const {
    if (declared_.find("/design/parameter") == nullptr) return;  // a model without parameters
    const Declared& value = require("/design/value", ValueKind::real, {"/design/world", "/design/parameter"});
    if (value.extent[0] != worlds_) refuse("/design/value", "does not have as many rows as there are worlds");
    require("/design/unit", ValueKind::text, {"/design/parameter"});
    require("/design/sampled", ValueKind::whole, {"/design/parameter"});
    optional("/design/world_key", ValueKind::whole, {"/design/world"});
  }

  void registry() const {
    if (declared_.find("/registry/parameter") == nullptr) return;
    for (const char* name : {"value", "initial", "low", "high"}) {
      require("/registry/" + std::string(name), ValueKind::real, {"/registry/parameter"});
    }
    for (const char* name : {"unit", "prior", "standing", "confidence", "source", "description"}) {
      require("/registry/" + std::string(name), ValueKind::text, {"/registry/parameter"});
    }
  }

  // Where one of these is there, it is what figures take it for; older formats lack some.
  void published() const {
    const std::string row = format_ < 2 ? "row" : "published";
    for (const char* name : {"value", "low", "high"}) {
      optional("/published/" + column_name(format_, row, name), ValueKind::real, {"/published/" + row});
    }
    for (const char* name : {"measure", "where", "reading", "unit", "period_start", "period_end", "source"}) {
      optional("/published/" + column_name(format_, row, name), ValueKind::text, {"/published/" + row});
    }
  }

  // One column of a ragged table: whole numbers below `end`, or finite days.
  struct Column {
    std::string name;
    std::optional<std::uint64_t> end;                                // none: not an index
    std::uint64_t none = std::numeric_limits<std::uint64_t>::max();  // allowed beside
    bool is_time = false, is_real = false;
  };

  // Every column is there, or none: an empty table.
  void table(const std::string& group, const std::string& dimension, const std::vector<Column>& columns) const {
    const auto path_of = [&](const Column& c) { return group + "/" + column_name(format_, dimension, c.name); };
    if (std::none_of(columns.begin(), columns.end(), [&](const Column& c) { return declared_.find(path_of(c)); }))
      return;
    for (const Column& c : columns) {
      const std::string path = path_of(c);
      require(path, c.is_time || c.is_real ? ValueKind::real : ValueKind::whole, {group + "/" + dimension});
      if (c.is_time) {
        blocks<double>(path, [&](double days) {
          if (!(std::abs(days) < most_days)) refuse(path, "holds a date that leaves the calendar");
        });
      } else if (c.end) {
        blocks<std::int64_t>(path, [&](std::int64_t code) {
          const auto index = static_cast<std::uint64_t>(code);
          if (code < 0 || (index >= *c.end && index != c.none)) {
            refuse(path, "holds " + std::to_string(code) + ", which stands for nothing");
          }
        });
      }
    }
  }

  std::vector<Column> cell_columns() const { return {{"policy", policies_}, {"world", worlds_}, {"member", members_}}; }
  std::size_t flags(const std::string& path) const {
    return declared_.find(path) == nullptr ? 0 : h5::flag_meanings(h5::open_dataset(file_, path).get()).size();
  }
  hsize_t labels(const std::string& path) const {  // none: no limit, for readers then say "unknown"
    const Declared* found = declared_.find(path);
    if (found == nullptr) return std::numeric_limits<hsize_t>::max();
    if (found->kind != ValueKind::text || found->extent.size() != 1) refuse(path, "does not hold labels");
    texts(path);
    return found->extent[0];
  }

  void events() const {
    std::vector<Column> columns = cell_columns();
    const std::string kind = "/events/" + column_name(format_, "event", "kind");
    const Declared* actors = declared_.find("/events/actor_name");
    columns.push_back({.name = "time", .end = {}, .is_time = true});
    columns.push_back({"kind", flags(kind)});
    columns.push_back({"actor", actors == nullptr ? 0 : labels("/events/actor_name")});
    columns.push_back({.name = "value", .end = {}, .is_real = true});
    table("/events", "event", columns);
  }

  void lineage() const {
    if (format_ < 2 && !(declared_.find("/lineage/release") && has_group("/lineage/further_parents"))) return;
    group("/lineage/further_parents");
    std::vector<Column> columns = cell_columns();
    const LineageTable none;
    const Declared* nodes = declared_.find("/lineage/node");
    if (nodes != nullptr && !nodes->is_scale) refuse("/lineage/node", "is not a dimension");
    const std::uint64_t rows = nodes == nullptr ? 0 : nodes->extent[0];
    const auto add = [&]<class T>(const LineageColumn& c, const std::vector<T>&) {
      Column column{.name = c.name, .end = {}, .is_real = std::is_floating_point_v<T>};
      column.is_time = std::string_view(c.units).starts_with("days since");
      const std::string path = "/lineage/" + column_name(format_, "node", c.name);
      if (c.flags != nullptr) column.end = flags(path);
      const auto stated = declared_.find(path) == nullptr
                              ? std::nullopt
                              : h5::text_attribute(h5::open_dataset(file_, path).get(), "labels");
      if (stated && *stated != c.labels) refuse(path, "has its labels in a place that no result has");
      if (*c.labels == '/') {
        column.end = labels(c.labels);
        if constexpr (std::is_integral_v<T>) column.none = std::numeric_limits<T>::max();  // a base of nobody's
      } else if (*c.labels != '\0') {
        const std::string names = "/lineage/" + std::string(c.labels);
        column.end = declared_.find(names) == nullptr ? 0 : labels(names);
      }
      if (column.name == "parent") {
        column.end = rows;
        column.none = LineageTable::no_parent;
      }
      columns.push_back(column);
    };
    each_node_column(add, none);
    table("/lineage", "node", columns);
    columns = cell_columns();
    each_merge_column([&](const LineageColumn& c, const auto&) { columns.push_back({c.name, rows}); }, none);
    table("/lineage/further_parents", "further", columns);
  }

  void provenance() const {
    const std::string path = "/provenance/study";
    require(path, ValueKind::text, {});
    require("/provenance/scenario", ValueKind::text, {});
    if (declared_.find("/provenance/failed_policy")) {
      const Dimensions on{"/provenance/failed"};
      for (const char* name : {"policy", "message"})
        require(std::string("/provenance/failed_") + name, ValueKind::text, on);
      for (const char* name : {"world", "member"})
        require(std::string("/provenance/failed_") + name, ValueKind::whole, on);
    }
    const std::vector<std::string> study = texts(path);
    if (study.size() != 1) refuse(path, "is not one text");
    require_record(study.front());
  }

  std::vector<std::string> texts(const std::string& path) const {
    return h5::read_strings(h5::open_dataset(file_, path).get());
  }

  // Each value of a variable, read in blocks along the first dimension.
  template <class T, class Use>
  void blocks(const std::string& path, Use use) const {
    constexpr hsize_t block_values = hsize_t{1} << 20;
    const h5::Handle dataset = h5::open_dataset(file_, path);
    h5::Extent count = declared_.find(path)->extent, start(count.size(), 0);
    const hsize_t rows = count[0], row = declared_.find(path)->values() / std::max<hsize_t>(rows, 1);
    std::vector<T> values;
    for (hsize_t at = 0; at < rows; at += count[0]) {
      start[0] = at;
      count[0] = std::min(rows - at, std::max<hsize_t>(1, block_values / std::max<hsize_t>(row, 1)));
      values.resize(count[0] * row);
      h5::read(dataset.get(), h5::native_type<T>(), start, count, values.data());
      std::for_each(values.begin(), values.end(), use);
    }
  }

  hid_t file_;
  const DeclaredFile& declared_;
  int format_;
  hsize_t policies_ = 0, worlds_ = 0, members_ = 0, dates_ = 0, done_ = 0;
};

}  // namespace

void check_result(hid_t file, const DeclaredFile& declared, int format) { ResultCheck(file, declared, format).run(); }

}  // namespace sim
