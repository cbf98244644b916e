#include "gate/folder_lock.h"

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <fstream>
#include <iterator>
#include <string_view>
#include <thread>

#include "base/os/file_descriptor.h"
#include "base/os/write_all.h"
#include "base/text.h"

namespace cordon::gate {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{100};
constexpr int kMostLooksAtNobody = 10;  // that the lock is taken, and not yet written who has it
constexpr int kMostAncestors = 256;
constexpr std::string_view kCommand = "command ", kServer = "server ";

struct Holder {
  bool is_command = false;
  pid_t process = 0;  // 0: it is not written
};

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

pid_t number_of(std::string_view digits) {
  pid_t out = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return error == std::errc() ? out : 0;
}

Holder holder_of(const std::string& path) {
  const std::string text = text_of(path);
  for (const std::string_view kind : {kCommand, kServer})
    if (text.starts_with(kind) && text.ends_with('\n'))
      return {kind == kCommand, number_of(std::string_view(text).substr(kind.size()))};
  return {};
}

// proc(5): the parent is the second word after the name, which stands in brackets and may hold some itself.
pid_t parent_of(pid_t process) {
  const std::string text = text_of("/proc/" + std::to_string(process) + "/stat");
  const std::size_t name_ends = text.rfind(") ");
  if (name_ends == std::string::npos || text.size() < name_ends + 4) return 0;
  return number_of(std::string_view(text).substr(name_ends + 4));
}

bool is_ancestor(pid_t process) {
  pid_t each = ::getpid();
  for (int i = 0; i < kMostAncestors && each > 1; ++i) {
    each = parent_of(each);
    if (each == process) return true;
  }
  return false;
}

// Where it cannot be written, on a full disk say, the lock holds all the same: nobody waits for it then.
void write_holder(const std::string& path, bool is_command) {
  const os::FileDescriptor file(::open(path.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOFOLLOW));
  if (file.valid())
    (void)os::write_all(file.get(), std::string(is_command ? kCommand : kServer) + std::to_string(::getpid()) + "\n");
}

}  // namespace

Result<os::FileLock> take_folder(const std::string& folder, bool for_command,
                                 const std::function<void(const std::string&)>& tell) {
  const std::string path = folder + "/lock", shown = text::visible(folder);
  const std::string own = ": give this one a folder of its own (--folder)";
  bool told = false;
  for (int looks_at_nobody = 0;;) {
    Result<os::FileLock> lock = os::FileLock::take(path, false);
    if (lock) {
      write_holder(path, for_command);
      return lock;
    }
    if (lock.error().code != ErrorCode::unavailable) return lock;
    const Holder holder = holder_of(path);
    const std::string who = holder.process > 0 ? " (process " + std::to_string(holder.process) + ")" : "";
    const bool is_nobody = holder.process == 0 && looks_at_nobody++ < kMostLooksAtNobody;
    if (!for_command || (!holder.is_command && !is_nobody))
      return fail(ErrorCode::unavailable, "another gate" + who + " keeps its things in " + shown + own);
    if (holder.is_command && is_ancestor(holder.process))
      return fail(ErrorCode::unavailable, "this command is behind a gate already" + who +
                                              ", which keeps its things in " + shown + ": start it without a gate, or" +
                                              own.substr(1));
    if (holder.is_command && !told && tell)
      tell("waiting for another gate" + who + " to end, which keeps its things in " + shown +
           "; with a folder of its own (--folder) this one need not");
    told = told || holder.is_command;
    std::this_thread::sleep_for(kBetweenLooks);
  }
}

}  // namespace cordon::gate
