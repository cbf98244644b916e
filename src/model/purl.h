// Package URLs (ECMA-427) for the ecosystems that Cordon reads.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cordon::model {

using Qualifiers = std::vector<std::pair<std::string, std::string>>;

// "pkg:npm/%40scope/name@1.0.0?vcs_url=..." for type "npm" and name "@scope/name". An empty version is left out, and so
// are qualifiers with an empty value; qualifiers are sorted by key.
std::string make_purl(std::string_view type, std::string_view name, std::string_view version,
                      const Qualifiers& qualifiers = {});

}  // namespace cordon::model
