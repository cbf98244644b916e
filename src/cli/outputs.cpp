#include "cli/outputs.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <optional>

#include "base/os/write_all.h"
#include "base/suggest.h"
#include "inventory/formats.h"

namespace cordon::cli {
namespace {

// The number of the descriptor that a path stands for.
std::optional<int> inherited_descriptor(std::string_view path) {
  if (path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!path.starts_with(folder)) continue;
    int number = 0;
    const char* const end = path.data() + path.size();
    const auto [behind, error] = std::from_chars(path.data() + folder.size(), end, number);
    if (error == std::errc() && behind == end && number >= 0) return number;
  }
  return std::nullopt;
}

// Opening for writing waits for nobody.
constexpr int kOpen = O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;

bool is_one_file(const struct stat& a, const struct stat& b) {
  return S_ISREG(a.st_mode) && S_ISREG(b.st_mode) && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

// Read beside lockfiles, or by a client or this program itself.
constexpr std::string_view kReadByName[] = {"package.json",
                                            ".npmrc",
                                            ".yarnrc",
                                            ".yarnrc.yml",
                                            "pnpm-workspace.yaml",
                                            ".pnpmfile.cjs",
                                            ".pnpmfile.mjs",
                                            "pnpmfile.js",
                                            "bunfig.toml",
                                            ".bunfig.toml",
                                            "bun.lockb",
                                            "deno.json",
                                            "deno.jsonc",
                                            "jsr.json",
                                            "rush.json",
                                            "lerna.json",
                                            "nx.json",
                                            "cordon.yaml",
                                            "go.sum",
                                            "go.work",
                                            "modules.txt",
                                            "setup.py",
                                            "setup.cfg",
                                            ".gitmodules",
                                            ".gitattributes",
                                            ".gitconfig",
                                            ".package-lock.json",
                                            ".modules.yaml",
                                            ".yarn-integrity",
                                            ".yarn-state.yml",
                                            ".pnp.cjs",
                                            "binding.gyp"};

// Whole paths: what GitHub runs stands in a folder of its own.
bool is_project_file(const std::filesystem::path& path) {
  const inventory::Format* const format = inventory::format_of_path(path.string());
  return std::ranges::find(kReadByName, path.filename().string()) != std::end(kReadByName) ||
         (format != nullptr && !format->is_document());
}

bool is_below(const std::filesystem::path& path, const std::string& folder) {
  std::error_code error;
  std::filesystem::path real = std::filesystem::canonical(folder, error);
  if (error) return false;
  // What stands beside a file that is named is read, and changed, with it.
  if (!std::filesystem::is_directory(real, error)) real = real.parent_path();
  return std::mismatch(real.begin(), real.end(), path.begin(), path.end()).first == real.end();
}

// The first link on the way to a file that stands in the folder; empty where there is none. What a whole machine is
// looked at for has links of the system.
std::string link_on_the_way(const std::filesystem::path& absolute, const std::string& folder) {
  std::error_code error;
  if (std::filesystem::canonical(folder, error) == "/") return {};
  std::filesystem::path so_far;
  for (const std::filesystem::path& part : absolute) {
    const std::filesystem::path above = std::filesystem::weakly_canonical(so_far, error);
    so_far /= part;
    if (std::filesystem::is_symlink(so_far, error) && is_below(above / part, folder)) return so_far.string();
  }
  return {};
}

}  // namespace

Result<OutputFile> OutputFile::open(const std::string& path) {
  const std::optional<int> number = inherited_descriptor(path);
  int descriptor = number ? ::fcntl(*number, F_DUPFD_CLOEXEC, 3) : ::open(path.c_str(), kOpen);
  bool made = false;
  if (descriptor < 0 && errno == ENOENT) {
    descriptor = ::open(path.c_str(), kOpen | O_CREAT | O_EXCL, 0666);
    made = descriptor >= 0;
    // A link to a file that is not there yet.
    if (descriptor < 0 && errno == EEXIST) descriptor = ::open(path.c_str(), kOpen | O_CREAT, 0666);
  }
  if (descriptor < 0)
    return fail(ErrorCode::io, "cannot open " + path +
                                   " for writing: " + (errno == ENXIO ? "nobody reads from it" : std::strerror(errno)));
  OutputFile file(descriptor, path);
  file.inherited_ = number.has_value();
  file.made_ = made;
  TRY(file.examine());
  return file;
}

Result<void> OutputFile::examine() {
  struct stat facts{};
  const int flags = ::fcntl(descriptor_, F_GETFL);
  if (::fstat(descriptor_, &facts) != 0 || flags < 0)
    return fail(ErrorCode::io, "cannot look at " + path_ + ": " + std::strerror(errno));
  if (inherited_) {
    if ((flags & O_ACCMODE) == O_RDONLY) return fail(ErrorCode::io, path_ + " is not open for writing");
    return {};
  }
  if (!S_ISREG(facts.st_mode) && !S_ISCHR(facts.st_mode) && !S_ISFIFO(facts.st_mode))
    return fail(ErrorCode::not_a_regular_file, path_ + " is neither a file nor a pipe");
  // What can be written to may take its time.
  if (::fcntl(descriptor_, F_SETFL, flags & ~O_NONBLOCK) != 0)
    return fail(ErrorCode::io, "cannot write to " + path_ + ": " + std::strerror(errno));
  return {};
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)), inherited_(other.inherited_),
      made_(std::exchange(other.made_, false)) {}

