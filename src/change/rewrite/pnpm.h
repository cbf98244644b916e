// pnpm-lock.yaml, lockfileVersion 6.x and 9.x, changed in place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "change/rewrite/release.h"

namespace cordon::change {

// Every instance of this package: a key of `packages` in 6.x, of `snapshots` in 9.x. Dependencies have references, not
// ranges, but for peers. Fails as pnpm_sections does, and with unsupported_version for any other lockfileVersion.
Result<std::vector<FoundRelease>> releases_in_pnpm(std::string_view text, std::string_view name,
                                                   const Limits& limits = {});

// The text with these edits; instances are known by their key. All instances of one version become one other version,
// and everything that names it with them: references, peers in keys, versions of importers and catalogs. Dependencies
// of the new release must have references. Every line that need not change stays. Fails as above and as rename_in_pnpm
// does; with not_found for an instance or range that is not there; and with refused where instances of one version are
// to become different ones, where peers differ, and where there is no integrity.
Result<std::string> rewrite_pnpm(std::string_view text, const Edits& edits, const Limits& limits = {});

}  // namespace cordon::change
