// The random streams of a history, and the one that all members of its world share, by name. Entities never depend on
// policy: (author, n-th work), (lab, n-th release), (lab, quarter), (organisation, n-th contract), fixed slots of
// entrants.
#pragma once

#include "sim/random/stream.hpp"

namespace weightshed {

struct Streams {
  std::uint64_t luck;  // owner of all streams but the first two
  // Of bases on record: part of the world, so that a world can fit them.
  sim::Stream observed_attraction, observed_capability;
  sim::Stream author, clock, work, parent, node, attraction, quality, inclination, review, leaving, pace, release,
      undecided, entrants, shift, cells, head, settle, official, organisation, contract, incidents;

  Streams(std::uint64_t seed, std::uint32_t member, std::uint32_t world_key = 0)
      : luck(sim::luck_of(world_key, member)),
        observed_attraction(0, world_key, "releases.observed_attraction"),
        observed_capability(0, world_key, "releases.observed_capability"),
        author(seed, luck, "authors.arrival"),
        clock(seed, luck, "authors.clock"),
        work(seed, luck, "derivation.work"),
        parent(seed, luck, "derivation.parent"),
        node(seed, luck, "downloads.node"),
        attraction(seed, luck, "releases.attraction"),
        quality(seed, luck, "labs.quality"),
        inclination(seed, luck, "labs.inclination"),
        review(seed, luck, "labs.review"),
        leaving(seed, luck, "labs.leaving"),
        pace(seed, luck, "labs.pace"),
        release(seed, luck, "labs.release"),
        undecided(seed, luck, "releases.undecided"),
        entrants(seed, luck, "labs.entrants"),
        shift(seed, luck, "labs.shift"),
        cells(seed, luck, "downloads.cells"),
        head(seed, luck, "downloads.head"),
        settle(seed, luck, "downloads.settle"),
        official(seed, luck, "downloads.official"),
        organisation(seed, luck, "adopters.organisation"),
        contract(seed, luck, "adopters.contract"),
        incidents(seed, luck, "incidents") {}
};

}  // namespace weightshed
