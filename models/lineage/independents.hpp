// Works that state no base: they count in the size of the hub, in downloads and in concentration. There are more of
// them than of derivatives, and they are only ever read in order of birth, so each takes two bytes, and four more if
// anybody downloads it.
#pragma once

#include <cstdint>
#include <vector>

#include "models/words.hpp"
#include "sim/graph/huge_page_allocator.hpp"

namespace weightshed::lineage {

struct Independent {
  float body = 0.0F;  // lifetime downloads from crawlers and trials; 0: never downloaded
  std::uint16_t born_step = 0;
  std::uint8_t country = 0;  // coordinate creator_country
  CreatorKind creator{};
  bool language = false;
};

class Independents {
 public:
  // A position among them that can only move on; it stays valid as works are added, and in a copy.
  struct Place {
    std::size_t work = 0;  // how many come before it
    std::size_t downloaded = 0;
    std::uint32_t step = 0;
  };
  struct Iterator {
    const Independents& all;
    Place place;
    Independent operator*() const { return all[place]; }
    Iterator& operator++() {
      all.move_on(place);
      return *this;
    }
    bool operator!=(const Iterator& other) const { return place.work != other.place.work; }
  };

  void reserve(std::size_t works, std::size_t downloaded) {
    makers_.reserve(works);
    bodies_.reserve(downloaded);
  }
  // Born no earlier than the one before.
  void add(const Independent& work);
  std::size_t size() const { return makers_.size(); }

  Independent operator[](const Place& place) const;
  void move_on(Place& place) const;
  Iterator begin() const { return {*this, {}}; }
  Iterator end() const { return {*this, {size(), bodies_.size(), 0}}; }

 private:
  struct Maker {
    std::uint8_t country;
    CreatorKind creator : 6;
    bool language : 1;
    bool is_downloaded : 1;
  };
  static_assert(sizeof(Maker) == 2);

  sim::Column<Maker> makers_;
  sim::Column<float> bodies_;        // of those that are downloaded
  std::vector<std::uint32_t> ends_;  // by step: how many were born in it and before
};

}  // namespace weightshed::lineage
