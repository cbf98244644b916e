// What a worker does with the bytes of an archive.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cordon::gate {

// Bytes that an archive may unpack to.
inline constexpr std::uint64_t kMostUnpacked = 512ull << 20;

// Unpacks it in memory as npm does, looks at its files, and gives what write_facts writes. A pure function.
std::string open_archive(std::string_view archive);

}  // namespace cordon::gate
