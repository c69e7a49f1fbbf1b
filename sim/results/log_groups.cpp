// Index columns repeat for every row of a cell and deflate to almost nothing.
#include "sim/results/log_groups.hpp"

#include <algorithm>

#include "sim/results/axes.hpp"
#include "sim/results/lineage_columns.hpp"
#include "sim/results/result_format.hpp"

namespace sim {

namespace {

std::vector<std::string> words(const std::vector<std::string_view>& views) { return {views.begin(), views.end()}; }

// Which cell a row belongs to.
struct CellColumns {
  GrowingColumn<std::uint16_t> policy;
  GrowingColumn<std::uint32_t> world, member;

  CellColumns(netcdf::Group& group, const std::string& dimension)
      : policy(group.column<std::uint16_t>(column_name(format_major, dimension, "policy"), dimension,
                                           {{"long_name", "index of the policy"}})),
        world(group.column<std::uint32_t>(column_name(format_major, dimension, "world"), dimension,
                                          {{"long_name", "index of the world"}})),
        member(group.column<std::uint32_t>(column_name(format_major, dimension, "member"), dimension,
                                           {{"long_name", "index of the member"}})) {}
  void add(std::uint32_t p, std::uint32_t w, std::uint32_t m) {
    policy.add(static_cast<std::uint16_t>(p));
    world.add(w);
    member.add(m);
  }
  void flush() {
    policy.flush();
    world.flush();
    member.flush();
  }
};

}  // namespace

struct LogGroups::Events {
  netcdf::Group group;
  CellColumns cell;
  GrowingColumn<double> time;
  GrowingColumn<std::uint16_t> kind;
  GrowingColumn<std::uint32_t> actor;
  GrowingColumn<double> value;
  std::vector<std::string> actors;
  double start;

  Events(netcdf::Group g, const Study& study, const LogSizes& sizes)
      : group(std::move(g)),
        cell(group, "event"),
        time(group.column<double>("event_time", "event",
                                  {{"units", "days since " + to_string(study.run.start)},
                                   {"calendar", "proleptic_gregorian"},
                                   {"standard_name", "time"},
                                   {"long_name", "when it happened"}})),
        kind(group.column<std::uint16_t>("event_kind", "event", {{"long_name", "what happened"}})),
        actor(group.column<std::uint32_t>("event_actor", "event",
                                          {{"long_name", "the actor that it concerns: index into actor_name"}})),
        value(group.column<double>("event_value", "event",
                                   {{"long_name", "size of the event, in the unit of its kind"}})),
        actors(sizes.actors.begin(), sizes.actors.end()),
        start(study.run.start.days) {
    set_flags<std::uint16_t>(kind.id(), words(study.kind->event_words()));
  }
};

struct LogGroups::Lineage {
  netcdf::Group group, merges;
  CellColumns cell, cell_of_merge;
  std::vector<h5::Handle> columns;  // of nodes, then of further parents of merges
  std::vector<std::string> releases;
  hsize_t nodes = 0, further_parents = 0;  // written so far

  Lineage(netcdf::Group g, netcdf::Group of_merges, const Study& study, const LogSizes& sizes)
      : group(std::move(g)),
        merges(std::move(of_merges)),
        cell(group, "node"),
        cell_of_merge(merges, "further"),
        releases(sizes.releases.begin(), sizes.releases.end()) {
    group.number("scale", study.run.scale);
    const auto add = [&](netcdf::Group& to, const char* dimension) {
      return [&, dimension]<class T>(const LineageColumn& c, const std::vector<T>&) {
        netcdf::Attributes attributes{{"long_name", c.long_name}, {"units", c.units}, {"labels", c.labels}};
        if (std::string_view(c.units).starts_with("days since")) {
          attributes.insert(attributes.end(), {{"calendar", "proleptic_gregorian"}, {"standard_name", "time"}});
        }
        columns.push_back(to.variable<T>(column_name(format_major, dimension, c.name), {dimension}, attributes));
        if (c.flags != nullptr) set_flags<T>(columns.back().get(), words(study.kind->*c.flags));
      };
    };
    each_node_column(add(group, "node"), LineageTable{});
    each_merge_column(add(merges, "further"), LineageTable{});
  }

  void append(std::uint32_t policy, std::uint32_t world, std::uint32_t member, LineageTable table) {
    for (std::uint32_t& release : table.release) {  // from the names of the history to those of the file
      const auto at = std::lower_bound(releases.begin(), releases.end(), table.releases[release]);
      release = static_cast<std::uint32_t>(at - releases.begin());
    }
    auto column = columns.begin();
    const auto write_from = [&](hsize_t first) {
      return [&, first]<class T>(const LineageColumn&, const std::vector<T>& values) {
        if (!values.empty()) h5::write(column->get(), h5::native_type<T>(), {first}, {values.size()}, values.data());
        ++column;
      };
    };
    each_node_column(write_from(nodes), table);
    each_merge_column(write_from(further_parents), table);
    nodes += table.size();
    further_parents += table.merge.size();
    for (std::size_t i = 0; i < table.size(); ++i) cell.add(policy, world, member);
    for (std::size_t i = 0; i < table.merge.size(); ++i) cell_of_merge.add(policy, world, member);
  }
};

LogGroups::LogGroups(hid_t file, const Study& study, const LogSizes& sizes) {
  netcdf::Group events(file, "events");
  events.bare_dimension("event", sizes.events);
  events.bare_dimension("actor_index", sizes.actors.size());
  events.put_text("actor_name", {"actor_index"}, {sizes.actors.begin(), sizes.actors.end()},
                  {{"long_name", "the actors that events concern"}});
  events_ = std::make_unique<Events>(std::move(events), study, sizes);
  if (study.record.lineage == LineageRecord::none) return;
  netcdf::Group lineage(file, "lineage");
  netcdf::Group merges(lineage.id(), "further_parents");
  lineage.bare_dimension("node", sizes.nodes);
  merges.bare_dimension("further", sizes.further_parents);
  lineage.bare_dimension("release_index", sizes.releases.size());
  lineage.put_text("release_name", {"release_index"}, {sizes.releases.begin(), sizes.releases.end()},
                   {{"long_name", "name of the base"}});
  lineage_ = std::make_unique<Lineage>(std::move(lineage), std::move(merges), study, sizes);
}

LogGroups::LogGroups(LogGroups&&) noexcept = default;
LogGroups::~LogGroups() = default;

void LogGroups::append(std::uint32_t policy, std::uint32_t world, std::uint32_t member, const CellRecord& cell) {
  for (const Event& event : cell.events) {
    events_->cell.add(policy, world, member);
    events_->time.add(event.days - events_->start);
    events_->kind.add(event.kind);
    const auto at = std::lower_bound(events_->actors.begin(), events_->actors.end(), event.actor);
    events_->actor.add(static_cast<std::uint32_t>(at - events_->actors.begin()));
    events_->value.add(event.value);
  }
  if (cell.lineage && lineage_) lineage_->append(policy, world, member, *cell.lineage);
}

void LogGroups::finish() {
  events_->cell.flush();
  events_->time.flush();
  events_->kind.flush();
  events_->actor.flush();
  events_->value.flush();
  events_->group.finish();
  events_.reset();
  if (!lineage_) return;
  lineage_->cell.flush();
  lineage_->cell_of_merge.flush();
  lineage_->group.finish();
  lineage_->merges.finish();
  lineage_.reset();
}

}  // namespace sim