OutputFile::~OutputFile() {
  if (made_) ::unlink(path_.c_str());
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<void> OutputFile::write(std::string_view content) {
  made_ = false;
  TRY_CONTEXT(os::write_all(descriptor_, content), "writing " + path_);
  if (inherited_) return {};
  // Pipes and terminals cannot be cut; for files the old end must go.
  if (::ftruncate(descriptor_, static_cast<off_t>(content.size())) != 0 && errno != EINVAL)
    return fail(ErrorCode::io, "cannot shorten " + path_ + ": " + std::strerror(errno));
  return {};
}

bool OutputFile::is_same_file(const OutputFile& other) const {
  struct stat ours{}, theirs{};
  return ::fstat(descriptor_, &ours) == 0 && ::fstat(other.descriptor_, &theirs) == 0 && is_one_file(ours, theirs);
}

bool OutputFile::is_standard_output() const {
  struct stat ours{}, theirs{};
  return !inherited_ && ::fstat(descriptor_, &ours) == 0 && ::fstat(STDOUT_FILENO, &theirs) == 0 &&
         is_one_file(ours, theirs);
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
    OutputFile file = TRY(OutputFile::open(argument.substr(equals + 1)));
    for (const Output& other : outputs)
      if (file.is_same_file(other.file))
        return fail(ErrorCode::usage, "--output " + file.path() + " and " + other.file.path() + " are one file");
    if (file.is_standard_output()) return fail(ErrorCode::usage, "standard output goes to " + file.path() + ", too");
    outputs.push_back({format, std::move(file)});
  }
  return outputs;
}

Result<void> refuse_inputs(const std::vector<Output>& outputs, const std::vector<std::string>& inputs) {
  std::error_code error;
  for (const Output& output : outputs)
    for (const std::string& input : inputs)
      if (std::filesystem::equivalent(output.file.path(), input, error))
        return fail(ErrorCode::usage, "--output would destroy what is read: " + input);
  return {};
}

Result<void> refuse_project_files(const std::vector<std::string>& arguments, std::vector<std::string> targets) {
  if (targets.empty()) targets.emplace_back(".");
  for (const std::string& argument : arguments) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos || equals + 1 == argument.size()) continue;
    const std::string path = argument.substr(equals + 1);
    std::error_code error;
    const std::filesystem::path absolute = std::filesystem::absolute(path, error);
    const std::filesystem::path real = std::filesystem::weakly_canonical(absolute, error);
    for (const std::string& target : targets) {
      if (const std::string link = link_on_the_way(absolute, target); !link.empty() && !inherited_descriptor(path))
        return fail(ErrorCode::usage, "--output " + path + " goes through " + link +
                                          ", a link in what is looked at: name the file that it leads to, or another");
      const bool is_it =
          std::filesystem::is_regular_file(real, error) && std::filesystem::equivalent(real, target, error);
      if (is_it || (is_project_file(real) && is_below(real, target)))
        return fail(ErrorCode::usage, "--output would destroy what is read: " + path);
    }
  }
  return {};
}

Result<void> write_standard_output(std::string_view content) { return os::write_all(STDOUT_FILENO, content); }

}  // namespace cordon::cli
