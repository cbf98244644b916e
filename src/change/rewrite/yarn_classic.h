// yarn.lock of version 1, changed in place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "change/rewrite/release.h"

namespace cordon::change {

// Every block of this package, by its real name. Fails as yarn_blocks does.
Result<std::vector<FoundRelease>> releases_in_yarn(std::string_view text, std::string_view name,
                                                   const Limits& limits = {});

// The text with these edits; blocks are known by the line of their header. What the new release asks for becomes a
// selector of the block of the highest version that it admits; selectors that nobody asks for any more go, where all
// roots are known; blocks that become equal are made one, as yarn has them. What no block is stays without one until it
// is added. Every byte that need not change stays. Fails as yarn_blocks does; with not_found for a block or range that
// is not there; and with refused for a block that is not understood, and for an added one that is there.
Result<std::string> rewrite_yarn(std::string_view text, const Edits& edits, const Limits& limits = {});

}  // namespace cordon::change
