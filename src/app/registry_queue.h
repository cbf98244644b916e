// Questions to registries, answered by several threads: a few at a time of each host, a host that is dead asked no
// more.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "app/registry_credentials.h"
#include "app/registry_rules.h"
#include "base/result.h"
#include "net/fetcher.h"

namespace cordon::app {

struct RegistryQuestion {
  std::uint32_t id = 0;
  std::string base, name;
};

struct RegistryLimits {
  unsigned connections = 8, of_one_host = 6;
  unsigned failures = 3;  // in a row; then a host is asked no more
  std::uint32_t questions = 5'000;
  std::uint64_t document_bytes = 64u << 20, bytes = 1u << 30;
  unsigned seconds = 120;  // of asking: of a queue from when it has something to do until it has nothing
};

class RegistryQueue {
 public:
  using Answer = std::function<void(std::uint32_t id, Result<std::string> document)>;

  // `answer` is called once for each question, from several threads. All must outlive it. `received` counts bytes.
  RegistryQueue(const RegistryRules& rules, const RegistryCredentials& credentials, net::Fetcher& fetcher,
                const RegistryLimits& limits, Answer answer, std::atomic<std::uint64_t>& received);
  // Waits until all is answered.
  ~RegistryQueue();

  // Never waits. An answer is the document as text, or an error: what the rules refuse (refused), what the fetcher
  // fails with, syntax where the registry answers with something else than a document, too_many, too_large, timed_out
  // where a limit is reached, unavailable where its host was given up.
  void add(RegistryQuestion question);

 private:
  struct Host {
    unsigned running = 0, failures = 0;
    bool is_ready = false;
    std::deque<RegistryQuestion> waiting;
  };
  void work();
  void make_ready(Host& host);
  bool take(RegistryQuestion& question);
  Result<std::string> ask(const RegistryQuestion& question);
  void note(const std::string& host, const Result<std::string>& answer);

  const RegistryRules& rules_;
  const RegistryCredentials& credentials_;
  net::Fetcher& fetcher_;
  const RegistryLimits limits_;
  const Answer answer_;
  std::atomic<std::uint64_t>& received_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Host> hosts_;
  std::deque<Host*> ready_;            // that have room, and for which something waits; each once
  std::deque<std::uint32_t> refused_;  // ids, beyond the limit
  std::uint32_t taken_ = 0, waiting_ = 0;
  std::uint32_t unanswered_ = 0;
  std::uint64_t until_ms_ = 0;  // of the steady clock
  bool ends_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace cordon::app
