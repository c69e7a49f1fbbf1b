// What a terminal would obey is written out; all else is as it was.
#include "sim/printable.hpp"

#include <catch2/catch.hpp>

TEST_CASE("a character that a terminal would obey is written out") {
  CHECK(sim::printable("a\033[31mb") == "a\\u001b[31mb");
  CHECK(sim::printable("bell\a, back\b, return\r, delete\x7f") ==
        "bell\\u0007, back\\u0008, return\\u000d, delete\\u007f");
  CHECK(sim::printable("a\xC2\x9B"
                       "1m") == "a\\u009b1m");  // the one-character form of escape and bracket
  CHECK(sim::printable("a\x9B"
                       "1m") == "a\\u009b1m");  // the same as a byte that is no UTF-8
  CHECK(sim::printable("a\u202Eb\u2066c\u2028d") == "a\\u202eb\\u2066c\\u2028d");
  CHECK(sim::printable(std::string_view("a\0b", 3)) == "a\\u0000b");
}

TEST_CASE("words of any script are left alone, and so is what is kept") {
  for (const char* text :
       {"", "plain", "a | b & <c> $2 \\n", "出口管制", "ضوابط", "नियंत्रण", "naïve – “so”", "🙂", "a\u200Db"})
    CHECK(sim::printable(text) == text);
  CHECK(sim::printable("a\nb\tc", "\n\t") == "a\nb\tc");
  CHECK(sim::printable("a\nb") == "a\\u000ab");
  CHECK(sim::printable("cut \xE5\x87") == "cut \xE5\\u0087");  // what ends in the middle of a character
}
