// The way of an answer from whichever thread makes it to the connection that waits for it.
#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "net/http_lane.h"

namespace cordon::net {

class HttpReply::State : public std::enable_shared_from_this<HttpReply::State> {
 public:
  explicit State(Lane& lane) : lane_(lane.weak_from_this()) {}

  // From any thread, once.
  void send(HttpResponse response);

  // On the lane's thread.
  bool is_there() const { return response_.has_value(); }
  HttpResponse take() { return std::move(*response_); }
  // `wake` is called on the lane's thread when the answer is there; an empty one: nobody waits any more.
  void when_there(std::function<void()> wake) { wake_ = std::move(wake); }

 private:
  void arrive(HttpResponse response);

  std::weak_ptr<Lane> lane_;  // an answer may come after the server has ended
  std::optional<HttpResponse> response_;
  std::function<void()> wake_;
};

}  // namespace cordon::net
