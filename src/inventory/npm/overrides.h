// "overrides" of a package.json: versions that the project forces upon its dependencies.
#pragma once

#include <string_view>
#include <vector>

#include "base/document.h"
#include "model/inventory.h"

namespace cordon::inventory::npm {

// Flattens nested rules: {"a@1": {".": "2", "b": "$c"}} gives "a@1" -> "2" and "a@1 > b" -> "$c". What stands there is
// kept as written: ranges in keys and "$name", which means the range that the project itself asks `name` for. Places are
// in `path`. Rules that are neither text nor object become unread. Specification: npm's documentation of package.json,
// section "overrides".
void read_overrides(Value overrides, std::string_view path, std::vector<model::Override>& out,
                    std::vector<model::FileUnread>& unread);

}  // namespace cordon::inventory::npm
