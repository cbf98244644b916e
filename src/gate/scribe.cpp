#include "gate/scribe.h"

#include <utility>

#include "gate/own_folder.h"

namespace cordon::gate {
namespace {

constexpr std::size_t kMostWaiting = 8'192;

}  // namespace

Scribe::Scribe(Ledger& ledger, Journal& journal, std::string folder)
    : ledger_(ledger), journal_(journal), folder_(std::move(folder)), thread_([this] { run(); }) {}

Scribe::~Scribe() {
  {
    const std::lock_guard guard(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool Scribe::write(StoredDecision decision, bool blocks, Then then) {
  {
    const std::lock_guard guard(mutex_);
    if (ending_ || waiting_.size() >= kMostWaiting) return false;
    waiting_.push_back({std::move(decision), blocks, std::move(then)});
  }
  changed_.notify_one();
  return true;
}

void Scribe::run() {
  for (;;) {
    std::vector<Entry> entries;
    {
      std::unique_lock guard(mutex_);
      changed_.wait(guard, [this] { return ending_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      entries = std::exchange(waiting_, {});
    }
    write_down(entries);
  }
}

void Scribe::write_down(const std::vector<Entry>& entries) {
  std::vector<StoredDecision> decisions;
  decisions.reserve(entries.size());
  for (const Entry& one : entries) {
    decisions.push_back(one.decision);
    journal_.decided(one.decision, one.blocks);
  }
  const Result<void> written = own(folder_, ledger_.add_decisions(decisions));
  journal_.flush();
  for (const Entry& one : entries) one.then(written);
}

}  // namespace cordon::gate
