// The locators and descriptors of yarn 2 and newer: "name@reference" names one package exactly, "name@range" asks for
// one. Both have the form <protocol>:<source>#<selector>::<parameters>. Specification: yarn's structUtils.parseRange.
#pragma once

#include <string>
#include <string_view>

#include "model/generated/model.h"

namespace cordon::inventory::npm {

struct YarnReference {
  std::string_view protocol;    // "npm", "patch", "workspace", "https", ... without its colon; empty: none
  std::string source;           // decoded; what stands before a '#'
  std::string selector;         // decoded; what stands behind it, or everything where there is none
  std::string_view parameters;  // behind "::", as written
  bool has_source = false;
};

YarnReference parse_yarn_reference(std::string_view text);

// The value of a parameter, decoded; empty when it is not there.
std::string yarn_parameter(std::string_view parameters, std::string_view key);

// What a locator says of its package.
struct YarnPackage {
  std::string name;     // real name: that of the package behind a patch or an alias
  std::string version;  // exact version of a package from a registry; empty for others
  model::Origin origin = model::Origin::registry;
  std::string resolved;     // address or path; empty for a package from the default registry
  std::string inner;        // patch: locator of what is patched
  std::string archive_url;  // npm: the tarball's address, where the locator has it
  bool known = true;        // false for a protocol of a plugin
};

// `reference` is what follows the name. virtual: is looked through. The origin of a tarball's address is http here,
// whatever its host. Patches are looked through up to eight deep.
YarnPackage describe_locator(std::string_view name, std::string_view reference);

// A descriptor in a form in which its spellings in package.json and in yarn.lock are equal: without parameters, and
// with the source of a patch decoded and "npm:" before its range.
std::string canonical_descriptor(std::string_view name, std::string_view range);

// Whether a range has no protocol, so that yarn reads it as "npm:<range>".
bool is_plain_range(std::string_view range);

}  // namespace cordon::inventory::npm
