// Layout of a part: one row per unit, the policies side by side, ragged events and nodes with their counts.
#include "sim/results/part_file.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <numeric>
#include <stdexcept>

#include "sim/plan/sha256.hpp"
#include "sim/results/durable_file.hpp"
#include "sim/results/hdf5.hpp"
#include "sim/results/lineage_columns.hpp"
#include "sim/results/seal.hpp"

namespace sim {

namespace {

constexpr const char* part_format = "weightshed part 1.3";

struct EventColumns {
  std::vector<std::uint32_t> count, actor;
  std::vector<double> days, value;
  std::vector<std::uint16_t> kind;
  std::vector<std::string> actors;
};

EventColumns columns_of(std::span<const UnitRecord> units) {
  EventColumns c;
  std::map<std::string, std::uint32_t, std::less<>> index;
  for (const UnitRecord& unit : units) {
    for (const CellRecord& cell : unit.policies) {
      c.count.push_back(static_cast<std::uint32_t>(cell.events.size()));
      for (const Event& event : cell.events) {
        const auto [at, fresh] = index.try_emplace(event.actor, static_cast<std::uint32_t>(c.actors.size()));
        if (fresh) c.actors.push_back(event.actor);
        c.actor.push_back(at->second);
        c.days.push_back(event.days);
        c.kind.push_back(event.kind);
        c.value.push_back(event.value);
      }
    }
  }
  return c;
}

template <class T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

// The values of one cell out of those of several, from `at` on.
template <class T>
void cut(const std::vector<T>& all, std::vector<T>& own, std::size_t at, std::size_t count) {
  if (at + count > all.size()) throw Error(Failure::invalid_input, "the lineage of a part is too short");
  const auto from = all.begin() + static_cast<std::ptrdiff_t>(at);
  own.assign(from, from + static_cast<std::ptrdiff_t>(count));
}

constexpr std::uint32_t no_lineage = 0xffffffffU;  // in place of a count

void write_cells(hid_t file, const Layout& layout, std::span<const UnitRecord> units) {
  std::vector<std::uint64_t> unit;
  std::vector<double> seconds;
  std::vector<std::uint8_t> status;
  std::vector<std::string> message;
  for (const UnitRecord& u : units) {
    unit.push_back(u.unit);
    seconds.push_back(u.seconds);
    for (const CellRecord& cell : u.policies) {
      status.push_back(static_cast<std::uint8_t>(cell.status));
      message.push_back(cell.message);
    }
  }
  h5::write_vector<std::uint64_t>(file, "unit", unit);
  h5::write_vector<double>(file, "seconds", seconds);
  h5::write_vector<std::uint8_t>(file, "status", status);
  h5::write_strings(h5::create_string_dataset(file, "message", {message.size()}).get(), message);
  std::vector<double> patterns;
  for (const UnitRecord& u : units) append(patterns, u.patterns);
  h5::write_vector<double>(file, "patterns", patterns);
  const h5::Handle group = h5::create_group(file, "measures");
  for (std::size_t m = 0; m < layout.measures.size(); ++m) {
    std::vector<float> values;
    for (const UnitRecord& u : units) {
      for (const CellRecord& cell : u.policies) append(values, cell.measures[m]);
    }
    h5::write_vector<float>(group.get(), std::string(layout.measures[m].card->key), values);
  }
}

void write_events(hid_t file, std::span<const UnitRecord> units) {
  const EventColumns c = columns_of(units);
  const h5::Handle group = h5::create_group(file, "events");
  h5::write_vector<std::uint32_t>(group.get(), "count", c.count);
  h5::write_vector<std::uint32_t>(group.get(), "actor", c.actor);
  h5::write_vector<double>(group.get(), "days", c.days);
  h5::write_vector<double>(group.get(), "value", c.value);
  h5::write_vector<std::uint16_t>(group.get(), "kind", c.kind);
  h5::write_strings(h5::create_string_dataset(group.get(), "actors", {c.actors.size()}).get(), c.actors);
}

void write_nodes(hid_t file, std::span<const UnitRecord> units) {
  const auto join = [](const LineageColumn&, auto& all, const auto& own) { append(all, own); };
  std::vector<std::uint32_t> nodes, merges, releases;  // in each cell
  LineageTable all;
  for (const UnitRecord& unit : units) {
    for (const CellRecord& cell : unit.policies) {
      const LineageTable own = cell.lineage.value_or(LineageTable{});
      nodes.push_back(cell.lineage ? static_cast<std::uint32_t>(own.size()) : no_lineage);
      merges.push_back(static_cast<std::uint32_t>(own.merge.size()));
      releases.push_back(static_cast<std::uint32_t>(own.releases.size()));
      each_node_column(join, all, own);
      each_merge_column(join, all, own);
      append(all.releases, own.releases);
    }
  }
  const h5::Handle group = h5::create_group(file, "lineage");
  const auto write = [&]<class T>(const LineageColumn& column, const std::vector<T>& values) {
    h5::write_vector<T>(group.get(), column.name, values);
  };
  each_node_column(write, all);
  each_merge_column(write, all);
  h5::write_vector<std::uint32_t>(group.get(), "nodes", nodes);
  h5::write_vector<std::uint32_t>(group.get(), "merges", merges);
  h5::write_vector<std::uint32_t>(group.get(), "releases", releases);
  h5::write_strings(h5::create_string_dataset(group.get(), "release_names", {all.releases.size()}).get(), all.releases);
}

void read_measures(hid_t file, const Layout& layout, std::vector<UnitRecord>& units) {
  const h5::Handle group = h5::open_group(file, "measures");
  for (const MeasureLayout& measure : layout.measures) {
    const std::vector<float> values = h5::read_vector<float>(group.get(), std::string(measure.card->key));
    const std::size_t size = layout.dates.size() * measure.width;
    if (values.size() != size * units.size() * layout.policies) {
      throw Error(Failure::invalid_input, "measure '" + std::string(measure.card->key) + "' has a different size");
    }
    auto from = values.begin();
    for (UnitRecord& unit : units) {
      for (CellRecord& cell : unit.policies) {
        cell.measures.emplace_back(from, from + static_cast<std::ptrdiff_t>(size));
        from += static_cast<std::ptrdiff_t>(size);
      }
    }
  }
}

void read_events(hid_t file, std::vector<UnitRecord>& units) {
  const h5::Handle group = h5::open_group(file, "events");
  const auto count = h5::read_vector<std::uint32_t>(group.get(), "count");
  const auto actor = h5::read_vector<std::uint32_t>(group.get(), "actor");
  const auto days = h5::read_vector<double>(group.get(), "days");
  const auto value = h5::read_vector<double>(group.get(), "value");
  const auto kind = h5::read_vector<std::uint16_t>(group.get(), "kind");
  const std::vector<std::string> actors = h5::read_strings(h5::open_dataset(group.get(), "actors").get());
  std::size_t c = 0;
  std::size_t at = 0;
  for (UnitRecord& unit : units) {
    for (CellRecord& cell : unit.policies) {
      const std::size_t end = at + count.at(c++);
      if (end > days.size()) throw std::out_of_range("events");  // before room is made for them
      cell.events.reserve(end - at);
      for (; at < end; ++at) cell.events.push_back({days.at(at), kind.at(at), actors.at(actor.at(at)), value.at(at)});
    }
  }
}

void read_nodes(hid_t file, std::vector<UnitRecord>& units) {
  const h5::Handle group = h5::open_group(file, "lineage");
  const auto nodes = h5::read_vector<std::uint32_t>(group.get(), "nodes");
  const auto merges = h5::read_vector<std::uint32_t>(group.get(), "merges");
  const auto releases = h5::read_vector<std::uint32_t>(group.get(), "releases");
  LineageTable all;
  const auto read = [&]<class T>(const LineageColumn& column, std::vector<T>& values) {
    values = h5::read_vector<T>(group.get(), column.name);
  };
  each_node_column(read, all);
  each_merge_column(read, all);
  all.releases = h5::read_strings(h5::open_dataset(group.get(), "release_names").get());
  std::size_t c = 0, node = 0, merge = 0, release = 0;
  for (UnitRecord& unit : units) {
    for (CellRecord& cell : unit.policies) {
      const std::size_t at = c++;
      if (nodes.at(at) == no_lineage) continue;
      LineageTable& own = cell.lineage.emplace();
      each_node_column([&](const LineageColumn&, const auto& from, auto& to) { cut(from, to, node, nodes[at]); }, all,
                       own);
      each_merge_column([&](const LineageColumn&, const auto& from, auto& to) { cut(from, to, merge, merges.at(at)); },
                        all, own);
      cut(all.releases, own.releases, release, releases.at(at));
      node += nodes[at];
      merge += merges[at];
      release += releases[at];
    }
  }
}

// Opens what the seal vouches for; `place` names it in messages.
h5::Handle open_sealed(std::string_view bytes, const std::string& place) {
  const std::optional<std::string_view> content = content_of(bytes);
  if (!content) throw Error(Failure::invalid_input, "'" + place + "' is damaged: its checksum does not fit");
  return h5::open_image(*content);
}

h5::Handle open_sealed(const std::filesystem::path& path) { return open_sealed(read_text(path), path.string()); }

std::string name_of_part(const std::vector<std::uint64_t>& units) {
  constexpr std::size_t digits = 16;
  std::string list;
  for (const std::uint64_t unit : units) list += std::to_string(unit) + ',';
  char first[32];
  const unsigned long long least = *std::min_element(units.begin(), units.end());
  std::snprintf(first, sizeof first, "%010llu", least);
  return std::string("part-") + first + '-' + sim::sha256(list).substr(0, digits) + ".h5";
}

}  // namespace

std::string part_of(const std::string& sha256, const Layout& layout, std::span<const UnitRecord> units) {
  h5::Handle file = h5::create_image();
  h5::set_attribute(file.get(), "format", part_format);
  h5::set_attribute(file.get(), "scenario_sha256", sha256);
  write_cells(file.get(), layout, units);
  write_events(file.get(), units);
  write_nodes(file.get(), units);
  std::string bytes = h5::image_of(std::move(file));
  bytes += seal_of(bytes);
  return bytes;
}

PartFile::PartFile(const std::filesystem::path& path, const std::string& sha256, const Layout& layout)
    : PartFile(read_text(path), path.string(), sha256, layout) {
  path_ = path;
}

PartFile::PartFile(std::string_view bytes, const std::string& place, const std::string& sha256, const Layout& layout)
    : layout_(&layout) {
  const h5::Handle file = open_sealed(bytes, place);
  if (h5::text_attribute(file.get(), "format") != part_format) {
    throw Error(Failure::invalid_input, "'" + place + "' is not a part file of this version");
  }
  if (h5::text_attribute(file.get(), "scenario_sha256") != sha256) {
    throw Error(Failure::invalid_input, "'" + place + "' belongs to another study");
  }
  units_ = h5::read_vector<std::uint64_t>(file.get(), "unit");
  const auto status = h5::read_vector<std::uint8_t>(file.get(), "status");
  const bool outside = std::any_of(units_.begin(), units_.end(), [&](auto unit) { return unit >= layout.units(); });
  if (units_.empty() || outside || status.size() != units_.size() * layout.policies) {
    throw Error(Failure::invalid_input, "'" + place + "' is inconsistent");
  }
  const auto policies = static_cast<std::ptrdiff_t>(layout.policies);
  for (auto row = status.begin(); row != status.end(); row += policies) {
    const auto failed = std::count(row, row + policies, static_cast<std::uint8_t>(CellStatus::failed));
    failed_.push_back(static_cast<std::size_t>(failed));
  }
}

PartFile PartFile::keep(const std::filesystem::path& folder, const std::string& bytes, const std::string& sha256,
                        const Layout& layout) {
  PartFile part(bytes, "a part for " + folder.string(), sha256, layout);
  part.write(folder, bytes);
  return part;
}

PartFile PartFile::keep(const std::filesystem::path& folder, std::span<const UnitRecord> units,
                        const std::string& sha256, const Layout& layout) {
  PartFile part(layout);
  for (const UnitRecord& unit : units) {
    part.units_.push_back(unit.unit);
    const auto failed = std::count_if(unit.policies.begin(), unit.policies.end(),
                                      [](const CellRecord& cell) { return cell.status == CellStatus::failed; });
    part.failed_.push_back(static_cast<std::size_t>(failed));
  }
  part.write(folder, part_of(sha256, layout, units));
  return part;
}

void PartFile::write(const std::filesystem::path& folder, const std::string& bytes) {
  path_ = folder / name_of_part(units_);
  write_durably(path_, bytes);
}

std::size_t PartFile::failed() const { return std::accumulate(failed_.begin(), failed_.end(), std::size_t{0}); }

LogSizes PartFile::sizes() const {
  const h5::Handle file = open_sealed(path_);
  const h5::Handle events = h5::open_group(file.get(), "events");
  const h5::Handle lineage = h5::open_group(file.get(), "lineage");
  const auto texts = [](const h5::Handle& group, const char* name) {
    const std::vector<std::string> all = h5::read_strings(h5::open_dataset(group.get(), name).get());
    return std::set<std::string, std::less<>>(all.begin(), all.end());
  };
  LogSizes sizes;
  for (const std::uint32_t n : h5::read_vector<std::uint32_t>(events.get(), "count")) sizes.events += n;
  for (const std::uint32_t n : h5::read_vector<std::uint32_t>(lineage.get(), "nodes")) {
    sizes.nodes += n == no_lineage ? 0 : n;
  }
  for (const std::uint32_t n : h5::read_vector<std::uint32_t>(lineage.get(), "merges")) sizes.further_parents += n;
  sizes.actors = texts(events, "actors");
  sizes.releases = texts(lineage, "release_names");
  return sizes;
}

std::vector<UnitRecord> PartFile::read() const {
  const h5::Handle file = open_sealed(path_);
  const auto unit = h5::read_vector<std::uint64_t>(file.get(), "unit");
  const auto seconds = h5::read_vector<double>(file.get(), "seconds");
  const auto status = h5::read_vector<std::uint8_t>(file.get(), "status");
  const auto message = h5::read_strings(h5::open_dataset(file.get(), "message").get());
  const auto patterns = h5::read_vector<double>(file.get(), "patterns");
  std::vector<UnitRecord> units(unit.size());
  if (seconds.size() != unit.size() || status.size() != unit.size() * layout_->policies ||
      message.size() != status.size() || patterns.size() != unit.size() * layout_->patterns) {
    throw Error(Failure::invalid_input, "'" + path_.string() + "' is inconsistent");
  }
  for (std::size_t u = 0; u < units.size(); ++u) {
    if (unit[u] >= layout_->units()) throw Error(Failure::invalid_input, "'" + path_.string() + "' is inconsistent");
    units[u].unit = unit[u];
    units[u].seconds = seconds[u];
    units[u].policies.resize(layout_->policies);
    const auto first = patterns.begin() + static_cast<std::ptrdiff_t>(u * layout_->patterns);
    units[u].patterns.assign(first, first + static_cast<std::ptrdiff_t>(layout_->patterns));
    for (std::size_t p = 0; p < layout_->policies; ++p) {
      units[u].policies[p].status = static_cast<CellStatus>(status[u * layout_->policies + p]);
      units[u].policies[p].message = message[u * layout_->policies + p];
    }
  }
  try {
    read_measures(file.get(), *layout_, units);
    read_events(file.get(), units);
    read_nodes(file.get(), units);
  } catch (const std::out_of_range&) {  // a count or an index beyond what the file holds
    throw Error(Failure::invalid_input, "'" + path_.string() + "' is inconsistent");
  }
  return units;
}

}  // namespace sim
