// Walks from head to head through what one side of an HTTP/1 connection sent, passing over bodies.
#pragma once

#include <cstdint>
#include <string_view>

#include "network/http_head.h"

namespace cordon::network {

class HttpReader {
 public:
  // Begins at this offset of the bytes in order.
  void begin(std::size_t offset) {
    at_ = offset;
    skip_ = 0;
    state_ = State::head;
  }
  // The next head in what is there in order. `found`: call again at once. `absent`: there is nothing more to read here,
  // for what follows is no HTTP/1, or a body without an end.
  HeadProgress next_request(std::string_view in_order, RequestHead& head);
  // `to_head`: the answer to a HEAD request, which has no body whatever its fields say.
  HeadProgress next_response(std::string_view in_order, bool to_head, ResponseHead& head);
  // Where the next bytes to read stand.
  std::size_t offset() const { return at_; }

 private:
  enum class State : std::uint8_t { head, body, chunk_size, chunk_data, trailer, ended };

  bool skip_body(std::string_view in_order);
  bool skip_line(std::string_view in_order, std::string_view& line);
  void enter(const HttpBody& body);

  std::size_t at_ = 0;
  std::uint64_t skip_ = 0;  // bytes of a body or chunk that still come
  State state_ = State::head;
};

}  // namespace cordon::network
