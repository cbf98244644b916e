#include "net/curl_transfer.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace cordon::net {
namespace {

constexpr long kSlowest = 512;                      // bytes a second: slower than any line that is of use
constexpr std::size_t kMostHeaderBytes = 64 << 10;  // of one answer

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

// "Tue, 15 Nov 1994 08:12:31 GMT" and older forms: it is handed on, and must hold nothing else.
bool is_date(std::string_view value) {
  return value.size() <= 40 && std::ranges::all_of(value, [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ' ' || c == ',' ||
                  c == ':' || c == '-' || c == '+';
         });
}

// What the callbacks share while one transfer runs.
struct Running {
  const CurlLibrary& curl;
  CURL* handle;
  const TransferRequest& request;
  TransferAnswer& answer;
  std::optional<Error> failed{};  // of ours: libcurl only knows that it was stopped
  std::size_t header_bytes = 0;
  bool begun = false;

  bool stop(Error error) {
    failed = std::move(error);
    return false;
  }

  bool begin() {
    if (begun) return true;
    begun = true;
    curl.easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer.status);
    if (!request.begin) return true;
    Result<void> good = request.begin();
    return good.has_value() || stop(std::move(good.error()));
  }

  bool header(std::string_view line) {
    header_bytes += line.size();
    if (header_bytes > kMostHeaderBytes)
      return stop({ErrorCode::too_large, "the answer's headers do not end", 0, 0, {}});
    if (line.starts_with("HTTP/")) {  // of a proxy, or "100 Continue": the headers of the answer begin anew
      const AddressClass peer = answer.peer;
      answer = {};
      answer.peer = peer;
      return true;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return true;
    const std::string name = lower(line.substr(0, colon));
    std::string_view value = line.substr(colon + 1);
    while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
    while (!value.empty() && (value.back() == '\r' || value.back() == '\n' || value.back() == ' '))
      value.remove_suffix(1);
    if (name == "etag") answer.etag = value;
    else if (name == "last-modified") answer.modified = is_date(value) ? value : std::string_view();
    else if (name == "location") answer.location = value;
    else if (name == "content-range") answer.content_range = value;
    else if (name == "content-encoding" || name == "x-goog-stored-content-encoding") {
      if (lower(value) != "identity") answer.content_encoding = value;
    } else if (name == "content-length") {
      std::uint64_t length = 0;
      if (std::from_chars(value.data(), value.data() + value.size(), length).ec == std::errc()) answer.length = length;
    } else if (name == "retry-after") {
      std::from_chars(value.data(), value.data() + value.size(), answer.retry_after_seconds);
    } else {
      for (StatedDigest& digest : stated_digests(name, value)) answer.digests.push_back(std::move(digest));
    }
    return true;
  }

  bool body(std::string_view bytes) {
    if (!begin()) return false;
    if (!request.body) return true;
    Result<void> good = request.body(bytes);
    return good.has_value() || stop(std::move(good.error()));
  }

  bool connected(std::string_view peer) {
    if (request.proxied) return true;  // the one that is spoken to says nothing of the other side
    answer.peer = address_class(peer);
    if (answer.peer != AddressClass::inner || !request.inner_refused) return true;
    return stop({ErrorCode::refused,
                 "redirected from the public Internet to an address of an inner network, " + text::visible(peer),
                 0,
                 0,
                 {}});
  }
};

std::size_t on_header(char* bytes, std::size_t one, std::size_t count, void* running) {
  return static_cast<Running*>(running)->header({bytes, one * count}) ? one * count : 0;
}

std::size_t on_body(char* bytes, std::size_t one, std::size_t count, void* running) {
  return static_cast<Running*>(running)->body({bytes, one * count}) ? one * count : 0;
}

int on_connected(void* running, char* peer, char*, int, int) {
  return static_cast<Running*>(running)->connected(peer) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

Error error_of(const CurlLibrary& curl, CURLcode code, const char* detail) {
  const std::string what = text::visible(*detail != '\0' ? detail : curl.easy_strerror(code), 300);
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT: return {ErrorCode::timed_out, what, 0, 0, {}};
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING: return {ErrorCode::truncated, "the answer breaks off: " + what, 0, 0, {}};
    case CURLE_OUT_OF_MEMORY: return {ErrorCode::system, what, 0, 0, {}};
    default: return {ErrorCode::unavailable, what, 0, 0, {}};
  }
}

int on_progress(void* stopped, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return *static_cast<const std::atomic<bool>*>(stopped) ? 1 : 0;
}

struct FreeList {
  const CurlLibrary* curl = nullptr;
  void operator()(curl_slist* list) const { curl->slist_free_all(list); }
};

}  // namespace

