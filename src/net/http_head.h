// Heads of HTTP/1.1: what of a request is refused, and how an answer's head is written.
#pragma once

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>
#include <string>
#include <string_view>

#include "net/http_message.h"

namespace cordon::net {

// What is wrong with a request's head; status 0: nothing.
struct HeadFault {
  unsigned status = 0;
  std::string_view why;
};

// Judges what the parser takes and two programs could read differently, or what we do not speak.
HeadFault fault_of(const boost::beast::http::header<true>& head);

// The request without its body. An absolute target loses scheme and authority.
HttpRequest request_of(const boost::beast::http::header<true>& head);

// Status line, headers and the empty line; Content-Length but for 204 and 304.
std::string head_of(const HttpResponse& response, bool keep_alive);

// Standard phrase of a status; "Status" for one that has none here.
std::string_view phrase_of(unsigned status);

}  // namespace cordon::net
