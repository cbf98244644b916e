#include "base/sha1.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace cordon {
namespace {

constexpr std::size_t kBlock = 64;
using State = std::array<std::uint32_t, 5>;

void add_block(State& state, const char* block) {
  std::array<std::uint32_t, 80> w;
  for (std::size_t i = 0; i < 16; ++i) {
    std::uint32_t word;
    std::memcpy(&word, block + 4 * i, sizeof word);
    w[i] = std::byteswap(word);
  }
  for (std::size_t i = 16; i < w.size(); ++i) w[i] = std::rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  auto [a, b, c, d, e] = state;
  const auto rounds = [&](std::size_t from, std::uint32_t constant, auto mix) {
    for (std::size_t i = from; i < from + 20; ++i) {
      const std::uint32_t next = std::rotl(a, 5) + mix() + e + w[i] + constant;
      e = d;
      d = c;
      c = std::rotl(b, 30);
      b = a;
      a = next;
    }
  };
  rounds(0, 0x5a827999, [&] { return (b & c) | (~b & d); });
  rounds(20, 0x6ed9eba1, [&] { return b ^ c ^ d; });
  rounds(40, 0x8f1bbcdc, [&] { return (b & c) | (b & d) | (c & d); });
  rounds(60, 0xca62c1d6, [&] { return b ^ c ^ d; });
  const State added{a, b, c, d, e};
  for (std::size_t i = 0; i < state.size(); ++i) state[i] += added[i];
}

}  // namespace

std::string sha1_hex(std::string_view text) {
  State state{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  const std::uint64_t bits = static_cast<std::uint64_t>(text.size()) * 8;
  for (; text.size() >= kBlock; text.remove_prefix(kBlock)) add_block(state, text.data());
  std::array<char, 2 * kBlock> last{};
  std::memcpy(last.data(), text.data(), text.size());
  last[text.size()] = '\x80';
  const std::size_t size = text.size() < kBlock - 8 ? kBlock : 2 * kBlock;
  for (std::size_t i = 0; i < 8; ++i) last[size - 1 - i] = static_cast<char>(bits >> (8 * i));
  for (std::size_t at = 0; at < size; at += kBlock) add_block(state, last.data() + at);
  std::string out;
  for (const std::uint32_t word : state)
    for (int shift = 28; shift >= 0; shift -= 4) out += "0123456789abcdef"[word >> shift & 15];
  return out;
}

}  // namespace cordon
