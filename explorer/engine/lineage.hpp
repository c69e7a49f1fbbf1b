// The lineage of one history as columns that a page can read where they lie.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "explorer/engine/session.hpp"

namespace explorer {

class LineageColumns {
 public:
  explicit LineageColumns(const Session& session);
  // Rows, scale, words, and of each column its type, address and length; the addresses hold as long as this object.
  nlohmann::ordered_json layout() const;

 private:
  const sim::Study* study_;
  sim::LineageTable table_;
  std::vector<std::uint32_t> derivatives_, alone_;
};

}  // namespace explorer
