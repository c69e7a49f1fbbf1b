// A few parts are in memory at a time: units run through the parts almost in order.
#include "sim/execution/join_parts.hpp"

#include <algorithm>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <optional>

#include "sim/results/durable_file.hpp"
#include "sim/results/result_writer.hpp"
#include "sim/results/seal.hpp"
#include "sim/results/storage_error.hpp"

namespace sim {

namespace {

struct Location {
  std::size_t part = std::numeric_limits<std::size_t>::max();
  std::size_t row = 0;
};

// The unit's number in a study with other members, if it has that member. Parts of a run that adds members are numbered
// for as many as there may be.
std::optional<std::size_t> unit_in(const Layout& layout, const PartFile& part, std::size_t unit) {
  const std::size_t world = unit / part.layout().members, member = unit % part.layout().members;
  return member < layout.members ? std::optional(world * layout.members + member) : std::nullopt;
}

// Where each unit lies. Throws Error when one is missing.
std::vector<Location> locate(const Layout& layout, const std::vector<PartFile>& parts) {
  constexpr std::size_t nowhere = Location{}.part;
  std::vector<Location> where(layout.units());
  for (std::size_t p = 0; p < parts.size(); ++p) {
    for (std::size_t row = 0; row < parts[p].units().size(); ++row) {
      const auto unit = unit_in(layout, parts[p], parts[p].units()[row]);
      if (unit && where[*unit].part == nowhere) where[*unit] = {p, row};
    }
  }
  const auto is_missing = [](const Location& at) { return at.part == nowhere; };
  const auto missing = std::count_if(where.begin(), where.end(), is_missing);
  if (missing == 0) return where;
  const auto first = static_cast<std::size_t>(std::find_if(where.begin(), where.end(), is_missing) - where.begin());
  throw Error(Failure::invalid_input,
              "the parts lack " + std::to_string(missing) + " of " + std::to_string(layout.units()) +
                  " (world, member) pairs; the first is world " + std::to_string(first / layout.members) + ", member " +
                  std::to_string(first % layout.members) + "; finish the run, or every shard, before joining");
}

// The parts read last, within a bound of memory: neighbouring units lie in the same or in neighbouring parts. A unit
// that is taken is not kept.
class PartCache {
 public:
  explicit PartCache(const std::vector<PartFile>& parts) : parts_(&parts) {}

  UnitRecord take(const Location& where) {
    bring_to_front(where.part);
    Entry& entry = entries_.front();
    UnitRecord unit = std::exchange(entry.units[where.row], {});
    const std::size_t size = bytes_of(unit);
    entry.bytes -= size;
    bytes_ -= size;
    if (--entry.left == 0) drop(entries_.begin());
    return unit;
  }

 private:
  struct Entry {
    std::size_t part = 0;
    std::vector<UnitRecord> units;
    std::size_t bytes = 0, left = 0;
  };
  using Entries = std::list<Entry>;
  static constexpr std::size_t most_bytes = std::size_t{8} << 20;

  void bring_to_front(std::size_t part) {
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.part == part; });
    if (found != entries_.end()) {
      entries_.splice(entries_.begin(), entries_, found);
      return;
    }
    Entry& entry = entries_.emplace_front(Entry{part, (*parts_)[part].read(), 0, 0});
    entry.left = entry.units.size();
    for (const UnitRecord& unit : entry.units) entry.bytes += bytes_of(unit);
    bytes_ += entry.bytes;
    while (bytes_ > most_bytes && entries_.size() > 1) drop(std::prev(entries_.end()));
  }
  void drop(Entries::iterator entry) {
    bytes_ -= entry->bytes;
    entries_.erase(entry);
  }

  const std::vector<PartFile>* parts_;
  Entries entries_;
  std::size_t bytes_ = 0;
};

// What the result will hold. Of a unit that is in two parts only one is counted.
LogSizes sizes_of(const PartsToJoin& given, const std::vector<Location>& where) {
  std::size_t held = 0;
  for (const PartFile& part : given.parts) held += part.units().size();
  if (held == where.size()) return given.sizes;
  LogSizes sizes;
  PartCache cache(given.parts);
  for (const Location& at : where) {
    for (const CellRecord& cell : cache.take(at).policies) sizes.add(cell);
  }
  return sizes;
}

void note_failures(const Study& study, const Layout& layout, const UnitRecord& unit, std::vector<FailedCell>& failed) {
  for (std::size_t p = 0; p < unit.policies.size(); ++p) {
    if (unit.policies[p].status != CellStatus::failed) continue;
    failed.push_back(
        {study.policies[p].name, unit.unit / layout.members, unit.unit % layout.members, unit.policies[p].message});
  }
}

}  // namespace

std::vector<FailedCell> failed_cells(const Study& study, const Layout& layout, const std::vector<PartFile>& parts) {
  std::map<std::size_t, std::vector<FailedCell>> by_unit;
  for (const PartFile& part : parts) {
    if (part.failed() == 0) continue;
    for (const UnitRecord& unit : part.read()) {
      std::vector<FailedCell> failed;
      note_failures(study, layout, unit, failed);
      by_unit.try_emplace(unit.unit, std::move(failed));
    }
  }
  std::vector<FailedCell> all;
  for (const auto& [unit, failed] : by_unit) all.insert(all.end(), failed.begin(), failed.end());
  return all;
}

std::vector<FailedCell> join_parts(const Study& study, const Layout& layout, const PartsToJoin& given,
                                   const std::filesystem::path& output, Provenance provenance) {
  const std::vector<PartFile>& parts = given.parts;
  const std::vector<Location> where = locate(layout, parts);
  const LogSizes sizes = sizes_of(given, where);
  replace_durably(output, [&](const std::filesystem::path& temporary) {
    ResultWriter writer(temporary, study, layout, sizes);
    std::size_t number = 0;
    for (PartCache cache(parts); const Location& at : where) {
      UnitRecord unit = cache.take(at);
      unit.unit = number++;
      provenance.compute_seconds += unit.seconds;
      note_failures(study, layout, unit, provenance.failed);
      writer.write(unit);
    }
    writer.finish(provenance);
    append_seal(temporary);
  });
  return provenance.failed;
}

}  // namespace sim
