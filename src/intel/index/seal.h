// Sections of an index put together, and the checksums of the file.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "intel/index/layout.h"

namespace cordon::intel {

// Ends a file whose header's place is still empty, whose body stands behind it up to `directory_offset`, and whose
// directory so far holds the sections: adds the checksums of the blocks and writes the header.
void seal(std::string& file, std::uint64_t directory_offset);

using Sections = std::array<std::string, index_layout::kSections>;

// The whole file of these sections.
std::string assemble(const Sections& sections);

}  // namespace cordon::intel
