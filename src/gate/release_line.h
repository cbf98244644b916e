// Which release comes before which, and what it asks for.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gate/package.h"
#include "registry/packument_read.h"

namespace cordon::gate {

// The release that somebody had before this one: the highest version below it that nothing but its age holds back; a
// pre-release only where this is one. Null where there is none, or the version has no place in the order.
const Release* release_before(const std::vector<Release>& releases, const Release& release);

// Whether a client that accepts what is compatible goes from the one to the other: the same major version, and of
// those below 1.0 the same minor one.
bool is_minor_step(std::string_view before, std::string_view after);

// What a client takes for a range: the highest version in it. Null where there is none.
const Release* newest_in(const std::vector<Release>& releases, std::string_view range);

// Names and ranges that a version asks for at run time, optional ones among them.
std::map<std::string, std::string, std::less<>> asked_by(const registry::Packument& packument,
                                                         std::string_view version);

}  // namespace cordon::gate
