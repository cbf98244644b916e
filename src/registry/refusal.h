// What a client is told when it does not get what it asked for. Always JSON with `error`: npm prints it, the others
// drop it, which is why it names the command that explains. A refusal is 403: with 404 npm proposes to install from a
// folder or from git, and some clients ask the next registry; pnpm tries 451 and everything from 500 on again.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cordon::registry {

struct Answer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // fixed text, and numbers
  std::string body;                                          // one JSON object; hostile text is visible in it
};

struct Refusal {
  std::string_view package, version;  // version may be empty: all of the package
  std::string_view rule;              // "minimum-age"
  std::string_view finding;           // what was found, in words; may be empty
};

// 403 for a version or a package.
Answer forbidden(const Refusal& refusal);
// 403 for what a gate does not pass on at all: `reason` as in Route::reason.
Answer forbidden_route(std::string_view reason);
// 403 where the upstream registry refuses: no rule and no waiver has to do with it.
Answer refused_upstream(std::string_view package, std::string_view version, std::string_view what);
// 400: the request makes no sense.
Answer bad_request(std::string_view what);
// 404: the upstream registry has none.
Answer not_found(std::string_view package, std::string_view version);
// 502: what the upstream registry answered is not understood, and never passed on.
Answer bad_upstream(std::string_view package, std::string_view what);
// 503 with Retry-After: a verdict, or the upstream registry, takes longer. At least one second.
Answer not_yet(std::string_view package, std::string_view version, std::uint32_t retry_after_s);
// The same where something failed that may pass: `what` says what.
Answer not_now(std::string_view package, std::string_view version, std::string_view what, std::uint32_t retry_after_s);

struct HeldVersion {
  std::string_view version, reason;
  std::optional<std::int64_t> published, comes_of_age;  // seconds since 1970
};

// What npm prints when only held versions match: of the newest five which they are, why, since when and until when, and
// how to ask. Several lines; hostile text is visible in them. `now` in seconds since 1970.
std::string restriction_message(std::string_view package, std::span<const HeldVersion> held, std::int64_t now);

}  // namespace cordon::registry
