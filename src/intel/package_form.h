// The form of package names and versions, ecosystem by ecosystem.
// Every check answers with what is wrong, in a few words, or with nothing when the value is well-formed.
#pragma once

#include <string>
#include <string_view>

#include "intel/field_form.h"

namespace cordon::intel {

// npm, pypi, crates, composer or go.
Fault ecosystem_fault(std::string_view ecosystem);

// A name as the ecosystem's client compares it: npm name or @scope/name (old names may hold capitals), PyPI name
// normalised as in PEP 503, crate name, Composer vendor/package in lower case, Go module path.
Fault package_name_fault(std::string_view ecosystem, std::string_view name);

// An exact version: SemVer 2.0.0 for npm and crates, the same after "v" for Go, PEP 440 for PyPI, for Composer a tag.
// "*" is no version here.
Fault version_fault(std::string_view ecosystem, std::string_view version);

// The name as the ecosystem's client compares it: PEP 503 for PyPI, lower case for Composer and
// GitHub Actions, unchanged elsewhere.
std::string normal_name(std::string_view ecosystem, std::string_view name);

// The version as the ecosystem's client compares it. npm reads versions loosely and passes over build metadata: it
// installs 1.14.1 for "v1.14.1", "=1.14.1" and "1.14.1+x". A tag of an action is one with
// "refs/tags/" in front, too. Unchanged elsewhere, and where it is no version.
std::string normal_version(std::string_view ecosystem, std::string_view version);

// Whether two exact versions are one release to the ecosystem's client: "1.0" and "v1" of PyPI are.
bool same_release(std::string_view ecosystem, std::string_view one, std::string_view other);

// Whether this is what npm itself publishes under the name of a package it has taken down: 0.0.1-security or
// 0.0.1-security.N, an empty package that nobody else can publish.
bool is_security_placeholder(std::string_view ecosystem, std::string_view version);

}  // namespace cordon::intel
