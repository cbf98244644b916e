#include "net/partial_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "base/os/mapped_file.h"
#include "base/os/open_beneath.h"
#include "base/os/replace_file.h"
#include "base/os/write_all.h"

namespace cordon::net {
namespace {

constexpr std::size_t kMostEtag = 1'000;

bool is_strong(std::string_view etag) { return etag.size() >= 2 && etag.front() == '"' && etag.back() == '"'; }

}  // namespace

Result<PartialFile> PartialFile::open(const std::string& path) {
  PartialFile out;
  out.path_ = path;
  // Not through a link, and not into a FIFO that somebody put there.
  out.file_ =
      os::FileDescriptor(::open(out.part_path().c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0644));
  struct stat about{};
  if (!out.file_.valid() || ::fstat(out.file_.get(), &about) != 0)
    return os::errno_error(errno, "cannot write " + out.part_path());
  if (!S_ISREG(about.st_mode)) return fail(ErrorCode::not_a_regular_file, "no regular file: " + out.part_path());
  if (about.st_size > 0) {
    const auto etag = os::MappedFile::open(path + ".etag");
    if (etag && etag->content().size() <= kMostEtag && is_strong(etag->content())) {
      out.etag_ = etag->content();
      out.bytes_ = static_cast<std::uint64_t>(about.st_size);
    } else TRY(out.restart({}));
  }
  if (::lseek(out.file_.get(), 0, SEEK_END) < 0) return os::errno_error(errno, "cannot write " + out.part_path());
  return out;
}

Result<void> PartialFile::restart(std::string_view etag) {
  // The etag first: bytes of the old body must never stand beside the etag of the new one.
  ::unlink((path_ + ".etag").c_str());
  if (::ftruncate(file_.get(), 0) != 0 || ::lseek(file_.get(), 0, SEEK_SET) < 0)
    return os::errno_error(errno, "cannot write " + part_path());
  bytes_ = 0;
  etag_.clear();
  if (!is_strong(etag) || etag.size() > kMostEtag) return {};
  etag_ = etag;
  return os::replace_file(path_ + ".etag", etag_);
}

Result<void> PartialFile::append(std::string_view bytes) {
  TRY(os::write_all(file_.get(), bytes));
  bytes_ += bytes.size();
  return {};
}

Result<void> PartialFile::finish() {
  if (::fsync(file_.get()) != 0 || std::rename(part_path().c_str(), path_.c_str()) != 0)
    return os::errno_error(errno, "cannot write " + path_);
  ::unlink((path_ + ".etag").c_str());
  return {};
}

void PartialFile::remove() {
  ::unlink((path_ + ".etag").c_str());
  ::unlink(part_path().c_str());
}

}  // namespace cordon::net
