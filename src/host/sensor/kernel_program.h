// The kernel side: loading the programs of bpf/, attaching them tier by tier, and emptying their rings.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/generated/model.h"

namespace cordon::host {

struct KernelOptions {
  // Sizes of the rings: powers of two, at least a page.
  std::uint32_t priority_bytes = 4U << 20;  // processes and connections
  std::uint32_t bulk_bytes = 4U << 20;      // files
  std::vector<std::string> clients;         // names by which package clients are started, at most 31 bytes each
  std::vector<std::string> interpreters;    // programs that may run one as their first argument
  std::string cgroup;                       // folder of a cgroup v2 whose conversations are seen; empty: the root
};

// One record as it came, and when it happened.
struct RawRecord {
  std::uint64_t time_ns = 0;
  std::span<const std::byte> bytes;
};

// What the kernel counts, since the programs were loaded.
struct KernelCounts {
  std::vector<std::uint64_t> refused;  // records that a full ring refused, by RecordKind of bpf/event.h
  std::uint64_t tags = 0;              // processes that could not be tagged
  std::uint64_t sockets = 0;           // sockets that could not be remembered
  std::uint64_t untagged_execs = 0;    // programs that no package client started
  std::uint64_t uring_files = 0;       // files that scripts touched through io_uring
  std::uint64_t missed = 0;            // runs of a program that the kernel left out
};

class KernelProgram {
 public:
  // Loads and attaches what this kernel allows. Without the tier "process" there is no sensor, and this fails: with
  // permission_denied, or unavailable with what the kernel lacks. What of the other tiers is missing stands in
  // unread(), as "sensor:connect", "sensor:packets", "sensor:files", "sensor:uring".
  static Result<KernelProgram> load(const KernelOptions& options);

  KernelProgram(KernelProgram&&) noexcept;
  KernelProgram& operator=(KernelProgram&&) noexcept;
  ~KernelProgram();

  const std::vector<model::FileUnread>& unread() const;

  // The tier "files" hangs on system calls, which costs every call of every process something. So it is attached only
  // while it is asked for; load() finds out whether it can be. Detaching takes about a second. Fails as the kernel
  // does; true and false where it is so already do nothing, as does true where the tier is missing.
  Result<void> watch_files(bool wanted);
  bool watches_files() const;

  // Takes what is in the rings, in the order in which it happened; waits no longer than `wait` where nothing is. The
  // records stand until the next call. Takes no more than some megabytes at once. Fails: system.
  Result<std::span<const RawRecord>> read(std::chrono::milliseconds wait);

  Result<KernelCounts> counts() const;

 private:
  struct State;
  explicit KernelProgram(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace cordon::host
