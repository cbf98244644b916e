// Fetching: what is asked, what came. One interface, so that what needs it is tested without a network.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace cordon::net {

struct FetchRequest {
  std::string url;   // https, or http where `is_plain`
  std::string etag;  // of what the caller has already: the answer may be "unchanged". Empty: it has nothing.
  std::uint64_t most_bytes = 0;   // a body that is longer fails with too_large
  std::uint64_t first_bytes = 0;  // only so many bytes of the beginning are wanted; 0: all. A server may send all.
  std::string file;  // where the body goes (and what an earlier run left there is gone on from); empty: into memory
  std::string authorization;  // the header's value, for this address alone: no redirect takes it along. Empty: none
  std::vector<std::string> redirect_hosts;  // hosts beside its own that it may redirect to
  std::vector<std::string> headers;         // "Name: value"; as `authorization`, for this address alone
  std::optional<std::string> post;          // a body to send; no redirect is followed then, and nothing is tried again
  bool is_plain = false;                    // the user named a registry by http: that and https are spoken
};

struct FetchAnswer {
  bool unchanged = false;  // it is still what has the etag of the request; there is no body
  bool part = false;       // the body is the beginning that was asked for, not all
  std::string etag;        // empty: the server gives none
  std::string modified;    // Last-Modified, where it is a date (RFC 9110, 5.6.7); else empty
  std::string body;        // empty when it went into a file
};

class Fetcher {
 public:
  virtual ~Fetcher() = default;

  // Safe to call from several threads. Adds the bytes that arrive to `received` while they do. Fails with usage (no
  // https address), not_found, permission_denied (401, 403, 407), refused (a redirect that we do not follow, an answer
  // that makes no sense), too_large, timed_out, truncated, invalid_value (another digest than the server states),
  // unavailable (no connection, a certificate that is not trusted, another status), or as files do.
  virtual Result<FetchAnswer> fetch(const FetchRequest& request, std::atomic<std::uint64_t>& received) = 0;
};

}  // namespace cordon::net
