#include "cli/outputs.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/suggest.h"

namespace cordon::cli {
namespace {

Result<void> write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail(ErrorCode::io, std::string("cannot write: ") + std::strerror(errno));
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

}  // namespace

Result<OutputFile> OutputFile::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
  if (descriptor < 0) return fail(ErrorCode::io, "cannot open " + path + " for writing: " + std::strerror(errno));
  return OutputFile(descriptor, path);
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<void> OutputFile::write(std::string_view content) {
  TRY_CONTEXT(write_all(descriptor_, content), "writing " + path_);
  // Pipes and terminals cannot be cut; for files the old end must go.
  if (::ftruncate(descriptor_, static_cast<off_t>(content.size())) != 0 && errno != EINVAL)
    return fail(ErrorCode::io, "cannot shorten " + path_ + ": " + std::strerror(errno));
  return {};
}

Result<std::vector<Output>> open_outputs(const std::vector<std::string>& arguments,
                                         const std::vector<std::string_view>& formats) {
  std::vector<Output> outputs;
  for (const std::string& argument : arguments) {
    const std::size_t equals = argument.find('=');
    const std::string format = argument.substr(0, equals);
    if (equals == std::string::npos || equals + 1 == argument.size())
      return fail(ErrorCode::usage, "--output wants FORMAT=FILE, not '" + argument + "'");
    if (std::find(formats.begin(), formats.end(), format) == formats.end())
      return fail(ErrorCode::usage, "unknown output format '" + format + "'" + did_you_mean(format, formats));
    outputs.push_back({format, TRY(OutputFile::open(argument.substr(equals + 1)))});
  }
  return outputs;
}

Result<void> write_standard_output(std::string_view content) { return write_all(STDOUT_FILENO, content); }

}  // namespace cordon::cli
