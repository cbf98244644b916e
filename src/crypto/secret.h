// Bytes that nobody may find later: keys, passwords.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace cordon::crypto {

// Never grows, so that no copy is left behind; overwritten before its memory is given back. May be moved, not copied.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::size_t size);
  explicit Secret(std::string_view text);
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  std::span<unsigned char> bytes() { return {bytes_.get(), size_}; }
  std::span<const unsigned char> bytes() const { return {bytes_.get(), size_}; }
  std::string_view text() const { return {reinterpret_cast<const char*>(bytes_.get()), size_}; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

 private:
  void wipe();

  std::unique_ptr<unsigned char[]> bytes_;
  std::size_t size_ = 0;
};

// Overwrites what a buffer holds, also where the compiler sees that nobody reads it any more.
void wipe(std::span<unsigned char> bytes);

}  // namespace cordon::crypto
