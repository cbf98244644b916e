// The order of precedence of SemVer 2.0.0 (section 11), written into a VersionKey: what npm, Cargo, Go and the tags of
// GitHub Actions have in common.
#pragma once

#include <string_view>

#include "model/version_key.h"

namespace cordon::model {

// Ends a key whose numbers are written: identifiers joined by dots, "" for a release. A pre-release comes before its
// release; numeric identifiers come before the others and count as numbers of any size; fewer come before more.
void put_prerelease(VersionKey& key, std::string_view identifiers);

}  // namespace cordon::model
