#include "crypto/secret.h"

#include <sodium.h>

#include <cstring>
#include <utility>

namespace cordon::crypto {

Secret::Secret(std::size_t size) : bytes_(std::make_unique<unsigned char[]>(size)), size_(size) {}

Secret::Secret(std::string_view text) : Secret(text.size()) {
  if (!text.empty()) std::memcpy(bytes_.get(), text.data(), text.size());
}

Secret::Secret(Secret&& other) noexcept : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  wipe();
  bytes_ = std::move(other.bytes_);
  size_ = std::exchange(other.size_, 0);
  return *this;
}

Secret::~Secret() { wipe(); }

void Secret::wipe() { crypto::wipe(bytes()); }

void wipe(std::span<unsigned char> bytes) {
  if (!bytes.empty()) ::sodium_memzero(bytes.data(), bytes.size());
}

}  // namespace cordon::crypto
