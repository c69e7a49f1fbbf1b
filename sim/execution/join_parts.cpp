// A few parts are in memory at a time: units run through the parts almost in order.
#include "sim/execution/join_parts.hpp"

#include <algorithm>
#include <limits>
#include <list>
#include <map>
#include <memory>

#include "sim/results/durable_file.hpp"
#include "sim/results/result_writer.hpp"

namespace sim {

namespace {

struct Location {
  std::size_t part = std::numeric_limits<std::size_t>::max();
  std::size_t row = 0;
};

std::vector<Location> locate(const Layout& layout, const std::vector<PartFile>& parts) {
  std::vector<Location> where(layout.units());
  for (std::size_t p = 0; p < parts.size(); ++p) {
    for (std::size_t row = 0; row < parts[p].units().size(); ++row) {
      Location& at = where[parts[p].units()[row]];
      if (at.part == std::numeric_limits<std::size_t>::max()) at = {p, row};
    }
  }
  return where;
}

// The parts read last; neighbouring units lie in the same or in neighbouring parts.
class PartCache {
 public:
  explicit PartCache(const std::vector<PartFile>& parts) : parts_(&parts) {}
  UnitRecord& at(const Location& where) {
    for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
      if (entry->first != where.part) continue;
      entries_.splice(entries_.begin(), entries_, entry);
      return entries_.front().second[where.row];
    }
    entries_.emplace_front(where.part, (*parts_)[where.part].read());
    if (entries_.size() > kept) entries_.pop_back();
    return entries_.front().second[where.row];
  }

 private:
  static constexpr std::size_t kept = 4;
  const std::vector<PartFile>* parts_;
  std::list<std::pair<std::size_t, std::vector<UnitRecord>>> entries_;
};

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

std::vector<FailedCell> join_parts(const Study& study, const Layout& layout, const std::vector<PartFile>& parts,
                                   const std::filesystem::path& output, Provenance provenance) {
  const std::vector<Location> where = locate(layout, parts);
  LogSizes sizes;
  PartCache cache(parts);
  std::size_t held = 0;
  for (const PartFile& part : parts) {
    sizes.add(part.sizes());
    held += part.units().size();
  }
  if (held != layout.units()) {  // some unit is in two parts: count only what is used
    sizes = {};
    for (const Location& at : where) {
      for (const CellRecord& cell : cache.at(at).policies) sizes.add(cell);
    }
  }
  replace_durably(output, [&](const std::filesystem::path& temporary) {
    ResultWriter writer(temporary, study, layout, sizes);
    for (const Location& at : where) {
      const UnitRecord& unit = cache.at(at);
      provenance.compute_seconds += unit.seconds;
      note_failures(study, layout, unit, provenance.failed);
      writer.write(unit);
    }
    writer.finish(provenance);
  });
  return provenance.failed;
}

}  // namespace sim
