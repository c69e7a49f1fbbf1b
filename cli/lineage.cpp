// `weightshed lineage`: which models depend on which in one recorded history, what falls away without some of them, and
// files for other programs.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "cli/results.hpp"
#include "cli/tell.hpp"
#include "cli/verbs.hpp"
#include "sim/execution/branch.hpp"
#include "sim/execution/lineage_without.hpp"
#include "sim/registry/json_fields.hpp"
#include "sim/results/durable_file.hpp"
#include "sim/results/lineage_files.hpp"
#include "sim/results/lineage_summary.hpp"

namespace cli {

namespace {

using Json = nlohmann::ordered_json;

std::string percent(double share) { return fmt::format("{:.1f}%", 100.0 * share); }

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

// "12,345,678".
std::string grouped(std::size_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

// "1.2 million".
std::string downloads_text(double downloads) {
  if (downloads >= 1e9) return fmt::format("{:.1f} billion", downloads / 1e9);
  if (downloads >= 1e6) return fmt::format("{:.1f} million", downloads / 1e6);
  return grouped(static_cast<std::size_t>(std::llround(downloads)));
}

sim::LineageGrouping grouping_of(const std::string& by) {
  const std::string name = by.empty() ? "family" : by;
  const auto found = std::find(std::begin(sim::lineage_groupings), std::end(sim::lineage_groupings), name);
  return static_cast<sim::LineageGrouping>(found - std::begin(sim::lineage_groupings));
}

// --- what falls away, and what would have been built instead ---------------------------------------------------------

struct Without {
  std::vector<bool> fallen;
  std::size_t derivatives = 0;  // that fall
  double downloads = 0.0;       // represented, of these
  std::optional<sim::RecordedLineage> again;
  std::string why_not;              // there is no `again`
  std::vector<std::string> remain;  // labs of a country that `again` could not do without
};

// Labs that enter during the simulation have no knock-out: with their country gone they still release.
std::vector<std::string> remaining_labs(const sim::RecordedLineage& lineage, const Without& gone) {
  std::set<std::string> fell, there;
  for (std::size_t n = 0; n < gone.fallen.size(); ++n) {
    if (gone.fallen[n] && lineage.is_base(n)) fell.insert(lineage.word("lab", lineage.table.lab[n]));
  }
  for (std::size_t n = 0; n < gone.again->table.size(); ++n) {
    if (gone.again->is_base(n)) there.insert(gone.again->word("lab", gone.again->table.lab[n]));
  }
  std::vector<std::string> remain;
  std::set_intersection(fell.begin(), fell.end(), there.begin(), there.end(), std::back_inserter(remain));
  return remain;
}

Without without(const sim::RecordedLineage& lineage, const Options& options, const Surroundings& around) {
  std::vector<sim::Removal> removals;
  for (const std::string& text : options.without) removals.push_back(sim::find_removal(lineage, text));
  Without gone;
  gone.fallen = sim::fallen(lineage, removals);
  for (std::size_t n = 0; n < gone.fallen.size(); ++n) {
    if (!gone.fallen[n] || lineage.is_base(n)) continue;
    ++gone.derivatives;
    gone.downloads += lineage.represented(n);
  }
  try {
    around.talk.say("simulating the history again without them");
    gone.again = sim::lived_without(sim::study_of(around.kind, options.files.front()), lineage, removals);
    const bool country = std::any_of(removals.begin(), removals.end(), [](const sim::Removal& removal) {
      return removal.by == sim::LineageGrouping::country;
    });
    if (country) gone.remain = remaining_labs(lineage, gone);
  } catch (const sim::Error& error) {
    if (error.kind() == sim::Failure::mismatch) throw;
    gone.why_not = error.what();
  }
  return gone;
}

struct Shift {
  std::string name;
  std::size_t was = 0, left = 0, again = 0;
};

// Derivatives by group: as recorded, left at once, and in the history simulated again; the largest changes first.
std::vector<Shift> shifts_of(const sim::RecordedLineage& lineage, const Without& gone, sim::LineageGrouping by) {
  std::map<std::string, Shift> shifts;
  const auto fill = [&](const sim::RecordedLineage& of, const std::vector<bool>& left_out, std::size_t Shift::*column) {
    const std::vector<std::size_t> counts = sim::derivatives_by(of, by, left_out);
    const std::vector<std::string>& labels = of.labels(by);
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const std::string name = i < labels.size() ? labels[i] : "unknown";
      Shift& shift = shifts[name];
      shift.name = name;
      shift.*column += counts[i];
    }
  };
  fill(lineage, {}, &Shift::was);
  fill(lineage, gone.fallen, &Shift::left);
  if (gone.again) fill(*gone.again, {}, &Shift::again);
  std::vector<Shift> list;
  for (auto& [name, shift] : shifts) {
    if (shift.was + shift.again > 0) list.push_back(std::move(shift));
  }
  const auto change = [&](const Shift& s) {
    const auto now = gone.again ? s.again : s.left;
    return now > s.was ? now - s.was : s.was - now;
  };
  std::stable_sort(list.begin(), list.end(), [&](const Shift& a, const Shift& b) { return change(a) > change(b); });
  return list;
}

void print_without(const sim::LineageSummary& summary, const Without& gone, const std::vector<Shift>& shifts,
                   const Options& options) {
  tell("\nWithout {}:\n", fmt::join(options.without, ", "));
  tell("  {} derivatives fall away at once, {} of all, with {} of the downloads of derivatives\n",
       grouped(gone.derivatives), percent(share(gone.derivatives, summary.derivatives)),
       percent(summary.downloads > 0.0 ? gone.downloads / summary.downloads : 0.0));
  if (!gone.again) {
    tell("  what would have been built instead is not known: {}\n", gone.why_not);
    return;
  }
  std::size_t then = 0;
  for (std::size_t n = 0; n < gone.again->table.size(); ++n) then += !gone.again->is_base(n);
  tell("  the same history simulated without them has {} derivatives instead of {}\n", grouped(then),
       grouped(summary.derivatives));
  if (!gone.remain.empty()) {
    tell("  except that labs that enter during the simulation cannot be removed from it: {}\n",
         fmt::join(gone.remain, ", "));
  }
  tell("\n");
  std::size_t width = 8;
  std::vector<std::string> names;
  const std::size_t rows = options.top == 0 ? shifts.size() : std::min(options.top, shifts.size());
  for (std::size_t i = 0; i < rows; ++i) {
    names.push_back(sim::printable(shifts[i].name));
    width = std::max(width, names[i].size());
  }
  tell("  {:<{}} {:>12} {:>14} {:>14}\n", "built on", width, "derivatives", "left at once", "re-simulated");
  for (std::size_t i = 0; i < rows; ++i) {
    tell("  {:<{}} {:>12} {:>14} {:>14}\n", names[i], width, grouped(shifts[i].was), grouped(shifts[i].left),
         grouped(shifts[i].again));
  }
}

// --- the table -------------------------------------------------------------------------------------------------------

void print_summary(const sim::RecordedLineage& lineage, const sim::LineageSummary& s, sim::LineageGrouping by) {
  tell("Policy '{}', world {}, member {}: {} derivatives on {} bases; {} derivatives are merges with several parents\n",
       sim::printable(lineage.policy), lineage.world, lineage.member, grouped(s.derivatives), grouped(s.bases),
       grouped(s.merges));
  tell("{} connected parts, the largest of {} models; at most {} generations\n", grouped(s.parts),
       grouped(s.largest_part), s.depth);
  tell(
      "{} derivatives ({}) have a freer licence than their parent allows, {} ({}) a freer one than some ancestor "
      "allows\n",
      grouped(s.conflicts.with_parent), percent(share(s.conflicts.with_parent, s.derivatives)),
      grouped(s.conflicts.with_ancestor), percent(share(s.conflicts.with_ancestor, s.derivatives)));
  if (lineage.scale < 1.0) {
    tell(
        "Counts are of simulated models: each derivative represents {:g} real ones; downloads are those of all real "
        "ones\n",
        1.0 / lineage.scale);
  }
  const std::string head(sim::lineage_groupings[static_cast<std::size_t>(by)]);
  std::size_t width = head.size();
  for (const sim::LineageRow& row : s.rows) width = std::max(width, sim::printable(row.name).size());
  tell("\n{:<{}}  {:^27} | {:^26} | {:^21} | {:>8} {:>9}\n", "", width, "built on it", "built on it alone",
       "freer than allowed by", "share of", "mean");
  tell("{:<{}}  {:>11} {:>5} {:>9} | {:>11} {:>14} | {:>10} {:>10} | {:>8} {:>9}\n", head, width, "descendants",
       "depth", "width", "models", "downloads", "a parent", "any above", "use", "trainings");
  for (const sim::LineageRow& row : s.rows) {
    tell("{:<{}}  {:>11} {:>5} {:>9} | {:>11} {:>14} | {:>10} {:>10} | {:>8} {:>9.2f}\n", sim::printable(row.name),
         width, grouped(row.descendants), row.depth, grouped(row.width), grouped(row.alone.models),
         downloads_text(row.alone.downloads), grouped(row.conflicts.with_parent), grouped(row.conflicts.with_ancestor),
         percent(row.exposure), row.trainings);
  }
}

Json json_of(const sim::RecordedLineage& lineage, const sim::LineageSummary& summary) {
  Json json = sim::json_of_fields(
      summary,
      {{"policy", lineage.policy}, {"world", lineage.world}, {"member", lineage.member}, {"scale", lineage.scale}});
  json["rows"] = Json::array();
  for (const sim::LineageRow& row : summary.rows) json["rows"].push_back(sim::json_of_fields(row));
  return json;
}

Json json_of(const Without& gone, const std::vector<Shift>& shifts, const Options& options) {
  Json list = Json::array();
  for (const Shift& shift : shifts) {
    list.push_back({{"name", shift.name}, {"derivatives", shift.was}, {"left_at_once", shift.left}});
    list.back()["lived_without"] = gone.again ? Json(shift.again) : Json();
  }
  return {{"without", options.without},
          {"fallen", {{"derivatives", gone.derivatives}, {"downloads", gone.downloads}}},
          {"not_lived_again", gone.why_not},
          {"remain", gone.remain},
          {"shifts", std::move(list)}};
}

// --- files -----------------------------------------------------------------------------------------------------------

void require_absent(const std::string& path, const Options& options) {
  std::error_code error;
  if (!options.force && std::filesystem::exists(path, error)) {
    throw sim::Error(sim::Failure::invalid_input, path + " already exists; --force replaces it");
  }
}

void write_files(const sim::RecordedLineage& lineage, const Options& options, const Surroundings& around) {
  const auto write = [&](const std::string& path, const std::ostringstream& text) {
    sim::write_output(path, text.view());
    around.talk.say("wrote " + path);
  };
  const auto write_in = [&](const std::string& path, void (*format)(std::ostream&, const sim::RecordedLineage&)) {
    if (path.empty()) return;
    require_absent(path, options);
    std::ostringstream text;
    format(text, lineage);
    write(path, text);
  };
  write_in(options.graphml, sim::write_graphml);
  write_in(options.dot, sim::write_dot);
  if (options.csv.empty()) return;
  const std::string stem = options.csv.ends_with(".csv") ? options.csv.substr(0, options.csv.size() - 4) : options.csv;
  for (const char* ending : {"-nodes.csv", "-edges.csv"}) require_absent(stem + ending, options);
  std::ostringstream nodes, edges;
  sim::write_csv(nodes, edges, lineage);
  write(stem + "-nodes.csv", nodes);
  write(stem + "-edges.csv", edges);
}

}  // namespace

int lineage(const Options& options, const Surroundings& around) {
  const sim::RecordedLineage lineage =
      sim::read_lineage(sim::ResultFile(options.files.front()), options.policy, options.world, options.member);
  const sim::LineageGrouping by = grouping_of(options.by);
  const sim::LineageSummary summary = summarise(lineage, by, options.top);
  std::optional<Without> gone;
  std::vector<Shift> shifts;
  if (!options.without.empty()) {
    gone = without(lineage, options, around);
    shifts = shifts_of(lineage, *gone, by);
  }
  write_files(lineage, options, around);
  if (options.json) {
    Json json = json_of(lineage, summary);
    if (gone) json["without"] = json_of(*gone, shifts, options);
    tell("{}\n", json.dump(2));
    return 0;
  }
  print_summary(lineage, summary, by);
  if (gone) print_without(summary, *gone, shifts, options);
  return 0;
}

}  // namespace cli
