#include "app/target.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <map>

#include "app/mounted_tree.h"
#include "app/redacted_tree.h"
#include "base/os/file_descriptor.h"
#include "base/os/open_beneath.h"

namespace cordon::app {
namespace {

constexpr const char* kModules = "node_modules";

// All that comes out of a pipe.
Result<std::string> drain(const std::string& path, std::uint64_t most_bytes) {
  // Opened so, a FIFO that nobody writes to is at its end at once.
  const os::FileDescriptor pipe(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (!pipe.valid()) return os::errno_error(errno, "cannot open " + path);
  const int flags = ::fcntl(pipe.get(), F_GETFL);
  if (flags < 0 || ::fcntl(pipe.get(), F_SETFL, flags & ~O_NONBLOCK) != 0)
    return os::errno_error(errno, "cannot read " + path);
  std::string out;
  std::string part(64u << 10, '\0');
  for (;;) {
    const ssize_t count = ::read(pipe.get(), part.data(), part.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return os::errno_error(errno, "cannot read " + path);
    if (count == 0) break;
    out.append(part, 0, static_cast<std::size_t>(count));
    if (out.size() > most_bytes) return fail(ErrorCode::too_large, "more comes out of the pipe than is read");
  }
  if (out.empty()) return fail(ErrorCode::truncated, "nothing came out of the pipe");
  return out;
}

}  // namespace

std::string Target::folder() const {
  if (only_file.empty()) return argument;
  const std::size_t slash = argument.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : argument.substr(0, slash);
}

std::string Target::display(std::string_view inside) const {
  if (!only_file.empty()) {
    const std::size_t slash = argument.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : argument.substr(0, slash + 1);
    return folder + std::string(inside);
  }
  if (!mounted_at.empty() && inside.starts_with(mounted_at))
    inside.remove_prefix(std::min(mounted_at.size() + 1, inside.size()));
  std::string base = argument;
  while (base.size() > 1 && base.ends_with('/')) base.pop_back();
  if (base == ".") return inside.empty() ? "." : std::string(inside);
  if (inside.empty()) return base;
  return base == "/" ? "/" + std::string(inside) : base + "/" + std::string(inside);
}

Result<Target> open_target(const std::string& argument) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(argument, error);
  // What cannot be looked at is left to open_directory, whose error says why.
  if (std::filesystem::is_directory(status) || !std::filesystem::exists(status)) {
    std::unique_ptr<FileTree> tree = redact(TRY(open_directory(argument)));
    const std::filesystem::path real = std::filesystem::canonical(argument, error);
    if (real.filename() != kModules) return Target{argument, std::move(tree), {}, {}, real.string(), real.string()};
    return Target{argument, mount(std::move(tree), kModules), {}, kModules, {}, real.parent_path().string()};
  }
  if (!std::filesystem::is_regular_file(status))
    return fail(ErrorCode::not_a_regular_file, "neither a folder nor a regular file");
  const std::size_t slash = argument.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : slash == 0 ? "/" : argument.substr(0, slash);
  std::unique_ptr<FileTree> parent = redact(TRY(open_directory(folder)));
  return Target{argument,
                std::move(parent),
                argument.substr(slash == std::string::npos ? 0 : slash + 1),
                {},
                {},
                std::filesystem::canonical(argument, error).string()};
}

Result<Target> open_target_or_pipe(const std::string& argument, std::uint64_t most_bytes) {
  std::error_code error;
  if (!std::filesystem::is_fifo(argument, error)) return open_target(argument);
  std::string name = argument.substr(argument.rfind('/') + 1);
  std::map<std::string, std::string, std::less<>> files;
  files.emplace(name, TRY(drain(argument, most_bytes)));
  return Target{argument, redact(std::make_unique<MemoryTree>(std::move(files))), std::move(name), {}, {}, {}};
}

std::string real_path(const std::string& path) {
  std::error_code error;
  const std::filesystem::path real = std::filesystem::weakly_canonical(path, error);
  return error ? path : real.string();
}

}  // namespace cordon::app
