#include "net/http_lane.h"

namespace cordon::net {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{500};

}  // namespace

void Lane::watch() {
  timer_.expires_after(kBetweenLooks);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    const auto now = Deadline::Clock::now();
    for (Deadline* connection : open_)
      if (connection->over(now)) connection->give_up();
    watch();
  });
}

void Lane::end_idle() {
  for (Deadline* connection : open_)
    if (connection->is_idle()) connection->give_up();
}

void Lane::end_all() {
  for (Deadline* connection : open_) connection->give_up();
}

}  // namespace cordon::net
