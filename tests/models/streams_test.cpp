// Streams: whose luck is whose.
#include "models/streams.hpp"

#include <catch2/catch.hpp>

using weightshed::Streams;

TEST_CASE("every world key and every member has luck of its own") {
  const Streams one(3, 0, 7), other_world(3, 0, 8), other_member(3, 1, 7), other_seed(4, 0, 7);
  for (const auto stream : {&Streams::author, &Streams::parent, &Streams::quality, &Streams::incidents}) {
    CHECK((one.*stream).key() != (other_world.*stream).key());
    CHECK((one.*stream).key() != (other_member.*stream).key());
    CHECK((one.*stream).key() != (other_seed.*stream).key());
    CHECK((one.*stream).key() == (Streams(3, 0, 7).*stream).key());
  }
}

TEST_CASE("the attraction of bases on record is the world's alone") {
  const Streams one(3, 0, 7), other(4, 1, 7), other_world(3, 0, 8);
  CHECK(one.observed_attraction.key() == other.observed_attraction.key());
  CHECK(one.observed_attraction.key() != other_world.observed_attraction.key());
}
