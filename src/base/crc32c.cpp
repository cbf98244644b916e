#include "base/crc32c.h"

#include <array>

namespace cordon {
namespace {

// tables[k][b]: the state after byte b and k zero bytes, so that eight bytes are taken at a time.
using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

constexpr Tables make_tables() {
  Tables tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t state = byte;
    for (int bit = 0; bit < 8; ++bit) state = (state >> 1) ^ ((state & 1) != 0 ? 0x82F63B78u : 0u);
    tables[0][byte] = state;
  }
  for (std::size_t zeros = 1; zeros < 8; ++zeros)
    for (std::size_t byte = 0; byte < 256; ++byte)
      tables[zeros][byte] = (tables[zeros - 1][byte] >> 8) ^ tables[0][tables[zeros - 1][byte] & 0xFF];
  return tables;
}

constexpr Tables kTables = make_tables();

}  // namespace

std::uint32_t crc32c(std::string_view text, std::uint32_t before) {
  std::uint32_t state = ~before;
  const auto* byte = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t left = text.size();
  for (; left >= 8; left -= 8, byte += 8) {
    const std::uint32_t low =
        state ^ (byte[0] | std::uint32_t{byte[1]} << 8 | std::uint32_t{byte[2]} << 16 | std::uint32_t{byte[3]} << 24);
    state = kTables[7][low & 0xFF] ^ kTables[6][low >> 8 & 0xFF] ^ kTables[5][low >> 16 & 0xFF] ^
            kTables[4][low >> 24] ^ kTables[3][byte[4]] ^ kTables[2][byte[5]] ^ kTables[1][byte[6]] ^
            kTables[0][byte[7]];
  }
  for (; left > 0; --left, ++byte) state = (state >> 8) ^ kTables[0][(state ^ *byte) & 0xFF];
  return ~state;
}

}  // namespace cordon
