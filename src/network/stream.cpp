#include "network/stream.h"

#include <algorithm>
#include <cstring>

namespace cordon::network {

namespace {

constexpr std::int32_t kFarBeyond = 1 << 30;  // sequence numbers would soon be taken for earlier ones

}  // namespace

void Stream::start(std::uint32_t sequence) {
  started_ = true;
  first_ = sequence;
  bytes_.clear();
  pieces_.clear();
  acknowledged_ = 0;
  beyond_ = cut_ = false;
}

void Stream::close() {
  cut_ = has_gap();
  closed_ = true;
  std::string().swap(bytes_);
  std::vector<Piece>().swap(pieces_);
}

// The end of a direction (FIN) takes a sequence number, too, and is acknowledged as a byte is.
bool Stream::has_gap() const {
  if (closed_) return cut_;
  return cut_ || pieces_.size() > 1 || (pieces_.size() == 1 && pieces_.front().first > 0) ||
         acknowledged_ > contiguous() + 1 || (beyond_ && !full());
}

void Stream::acknowledge(std::uint32_t sequence) {
  if (!started_ || closed_) return;
  const auto offset = static_cast<std::int32_t>(sequence - first_);
  if (offset > 0) acknowledged_ = std::max(acknowledged_, std::min(static_cast<std::uint32_t>(offset), kWindowBytes));
}

bool Stream::add(std::uint32_t sequence, std::string_view bytes, std::uint32_t sent) {
  if (closed_ || bytes.empty()) return false;
  if (!started_) start(sequence);
  auto offset = static_cast<std::int32_t>(sequence - first_);
  if (offset < 0) {
    const auto before = static_cast<std::uint32_t>(-static_cast<std::int64_t>(offset));
    if (before >= bytes.size()) return false;
    bytes.remove_prefix(before);
    sent = sent > before ? sent - before : 0;
    offset = 0;
  }
  const auto first = static_cast<std::uint32_t>(offset);
  if (first >= kWindowBytes) {
    beyond_ = true;
    if (offset >= kFarBeyond) close();
    return false;
  }
  const std::uint32_t before = contiguous();
  const bool short_capture = bytes.size() < sent;
  bytes = bytes.substr(0, kWindowBytes - first);
  fill(first, bytes);
  if (short_capture && first + bytes.size() < kWindowBytes) beyond_ = true;
  return contiguous() > before;
}

void Stream::fill(std::uint32_t first, std::string_view bytes) {
  const auto last = first + static_cast<std::uint32_t>(bytes.size());
  if (pieces_.size() >= kMostPieces && first != contiguous()) {
    cut_ = true;
    return;
  }
  if (bytes_.size() < last) bytes_.resize(last);
  std::uint32_t at = first;
  const auto copy_until = [&](std::uint32_t end) {
    if (at < end) std::memcpy(bytes_.data() + at, bytes.data() + (at - first), end - at);
    at = std::max(at, end);
  };
  for (const Piece& piece : pieces_) {
    if (piece.second <= at) continue;
    if (piece.first >= last) break;
    copy_until(std::min(piece.first, last));
    const std::uint32_t end = std::min(piece.second, last);
    if (at < end && std::memcmp(bytes_.data() + at, bytes.data() + (at - first), end - at) != 0) contradicts_ = true;
    at = std::max(at, end);
  }
  copy_until(last);
  insert({first, last});
}

// Adds a piece and joins it with those that it touches.
void Stream::insert(Piece piece) {
  const auto begin = std::ranges::find_if(pieces_, [&](const Piece& each) { return each.second >= piece.first; });
  auto end = begin;
  for (; end != pieces_.end() && end->first <= piece.second; ++end) {
    piece.first = std::min(piece.first, end->first);
    piece.second = std::max(piece.second, end->second);
  }
  pieces_.insert(pieces_.erase(begin, end), piece);
}

}  // namespace cordon::network
