// A finished result file as C++ reads it: coordinates, measures, summary, status, events and the study behind them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/results/cell_record.hpp"
#include "sim/results/provenance.hpp"
#include "sim/time/calendar.hpp"

namespace sim {

class ResultFile {
 public:
  struct Measure {
    std::string name;
    std::vector<std::string> dimensions;  // after time
    std::size_t width = 1;                // values per date
    std::string units, long_name, window, calibration;
  };
  struct Counts {
    std::size_t pending = 0, done = 0, failed = 0;  // cells
  };
  struct LoggedEvent {
    std::size_t policy = 0, world = 0, member = 0;
    double days = 0.0;  // since 1970-01-01
    std::string kind, actor;
    double value = 0.0;
  };

  // Throws Error(invalid_input) for a file that is missing, foreign, truncated, damaged or of a newer format.
  explicit ResultFile(const std::filesystem::path& path);
  ~ResultFile();
  ResultFile(ResultFile&&) noexcept;
  ResultFile& operator=(ResultFile&&) = delete;

  int format() const;  // major version, for column_name
  const std::filesystem::path& path() const;
  std::string title() const;
  std::string source() const;                        // program, version and revision
  std::string scenario_sha256() const;               // equal: equal data, by the same build
  const std::vector<std::string>& policies() const;  // the first is the reference
  const std::vector<std::string>& policy_labels() const;
  // By policy, of results since format 1.2; empty in older ones. The share of the finished histories in which an action
  // of the policy was in force at a recorded step (NaN: it has no action), and the levers, separated by ", ", whose
  // condition fired in no history.
  std::vector<double> in_force() const;
  std::vector<std::string> unfired() const;
  std::size_t worlds() const;
  std::size_t members() const;
  Date start() const;
  const std::vector<Date>& dates() const;  // last days of the recording periods
  const std::vector<Measure>& measures() const;
  const Measure& measure(const std::string& name) const;    // throws Error(invalid_input) with the nearest name
  std::size_t policy_index(const std::string& name) const;  // likewise
  // The last recording date on or before `at`; throws when there is none.
  std::size_t date_index(Date at) const;
  std::vector<std::string> coordinate(const std::string& dimension) const;
  bool has_coordinate(const std::string& dimension) const;

  // World × member × dimensions at one date, last fastest; NaN where nothing is known.
  std::vector<float> values(const std::string& measure, std::size_t policy, std::size_t date) const;
  // World × member × time × dimensions.
  std::vector<float> values(const std::string& measure, std::size_t policy) const;
  // A variable of /summary as stored, such as "adoption" or "adoption_effect": docs/format.md gives its dimensions.
  std::vector<float> summary(const std::string& variable) const;
  bool has_summary(const std::string& variable) const;  // files of older formats lack some

  std::vector<CellStatus> status() const;  // policy × world × member
  Counts counts() const;
  std::vector<FailedCell> failed_cells() const;
  std::vector<LoggedEvent> events() const;
  // The reading of the published figures in every history, world × member × pattern; empty when it was not recorded.
  std::vector<double> pattern_values() const;
  std::string study_json() const;                                       // for study_from_json
  std::vector<std::pair<std::string, std::string>> provenance() const;  // the text attributes of /provenance

 private:
  struct Open;
  std::unique_ptr<Open> open_;
};

}  // namespace sim
