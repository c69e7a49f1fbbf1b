// Lists of chunks.
#include "models/arrival/calendar.hpp"

#include <algorithm>

namespace weightshed::arrival {

void Calendar::reserve(std::size_t entries) {
  // The last chunk of each list is half empty on average, and full at best.
  chunks_.reserve(entries / Chunk().entries.size() + lists_.size());
}

void Calendar::add(std::size_t step, Opportunity due) {
  if (step == open_step_) {
    due_.push_back(due);
    return;
  }
  List& list = lists_[step];
  const std::size_t place = list.count++ % Chunk().entries.size();
  if (place == 0) add_chunk(list);
  chunks_[list.last].entries[place] = due;
}

void Calendar::add_chunk(List& list) {
  std::uint32_t chunk = free_;
  if (chunk == none) {
    chunk = static_cast<std::uint32_t>(chunks_.size());
    chunks_.emplace_back();
  } else {
    free_ = chunks_[chunk].next;
    chunks_[chunk].next = none;
  }
  (list.first == none ? list.first : chunks_[list.last].next) = chunk;
  list.last = chunk;
}

const std::vector<Opportunity>& Calendar::open(std::size_t step) {
  open_step_ = step;
  List& list = lists_[step];
  due_.clear();
  due_.reserve(list.count);
  for (std::uint32_t chunk = list.first; chunk != none; chunk = chunks_[chunk].next) {
    const auto& entries = chunks_[chunk].entries;
    const std::size_t left = std::min(entries.size(), list.count - due_.size());
    due_.insert(due_.end(), entries.begin(), entries.begin() + left);
  }
  if (list.first != none) {
    chunks_[list.last].next = free_;
    free_ = list.first;
  }
  list = List();
  return due_;
}

void Calendar::close() {
  due_.clear();
  open_step_ = none;
}

}  // namespace weightshed::arrival
