#include "base/os/amend_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "base/os/file_descriptor.h"
#include "base/os/open_beneath.h"
#include "base/os/write_all.h"

namespace cordon::os {
namespace {

struct Old {
  FileDescriptor file;
  struct stat facts{};
  std::string content;
};

Result<std::string> read_all(int file, const std::string& path) {
  std::string out;
  char buffer[65536];
  for (;;) {
    const ssize_t got = ::read(file, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno_error(errno, "cannot read " + path);
    if (got == 0) return out;
    out.append(buffer, static_cast<std::size_t>(got));
  }
}

Result<Old> open_old(const std::string& path, const Sha256Digest& read) {
  Old out;
  out.file = FileDescriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!out.file.valid() && errno == ELOOP)
    return fail(ErrorCode::not_a_regular_file,
                path + " is a symbolic link: what it leads to is not changed through it");
  if (!out.file.valid()) return errno_error(errno, "cannot open " + path);
  if (::fstat(out.file.get(), &out.facts) != 0) return errno_error(errno, "cannot look at " + path);
  if (!S_ISREG(out.facts.st_mode)) return fail(ErrorCode::not_a_regular_file, path + " is no regular file");
  // Root may write everything; whoever took the right to write away meant it.
  if ((out.facts.st_mode & S_IWUSR) == 0 || ::access(path.c_str(), W_OK) != 0)
    return fail(ErrorCode::permission_denied, path + " is read-only");
  out.content = TRY(read_all(out.file.get(), path));
  if (sha256(out.content) != read)
    return fail(ErrorCode::refused, path + " was changed by somebody else after it was read");
  return out;
}

// The right owner, or none: a confined process may not give files away.
Result<void> give_owner(int file, const std::string& path, const struct stat& like) {
  struct stat now{};
  if (::fstat(file, &now) != 0) return errno_error(errno, "cannot look at " + path);
  if (now.st_uid == like.st_uid && now.st_gid == like.st_gid) return {};
  if (::fchown(file, like.st_uid, like.st_gid) == 0) return {};
  return fail(ErrorCode::permission_denied,
              path + " would not belong to the same user and group as the file it replaces");
}

// A new file that nobody had a hand in. Leaves nothing behind when it fails.
Result<void> write_new(const std::string& path, std::string_view content, const struct stat& like) {
  // The mode is given when the file is made, because a confined process may not change it afterwards.
  const mode_t mask = ::umask(0);
  FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, like.st_mode & 0777));
  const int error = errno;
  ::umask(mask);
  if (!file.valid() && error == EEXIST) return fail(ErrorCode::invalid_value, path + " is there already");
  if (!file.valid()) return errno_error(error, "cannot write " + path);
  Result<void> done = give_owner(file.get(), path, like);
  if (done) done = write_all(file.get(), content);
  if (done && ::fsync(file.get()) != 0) done = errno_error(errno, "cannot write " + path);
  if (!done) ::unlink(path.c_str());
  return done;
}

void sync_folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
  const FileDescriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.valid()) ::fsync(directory.get());
}

}  // namespace

Result<void> check_amendable(const std::string& path, const Sha256Digest& read) {
  TRY(open_old(path, read));
  return {};
}

Result<void> amend_file(const std::string& path, const Sha256Digest& read, std::string_view content,
                        const std::string& backup) {
  const Old old = TRY(open_old(path, read));
  if (!backup.empty()) TRY(write_new(backup, old.content, old.facts));
  const std::string beside = path + ".cordon-new";
  ::unlink(beside.c_str());  // of a run that was killed
  Result<void> done = write_new(beside, content, old.facts);
  if (done) {
    if (const auto still = open_old(path, read); !still) done = std::unexpected(still.error());
    else if (std::rename(beside.c_str(), path.c_str()) != 0) done = errno_error(errno, "cannot replace " + path);
    if (!done) ::unlink(beside.c_str());
  }
  if (!done && !backup.empty()) ::unlink(backup.c_str());
  sync_folder_of(path);
  return done;
}

}  // namespace cordon::os
