// What a request of a package client asks for: the paths of npm's registry protocol, each in one form.
// https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md, and what clients send besides (npm, pnpm, Yarn, Bun,
// Deno).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace cordon::registry {

inline constexpr std::size_t kMaxTargetBytes =
    4'096;  // of a request target; the longest that clients need is below 900

enum class RouteKind : std::uint8_t {
  packument,     // GET /{name}
  version,       // GET /{name}/{version-or-tag}
  tarball,       // GET /{name}/-/{file}.tgz, in four forms
  dist_tags,     // GET /-/package/{name}/dist-tags
  attestations,  // GET /-/npm/v1/attestations/{name}@{version}
  keys,          // GET /-/npm/v1/keys
  audit_bulk,    // POST /-/npm/v1/security/advisories/bulk
  audit_quick,   // POST /-/npm/v1/security/audits/quick and /-/npm/v1/security/audits: older clients
  search,        // GET /-/v1/search
  ping,          // GET /-/ping
  refused,       // what a gate has no business with; `reason` says which
};

struct Route {
  RouteKind kind = RouteKind::refused;
  bool head = false;        // HEAD: no body is wanted
  std::string name;         // "lodash", "@scope/name": the key of policy and cache. Two packages never share one
  std::string version;      // version: the version or tag; attestations: the version
  std::string file;         // tarball: the last part of the address
  std::string target;       // what to ask the upstream registry for, below its base; empty where refused
  std::string_view reason;  // refused: "publish", "unpublish", "login", "token", "oidc", "access", "dist-tags", "org",
                            // "team", "hooks", "method", "endpoint"; else empty
};

// Takes a method and a request target in origin form (RFC 9112 section 3.2.1). A target that can be read in two ways is
// none: no dot segments, empty parts, backslashes, control characters, fragments, bytes that are no ASCII, nothing
// encoded twice, no encoded slash but the one of a scope, no query but search's, ping's and the one of publishing
// clients (`write=true`, refused as "publish"). Fails with too_large, or invalid_value: both are the client's fault
// (400). route_of("GET", route.target) gives the same route again, POST for audits.
//
// Of an archive `target` is the usual address. Where archives really lie the packument says, entry by entry
// (packument_read.h), and which version this is it says, too: the file's name proves nothing.
Result<Route> route_of(std::string_view method, std::string_view target);

}  // namespace cordon::registry
