// The random streams of a member, and the one that its world shares, by name. Entities never depend on policy: (author,
// n-th work), (lab, n-th release), (lab, quarter), (organisation, n-th contract), fixed slots of entrants.
#pragma once

#include "sim/random/stream.hpp"

namespace weightshed {

struct Streams {
  // Of bases on record: part of the world, so that a world can fit them.
  sim::Stream observed_attraction, observed_capability;
  sim::Stream author, clock, work, parent, node, attraction, quality, inclination, review, leaving, pace, release, undecided,
      entrants, cells,
      head, settle, official, organisation, contract, incidents;

  Streams(std::uint64_t seed, std::uint32_t member, std::uint32_t world_key = 0)
      : observed_attraction(0, world_key, "releases.observed_attraction"),
        observed_capability(0, world_key, "releases.observed_capability"),
        author(seed, member, "authors.arrival"),
        clock(seed, member, "authors.clock"),
        work(seed, member, "derivation.work"),
        parent(seed, member, "derivation.parent"),
        node(seed, member, "downloads.node"),
        attraction(seed, member, "releases.attraction"),
        quality(seed, member, "labs.quality"),
        inclination(seed, member, "labs.inclination"),
        review(seed, member, "labs.review"),
        leaving(seed, member, "labs.leaving"),
        pace(seed, member, "labs.pace"),
        release(seed, member, "labs.release"),
        undecided(seed, member, "releases.undecided"),
        entrants(seed, member, "labs.entrants"),
        cells(seed, member, "downloads.cells"),
        head(seed, member, "downloads.head"),
        settle(seed, member, "downloads.settle"),
        official(seed, member, "downloads.official"),
        organisation(seed, member, "adopters.organisation"),
        contract(seed, member, "adopters.contract"),
        incidents(seed, member, "incidents") {}
};

}  // namespace weightshed
