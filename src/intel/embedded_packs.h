// The incident packs of rules/incidents, as they were when this program was built.
#pragma once

#include <string_view>

namespace cordon::intel {

// A block for PackTable::open, in the read-only data of the program.
std::string_view embedded_packs();

}  // namespace cordon::intel
