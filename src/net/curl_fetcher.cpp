#include "net/curl_fetcher.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <random>
#include <tuple>

#include "base/os/mapped_file.h"
#include "base/text.h"
#include "net/partial_file.h"

namespace cordon::net {
namespace {

constexpr int kMostRedirects = 5;
constexpr long kOk = 200, kPartialContent = 206, kNotModified = 304, kRangeNotSatisfiable = 416;

bool is_redirect(long status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// What may be gone in a moment.
bool worth_another(const Error& error) {
  return error.code == ErrorCode::unavailable || error.code == ErrorCode::timed_out ||
         error.code == ErrorCode::truncated;
}

Error error_of(long status) {
  const std::string what = "the server answers " + std::to_string(status);
  switch (status) {
    case 404:
    case 410: return {ErrorCode::not_found, what + ": it does not have it", 0, 0, {}};
    case 401:
    case 403:
    case 407: return {ErrorCode::permission_denied, what + ": it does not give it to us", 0, 0, {}};
    default:
      return {status >= 500 || status == 429 || status == 408 ? ErrorCode::unavailable : ErrorCode::refused,
              what,
              0,
              0,
              {}};
  }
}

bool has_proxy(const CurlOptions& options) {
  if (!options.proxy.empty()) return true;
  for (const char* name : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
    if (const char* value = std::getenv(name); value != nullptr && *value != '\0') return true;
  return false;
}

// "bytes 100-999/1000": whether the part begins there and goes on to the end.
bool is_rest(std::string_view content_range, std::uint64_t place) {
  constexpr std::string_view kUnit = "bytes ";
  if (!content_range.starts_with(kUnit)) return false;
  content_range.remove_prefix(kUnit.size());
  const auto number = [&](char behind) -> std::optional<std::uint64_t> {
    std::uint64_t value = 0;
    const char* const last = content_range.data() + content_range.size();
    const auto [end, error] = std::from_chars(content_range.data(), last, value);
    if (error != std::errc() || (behind != '\0' && (end == last || *end != behind)) || (behind == '\0' && end != last))
      return std::nullopt;
    content_range.remove_prefix(static_cast<std::size_t>(end - content_range.data()) + (behind != '\0' ? 1 : 0));
    return value;
  };
  const auto first = number('-'), final = number('/'), total = number('\0');
  return first && final && total && *first == place && *final + 1 == *total;
}

// An address as messages have it: what else may be in it can be a secret.
std::string shown(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  const std::size_t scheme = url.find("://");
  const std::size_t host = scheme == std::string_view::npos ? 0 : scheme + 3;
  const std::size_t at = url.substr(0, url.find('/', host)).rfind('@');
  if (at == std::string_view::npos || at < host) return text::visible(url);
  return text::visible(std::string(url.substr(0, host)) + std::string(url.substr(at + 1)));
}

// The address that a redirect leads to.
Result<std::string> target_of(const CurlLibrary& curl, const std::string& url, const std::string& location) {
  const std::unique_ptr<CURLU, decltype(curl.url_cleanup)> parsed(curl.url(), curl.url_cleanup);
  char* value = nullptr;
  if (!parsed || curl.url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK ||
      curl.url_set(parsed.get(), CURLUPART_URL, location.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK ||
      curl.url_get(parsed.get(), CURLUPART_URL, &value, 0) != CURLUE_OK)
    return fail(ErrorCode::refused, "redirected to what is no address: " + text::visible(location));
  std::string target = value;
  curl.free(value);
  return target;
}

}  // namespace

// One attempt at a request, with the redirects it takes.
class CurlFetcher::Attempt {
 public:
  Attempt(CurlFetcher& fetcher, CURL* handle, const FetchRequest& request, std::atomic<std::uint64_t>& received)
      : fetcher_(fetcher), handle_(handle), request_(request), received_(received) {}

  Result<FetchAnswer> run() {
    if (!request_.file.empty()) partial_ = TRY(PartialFile::open(request_.file));
    const UrlParts first = TRY(url_parts(fetcher_.curl_, request_.url));
    if (!is_spoken(first.scheme)) return fail(ErrorCode::usage, "only https is spoken, not " + shown(request_.url));
    if (first.has_credentials) return fail(ErrorCode::usage, "an address with a name and password in it is not used");
    std::string url = request_.url;
    for (int hop = 0; hop <= kMostRedirects; ++hop) {
      TRY(transfer(fetcher_.curl_, handle_, fetcher_.options_, transfer_request(url), answer_));
      was_open_ = was_open_ || answer_.peer == AddressClass::open;
      // What is there is all of it, or more than there is: a run was stopped just before the end. It begins anew.
      if (answer_.status == kRangeNotSatisfiable && partial_ && partial_->bytes() > 0) {
        TRY(partial_->restart({}));
        continue;
      }
      if (!is_redirect(answer_.status) || request_.post) return finish();
      url = TRY(target_of(fetcher_.curl_, url, answer_.location));
      TRY(judge(first.host, url));
    }
    return fail(ErrorCode::refused, "redirected more than " + std::to_string(kMostRedirects) + " times");
  }

  long retry_after_seconds() const { return answer_.retry_after_seconds; }

 private:
  bool is_spoken(std::string_view scheme) const { return scheme == "https" || (scheme == "http" && request_.is_plain); }

  TransferRequest transfer_request(const std::string& url) {
    TransferRequest out;
    out.url = url;
    out.proxied = fetcher_.proxied_;
    out.inner_refused = was_open_;
    out.is_plain = request_.is_plain;
    out.stopped = &fetcher_.stopped_;
    out.post = request_.post ? &*request_.post : nullptr;
    // A redirect may lead to another port, path or host: who is there was not meant.
    if (url == request_.url) {
      if (!request_.authorization.empty()) out.headers.push_back("Authorization: " + request_.authorization);
      out.headers.insert(out.headers.end(), request_.headers.begin(), request_.headers.end());
    }
    const bool goes_on = partial_ && partial_->bytes() > 0;
    if (goes_on) {
      out.headers.push_back("Range: bytes=" + std::to_string(partial_->bytes()) + "-");
      out.headers.push_back("If-Range: " + partial_->etag());
    } else if (request_.first_bytes != 0) {
      out.headers.push_back("Range: bytes=0-" + std::to_string(request_.first_bytes - 1));
    }
    // Never beside a range that goes on: "unchanged" would speak of what the caller has, not of the part.
    if (!goes_on && !request_.etag.empty()) out.headers.push_back("If-None-Match: " + request_.etag);
    out.begin = [this]() { return begin(); };
    out.body = [this](std::string_view bytes) { return take(bytes); };
    return out;
  }

  // DESIGN section 5: to the same host or one that is named, and never from outside to inside.
  Result<void> judge(const std::string& own_host, const std::string& url) const {
    const UrlParts parts = TRY(url_parts(fetcher_.curl_, url));
    const std::string to = "redirected to " + shown(url);
    if (!is_spoken(parts.scheme)) return fail(ErrorCode::refused, to + ", which is not https");
    if (parts.has_credentials) return fail(ErrorCode::refused, to + ", which has a name or password in it");
    if (parts.host == own_host) return {};
    if (was_open_ && address_class(parts.host) == AddressClass::inner)
      return fail(ErrorCode::refused, to + ", from the public Internet to an address of an inner network");
    if (std::ranges::find(request_.redirect_hosts, parts.host) == request_.redirect_hosts.end())
      return fail(ErrorCode::refused, to + ", another host, which redirect_hosts does not name");
    return {};
  }

  Result<void> begin() {
    if (answer_.status == kPartialContent && partial_ && partial_->bytes() > 0) {
      if (!is_rest(answer_.content_range, partial_->bytes()))
        return fail(ErrorCode::refused, "the server gives another part than was asked for");
      if (answer_.etag != partial_->etag())
        return fail(ErrorCode::refused, "the server goes on with another file than it began with");
    } else if (answer_.status == kOk && partial_) {
      TRY(partial_->restart(answer_.etag));
    } else if (answer_.status == kPartialContent && request_.first_bytes == 0) {
      return fail(ErrorCode::refused, "the server gives a part, and all was asked for");
    }
    const bool has_body = answer_.status == kOk || answer_.status == kPartialContent;
    const std::uint64_t there = partial_ ? partial_->bytes() : 0;
    if (has_body && answer_.length && there + *answer_.length > request_.most_bytes) return too_large();
    return {};
  }

  Result<void> take(std::string_view bytes) {
    if (answer_.status != kOk && answer_.status != kPartialContent) return {};  // a page that explains an error
    received_ += bytes.size();
    if ((partial_ ? partial_->bytes() : body_.size()) + bytes.size() > request_.most_bytes) return too_large();
    if (partial_) return partial_->append(bytes);
    body_ += bytes;
    return {};
  }

  std::unexpected<Error> too_large() const {
    return fail(ErrorCode::too_large, "longer than the " + std::to_string(request_.most_bytes) + " bytes it may have");
  }

  Result<FetchAnswer> finish() {
    FetchAnswer out;
    if (answer_.status == kNotModified && !request_.etag.empty()) {
      out.unchanged = true;
      out.etag = request_.etag;
      return out;
    }
    if (answer_.status != kOk && answer_.status != kPartialContent) return std::unexpected(error_of(answer_.status));
    if (!answer_.content_encoding.empty()) answer_.digests.clear();  // they are of the unpacked or the packed form
    out.part = answer_.status == kPartialContent && !partial_;
    out.etag = answer_.etag;
    out.modified = answer_.modified;
    if (partial_) {
      TRY(check_file());
      TRY(partial_->finish());
    } else {
      if (!out.part) TRY(check_digests(body_, answer_.digests));
      out.body = std::move(body_);
    }
    return out;
  }

  // The whole file, also what an earlier run left: a part of another body shows here.
  Result<void> check_file() {
    Result<void> good;
    {
      const os::MappedFile file = TRY(os::MappedFile::open(partial_->part_path()));
      good = check_digests(file.content(), answer_.digests);
    }
    if (!good) partial_->remove();
    return good;
  }

  CurlFetcher& fetcher_;
  CURL* handle_;
  const FetchRequest& request_;
  std::atomic<std::uint64_t>& received_;
  TransferAnswer answer_;
  std::optional<PartialFile> partial_;
  std::string body_;
  bool was_open_ = false;  // somebody on the public Internet was spoken to
};

CurlFetcher::CurlFetcher(const CurlLibrary& curl, CurlOptions options)
    : curl_(curl), options_(std::move(options)), proxied_(has_proxy(options_)) {}

Result<std::unique_ptr<CurlFetcher>> CurlFetcher::make(CurlOptions options) {
  const CurlLibrary* curl = TRY(CurlLibrary::load());
  return std::unique_ptr<CurlFetcher>(new CurlFetcher(*curl, std::move(options)));
}

CurlHandle CurlFetcher::take_handle() {
  const std::lock_guard guard(mutex_);
  if (idle_.empty()) return CurlHandle(curl_.easy_init(), FreeCurl{&curl_});
  CurlHandle handle = std::move(idle_.back());
  idle_.pop_back();
  return handle;
}

void CurlFetcher::give_back(CurlHandle handle) {
  const std::lock_guard guard(mutex_);
  idle_.push_back(std::move(handle));
}

void CurlFetcher::stop() {
  {
    const std::lock_guard guard(mutex_);
    stopped_ = true;
  }
  stopping_.notify_all();
}

Result<FetchAnswer> CurlFetcher::fetch(const FetchRequest& request, std::atomic<std::uint64_t>& received) {
  CurlHandle handle = take_handle();
  if (!handle) return fail(ErrorCode::system, "no memory for a connection");
  std::minstd_rand random(std::random_device{}());
  Result<FetchAnswer> answer = fail(ErrorCode::internal, "no attempt was made");
  unsigned wait_ms = options_.wait_ms;
  for (unsigned attempt = 1; attempt <= std::max(1u, options_.attempts); ++attempt, wait_ms *= 2) {
    Attempt one(*this, handle.get(), request, received);
    answer = one.run();
    if (answer || request.post || !worth_another(answer.error()) || attempt >= options_.attempts || stopped_) break;
    if (one.retry_after_seconds() > options_.most_retry_after) break;
    const unsigned spread = std::uniform_int_distribution<unsigned>(0, wait_ms / 2)(random);
    const auto asked = static_cast<unsigned>(std::max(0l, one.retry_after_seconds())) * 1'000;
    std::unique_lock guard(mutex_);
    stopping_.wait_for(guard, std::chrono::milliseconds(std::max(wait_ms + spread, asked)),
                       [this] { return stopped_.load(); });
  }
  give_back(std::move(handle));
  if (!answer) answer.error().context.push_back("fetching " + shown(request.url));
  return answer;
}

}  // namespace cordon::net
