#include "host/sensor/file_watch.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <vector>

#include "base/os/open_beneath.h"

namespace cordon::host {

namespace {

constexpr char kAttach = '+';
constexpr char kDetach = '-';

// What the helper answers; of one size, so that a pipe gives it whole (pipe(7), PIPE_BUF).
struct Reply {
  std::uint64_t since_ns = 0;
  std::array<char, 200> why_not{};
};

std::uint64_t now_ns() {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(now.tv_nsec);
}

Reply attach(bpf_object& object, const Tier& tier, std::vector<Link>& links) {
  Reply reply;
  if (links.empty()) {
    if (auto attached = attach_tier(object, tier, {}, links); !attached) {
      std::string why = attached.error().describe();
      std::memcpy(reply.why_not.data(), why.data(), std::min(why.size(), reply.why_not.size() - 1));
      return reply;
    }
  }
  reply.since_ns = now_ns();
  return reply;
}

// The helper's whole life: it ends when nobody can ask any more.
[[noreturn]] void serve(int requests, int answers, bpf_object& object, const Tier& tier) {
  // An interrupt from the terminal is for its parent, which still reads what was seen until then.
  for (int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE}) std::signal(signal, SIG_IGN);
  int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(nowhere, standard);
  std::vector<Link> links;
  char request = 0;
  while (read(requests, &request, 1) == 1) {
    Reply reply;
    if (request == kAttach) {
      reply = attach(object, tier, links);
    } else {
      links.clear();
    }
    if (write(answers, &reply, sizeof reply) != sizeof reply) break;
  }
  _exit(0);
}

struct Pipe {
  os::FileDescriptor from;
  os::FileDescriptor to;
};

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return os::errno_error(errno, "pipe");
  return Pipe{os::FileDescriptor(ends[0]), os::FileDescriptor(ends[1])};
}

// Writing where nobody reads any more is a signal that would end the reader of the rings; send(2), which could be asked
// not to raise it, is none of the calls that a confined reader has left.
bool ask(int requests, char request) {
  sigset_t broken, before;
  sigemptyset(&broken);
  sigaddset(&broken, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &broken, &before);
  bool done = write(requests, &request, 1) == 1;
  if (!done && errno == EPIPE && sigismember(&before, SIGPIPE) == 0) {
    timespec now{};
    sigtimedwait(&broken, nullptr, &now);
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return done;
}

}  // namespace

FileWatch::FileWatch(FileWatch&& other) noexcept { *this = std::move(other); }

FileWatch& FileWatch::operator=(FileWatch&& other) noexcept {
  std::swap(requests_, other.requests_);
  std::swap(answers_, other.answers_);
  std::swap(helper_, other.helper_);
  std::swap(wanted_, other.wanted_);
  std::swap(unanswered_, other.unanswered_);
  std::swap(state_, other.state_);
  return *this;
}

FileWatch::~FileWatch() {
  if (helper_ < 0) return;
  requests_ = os::FileDescriptor();
  answers_ = os::FileDescriptor();
  while (waitpid(helper_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

Result<FileWatch> FileWatch::start(bpf_object& object, const Tier& tier) {
  TRY(can_watch_calls());
  Pipe requests = TRY(make_pipe());
  Pipe answers = TRY(make_pipe());
  fcntl(answers.from.get(), F_SETFL, O_NONBLOCK);
  pid_t parent = getpid();
  pid_t helper = fork();
  if (helper < 0) return os::errno_error(errno, "fork");
  if (helper == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(0);  // it was gone before that was said
    close(requests.to.release());
    close(answers.from.release());
    serve(requests.from.get(), answers.to.get(), object, tier);
  }
  FileWatch watch;
  watch.requests_ = std::move(requests.to);
  watch.answers_ = std::move(answers.from);
  watch.helper_ = helper;
  return watch;
}

void FileWatch::want(bool wanted) {
  if (!requests_.valid() || wanted == wanted_) return;
  if (!ask(requests_.get(), wanted ? kAttach : kDetach)) return lose();
  wanted_ = wanted;
  ++unanswered_;
}

void FileWatch::lose() {
  state_ = {0, "the process that attaches is gone"};
  requests_ = os::FileDescriptor();
  answers_ = os::FileDescriptor();
  unanswered_ = 0;
}

const FileWatch::State& FileWatch::state(std::chrono::milliseconds wait) {
  if (!answers_.valid()) return state_;
  Reply reply;
  pollfd answered{answers_.get(), POLLIN, 0};
  if (unanswered_ > 0 && wait.count() > 0) poll(&answered, 1, static_cast<int>(wait.count()));
  for (;;) {
    ssize_t length = read(answers_.get(), &reply, sizeof reply);
    if (length < 0 && (errno == EAGAIN || errno == EINTR)) return state_;
    if (length != sizeof reply) break;
    state_ = {reply.since_ns, reply.why_not.data()};
    --unanswered_;
  }
  lose();  // also where nothing was asked: it ends only when it is told to
  return state_;
}

}  // namespace cordon::host
