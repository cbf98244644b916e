// What happens at the gate, as Events in a file: who asked for which package and what they were answered, and every
// decision with its reason.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "base/result.h"
#include "bus/event_file.h"
#include "gate/ledger.h"
#include "gate/upstreams.h"

namespace cordon::gate {

// Which machine this is, and which start of it.
struct JournalIdentity {
  std::string host, boot;
};

struct Asked {
  std::string name, version;  // version empty: what it asks about has none, or nobody knows it
  bool is_archive = false;
  unsigned status = 0;
  std::string_view client, address;
};

// Safe to use from several threads. What cannot be written is counted and told as a `loss` event when the file takes
// events again: nobody waits for a full disk.
class Journal {
 public:
  // Fails as bus::EventFile::open does.
  static Result<Journal> open(const std::string& path, JournalIdentity identity);
  Journal(Journal&& other) noexcept;

  void asked(const Asked& asked, const Upstream& upstream);

  // `blocks`: policy holds it; in observe mode it is let through all the same. Another rule that is named has it looked
  // at by people.
  void decided(const StoredDecision& decision, bool blocks);
  // The same for a version that documents leave out, once until the process ends or too many were told.
  void left_out(const StoredDecision& decision);

  // Everything is with the operating system.
  void flush();
  std::uint64_t lost() const { return lost_; }

 private:
  Journal(bus::EventFile file, JournalIdentity identity, std::string sensor)
      : file_(std::move(file)), identity_(std::move(identity)), sensor_(std::move(sensor)) {}
  void put(model::EventPayload payload);
  bool write(model::EventPayload payload);

  std::mutex mutex_;
  bus::EventFile file_;
  JournalIdentity identity_;
  std::string sensor_;
  std::uint64_t sequence_ = 0;
  std::uint64_t untold_ = 0;  // lost since the last loss event
  std::atomic<std::uint64_t> lost_{0};
  std::unordered_set<std::string> told_;
};

}  // namespace cordon::gate
