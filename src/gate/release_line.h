// Which release comes before which, and what it asks for.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gate/package.h"
#include "registry/packument_read.h"

namespace cordon::gate {

// The release that people had before this one: the highest version below it that nothing but its age holds back, and
// that has stood for three days where there is such a one: what was published just before by the same hands says
// nothing of what was usual. A pre-release only where this is one. Null where there is none, or the version has no
// place in the order.
const Release* release_before(const std::vector<Release>& releases, const Release& release, std::int64_t now);

// Whether a client that accepts what is compatible goes from the one to the other: the same major version, and of
// those below 1.0 the same minor one.
bool is_minor_step(std::string_view before, std::string_view after);

// What a client takes for a range: the highest version in it. Null where there is none.
const Release* newest_in(const std::vector<Release>& releases, std::string_view range);
// What clients take for it where it may be a tag of the document that the releases are of: the highest in the range,
// and the one that is tagged latest, which npm takes where it is in the range. Empty where there is none.
std::vector<const Release*> chosen_of(const std::vector<Release>& releases, const registry::Packument& packument,
                                      std::string_view range);

// What stands for a dependency: "^1.0.0" of the package of that name, "npm:other@^1.0.0" of another.
struct Wanted {
  std::string name, range;    // range: may be a tag
  bool is_elsewhere = false;  // an address, a repository, a folder: no registry's release
};
Wanted wanted_of(std::string_view name, std::string_view specifier);

// Whether two specifiers of one dependency lead to the same package, in whatever version.
bool leads_to_same(std::string_view name, std::string_view before, std::string_view now);

// Names and specifiers of what is installed with a version: dependencies, optional ones among them, and peers that are
// not optional, as npm does since 7.
std::map<std::string, std::string, std::less<>> asked_by(const registry::Packument& packument,
                                                         std::string_view version);

}  // namespace cordon::gate
