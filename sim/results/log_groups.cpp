// Index columns repeat for every row of a cell and deflate to almost nothing.
#include "sim/results/log_groups.hpp"

#include <algorithm>

#include "sim/results/axes.hpp"

namespace sim {

namespace {

std::vector<std::string> words(const std::vector<std::string_view>& views) { return {views.begin(), views.end()}; }

// Which cell a row belongs to.
struct CellColumns {
  GrowingColumn<std::uint16_t> policy;
  GrowingColumn<std::uint32_t> world, member;

  CellColumns(netcdf::Group& group, const std::string& dimension)
      : policy(group.variable<std::uint16_t>("policy", {dimension}, {{"long_name", "index of the policy"}})),
        world(group.variable<std::uint32_t>("world", {dimension}, {{"long_name", "index of the world"}})),
        member(group.variable<std::uint32_t>("member", {dimension}, {{"long_name", "index of the member"}})) {}
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
        time(group.variable<double>("time", {"event"},
                                    {{"units", "days since " + to_string(study.run.start)},
                                     {"calendar", "proleptic_gregorian"},
                                     {"standard_name", "time"},
                                     {"long_name", "when it happened"}})),
        kind(group.variable<std::uint16_t>("kind", {"event"}, {{"long_name", "what happened"}})),
        actor(group.variable<std::uint32_t>("actor", {"event"},
                                            {{"long_name", "whom it concerns: index into actor_name"}})),
        value(
            group.variable<double>("value", {"event"}, {{"long_name", "size of the event, in the unit of its kind"}})),
        actors(sizes.actors),
        start(study.run.start.days) {
    set_flags<std::uint16_t>(kind.id(), words(study.kind->event_words()));
  }
};

struct LogGroups::Lineage {
  netcdf::Group group;
  CellColumns cell;
  GrowingColumn<std::uint32_t> parent;
  GrowingColumn<std::uint8_t> kind, country, licence;
  GrowingColumn<std::uint16_t> family, lab;
  GrowingColumn<float> parameters, capability, born, downloads;

  Lineage(netcdf::Group g, const Study& study)
      : group(std::move(g)),
        cell(group, "node"),
        parent(group.variable<std::uint32_t>(
            "parent", {"node"}, {{"long_name", "row of the parent within its cell; 4294967295 is a base model"}})),
        kind(group.variable<std::uint8_t>("kind", {"node"}, {{"long_name", "kind of derivation"}})),
        country(
            group.variable<std::uint8_t>("country", {"node"}, {{"long_name", "index into the coordinate country"}})),
        licence(group.variable<std::uint8_t>("licence", {"node"}, {{"long_name", "licence"}})),
        family(group.variable<std::uint16_t>("family", {"node"}, {{"long_name", "index into the coordinate family"}})),
        lab(group.variable<std::uint16_t>("lab", {"node"}, {{"long_name", "index into the coordinate lab"}})),
        parameters(
            group.variable<float>("parameters", {"node"}, {{"long_name", "number of parameters"}, {"units", "1"}})),
        capability(group.variable<float>("capability", {"node"}, {{"long_name", "capability"}})),
        born(group.variable<float>("born", {"node"}, {{"long_name", "publication, decimal year"}, {"units", "year"}})),
        downloads(group.variable<float>("downloads", {"node"}, {{"long_name", "downloads so far"}, {"units", "1"}})) {
    set_flags<std::uint8_t>(kind.id(), words(study.kind->derivation_kinds));
    set_flags<std::uint8_t>(licence.id(), words(study.kind->licences));
  }
};

LogGroups::LogGroups(hid_t file, const Study& study, const LogSizes& sizes) {
  netcdf::Group events(file, "events");
  events.bare_dimension("event", sizes.events);
  events.bare_dimension("actor_index", sizes.actors.size());
  events.put_text("actor_name", {"actor_index"}, sizes.actors, {{"long_name", "whom events concern"}});
  events_ = std::make_unique<Events>(std::move(events), study, sizes);
  if (study.record.lineage == LineageRecord::none) return;
  netcdf::Group lineage(file, "lineage");
  lineage.bare_dimension("node", sizes.nodes);
  lineage_ = std::make_unique<Lineage>(std::move(lineage), study);
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
  if (!cell.lineage || !lineage_) return;
  const LineageTable& t = *cell.lineage;
  for (std::size_t i = 0; i < t.parent.size(); ++i) {
    lineage_->cell.add(policy, world, member);
    lineage_->parent.add(t.parent[i]);
    lineage_->kind.add(t.kind[i]);
    lineage_->country.add(t.country[i]);
    lineage_->licence.add(t.licence[i]);
    lineage_->family.add(t.family[i]);
    lineage_->lab.add(t.lab[i]);
    lineage_->parameters.add(t.parameters[i]);
    lineage_->capability.add(t.capability[i]);
    lineage_->born.add(t.born[i]);
    lineage_->downloads.add(t.downloads[i]);
  }
}

void LogGroups::finish() {
  events_->cell.flush();
  events_->time.flush();
  events_->kind.flush();
  events_->actor.flush();
  events_->value.flush();
  if (!lineage_) return;
  lineage_->cell.flush();
  lineage_->parent.flush();
  lineage_->kind.flush();
  lineage_->country.flush();
  lineage_->licence.flush();
  lineage_->family.flush();
  lineage_->lab.flush();
  lineage_->parameters.flush();
  lineage_->capability.flush();
  lineage_->born.flush();
  lineage_->downloads.flush();
}

}  // namespace sim
