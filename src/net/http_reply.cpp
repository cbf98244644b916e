#include "net/http_reply.h"

#include <boost/asio/post.hpp>

namespace cordon::net {

void HttpReply::State::send(HttpResponse response) {
  const std::shared_ptr<Lane> lane = lane_.lock();
  if (!lane) return;
  if (lane->context().get_executor().running_in_this_thread()) return arrive(std::move(response));
  boost::asio::post(lane->context(), [self = shared_from_this(), response = std::move(response)]() mutable {
    self->arrive(std::move(response));
  });
}

void HttpReply::State::arrive(HttpResponse response) {
  response_ = std::move(response);
  if (wake_) std::exchange(wake_, {})();
}

HttpReply::HttpReply(std::shared_ptr<State> state) : state_(std::move(state)) {}

HttpReply& HttpReply::operator=(HttpReply&& other) noexcept {
  std::swap(state_, other.state_);
  return *this;
}

HttpReply::~HttpReply() {
  if (state_) send({500, {{"Content-Type", "application/json"}}, std::string("{\"error\":\"no answer was made\"}\n")});
}

void HttpReply::send(HttpResponse response) {
  if (state_) std::exchange(state_, nullptr)->send(std::move(response));
}

}  // namespace cordon::net
