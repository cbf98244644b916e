// What a worker does with the bytes of an archive.
#pragma once

#include <string>
#include <string_view>

namespace cordon::gate {

// Unpacks it in memory as npm does, looks at its files, and gives what write_facts writes. A pure function.
std::string open_archive(std::string_view archive);

}  // namespace cordon::gate
