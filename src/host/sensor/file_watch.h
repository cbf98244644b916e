// Attaching the tier "files" when it is needed, by a process of its own: whoever reads the rings may give up the right
// to attach anything, and need not wait for detaching, which takes the kernel about a second.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "base/os/file_descriptor.h"
#include "base/result.h"
#include "host/sensor/attach.h"

namespace cordon::host {

class FileWatch {
 public:
  struct State {
    std::uint64_t since_ns = 0;  // since boot: since when files are watched; 0: they are not
    std::string why_not;         // why they are not although they were asked for
  };

  // Forks the process that attaches; it knows two requests and nothing else, and ends with its parent. The calling
  // process should have one thread. Fails: permission_denied, not_found (no tracepoints of system calls), system.
  static Result<FileWatch> start(bpf_object& object, const Tier& tier);

  FileWatch() = default;
  FileWatch(FileWatch&& other) noexcept;
  FileWatch& operator=(FileWatch&& other) noexcept;
  ~FileWatch();

  // Asks for it; returns at once. Does nothing where that was asked for last.
  void want(bool wanted);
  // What has been answered until now, or that the process that attaches is gone. Waits no longer than `wait` for an
  // answer that is to come.
  const State& state(std::chrono::milliseconds wait = {});

 private:
  // The process that attaches is gone, and what it had attached with it.
  void lose();

  os::FileDescriptor requests_;  // closed: nobody hears them
  os::FileDescriptor answers_;
  pid_t helper_ = -1;
  bool wanted_ = false;
  int unanswered_ = 0;
  State state_;
};

}  // namespace cordon::host
