// The first bytes of one direction of a TCP connection, put in order.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cordon::network {

// Sequence numbers are those of RFC 9293, modulo 2^32. Of bytes that were sent twice the first copy counts.
class Stream {
 public:
  static constexpr std::uint32_t kWindowBytes = 16u << 10;  // ClientHellos, request heads and banners stand in these
  static constexpr std::size_t kMostPieces = 64;            // between holes

  bool started() const { return started_; }
  // The sequence number of the first byte; what was there is forgotten.
  void start(std::uint32_t sequence);
  // Bytes that were captured, at their sequence number; of `sent` bytes the rest was not captured. True when in_order()
  // has grown.
  bool add(std::uint32_t sequence, std::string_view bytes, std::uint32_t sent);
  // What the other side says it has got.
  void acknowledge(std::uint32_t sequence);

  // From the first byte to the first that is missing.
  std::string_view in_order() const { return std::string_view(bytes_).substr(0, contiguous()); }
  // Bytes are missing that the other side has got, or that others came after.
  bool has_gap() const;
  // The window is full: nothing is added any more.
  bool full() const { return contiguous() >= kWindowBytes; }
  // Bytes came twice with different content.
  bool contradicts() const { return contradicts_; }
  // Gives the memory back; nothing is added any more.
  void close();
  bool closed() const { return closed_; }
  std::size_t memory_bytes() const { return bytes_.capacity() + pieces_.capacity() * sizeof(Piece); }

 private:
  using Piece = std::pair<std::uint32_t, std::uint32_t>;  // [first, last) of what is there

  std::uint32_t contiguous() const { return pieces_.empty() || pieces_.front().first > 0 ? 0 : pieces_.front().second; }
  void fill(std::uint32_t first, std::string_view bytes);
  void insert(Piece piece);

  std::string bytes_;
  std::vector<Piece> pieces_;       // ascending, neither touching nor overlapping
  std::uint32_t first_ = 0;         // sequence number of bytes_[0]
  std::uint32_t acknowledged_ = 0;  // offset, at most the window
  bool started_ = false;
  bool closed_ = false;
  bool beyond_ = false;  // something came from behind the window
  bool cut_ = false;     // something did not fit, or was not captured
  bool contradicts_ = false;
};

}  // namespace cordon::network
