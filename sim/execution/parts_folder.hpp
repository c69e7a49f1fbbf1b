// `OUT.h5.parts/`: the record of the study and the finished cells; all that an interrupted run needs to continue.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/plan/study.hpp"
#include "sim/results/part_file.hpp"

namespace sim {

class PartsFolder {
 public:
  static std::filesystem::path path_for(const std::filesystem::path& output);  // "OUT.h5" to "OUT.h5.parts"

  // Makes the folder with the study's record in it, both or neither; opens the folder when it already exists. Throws
  // Error when it belongs to another study. Held by one process at a time for each shard.
  static PartsFolder make(const std::filesystem::path& output, const Study& study, std::size_t shard);
  static std::string study_record(const std::filesystem::path& folder);  // JSON; throws when there is none

  // Opens an existing folder without making or locking anything: for joining shards.
  explicit PartsFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}
  PartsFolder(PartsFolder&& other) noexcept;
  PartsFolder& operator=(PartsFolder&& other) = delete;
  ~PartsFolder();

  const std::filesystem::path& path() const { return folder_; }
  // All sound parts in the order of their names; a damaged one is left out, with a warning.
  std::vector<PartFile> parts(const Study& study, const Layout& layout) const;
  void remove() &&;  // at once: a crash leaves either the whole folder or a `.old` one that is swept later

 private:
  std::filesystem::path folder_;
  int lock_ = -1;  // descriptor
};

// Removes what a crash between two renames may have left next to the output.
void sweep_leftovers(const std::filesystem::path& output);

}  // namespace sim
