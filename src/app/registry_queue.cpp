#include "app/registry_queue.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/text.h"

namespace cordon::app {
namespace {

std::uint64_t now_ms() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

// A page of a proxy or a login, where a document was asked for.
bool is_document(std::string_view body) {
  const std::size_t first = body.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && body[first] == '{';
}

// Of the host, not of what was asked for.
bool is_failure_of_host(const Error& error) {
  return error.code == ErrorCode::unavailable || error.code == ErrorCode::timed_out ||
         error.code == ErrorCode::truncated || error.code == ErrorCode::syntax ||
         error.code == ErrorCode::permission_denied;
}

}  // namespace

RegistryQueue::RegistryQueue(const RegistryRules& rules, const RegistryCredentials& credentials, net::Fetcher& fetcher,
                             const RegistryLimits& limits, Answer answer, std::atomic<std::uint64_t>& received)
    : rules_(rules), credentials_(credentials), fetcher_(fetcher), limits_(limits), answer_(std::move(answer)),
      received_(received) {
  for (unsigned i = 0; i < std::max(1u, limits_.connections); ++i) threads_.emplace_back([this] { work(); });
}

RegistryQueue::~RegistryQueue() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  changed_.notify_all();
  threads_.clear();
}

void RegistryQueue::add(RegistryQuestion question) {
  {
    const std::lock_guard lock(mutex_);
    if (unanswered_++ == 0) until_ms_ = now_ms() + std::uint64_t{1'000} * limits_.seconds;
    if (taken_ >= limits_.questions) {
      // Told by the threads: whoever adds does not wait for somebody who takes answers.
      refused_.push_back(question.id);
    } else {
      ++taken_;
      ++waiting_;
      Host& host = hosts_[model::Registries::host_of(question.base)];
      host.waiting.push_back(std::move(question));
      make_ready(host);
    }
  }
  changed_.notify_one();
}

// A host stands among those that are ready at most once, while it has room and something waits for it.
void RegistryQueue::make_ready(Host& host) {
  if (host.is_ready || host.waiting.empty() || host.running >= limits_.of_one_host) return;
  host.is_ready = true;
  ready_.push_back(&host);
}

// One of the next host that has room, or one that is refused and has no base; false when there will be no more.
bool RegistryQueue::take(RegistryQuestion& question) {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (!refused_.empty()) {
      question = {refused_.front(), {}, {}};
      refused_.pop_front();
      --unanswered_;
      return true;
    }
    if (!ready_.empty()) {
      Host& host = *ready_.front();
      ready_.pop_front();
      question = std::move(host.waiting.front());
      host.waiting.pop_front();
      --waiting_;
      ++host.running;
      host.is_ready = false;
      make_ready(host);
      return true;
    }
    if (ends_ && waiting_ == 0) return false;
    changed_.wait(lock);
  }
}

void RegistryQueue::work() {
  RegistryQuestion question;
  while (take(question)) {
    if (question.name.empty() && question.base.empty()) {
      answer_(question.id, fail(ErrorCode::too_many,
                                "more than " + std::to_string(limits_.questions) + " packages are not asked for"));
      continue;
    }
    Result<std::string> document = ask(question);
    note(model::Registries::host_of(question.base), document);
    answer_(question.id, std::move(document));
  }
}

void RegistryQueue::note(const std::string& host, const Result<std::string>& answer) {
  {
    const std::lock_guard lock(mutex_);
    Host& its = hosts_[host];
    --its.running;
    --unanswered_;
    if (answer || !is_failure_of_host(answer.error())) its.failures = 0;
    else ++its.failures;
    make_ready(its);
  }
  changed_.notify_all();
}

Result<std::string> RegistryQueue::ask(const RegistryQuestion& question) {
  // Whoever asks has read hostile files: what may be asked is judged here, too.
  if (rules_.may_ask(question.base, question.name) != MayAsk::yes)
    return fail(ErrorCode::refused, "this registry may not be asked for this package");
  {
    const std::lock_guard lock(mutex_);
    if (received_ > limits_.bytes)
      return fail(ErrorCode::too_large, "registries answered more than " + std::to_string(limits_.bytes) + " bytes");
    if (now_ms() > until_ms_)
      return fail(ErrorCode::timed_out, "not asked: " + std::to_string(limits_.seconds) + " seconds were over");
    if (hosts_[model::Registries::host_of(question.base)].failures >= limits_.failures)
      return fail(ErrorCode::unavailable,
                  "not asked: the registry failed " + std::to_string(limits_.failures) + " times in a row");
  }
  net::FetchRequest request;
  request.url = document_address(question.base, question.name);
  request.most_bytes = limits_.document_bytes;
  if (rules_.may_have_token(question.base)) request.authorization = credentials_.for_base(question.base);
  net::FetchAnswer answer = TRY(fetcher_.fetch(request, received_));
  if (!is_document(answer.body))
    return fail(ErrorCode::syntax, "the registry answers with a page or something else, not with a document");
  return std::move(answer.body);
}

}  // namespace cordon::app