Result<UrlParts> url_parts(const CurlLibrary& curl, const std::string& url) {
  const std::unique_ptr<CURLU, decltype(curl.url_cleanup)> parsed(curl.url(), curl.url_cleanup);
  if (!parsed || curl.url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
    return fail(ErrorCode::usage, "no address: " + text::visible(url));
  const auto part = [&](CURLUPart which) {
    char* value = nullptr;
    std::string out;
    if (curl.url_get(parsed.get(), which, &value, 0) == CURLUE_OK && value != nullptr) out = lower(value);
    curl.free(value);
    return out;
  };
  UrlParts parts{part(CURLUPART_SCHEME), part(CURLUPART_HOST), false};
  parts.has_credentials = !part(CURLUPART_USER).empty() || !part(CURLUPART_PASSWORD).empty();
  return parts;
}

Result<void> transfer(const CurlLibrary& curl, CURL* handle, const CurlOptions& options, const TransferRequest& request,
                      TransferAnswer& answer) {
  answer = {};
  Running running{curl, handle, request, answer};
  char detail[CURL_ERROR_SIZE] = "";
  curl.easy_reset(handle);  // connections stay
  std::unique_ptr<curl_slist, FreeList> headers(nullptr, FreeList{&curl});
  for (const std::string& header : request.headers) headers.reset(curl.slist_append(headers.release(), header.c_str()));
  const auto set = [&](CURLoption option, auto value) { return curl.easy_setopt(handle, option, value) == CURLE_OK; };
  bool good =
      set(CURLOPT_URL, request.url.c_str()) && set(CURLOPT_PROTOCOLS_STR, request.is_plain ? "http,https" : "https") &&
      set(CURLOPT_HTTPHEADER, headers.get()) && set(CURLOPT_ERRORBUFFER, detail) && set(CURLOPT_NOSIGNAL, 1L) &&
      set(CURLOPT_FOLLOWLOCATION, 0L) && set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2)) &&
      set(CURLOPT_CONNECTTIMEOUT, options.connect_seconds) && set(CURLOPT_LOW_SPEED_LIMIT, kSlowest) &&
      set(CURLOPT_LOW_SPEED_TIME, options.stalled_seconds) && set(CURLOPT_USERAGENT, "cordon") &&
      set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L) && set(CURLOPT_HEADERFUNCTION, on_header) &&
      set(CURLOPT_HEADERDATA, &running) && set(CURLOPT_WRITEFUNCTION, on_body) && set(CURLOPT_WRITEDATA, &running) &&
      set(CURLOPT_PREREQFUNCTION, on_connected) && set(CURLOPT_PREREQDATA, &running);
  if (request.post != nullptr)
    good = good && set(CURLOPT_POST, 1L) && set(CURLOPT_POSTFIELDS, request.post->data()) &&
           set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.post->size()));
  if (request.stopped != nullptr)
    good = good && set(CURLOPT_NOPROGRESS, 0L) && set(CURLOPT_XFERINFOFUNCTION, on_progress) &&
           set(CURLOPT_XFERINFODATA, request.stopped);
  if (options.most_seconds > 0) good = good && set(CURLOPT_TIMEOUT, options.most_seconds);
  if (!options.ca_file.empty()) good = good && set(CURLOPT_CAINFO, options.ca_file.c_str());
  if (!options.proxy.empty()) good = good && set(CURLOPT_PROXY, options.proxy.c_str());
  if (!good) return fail(ErrorCode::internal, "libcurl does not take our settings");
  const CURLcode code = curl.easy_perform(handle);
  curl.easy_setopt(handle, CURLOPT_ERRORBUFFER, nullptr);
  if (running.failed) return std::unexpected(std::move(*running.failed));
  if (code != CURLE_OK) return std::unexpected(error_of(curl, code, detail));
  if (!running.begin() && running.failed) return std::unexpected(std::move(*running.failed));  // no body came
  return {};
}

}  // namespace cordon::net
