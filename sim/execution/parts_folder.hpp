// `OUT.h5.parts/`: the record of the study and the finished cells; all that an interrupted run needs to continue.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/plan/study.hpp"
#include "sim/results/durable_file.hpp"
#include "sim/results/part_file.hpp"

namespace sim {

struct RunOptions;

class PartsFolder {
 public:
  static bool holds_cells(const std::filesystem::path& output);  // whether a part is there, sound or not

  // Makes the folder with the study's record in it, both or neither, or opens the one that is there, and locks it: a
  // share of a study (a shard, a list of units) beside others; a whole run against everybody. With `force` a whole run
  // discards what an earlier one left. Throws Error when another process writes there, or when the folder belongs to
  // another study or to somebody else.
  static PartsFolder make(const Study& study, const RunOptions& options);
  // The folder that is there, locked against everybody; nothing when there is none.
  static std::optional<PartsFolder> open(const std::filesystem::path& output);
  // The same for reading, beside shards that are still at work.
  static PartsFolder read(const std::filesystem::path& folder);

  PartsFolder(PartsFolder&&) noexcept = default;
  PartsFolder& operator=(PartsFolder&&) = delete;

  const std::filesystem::path& path() const { return folder_; }
  bool is_new() const { return new_record_.has_value(); }  // made by this process
  std::string study_record() const;                        // JSON; throws when there is none, or when it is damaged
  // All sound parts in the order of their names; a damaged one is left out, with a warning if wanted.
  std::vector<PartFile> parts(const Study& study, const Layout& layout, bool warn) const;
  void remove() &&;  // at once: a crash leaves either the whole folder or a `.oldPID` one that is swept later

 private:
  explicit PartsFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}
  bool lock(const RunOptions& options);

  std::filesystem::path folder_;
  Descriptor lock_, shard_lock_;
  std::optional<std::string> new_record_;  // as this process wrote it when it made the folder
};

}  // namespace sim
