#include "network/http_reader.h"

#include <algorithm>
#include <charconv>

namespace cordon::network {

namespace {

constexpr std::size_t kMostLineBytes = 4096;  // of a chunk's size with its extensions, or of a trailer

}  // namespace

void HttpReader::enter(const HttpBody& body) {
  skip_ = body.kind == BodyKind::length ? body.bytes : 0;
  switch (body.kind) {
    case BodyKind::none: state_ = State::head; break;
    case BodyKind::length: state_ = State::body; break;
    case BodyKind::chunked: state_ = State::chunk_size; break;
    case BodyKind::until_close: state_ = State::ended; break;
  }
}

// One whole line, without its end. False while it is not there; a line that never ends is the end of the reading.
bool HttpReader::skip_line(std::string_view in_order, std::string_view& line) {
  const std::string_view left = in_order.substr(at_);
  const std::size_t end = left.find('\n');
  if (end == std::string_view::npos) {
    if (left.size() > kMostLineBytes) state_ = State::ended;
    return false;
  }
  line = left.substr(0, end);
  if (line.ends_with('\r')) line.remove_suffix(1);
  at_ += end + 1;
  return true;
}

// True when the next head begins at `at_`. RFC 9112 section 7.1 has the chunks.
bool HttpReader::skip_body(std::string_view in_order) {
  std::string_view line;
  while (state_ != State::head && state_ != State::ended && at_ <= in_order.size()) {
    if (state_ == State::body || state_ == State::chunk_data) {
      const std::uint64_t there = std::min<std::uint64_t>(skip_, in_order.size() - at_);
      at_ += static_cast<std::size_t>(there);
      skip_ -= there;
      if (skip_ > 0) return false;
      if (state_ == State::body) {
        state_ = State::head;
        return true;
      }
      if (!skip_line(in_order, line)) return false;
      state_ = State::chunk_size;
    } else if (state_ == State::chunk_size) {
      if (!skip_line(in_order, line)) return false;
      const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), skip_, 16);
      state_ = error != std::errc() ? State::ended : skip_ > 0 ? State::chunk_data : State::trailer;
    } else {
      if (!skip_line(in_order, line)) return false;
      if (line.empty()) state_ = State::head;
    }
  }
  return state_ == State::head;
}

HeadProgress HttpReader::next_request(std::string_view in_order, RequestHead& head) {
  if (!skip_body(in_order)) return state_ == State::ended ? HeadProgress::absent : HeadProgress::incomplete;
  // Between requests some clients send an empty line (section 2.2).
  while (at_ < in_order.size() && (in_order[at_] == '\r' || in_order[at_] == '\n')) ++at_;
  if (at_ >= in_order.size()) return HeadProgress::incomplete;
  const HeadProgress progress = read_request_head(in_order.substr(at_), head);
  if (progress == HeadProgress::absent) state_ = State::ended;
  if (progress != HeadProgress::found) return progress;
  at_ += head.bytes;
  if (head.method == "CONNECT") state_ = State::ended;  // what follows is a tunnel
  else enter(head.body);
  return progress;
}

HeadProgress HttpReader::next_response(std::string_view in_order, bool to_head, ResponseHead& head) {
  if (!skip_body(in_order)) return state_ == State::ended ? HeadProgress::absent : HeadProgress::incomplete;
  if (at_ >= in_order.size()) return HeadProgress::incomplete;
  const HeadProgress progress = read_response_head(in_order.substr(at_), head);
  if (progress == HeadProgress::absent) state_ = State::ended;
  if (progress != HeadProgress::found) return progress;
  at_ += head.bytes;
  // Section 6.3: these have no body. After 101 the protocol is another.
  const bool bodiless = to_head || head.status / 100 == 1 || head.status == 204 || head.status == 304;
  if (head.status == 101) state_ = State::ended;
  else enter(bodiless ? HttpBody{} : head.body);
  return progress;
}

}  // namespace cordon::network
