// Whether bytes are the archive that an integrity string names.
#pragma once

#include <string_view>

namespace cordon::app {

// Whether the bytes have one of the digests of the strongest algorithm that the string names: what clients check. False
// where it names none, and for SHA-384, by which no client names archives.
bool is_archive_of(std::string_view integrity, std::string_view bytes);

}  // namespace cordon::app
