// Writes decisions down before anybody hears of them, so that a gate that is killed forgets none that a client was
// told. One thread for all: what comes while it writes is written together, with one look at the disk.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "gate/journal.h"
#include "gate/ledger.h"

namespace cordon::gate {

class Scribe {
 public:
  // Called on the scribe's thread: the decision is written down, or cannot be (system).
  using Then = std::function<void(const Result<void>&)>;

  // `ledger` and `journal` must outlive it; `folder` is where they lie.
  Scribe(Ledger& ledger, Journal& journal, std::string folder);
  // Writes what waits, and answers to it, first.
  ~Scribe();

  // Never waits. `blocks` as in Journal::decided. False when too much waits already: `then` is not called.
  bool write(StoredDecision decision, bool blocks, Then then);

 private:
  struct Entry {
    StoredDecision decision;
    bool blocks = false;
    Then then;
  };

  void run();
  void write_down(const std::vector<Entry>& entries);

  Ledger& ledger_;
  Journal& journal_;
  const std::string folder_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Entry> waiting_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace cordon::gate
