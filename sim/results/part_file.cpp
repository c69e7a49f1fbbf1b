// Layout of a part: one row a unit, the policies beside each other, ragged events and nodes with their counts.
#include "sim/results/part_file.hpp"

#include <algorithm>
#include <cstdio>
#include <map>

#include "sim/results/durable_file.hpp"
#include "sim/results/hdf5.hpp"

namespace sim {

namespace {

constexpr const char* part_format = "weightshed part 1.1";

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

// Applies `visit(name, column)` to every column of a node table.
template <class Table, class Visit>
void each_column(Table& t, Visit visit) {
  visit("parent", t.parent);
  visit("kind", t.kind);
  visit("country", t.country);
  visit("licence", t.licence);
  visit("family", t.family);
  visit("lab", t.lab);
  visit("parameters", t.parameters);
  visit("capability", t.capability);
  visit("born", t.born);
  visit("downloads", t.downloads);
}

void append_table(LineageTable& to, const LineageTable& from) {
  append(to.parent, from.parent);
  append(to.kind, from.kind);
  append(to.country, from.country);
  append(to.licence, from.licence);
  append(to.family, from.family);
  append(to.lab, from.lab);
  append(to.parameters, from.parameters);
  append(to.capability, from.capability);
  append(to.born, from.born);
  append(to.downloads, from.downloads);
}

LineageTable rows_of(const LineageTable& t, std::size_t first, std::size_t count) {
  const auto cut = [&]<class T>(const std::vector<T>& column) {
    if (first + count > column.size()) throw Error(Failure::invalid_input, "the lineage of a part is too short");
    const auto from = column.begin() + static_cast<std::ptrdiff_t>(first);
    return std::vector<T>(from, from + static_cast<std::ptrdiff_t>(count));
  };
  return {cut(t.parent), cut(t.kind),       cut(t.country),    cut(t.licence), cut(t.family),
          cut(t.lab),    cut(t.parameters), cut(t.capability), cut(t.born),    cut(t.downloads)};
}

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
  constexpr std::uint32_t no_table = 0xffffffffU;
  std::vector<std::uint32_t> count;
  LineageTable all;
  for (const UnitRecord& unit : units) {
    for (const CellRecord& cell : unit.policies) {
      count.push_back(cell.lineage ? static_cast<std::uint32_t>(cell.lineage->parent.size()) : no_table);
      if (cell.lineage) append_table(all, *cell.lineage);
    }
  }
  const h5::Handle group = h5::create_group(file, "lineage");
  h5::write_vector<std::uint32_t>(group.get(), "count", count);
  each_column(all, [&]<class T>(const char* name, const std::vector<T>& column) {
    h5::write_vector<T>(group.get(), name, column);
  });
}

void read_measures(hid_t file, const Layout& layout, std::vector<UnitRecord>& units) {
  const h5::Handle group = h5::open_group(file, "measures");
  for (const MeasureLayout& measure : layout.measures) {
    const std::vector<float> values = h5::read_vector<float>(group.get(), std::string(measure.card->key));
    const std::size_t size = layout.dates.size() * measure.width;
    if (values.size() != size * units.size() * layout.policies) {
      throw Error(Failure::invalid_input, "measure '" + std::string(measure.card->key) + "' has another size");
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
      cell.events.reserve(end - at);
      for (; at < end; ++at) cell.events.push_back({days.at(at), kind.at(at), actors.at(actor.at(at)), value.at(at)});
    }
  }
}

void read_nodes(hid_t file, std::vector<UnitRecord>& units) {
  constexpr std::uint32_t no_table = 0xffffffffU;
  const h5::Handle group = h5::open_group(file, "lineage");
  const auto count = h5::read_vector<std::uint32_t>(group.get(), "count");
  LineageTable all;
  each_column(
      all, [&]<class T>(const char* name, std::vector<T>& column) { column = h5::read_vector<T>(group.get(), name); });
  std::size_t c = 0;
  std::size_t at = 0;
  for (UnitRecord& unit : units) {
    for (CellRecord& cell : unit.policies) {
      const std::uint32_t size = count.at(c++);
      if (size == no_table) continue;
      cell.lineage = rows_of(all, at, size);
      at += size;
    }
  }
}

}  // namespace

void write_part(const std::filesystem::path& folder, const std::string& sha256, const Layout& layout,
                std::span<const UnitRecord> units) {
  std::size_t first = units.front().unit;
  for (const UnitRecord& unit : units) first = std::min(first, unit.unit);
  char name[40];
  std::snprintf(name, sizeof name, "part-%010zu.h5", first);
  replace_durably(folder / name, [&](const std::filesystem::path& temporary) {
    h5::Handle file = h5::create_file(temporary);
    h5::set_attribute(file.get(), "format", part_format);
    h5::set_attribute(file.get(), "scenario_sha256", sha256);
    write_cells(file.get(), layout, units);
    write_events(file.get(), units);
    write_nodes(file.get(), units);
    h5::close_file(std::move(file));
  });
}

PartFile::PartFile(const std::filesystem::path& path, const std::string& sha256, const Layout& layout)
    : path_(path), layout_(&layout) {
  const h5::Handle file = h5::open_file(path);
  if (h5::text_attribute(file.get(), "format") != part_format) {
    throw Error(Failure::invalid_input, "'" + path.string() + "' is not a part file of this version");
  }
  if (h5::text_attribute(file.get(), "scenario_sha256") != sha256) {
    throw Error(Failure::invalid_input, "'" + path.string() + "' belongs to another study");
  }
  const std::vector<UnitRecord> all = read();
  std::map<std::string, int, std::less<>> actors;
  for (const UnitRecord& unit : all) {
    units_.push_back(unit.unit);
    for (const CellRecord& cell : unit.policies) {
      if (cell.status == CellStatus::failed) ++failed_;
      events_ += cell.events.size();
      for (const Event& event : cell.events) actors.try_emplace(event.actor, 0);
      if (cell.lineage) nodes_ += cell.lineage->parent.size();
    }
  }
  for (const auto& [actor, unused] : actors) actors_.push_back(actor);
}

std::vector<UnitRecord> PartFile::read() const {
  const h5::Handle file = h5::open_file(path_);
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
  read_measures(file.get(), *layout_, units);
  read_events(file.get(), units);
  read_nodes(file.get(), units);
  return units;
}

}  // namespace sim
