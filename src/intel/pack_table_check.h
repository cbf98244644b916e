// The checks behind PackTable::open.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "intel/pack_layout.h"

namespace cordon::intel {

class PackTable;

// Magic, byte order, size, and every table inside the block. Afterwards rows may be read. Fails with
// unsupported_version, truncated or invalid_value.
Result<void> check_header(const layout::Header& header, std::size_t block_bytes);

// Every row: references inside their tables, enumerations, forms of values. `bytes` are those of all texts.
// Fails with invalid_value.
Result<void> check_table(const PackTable& table, std::string_view bytes);

}  // namespace cordon::intel
