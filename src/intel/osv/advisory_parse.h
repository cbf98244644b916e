// Reads one advisory in the OSV schema 1.0 to 1.7.
#pragma once

#include <string>

#include "base/limits.h"
#include "base/result.h"
#include "intel/osv/advisory.h"

namespace cordon::intel {

// Reads what Advisory holds; fields that are not used are not looked at. Fails with what the JSON reader finds,
// missing_field (id, modified, a package's name), wrong_type, invalid_value (an id, time or version of a form that
// could not be matched) or unsupported_version (schema 2 and above). Part of a record is worse than none, because what
// is left out would look like "not affected": any fault refuses the whole record.
Result<Advisory> parse_advisory(std::string json, const Limits& limits = {});

// "npm" for OSV's "npm", "pypi" for "PyPI", "crates" for "crates.io". One that Cordon does not read is kept as
// written: "Debian:12".
std::string ecosystem_of_osv(std::string_view osv_name);

}  // namespace cordon::intel
