// Requests and answers of HTTP/1.1 (RFC 9110, RFC 9112), as the server of this module hands them out and takes them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/os/file_descriptor.h"

namespace cordon::net {

struct HttpHeader {
  std::string name, value;
};

struct HttpRequest {
  std::string method;
  std::string target;               // path and query as sent; of an absolute form what follows the authority
  std::vector<HttpHeader> headers;  // in order
  std::string body;                 // as sent: a content coding is not undone
  std::string peer;                 // address of the client, without port
  bool is_tls = false;

  // Value of the first header of that name, in any case; empty where there is none.
  std::string_view header(std::string_view name) const;
};

// A part of an open file.
struct FileBody {
  std::shared_ptr<const os::FileDescriptor> file;
  std::uint64_t begin = 0, size = 0;
};

// Held by value, shared with a cache, or in a file.
using HttpBody = std::variant<std::string, std::shared_ptr<const std::string>, FileBody>;

std::uint64_t size_of(const HttpBody& body);

struct HttpResponse {
  unsigned status = 200;
  // Without Content-Length, Connection and Date, which the server writes. What has a line end in it is left out.
  std::vector<HttpHeader> headers;
  HttpBody body;
};

}  // namespace cordon::net
