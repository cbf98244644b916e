// One thread of the server: its event loop, and the connections that it serves. All of a connection happens on its
// lane, so nothing of it is locked. What waits in the loop knows its lane by address: it must not keep it alive.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <list>
#include <memory>

#include "net/http_server.h"

namespace cordon::net {

// Bounds every wait of a connection: the lane looks twice a second whether its time is over. A timer for each wait
// would cost more than the request.
class Deadline {
 public:
  using Clock = std::chrono::steady_clock;
  virtual ~Deadline() = default;
  virtual void give_up() = 0;  // closes the socket: what waits ends with an error

  void in_seconds(std::uint32_t seconds) { at_ = Clock::now() + std::chrono::seconds(seconds); }
  bool over(Clock::time_point now) const { return now >= at_; }
  void may_end(bool idle) { is_idle_ = idle; }  // between two requests
  bool is_idle() const { return is_idle_; }

 private:
  Clock::time_point at_ = Clock::time_point::max();
  bool is_idle_ = false;
};

class Lane : public std::enable_shared_from_this<Lane> {
 public:
  using Executor = boost::asio::io_context::executor_type;

  boost::asio::io_context& context() { return context_; }

  // On the lane's thread only.
  std::list<Deadline*>::iterator enter(Deadline* connection) { return open_.insert(open_.end(), connection); }
  void leave(std::list<Deadline*>::iterator place) { open_.erase(place); }
  void watch();
  void end_idle();
  void end_all();
  std::size_t open() const { return open_.size(); }

 private:
  std::list<Deadline*> open_;  // outlives the context: connections that it still holds leave when it goes
  boost::asio::io_context context_{1};
  boost::asio::basic_waitable_timer<std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>,
                                    Executor>
      timer_{context_};
};

// What all connections of a server share.
struct HttpShared {
  HttpServerOptions options;
  HttpHandlers handlers;
  std::atomic<bool> stopping{false};
  std::atomic<std::uint64_t> accepted{0}, shed{0}, requests{0}, refused{0}, timed_out{0}, open{0};
};

}  // namespace cordon::net
