#include "cli/start_anew.h"

#include <linux/close_range.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/os/open_beneath.h"

namespace cordon::cli {

Error start_anew() {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\0', at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  if (words.empty()) return fail(ErrorCode::not_found, "/proc/self/cmdline says nothing").error();
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  // Sockets of libraries are not all closed by an exec by themselves. Where the kernel is older, they are handed on.
  ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
  ::execve("/proc/self/exe", arguments.data(), environ);
  return os::errno_error(errno, "cannot start again").error();
}

}  // namespace cordon::cli
