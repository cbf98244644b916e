#include "sandbox/conversation.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>

#include "base/os/open_beneath.h"
#include "sandbox/messages.h"
#include "sandbox/outcome.h"

namespace cordon::sandbox {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kGrace{10};  // for the zygote to end a child; it needs microseconds

std::unexpected<Error> gone() { return fail(ErrorCode::unavailable, "the process that starts the work is gone"); }

class Listener {
 public:
  Listener(int socket, int answer, const WorkerLimits& limits, Clock::time_point deadline)
      : socket_(socket), answer_(answer), limits_(limits), deadline_(deadline) {}

  Conversation listen();

 private:
  void stop(ErrorCode code, std::string message);
  bool take_some();
  bool wait(bool& told);

  int socket_, answer_;  // answer_ is -1 when nothing more is read from it
  const WorkerLimits& limits_;
  Clock::time_point deadline_;
  std::string text_;
  std::optional<Error> stopped_;  // why this side wants no answer any more
};

// The child is to end: what it says from here on does not count. Its outcome still comes.
void Listener::stop(ErrorCode code, std::string message) {
  stopped_ = fail(code, std::move(message)).error();
  answer_ = -1;
  deadline_ = Clock::now() + kGrace;
  send_message(socket_, Order{OrderKind::stop, 0});  // where that fails, the next wait tells
}

// Reads what is there. False when nothing more is there now.
bool Listener::take_some() {
  std::array<char, 65'536> bytes;
  const ssize_t got = ::read(answer_, bytes.data(), bytes.size());
  if (got < 0) return errno == EINTR;
  if (got == 0) {
    answer_ = -1;
    return false;
  }
  if (text_.size() + static_cast<std::size_t>(got) > limits_.answer_bytes)
    stop(ErrorCode::too_large, "the answer has more than " + std::to_string(limits_.answer_bytes) + " bytes");
  else text_.append(bytes.data(), static_cast<std::size_t>(got));
  return answer_ >= 0;
}

// Until the outcome can be read (`told`). False when the zygote does not react.
bool Listener::wait(bool& told) {
  std::array<pollfd, 2> waits = {{{socket_, POLLIN, 0}, {answer_, POLLIN, 0}}};
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now()).count();
  const int ready = left <= 0 ? 0 : ::poll(waits.data(), waits.size(), static_cast<int>(std::min<long>(left, 60'000)));
  if (ready < 0) return errno == EINTR;
  if (ready == 0 && Clock::now() >= deadline_) {
    if (stopped_) return false;
    stop(ErrorCode::timed_out, "no answer after " + std::to_string(limits_.wall_ms) + " ms");
    return true;
  }
  if (waits[1].revents != 0 && answer_ >= 0) take_some();
  told = waits[0].revents != 0;
  return true;
}

Conversation Listener::listen() {
  for (bool told = false; !told;)
    if (!wait(told)) return {gone(), true};
  Outcome outcome;
  Passed none;
  if (receive_message(socket_, outcome, none) != Heard::message) return {gone(), true};
  // The child is gone: what it wrote is in the pipe, and more cannot come, whoever else holds the other end.
  while (answer_ >= 0 && take_some()) {
  }
  if (stopped_) return {std::unexpected(*stopped_), false};
  if (auto error = why_no_answer(outcome, limits_)) return {std::unexpected(std::move(*error)), false};
  return {std::move(text_), false};
}

}  // namespace

Conversation converse(int socket, const SealedInput& input, const WorkerLimits& limits, Clock::time_point deadline) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return {os::errno_error(errno, "cannot take an answer"), false};
  const os::FileDescriptor answer(ends[0]);
  os::FileDescriptor writing(ends[1]);
  if (::fcntl(answer.get(), F_SETFL, O_NONBLOCK) != 0) return {os::errno_error(errno, "cannot take an answer"), false};
  if (!send_message(socket, Order{OrderKind::begin, input.size()}, {input.descriptor(), writing.get()}))
    return {gone(), true};
  writing = {};
  return Listener(socket, answer.get(), limits, deadline).listen();
}

}  // namespace cordon::sandbox
