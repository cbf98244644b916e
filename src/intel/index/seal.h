// The checksums of an index file.
#pragma once

#include <cstdint>
#include <string>

namespace cordon::intel {

// Ends a file whose header's place is still empty, whose body stands behind it up to `directory_offset`, and whose
// directory so far holds the sections: adds the checksums of the blocks and writes the header.
void seal(std::string& file, std::uint64_t directory_offset);

}  // namespace cordon::intel
