// One request and its answer, by libcurl: no redirect is followed and nothing is tried again.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/address_class.h"
#include "net/curl_library.h"
#include "net/stated_digest.h"

namespace cordon::net {

struct CurlOptions {
  std::string ca_file;         // certificates to trust instead of the system's
  std::string proxy;           // empty: https_proxy and no_proxy of the environment
  long connect_seconds = 20;   // until the connection stands
  long stalled_seconds = 30;   // below half a kilobyte a second
  long most_seconds = 0;       // of one transfer from its first to its last byte; 0: as long as bytes come
  unsigned attempts = 4;       // in all
  unsigned wait_ms = 1'000;    // before the second attempt; doubles
  long most_retry_after = 60;  // seconds; a server that asks for more is not waited for
};

// An address taken apart by libcurl itself, so that what is judged is what is asked.
struct UrlParts {
  std::string scheme, host;  // lower case
  bool has_credentials = false;
};
Result<UrlParts> url_parts(const CurlLibrary& curl, const std::string& url);

struct TransferRequest {
  std::string url;
  std::vector<std::string> headers;            // "Name: value"
  const std::string* post = nullptr;           // a body to send
  bool is_plain = false;                       // http is spoken, too
  bool proxied = false;                        // there may be a proxy between
  bool inner_refused = false;                  // an address of one's own network is not spoken to
  const std::atomic<bool>* stopped = nullptr;  // true: the transfer ends, with unavailable
  // Called once, before the body, with the answer's status and headers in `answer`.
  std::function<Result<void>()> begin;
  std::function<Result<void>(std::string_view)> body;
};

struct TransferAnswer {
  long status = 0;
  std::string etag, modified, location, content_range, content_encoding;
  std::optional<std::uint64_t> length;  // of the body, as stated
  std::vector<StatedDigest> digests;
  long retry_after_seconds = 0;
  AddressClass peer = AddressClass::none;  // of who was spoken to; none: behind a proxy
};

struct FreeCurl {
  const CurlLibrary* curl = nullptr;
  void operator()(CURL* handle) const { curl->easy_cleanup(handle); }
};
using CurlHandle = std::unique_ptr<CURL, FreeCurl>;

// `answer` is filled as far as it came, also when this fails. Fails with what `begin` and `body` fail with, timed_out,
// truncated (the body is shorter than stated), refused (inner_refused), or unavailable.
Result<void> transfer(const CurlLibrary& curl, CURL* handle, const CurlOptions& options, const TransferRequest& request,
                      TransferAnswer& answer);

}  // namespace cordon::net
