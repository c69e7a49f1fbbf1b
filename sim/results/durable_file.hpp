// Files that exist in full or not at all, even after a crash: write to a temporary name, synchronise, rename,
// synchronise. All throw as `fail_to` does when the operating system refuses.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace sim {

// An open file that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor();
  int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

 private:
  int number_;
};

// `write` gets a temporary path in the same folder; when it returns, the file appears under its name.
void replace_durably(const std::filesystem::path& path, const std::function<void(const std::filesystem::path&)>& write);
void write_durably(const std::filesystem::path& path, std::string_view bytes);
// A text for a user: as above, but a symbolic link stays and the file that it points to is replaced, and what is no
// file (a device, a pipe) is written into.
void write_output(const std::filesystem::path& path, std::string_view text);
// The file that a path names: where a symbolic link points to. Throws Error for links in a circle.
std::filesystem::path file_of(const std::filesystem::path& path);
// Adds to an open file, whose path is for messages.
void append(int descriptor, std::string_view bytes, const std::filesystem::path& path);
// At a place of an open file. Reading ends where the file does, and returns how many bytes there were.
void write_at(int descriptor, std::size_t at, std::string_view bytes, const std::filesystem::path& path);
std::size_t read_at(int descriptor, std::size_t at, char* to, std::size_t size, const std::filesystem::path& path);
// A file to be read. Throws Error(invalid_input) for a device, a pipe or a socket: a pipe would wait for its other end.
Descriptor open_to_read(const std::filesystem::path& path);
std::string read_text(const std::filesystem::path& path);  // throws Error(invalid_input) when it cannot be read

void synchronise(const std::filesystem::path& path);  // a file or a folder: on disk when this returns

}  // namespace sim
