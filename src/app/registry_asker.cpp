#include "app/registry_asker.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/os/landlock.h"
#include "base/os/open_beneath.h"
#include "base/os/write_all.h"
#include "net/curl_fetcher.h"

namespace cordon::app {
namespace {

constexpr std::uint64_t kGraceMs = 5'000;  // for answers that were given in time
constexpr std::uint32_t kMostText = 2'000;
constexpr int kFilesOnlyAbi = 3;  // the newest that knows of no network

// Both ends are one program, so that numbers need no other form.
struct QuestionHead {
  std::uint32_t id = 0, base = 0, name = 0;  // sizes of what follows
};
struct AnswerHead {
  std::uint32_t id = 0, code = 0;  // 0: a document; else an error's code and 1
  std::uint64_t size = 0;          // of the document or the message
};

template <class T>
std::string_view bytes_of(const T& head) {
  return {reinterpret_cast<const char*>(&head), sizeof head};
}

std::uint64_t now_ms() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

// False at the end of what comes.
bool read_whole(int from, char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t got = ::read(from, bytes, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    bytes += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

// --- the process that asks
// ---------------------------------------------------------------------------------------------

// It writes no file and starts no program. Best effort, as all confinement: what it reads is judged elsewhere.
void confine_to_fetching(const std::string& ca_file) {
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  const Result<os::Ruleset> ruleset = os::Ruleset::create(std::min(os::landlock_abi(), kFilesOnlyAbi));
  if (!ruleset) return;
  std::vector<std::string> readable = {"/etc", "/usr", "/lib", "/lib64", "/run", "/var/lib", "/dev", "/proc/self"};
  for (const char* name : {"SSL_CERT_FILE", "SSL_CERT_DIR"})
    if (const char* value = std::getenv(name); value != nullptr && *value != '\0') readable.emplace_back(value);
  if (!ca_file.empty()) readable.push_back(ca_file);
  for (const std::string& path : readable) {
    const os::FileDescriptor opened(::open(path.c_str(), O_PATH | O_CLOEXEC));
    if (opened.valid() && !ruleset->grant(opened.get(), os::PathRights::read)) return;
  }
  static_cast<void>(ruleset->enforce());
}

class Answers {
 public:
  explicit Answers(int to) : to_(to) {}

  void give(std::uint32_t id, const Result<std::string>& document) {
    AnswerHead head{id, 0, 0};
    std::string text;
    if (!document) {
      head.code = static_cast<std::uint32_t>(document.error().code) + 1;
      text = document.error().message.substr(0, kMostText);
    }
    const std::string_view content = document ? std::string_view(*document) : text;
    head.size = content.size();
    const std::lock_guard lock(mutex_);
    // Who does not read any more has no use for this process.
    if (!os::write_all(to_, bytes_of(head)) || !os::write_all(to_, content)) ::_exit(0);
  }

 private:
  int to_;
  std::mutex mutex_;
};

// In place of libcurl, where that is not here.
class NoFetcher final : public net::Fetcher {
 public:
  explicit NoFetcher(std::string why) : why_(std::move(why)) {}
  Result<net::FetchAnswer> fetch(const net::FetchRequest&, std::atomic<std::uint64_t>&) override {
    return fail(ErrorCode::unavailable, why_);
  }

 private:
  std::string why_;
};

std::unique_ptr<net::Fetcher> make_fetcher(const net::CurlOptions& transfer) {
  Result<std::unique_ptr<net::CurlFetcher>> fetcher = net::CurlFetcher::make(transfer);
  if (fetcher) return std::move(*fetcher);
  return std::make_unique<NoFetcher>(fetcher.error().message);
}

[[noreturn]] void serve(int questions, int answers, const RegistryRules& rules, const RegistryCredentials& credentials,
                        const net::CurlOptions& transfer, const RegistryLimits& limits) {
  ::close_range(STDERR_FILENO + 1, static_cast<unsigned>(std::min(questions, answers)) - 1, 0);
  for (int descriptor = std::min(questions, answers) + 1; descriptor < std::max(questions, answers); ++descriptor)
    ::close(descriptor);
  ::close_range(static_cast<unsigned>(std::max(questions, answers)) + 1, ~0u, 0);
  ::signal(SIGPIPE, SIG_IGN);
  Answers out(answers);
  const std::unique_ptr<net::Fetcher> fetcher = make_fetcher(transfer);  // before files are confined
  confine_to_fetching(transfer.ca_file);
  std::atomic<std::uint64_t> received{0};
  RegistryQueue queue(
      rules, credentials, *fetcher, limits,
      [&](std::uint32_t id, const Result<std::string>& document) { out.give(id, document); }, received);
  QuestionHead head;
  while (read_whole(questions, reinterpret_cast<char*>(&head), sizeof head)) {
    if (head.base > kMostText || head.name > kMostText) break;
    RegistryQuestion question{head.id, std::string(head.base, '\0'), std::string(head.name, '\0')};
    if (!read_whole(questions, question.base.data(), head.base) ||
        !read_whole(questions, question.name.data(), head.name))
      break;
    queue.add(std::move(question));
  }
  ::_exit(0);  // also in the middle of a transfer: nobody waits for it
}

// --- the process that reads
// --------------------------------------------------------------------------------------------

// Writes to a process that may be gone, without the signal of that.
bool write_quietly(int to, std::string_view bytes) {
  sigset_t broken, before;
  sigemptyset(&broken);
  sigaddset(&broken, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &broken, &before);
  const bool done = os::write_all(to, bytes).has_value();
  if (!done && sigismember(&before, SIGPIPE) == 0) {
    timespec now{};
    ::sigtimedwait(&broken, nullptr, &now);
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return done;
}

struct Pipe {
  os::FileDescriptor read, write;
};

Result<Pipe> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return os::errno_error(errno, "cannot start the process that asks registries");
  return Pipe{os::FileDescriptor(ends[0]), os::FileDescriptor(ends[1])};
}

}  // namespace

Result<RegistryAsker> RegistryAsker::start(const RegistryRules& rules, const RegistryCredentials& credentials,
                                           const net::CurlOptions& transfer, const RegistryLimits& limits) {
  Pipe questions = TRY(make_pipe()), answers = TRY(make_pipe());
  const pid_t process = ::fork();
  if (process < 0) return os::errno_error(errno, "cannot start the process that asks registries");
  if (process == 0) {
    ::close(questions.write.release());  // else the end of the parent would not be seen
    ::close(answers.read.release());
    serve(questions.read.get(), answers.write.get(), rules, credentials, transfer, limits);
  }
  return RegistryAsker(process, std::move(questions.write), std::move(answers.read), limits);
}

RegistryAsker::RegistryAsker(RegistryAsker&& other) noexcept
    : process_(std::exchange(other.process_, -1)), questions_(std::move(other.questions_)),
      answers_(std::move(other.answers_)), limits_(other.limits_), spent_ms_(other.spent_ms_),
      until_ms_(other.until_ms_), mutex_(std::move(other.mutex_)) {}

RegistryAsker::~RegistryAsker() { give_up(); }

// What closes ends the other side.
void RegistryAsker::give_up() {
  questions_ = {};
  answers_ = {};
  if (process_ < 0) return;
  while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
  }
  process_ = -1;
}

Result<void> RegistryAsker::read(char* bytes, std::size_t size) {
  while (size > 0) {
    const std::uint64_t now = now_ms();
    if (now >= until_ms_)
      return fail(ErrorCode::timed_out, "no answer after " + std::to_string(limits_.seconds) + " seconds");
    pollfd waits{answers_.get(), POLLIN, 0};
    const int ready = ::poll(&waits, 1, static_cast<int>(std::min<std::uint64_t>(until_ms_ - now, 60'000)));
    if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
    const ssize_t got = ready < 0 ? -1 : ::read(answers_.get(), bytes, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return fail(ErrorCode::unavailable, "the process that asks registries is gone");
    bytes += got;
    size -= static_cast<std::size_t>(got);
  }
  return {};
}

// It spoke with strangers: its numbers are not believed either.
Result<std::uint32_t> RegistryAsker::read_answer(std::size_t questions, Result<std::string>& out) {
  AnswerHead head;
  TRY(read(reinterpret_cast<char*>(&head), sizeof head));
  const bool is_error = head.code != 0;
  if (head.id >= questions || head.size > (is_error ? kMostText : limits_.document_bytes) ||
      head.code > static_cast<std::uint32_t>(ErrorCode::internal) + 1)
    return fail(ErrorCode::unavailable, "the process that asks registries gives no sense");
  std::string content(head.size, '\0');
  TRY(read(content.data(), content.size()));
  if (is_error) out = fail(static_cast<ErrorCode>(head.code - 1), std::move(content));
  else out = std::move(content);
  return head.id;
}

Result<void> RegistryAsker::send(const std::vector<RegistryQuestion>& questions) {
  if (process_ < 0) return fail(ErrorCode::unavailable, "the process that asks registries is gone");
  std::string all;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const RegistryQuestion& each = questions[i];
    const QuestionHead head{static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(each.base.size()),
                            static_cast<std::uint32_t>(each.name.size())};
    (all += bytes_of(head)) += each.base;
    all += each.name;
  }
  // The other side reads all questions before it needs its answers to be read.
  if (write_quietly(questions_.get(), all)) return {};
  return fail(ErrorCode::unavailable, "the process that asks registries is gone");
}

void RegistryAsker::ask(const std::vector<RegistryQuestion>& questions, const Take& take) {
  const std::lock_guard lock(*mutex_);
  std::vector<bool> known(questions.size());
  const std::uint64_t most_ms = std::uint64_t{1'000} * limits_.seconds + kGraceMs, begun_ms = now_ms();
  until_ms_ = begun_ms + most_ms - std::min(most_ms, spent_ms_);
  Result<void> good = send(questions);
  for (std::size_t i = 0; good && i < questions.size(); ++i) {
    Result<std::string> document;
    const Result<std::uint32_t> read = read_answer(questions.size(), document);
    if (!read) good = std::unexpected(read.error());
    else if (known[*read]) good = fail(ErrorCode::unavailable, "the process that asks registries gives no sense");
    else {
      known[*read] = true;
      take(*read, std::move(document));
    }
  }
  spent_ms_ += now_ms() - begun_ms;
  if (good) return;
  // What is not there by now does not come; what is on its way would be taken for an answer to something else.
  for (std::size_t i = 0; i < questions.size(); ++i)
    if (!known[i]) take(i, std::unexpected(good.error()));
  give_up();
}

}  // namespace cordon::app
