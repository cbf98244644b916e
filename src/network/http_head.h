// The heads of HTTP/1 messages (RFC 9112): request line, status line and the fields that say who is asked, by what, and
// how long the body is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cordon::network {

enum class HeadProgress : std::uint8_t {
  incomplete,  // more bytes are needed
  absent,      // these bytes are no such head
  found,
};

enum class BodyKind : std::uint8_t { none, length, chunked, until_close };

struct HttpBody {
  BodyKind kind = BodyKind::none;
  std::uint64_t bytes = 0;  // of kind `length`
  bool operator==(const HttpBody&) const = default;
};

// All texts are as they came; nothing is redacted yet.
struct RequestHead {
  std::string method;
  std::string target;
  std::string host;  // of the field Host, or of an absolute target (RFC 9112 section 3.2.2), which wins
  std::optional<std::string> user_agent;
  HttpBody body;
  std::size_t bytes = 0;  // of the head
};

struct ResponseHead {
  std::uint32_t status = 0;
  HttpBody body;          // as the fields say it; section 6.3 adds that some answers have none
  std::size_t bytes = 0;  // of the head
};

// A head longer than this is none.
inline constexpr std::size_t kMostHeadBytes = 16u << 10;

// Lines may end in LF alone (section 2.2). Of fields that stand twice the first counts, but for the length of the body,
// where Transfer-Encoding wins over Content-Length (section 6.3).
HeadProgress read_request_head(std::string_view bytes, RequestHead& head);
HeadProgress read_response_head(std::string_view bytes, ResponseHead& head);

// Whether the first line is that of a request, as far as it is there.
HeadProgress looks_like_request(std::string_view bytes);

}  // namespace cordon::network
