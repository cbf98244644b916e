#include "net/http_head.h"

#include <algorithm>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/status.hpp>
#include <ctime>

namespace cordon::net {
namespace {

namespace http = boost::beast::http;

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7), made once a second.
std::string_view date_now() {
  thread_local std::time_t made = 0;
  thread_local char text[32] = "";
  const std::time_t now = std::time(nullptr);
  if (now != made) {
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    made = now;
  }
  return text;
}

bool is_line(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

bool has_body(unsigned status) { return status >= 200 && status != 204 && status != 304; }

// A name or a number, and a port. What else it may hold by RFC 3986 nobody needs, and answers repeat it.
bool is_host(std::string_view host) {
  return std::ranges::all_of(host, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view(".-_:[]").find(c) != std::string_view::npos;
  });
}

// "5, 5" is a number to some.
bool is_number(std::string_view length) { return length.find_first_not_of("0123456789") == std::string_view::npos; }

bool is_target(std::string_view target) {
  for (const char c : target)
    if (static_cast<unsigned char>(c) <= ' ' || c == '\x7f' || c == '#' || c == '\\') return false;
  return !target.empty();
}

// What follows the authority of "http://host/path"; empty when it is none.
std::string_view behind_authority(std::string_view target) {
  const std::size_t scheme = target.find("://");
  if (scheme == std::string_view::npos || scheme == 0 || target.front() == '/') return {};
  const std::size_t path = target.find('/', scheme + 3);
  return path == std::string_view::npos ? std::string_view() : target.substr(path);
}

}  // namespace

HeadFault fault_of(const http::header<true>& head) {
  const auto count = [&](http::field name) { return head.count(name); };
  if (head.version() != 11 && head.version() != 10) return {505, "only HTTP/1.1 and HTTP/1.0 are spoken here"};
  if (count(http::field::host) > 1 || (head.version() == 11 && count(http::field::host) == 0))
    return {400, "a request has exactly one Host"};
  if (!is_host(view(head[http::field::host]))) return {400, "a Host that is none"};
  if (!is_number(view(head[http::field::content_length]))) return {400, "a Content-Length that is no number"};
  const std::size_t codings = count(http::field::transfer_encoding);
  if (codings > 0) {
    if (head.version() == 10) return {400, "HTTP/1.0 has no Transfer-Encoding"};
    if (count(http::field::content_length) > 0) return {400, "both Content-Length and Transfer-Encoding"};
    if (codings > 1 || !boost::beast::iequals(head[http::field::transfer_encoding], "chunked"))
      return {501, "no transfer coding but chunked is understood"};
  }
  if (count(http::field::content_length) > 1) return {400, "more than one Content-Length"};
  const std::string_view target = view(head.target());
  if (!is_target(target) || (target.front() != '/' && behind_authority(target).empty()))
    return {400, "a target that is no path"};
  return {};
}

HttpRequest request_of(const http::header<true>& head) {
  HttpRequest out;
  out.method = view(head.method_string());
  const std::string_view target = view(head.target());
  out.target = target.starts_with('/') ? target : behind_authority(target);
  for (const auto& field : head)
    out.headers.push_back({std::string(view(field.name_string())), std::string(view(field.value()))});
  return out;
}

std::string_view phrase_of(unsigned status) {
  const std::string_view phrase = view(http::obsolete_reason(http::int_to_status(status)));
  return phrase == "<unknown-status>" ? "Status" : phrase;
}

std::string head_of(const HttpResponse& response, bool keep_alive) {
  std::string out;
  out.reserve(512);
  out += "HTTP/1.1 ";
  out += std::to_string(response.status);
  out += ' ';
  out += phrase_of(response.status);
  out += "\r\nDate: ";
  out += date_now();
  for (const HttpHeader& header : response.headers) {
    if (!is_line(header.name) || !is_line(header.value)) continue;
    out += "\r\n";
    out += header.name;
    out += ": ";
    out += header.value;
  }
  if (has_body(response.status)) {
    out += "\r\nContent-Length: ";
    out += std::to_string(size_of(response.body));
  }
  out += keep_alive ? "\r\nConnection: keep-alive\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
  return out;
}

}  // namespace cordon::net
