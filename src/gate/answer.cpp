#include "gate/answer.h"

namespace cordon::gate {
namespace {

constexpr std::uint32_t kRetrySeconds = 5;

// Whether a list of entity tags has this one; weak ones count (RFC 9110, 13.1.2).
bool names_tag(std::string_view list, std::string_view etag) {
  if (list == "*") return true;
  for (std::size_t at = list.find(etag); at != std::string_view::npos; at = list.find(etag, at + 1)) {
    const std::size_t end = at + etag.size();
    if (end == list.size() || list[end] == ',' || list[end] == ' ') return true;
  }
  return false;
}

std::string_view name_of(Coding coding) { return coding == Coding::zstd ? "zstd" : "gzip"; }

}  // namespace

net::HttpResponse http_of(const registry::Answer& answer) {
  net::HttpResponse out;
  out.status = static_cast<unsigned>(answer.status);
  for (const auto& [name, value] : answer.headers) out.headers.push_back({name, value});
  out.body = answer.body;
  return out;
}

net::HttpResponse document_answer(const net::HttpRequest& request, const Body& body, Coding coding) {
  net::HttpResponse out;
  // What was condemned a moment ago must not live on in a client's cache: it asks each time, and mostly hears 304.
  out.headers = {{"ETag", body.etag}, {"Cache-Control", "no-cache"}, {"Vary", "Accept, Accept-Encoding, User-Agent"}};
  if (names_tag(request.header("if-none-match"), body.etag)) {
    out.status = 304;
    return out;
  }
  if (!body.modified.empty()) out.headers.push_back({"Last-Modified", body.modified});
  out.headers.push_back({"Content-Type", "application/json"});
  if (coding != Coding::identity) out.headers.push_back({"Content-Encoding", std::string(name_of(coding))});
  out.body = *body.text;
  return out;
}

net::HttpResponse json_answer(std::string text) {
  return {200, {{"Content-Type", "application/json"}, {"Cache-Control", "no-cache"}}, std::move(text)};
}

net::HttpResponse archive_answer(const net::HttpRequest& request, store::Blob blob, std::string_view integrity) {
  net::HttpResponse out;
  const std::string etag = "\"" + std::string(integrity) + "\"";
  out.headers = {{"ETag", etag}, {"Cache-Control", "no-cache"}};
  if (names_tag(request.header("if-none-match"), etag)) {
    out.status = 304;
    return out;
  }
  out.headers.push_back({"Content-Type", "application/octet-stream"});
  out.body = net::FileBody{std::move(blob.file), 0, blob.size};
  return out;
}

net::HttpResponse misdirected_answer(std::string_view why) {
  net::HttpResponse out = http_of(registry::bad_request(why));
  out.status = 421;
  return out;
}

net::HttpResponse held_answer(std::string_view name, std::string_view version, std::string_view rule,
                              std::string_view reason) {
  return http_of(registry::forbidden({name, version, rule, reason}));
}

net::HttpResponse error_answer(std::string_view name, std::string_view version, const Error& error) {
  switch (error.code) {
    case ErrorCode::not_found: return http_of(registry::not_found(name, version));
    case ErrorCode::permission_denied: return http_of(registry::refused_upstream(name, version, error.describe()));
    case ErrorCode::unavailable:
    case ErrorCode::timed_out:
    case ErrorCode::truncated: return http_of(registry::not_now(name, version, error.describe(), kRetrySeconds));
    // The gate's own machine: the disk is full, or there is no memory.
    case ErrorCode::io:
    case ErrorCode::system: return http_of(registry::not_now(name, version, error.message, kRetrySeconds));
    default: return http_of(registry::bad_upstream(name, error.describe()));
  }
}

}  // namespace cordon::gate
