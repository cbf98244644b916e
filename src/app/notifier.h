// Delivers notices to a command of the user's, in a process of its own: whatever happens to the one that found them,
// each is delivered once. It keeps no lock of its parent, but one of its own: there is one delivery at a time.
#pragma once

#include <sys/types.h>

#include <string>

#include "base/os/file_descriptor.h"
#include "base/result.h"

namespace cordon::app {

class Notifier {
 public:
  // Starts the process, which waits. Call it before threads start and before the process locks itself down. Fails with
  // system.
  static Result<Notifier> start(const std::string& command, const std::string& memory_path);
  Notifier(Notifier&& other) noexcept;
  Notifier& operator=(Notifier&&) = delete;
  // One that was not told to go ends without delivering anything.
  ~Notifier();

  // Lets it deliver what stands in the outbox, and waits: one run of the command for all, with a NoticeBatch as JSON on
  // its standard input; none when there is nothing. What is delivered is out of the outbox when the command ended with
  // 0; else it stays for the next time. The command's exit code; fails with io when what is remembered could not be
  // read or written.
  Result<int> go();

 private:
  Notifier(pid_t process, os::FileDescriptor gate) : process_(process), gate_(std::move(gate)) {}
  int wait();
  pid_t process_ = -1;
  os::FileDescriptor gate_;
};

}  // namespace cordon::app
