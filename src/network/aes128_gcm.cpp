#include "network/aes128_gcm.h"

#include <algorithm>
#include <bit>

namespace cordon::network {

namespace {

// Multiplication by x in the field of AES.
constexpr std::uint8_t doubled(std::uint8_t value) {
  return static_cast<std::uint8_t>(value << 1 ^ (value & 0x80 ? 0x1B : 0));
}

// FIPS 197 section 5.1.1: the inverse in the field, then an affine map. `power` runs through all 255 powers of the
// generator 3 while `inverse` runs through those of its inverse 0xF6.
constexpr std::array<std::uint8_t, 256> make_substitution() {
  std::array<std::uint8_t, 256> table{};
  std::uint8_t power = 1, inverse = 1;
  for (int i = 0; i < 255; ++i) {
    const auto rotated = [&](int bits) { return std::rotl(inverse, bits); };
    table[power] = static_cast<std::uint8_t>(inverse ^ rotated(1) ^ rotated(2) ^ rotated(3) ^ rotated(4) ^ 0x63);
    power = static_cast<std::uint8_t>(power ^ doubled(power));
    inverse = static_cast<std::uint8_t>(inverse ^ inverse << 1);
    inverse = static_cast<std::uint8_t>(inverse ^ inverse << 2);
    inverse = static_cast<std::uint8_t>(inverse ^ inverse << 4);
    if (inverse & 0x80) inverse ^= 0x09;
  }
  table[0] = 0x63;
  return table;
}

constexpr std::array<std::uint8_t, 256> kSubstitution = make_substitution();
static_assert(kSubstitution[0x53] == 0xED && kSubstitution[0xFF] == 0x16);

void add(AesBlock& to, const AesBlock& other) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] ^= other[i];
}

// SubBytes and ShiftRows in one: row r of the state moves r columns to the left.
AesBlock substituted_and_shifted(const AesBlock& state) {
  AesBlock out;
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = kSubstitution[state[(i + 4 * (i % 4)) % 16]];
  return out;
}

void mix_columns(AesBlock& state) {
  for (std::size_t at = 0; at < 16; at += 4) {
    const std::array<std::uint8_t, 4> column = {state[at], state[at + 1], state[at + 2], state[at + 3]};
    const auto sum = static_cast<std::uint8_t>(column[0] ^ column[1] ^ column[2] ^ column[3]);
    for (std::size_t row = 0; row < 4; ++row) {
      const auto pair = static_cast<std::uint8_t>(column[row] ^ column[(row + 1) % 4]);
      state[at + row] = static_cast<std::uint8_t>(column[row] ^ sum ^ doubled(pair));
    }
  }
}

// A block of GHASH as two numbers, the most significant first.
struct Field {
  std::uint64_t high = 0, low = 0;
};

Field field_of(const AesBlock& block) {
  Field out;
  for (std::size_t i = 0; i < 8; ++i) {
    out.high = out.high << 8 | block[i];
    out.low = out.low << 8 | block[i + 8];
  }
  return out;
}

// SP 800-38D section 6.3, bit by bit.
Field product(const Field& one, Field other) {
  Field out;
  for (unsigned bit = 0; bit < 128; ++bit) {
    const std::uint64_t word = bit < 64 ? one.high : one.low;
    const std::uint64_t mask = 0 - (word >> (63 - bit % 64) & 1);
    out.high ^= other.high & mask;
    out.low ^= other.low & mask;
    const std::uint64_t reduction = (0 - (other.low & 1)) & 0xE100000000000000;
    other.low = other.low >> 1 | other.high << 63;
    other.high = other.high >> 1 ^ reduction;
  }
  return out;
}

void absorb(Field& state, const Field& key, std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size(); at += 16) {
    AesBlock block{};
    const std::string_view part = bytes.substr(at, 16);
    std::ranges::transform(part, block.begin(), [](char c) { return static_cast<std::uint8_t>(c); });
    const Field next = field_of(block);
    state = product(key, {state.high ^ next.high, state.low ^ next.low});
  }
}

AesBlock counter_block(const GcmNonce& nonce, std::uint32_t count) {
  AesBlock out;
  std::ranges::copy(nonce, out.begin());
  for (unsigned i = 0; i < 4; ++i) out[12 + i] = static_cast<std::uint8_t>(count >> (24 - 8 * i));
  return out;
}

std::string tag_of(const Aes128& cipher, const GcmNonce& nonce, std::string_view associated, std::string_view sealed) {
  const Field key = field_of(cipher.encrypt({}));
  Field state;
  absorb(state, key, associated);
  absorb(state, key, sealed);
  state.high ^= std::uint64_t{associated.size()} * 8;
  state.low ^= std::uint64_t{sealed.size()} * 8;
  state = product(key, state);
  const Field mask = field_of(cipher.encrypt(counter_block(nonce, 1)));
  std::string out;
  for (const std::uint64_t word : {state.high ^ mask.high, state.low ^ mask.low})
    for (unsigned i = 0; i < 8; ++i) out += static_cast<char>(word >> (56 - 8 * i) & 0xFF);
  return out;
}

// Counter mode turns plain text into cipher text, and the other way round.
std::string with_key_stream(const Aes128& cipher, const GcmNonce& nonce, std::string_view bytes) {
  std::string out(bytes);
  for (std::size_t at = 0; at < out.size(); at += 16) {
    const AesBlock stream = cipher.encrypt(counter_block(nonce, static_cast<std::uint32_t>(at / 16 + 2)));
    for (std::size_t i = 0; i < 16 && at + i < out.size(); ++i)
      out[at + i] = static_cast<char>(static_cast<std::uint8_t>(out[at + i]) ^ stream[i]);
  }
  return out;
}

}  // namespace

Aes128::Aes128(const AesBlock& key) : round_keys_{key} {
  std::uint8_t round_constant = 1;
  for (std::size_t round = 1; round < round_keys_.size(); ++round) {
    const AesBlock& before = round_keys_[round - 1];
    AesBlock& next = round_keys_[round];
    for (std::size_t i = 0; i < 4; ++i) next[i] = before[i] ^ kSubstitution[before[12 + (i + 1) % 4]];
    next[0] ^= round_constant;
    for (std::size_t i = 4; i < 16; ++i) next[i] = before[i] ^ next[i - 4];
    round_constant = doubled(round_constant);
  }
}

AesBlock Aes128::encrypt(const AesBlock& block) const {
  AesBlock state = block;
  add(state, round_keys_[0]);
  for (std::size_t round = 1; round < round_keys_.size(); ++round) {
    state = substituted_and_shifted(state);
    if (round + 1 < round_keys_.size()) mix_columns(state);
    add(state, round_keys_[round]);
  }
  return state;
}

std::optional<std::string> open_gcm(const Aes128& cipher, const GcmNonce& nonce, std::string_view associated,
                                    std::string_view sealed) {
  if (sealed.size() < kGcmTagBytes) return std::nullopt;
  const std::string_view tag = sealed.substr(sealed.size() - kGcmTagBytes);
  sealed.remove_suffix(kGcmTagBytes);
  if (tag_of(cipher, nonce, associated, sealed) != tag) return std::nullopt;
  return with_key_stream(cipher, nonce, sealed);
}

std::string seal_gcm(const Aes128& cipher, const GcmNonce& nonce, std::string_view associated, std::string_view plain) {
  std::string out = with_key_stream(cipher, nonce, plain);
  out += tag_of(cipher, nonce, associated, out);
  return out;
}

}  // namespace cordon::network
