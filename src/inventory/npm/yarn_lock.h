// yarn.lock, whichever yarn wrote it.
#pragma once

#include <string>
#include <string_view>

#include "inventory/reader.h"

namespace cordon::inventory::npm {

// Tells the two formats apart and reads either: version 1 (yarn 1, and bun with --yarn), see yarn_classic.h, format
// "yarn v1"; and the YAML of yarn 2 and newer, see yarn_berry.h, format "yarn berry <version>". A file with
// "__metadata" at the start of a line is the latter, as is one that begins with '{': YAML's other way to write a
// mapping. A file with nothing but comments is version 1 without packages. Fails as the two readers do.
Result<model::Inventory> read_yarn_lock(std::string text, const ReadContext& context);

// Whether it is read as the format of yarn 2 and newer.
bool is_yarn_berry(std::string_view text);

}  // namespace cordon::inventory::npm
