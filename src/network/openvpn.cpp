#include "network/openvpn.h"

#include <algorithm>
#include <array>

#include "network/byte_reader.h"

namespace cordon::network {

namespace {

constexpr std::uint8_t kControl = 4, kClientReset = 7;  // operations, in the upper five bits of the first byte
constexpr std::size_t kSessionBytes = 8;
constexpr std::size_t kResetBytes = 1 + kSessionBytes + 1 + 4;  // operation, session, no acknowledgements, number 0
constexpr std::size_t kReplayBytes = 8;                         // number and time behind a signature
constexpr std::size_t kMostAcknowledged = 8;
constexpr std::size_t kMostSaid = 16u << 10, kMostWaitingPackets = 16;
constexpr std::array<std::size_t, 7> kSignatureBytes = {16, 20, 28, 32, 48, 64, 0};  // of MD5, SHA-1, SHA-2; none

std::uint8_t operation_of(std::string_view packet) { return packet.empty() ? 0 : byte_at(packet, 0) >> 3; }

}  // namespace

std::optional<std::size_t> openvpn_signature_bytes(std::string_view packet) {
  if (packet.size() < kResetBytes || byte_at(packet, 0) != kClientReset << 3) return std::nullopt;
  // No acknowledgement, and the number 0. With --tls-crypt these bytes are encrypted, and are not zeros.
  if (packet.substr(packet.size() - 5) != std::string_view("\0\0\0\0\0", 5)) return std::nullopt;
  const std::size_t more = packet.size() - kResetBytes;
  for (const std::size_t bytes : kSignatureBytes)
    if (more == (bytes == 0 ? 0 : bytes + kReplayBytes)) return bytes;
  return std::nullopt;
}

std::optional<bool> begins_openvpn(std::string_view stream) {
  constexpr std::size_t kLongest = kResetBytes + 64 + kReplayBytes;
  ByteReader in(stream);
  if (in.left() > 0 && byte_at(stream, 0) != 0) return false;
  if (in.left() < 2) return std::nullopt;
  const std::size_t length = in.u16();
  if (length < kResetBytes || length > kLongest) return false;
  if (in.left() > 0 && byte_at(in.rest(), 0) != kClientReset << 3) return false;
  if (in.left() < length) return std::nullopt;
  return openvpn_signature_bytes(in.take(length)).has_value();
}

bool OpenVpnReader::full() const { return said_.size() >= kMostSaid; }

void OpenVpnReader::take(std::string_view payload) {
  said_ += payload.substr(0, kMostSaid - said_.size());
  ++next_;
}

bool OpenVpnReader::add(std::string_view packet) {
  if (const auto signature_bytes = openvpn_signature_bytes(packet)) {
    const std::string_view session = packet.substr(1, kSessionBytes);
    if (begun() && session == session_) return false;  // sent again
    *this = {};
    signature_bytes_ = signature_bytes;
    session_ = session;
    return false;
  }
  if (!begun() || full() || operation_of(packet) != kControl) return false;
  ByteReader in(packet.substr(1));
  if (in.take(kSessionBytes) != session_) return false;
  if (*signature_bytes_ != 0) in.take(*signature_bytes_ + kReplayBytes);
  const std::size_t acknowledged = in.u8();
  if (acknowledged > kMostAcknowledged) return false;
  if (acknowledged > 0) in.take(4 * acknowledged + kSessionBytes);
  const std::uint32_t number = in.u32();
  if (!in.ok() || in.empty() || number < next_) return false;
  if (number > next_) {
    const bool room = number - next_ <= kMostWaitingPackets && waiting_bytes_ + in.left() <= kMostSaid;
    const auto same = [&](const auto& each) { return each.first == number; };
    if (!room) cut_ = true;
    else if (std::ranges::none_of(waiting_, same)) {
      waiting_.emplace_back(number, in.rest());
      waiting_bytes_ += in.left();
    }
    return false;
  }
  take(in.rest());
  for (auto found = waiting_.begin(); found != waiting_.end();) {
    if (found->first > next_) {
      ++found;
      continue;
    }
    if (found->first == next_) take(found->second);
    waiting_bytes_ -= found->second.size();
    waiting_.erase(found);
    found = waiting_.begin();
  }
  return true;
}

}  // namespace cordon::network
