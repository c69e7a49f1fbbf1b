// Root variables, cell by cell; each of the other groups has its own source file.
#include "sim/results/result_writer.hpp"

#include <cassert>
#include <functional>
#include <limits>

#include "sim/results/axes.hpp"
#include "sim/results/context_groups.hpp"
#include "sim/results/force_count.hpp"
#include "sim/results/log_groups.hpp"
#include "sim/results/result_format.hpp"
#include "sim/results/summary.hpp"

namespace sim {

struct ResultWriter::Open {
  const Study& study;
  const Layout& layout;
  h5::OutputFile file;
  netcdf::Group root;
  std::vector<h5::Handle> measures;
  h5::Handle status;
  h5::Handle patterns;  // none when not recorded
  LogGroups logs;
  ForceCount force;
  std::filesystem::path scratch;         // folder of the file
  std::vector<std::uint8_t> all_status;  // written at the end: by cell it would be packed again for each
  std::size_t next = 0;                  // least unit that may still come
};

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

void describe(netcdf::Group& root, const Study& study) {
  root.attribute("Conventions", "CF-1.10");
  root.attribute("title", study.title);
  root.attribute("source", "weightshed " + program_version() + "+" + program_revision());
  root.attribute("weightshed_format", std::string(format_version));
  root.attribute("scenario_sha256", study.source.sha256);
  root.attribute("start", to_string(study.run.start));
  root.attribute("fork", study.forks() ? to_string(study.fork()) : "");
  // Without a date or a command: those are in /provenance, so that equal runs have equal roots.
  root.attribute("history", "simulated by weightshed; command and dates are in the group provenance");
  root.attribute("licence", "CC-BY-4.0");
  root.attribute("comment", study.question);
}

// The reading of the published figures in every history, by pattern and part ("P2/CN").
h5::Handle add_patterns(netcdf::Group& root, const Study& study) {
  std::vector<std::string> units;
  for (const PatternCard& card : study.kind->patterns) units.emplace_back(card.unit);
  add_pattern_axis(root, *study.kind);
  root.put_text("pattern_unit", {"pattern"}, units, {{"long_name", "unit of the published figure"}});
  return root.variable<double>(
      "pattern_value", {"world", "member", "pattern"},
      {{"long_name", "reading of the published figure in the history, under the reference policy"}}, 1, nan);
}

// Runs `work`. What the disk refused cannot be read again either, so its error is the one to tell.
void or_what_the_disk_says(const h5::OutputFile& file, const std::function<void()>& work) {
  try {
    work();
  } catch (const Error&) {
    file.require_written();
    throw;
  }
  file.require_written();
}

}  // namespace

ResultWriter::ResultWriter(const std::filesystem::path& path, const Study& study, const Layout& layout,
                           const LogSizes& sizes) {
  h5::OutputFile file(path);
  netcdf::Group root(file.get());
  describe(root, study);
  add_policy_axis(root, study);
  add_index_axis(root, "world", layout.worlds, "draw of the uncertain assumptions and choice of contested rules");
  add_index_axis(root, "member", layout.members,
                 "realisation of chance in its world; the same luck under every policy");
  add_time_axis(root, study, layout);
  add_model_axes(root, study);
  std::vector<h5::Handle> measures;
  for (const MeasureLayout& measure : layout.measures) {
    netcdf::Names dimensions{"policy", "world", "member", "time"};
    dimensions.insert(dimensions.end(), measure.dimensions.begin(), measure.dimensions.end());
    netcdf::Attributes attributes = attributes_of(*measure.card, study.run.calibrated);
    attributes.emplace_back("coordinates", "policy_label");
    measures.push_back(root.variable<float>(std::string(measure.card->key), dimensions, attributes, 3, nan));
  }
  h5::Handle status =
      root.put<std::uint8_t>("status", {"policy", "world", "member"}, std::vector<std::uint8_t>(layout.cells(), 0),
                             {{"long_name", "what became of the simulated history"}});
  set_flags<std::uint8_t>(status.get(), {"pending", "done", "failed"});
  h5::Handle patterns = study.record.patterns ? add_patterns(root, study) : h5::Handle();
  LogGroups logs(file.get(), study, sizes);
  open_.reset(new Open{study, layout, std::move(file), std::move(root), std::move(measures), std::move(status),
                       std::move(patterns), std::move(logs), ForceCount(study),
                       path.has_parent_path() ? path.parent_path() : std::filesystem::path("."),
                       std::vector<std::uint8_t>(layout.cells(), 0)});
}

ResultWriter::~ResultWriter() = default;

void ResultWriter::write(const UnitRecord& unit) {
  or_what_the_disk_says(open_->file, [&] { write_cells(unit); });
}

void ResultWriter::write_cells(const UnitRecord& unit) {
  assert(unit.unit >= open_->next);
  open_->next = unit.unit + 1;
  const Layout& layout = open_->layout;
  const hsize_t world = unit.unit / layout.members;
  const hsize_t member = unit.unit % layout.members;
  if (layout.patterns > 0) {
    h5::write(open_->patterns.get(), H5T_NATIVE_DOUBLE, {world, member, 0}, {1, 1, layout.patterns},
              unit.patterns.data());
  }
  for (std::size_t p = 0; p < unit.policies.size(); ++p) {
    const CellRecord& cell = unit.policies[p];
    for (std::size_t m = 0; m < layout.measures.size(); ++m) {
      if (cell.measures[m].empty()) continue;  // it failed, or there is no date
      h5::Extent count = h5::extent_of(open_->measures[m].get());
      h5::Extent start(count.size(), 0);
      start[0] = p;
      start[1] = world;
      start[2] = member;
      count[0] = count[1] = count[2] = 1;
      h5::write(open_->measures[m].get(), H5T_NATIVE_FLOAT, start, count, cell.measures[m].data());
    }
    open_->all_status[p * layout.units() + unit.unit] = static_cast<std::uint8_t>(cell.status);
    open_->force.add(p, cell);
    open_->logs.append(static_cast<std::uint32_t>(p), static_cast<std::uint32_t>(world),
                       static_cast<std::uint32_t>(member), cell);
  }
}

void ResultWriter::finish(const Provenance& provenance) {
  const hid_t file = open_->file.get();
  or_what_the_disk_says(open_->file, [&] {
    if (!open_->all_status.empty()) h5::write(open_->status.get(), H5T_NATIVE_UINT8, open_->all_status.data());
    open_->logs.finish();
    open_->force.write(open_->root);
    open_->root.finish();
    open_->file.require_written();
    write_summary(file, open_->study, open_->layout, open_->scratch);
    write_design(file, open_->study);
    write_registry(file, open_->study);
    write_published(file, open_->study);
    write_provenance(file, open_->study, provenance);
  });
  h5::OutputFile owner = std::move(open_->file);
  open_.reset();
  owner.close();
}

}  // namespace sim
