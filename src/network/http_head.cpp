#include "network/http_head.h"

#include <algorithm>
#include <charconv>

namespace cordon::network {

namespace {

constexpr std::size_t kMostMethodBytes = 32;

bool is_token(char c) {  // RFC 9110 section 5.6.2
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool equal_names(std::string_view one, std::string_view other) {
  return std::ranges::equal(one, other, {}, lower, lower);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

// The bytes up to the end of the head, with the empty line; empty while that is missing.
std::string_view whole_head(std::string_view bytes) {
  for (std::size_t at = bytes.find('\n'); at != std::string_view::npos; at = bytes.find('\n', at + 1)) {
    if (bytes.substr(at + 1).starts_with('\n')) return bytes.substr(0, at + 2);
    if (bytes.substr(at + 1).starts_with("\r\n")) return bytes.substr(0, at + 3);
  }
  return {};
}

// Takes the next line, without its end.
std::string_view next_line(std::string_view& bytes) {
  const std::size_t end = bytes.find('\n');
  const std::string_view line = bytes.substr(0, end);
  bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

// Calls back with name and value of each field. Lines that are no field are passed over, as servers do.
template <class OnField>
void for_each_field(std::string_view lines, OnField on_field) {
  while (!lines.empty()) {
    const std::string_view line = next_line(lines);
    const std::size_t colon = line.find(':');
    if (line.empty() || colon == std::string_view::npos) continue;
    on_field(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  }
}

// One field's share in the length of the body.
void read_length(std::string_view name, std::string_view value, HttpBody& body) {
  if (equal_names(name, "transfer-encoding")) {
    if (value.size() >= 7 && equal_names(value.substr(value.size() - 7), "chunked")) body = {BodyKind::chunked, 0};
    return;
  }
  if (body.kind != BodyKind::none && body.kind != BodyKind::until_close) return;
  if (!equal_names(name, "content-length")) return;
  std::uint64_t bytes = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), bytes);
  if (error == std::errc() && end == value.data() + value.size()) body = {BodyKind::length, bytes};
}

bool is_version(std::string_view text) {
  return text.size() == 8 && text.starts_with("HTTP/1.") && text[7] >= '0' && text[7] <= '9';
}

struct RequestLine {
  std::string_view method, target;
};

std::optional<RequestLine> read_request_line(std::string_view line) {
  const std::size_t first = line.find(' '), last = line.rfind(' ');
  if (first == std::string_view::npos || first == 0 || last <= first + 1) return std::nullopt;
  if (!is_version(line.substr(last + 1)) || first > kMostMethodBytes) return std::nullopt;
  const std::string_view method = line.substr(0, first);
  if (!std::ranges::all_of(method, is_token)) return std::nullopt;
  return RequestLine{method, trimmed(line.substr(first + 1, last - first - 1))};
}

// "http://host/path": the host, without credentials and path.
std::string_view host_of(std::string_view target) {
  const std::size_t scheme = target.find("://");
  if (scheme == std::string_view::npos || scheme > 10 || target.starts_with('/')) return {};
  std::string_view host = target.substr(scheme + 3);
  host = host.substr(0, host.find_first_of("/?#"));
  const std::size_t credentials = host.rfind('@');
  return credentials == std::string_view::npos ? host : host.substr(credentials + 1);
}

}  // namespace

HeadProgress looks_like_request(std::string_view bytes) {
  const std::size_t end = bytes.find('\n');
  if (end != std::string_view::npos) {
    std::string_view line = bytes.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return read_request_line(line) ? HeadProgress::found : HeadProgress::absent;
  }
  if (bytes.size() > kMostHeadBytes) return HeadProgress::absent;
  const std::size_t blank = std::min(bytes.find(' '), bytes.size());
  if (blank == 0 && !bytes.empty()) return HeadProgress::absent;
  if (blank > kMostMethodBytes) return HeadProgress::absent;
  const bool token = std::ranges::all_of(bytes.substr(0, blank), is_token);
  return token ? HeadProgress::incomplete : HeadProgress::absent;
}

HeadProgress read_request_head(std::string_view bytes, RequestHead& head) {
  const HeadProgress first = looks_like_request(bytes);
  if (first != HeadProgress::found) return first;
  std::string_view lines = whole_head(bytes);
  if (lines.empty()) return bytes.size() > kMostHeadBytes ? HeadProgress::absent : HeadProgress::incomplete;
  head = {};
  head.bytes = lines.size();
  const auto line = read_request_line(next_line(lines));
  if (!line) return HeadProgress::absent;
  head.method = line->method;
  head.target = line->target;
  head.host = host_of(line->target);
  for_each_field(lines, [&](std::string_view name, std::string_view value) {
    if (head.host.empty() && equal_names(name, "host")) head.host = value;
    if (!head.user_agent && equal_names(name, "user-agent")) head.user_agent = std::string(value);
    read_length(name, value, head.body);
  });
  if (head.method == "CONNECT" && head.host.empty()) head.host = head.target;
  return HeadProgress::found;
}

HeadProgress read_response_head(std::string_view bytes, ResponseHead& head) {
  constexpr std::string_view kStart = "HTTP/1.";
  if (bytes.substr(0, kStart.size()) != kStart.substr(0, bytes.size())) return HeadProgress::absent;
  std::string_view lines = whole_head(bytes);
  if (lines.empty()) return bytes.size() > kMostHeadBytes ? HeadProgress::absent : HeadProgress::incomplete;
  head = {};
  head.bytes = lines.size();
  const std::string_view line = next_line(lines);
  if (line.size() < 12 || !is_version(line.substr(0, 8)) || line[8] != ' ') return HeadProgress::absent;
  const auto [end, error] = std::from_chars(line.data() + 9, line.data() + 12, head.status);
  if (error != std::errc() || end != line.data() + 12 || head.status < 100) return HeadProgress::absent;
  head.body.kind = BodyKind::until_close;
  for_each_field(lines, [&](std::string_view name, std::string_view value) { read_length(name, value, head.body); });
  return HeadProgress::found;
}

}  // namespace cordon::network
