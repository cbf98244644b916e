#include "store/blob_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <tuple>
#include <vector>

#include "base/os/open_beneath.h"
#include "base/text.h"

namespace cordon::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kNew = "/new";
constexpr std::size_t kLeastDigits = 16;

bool is_digest(std::string_view digest) {
  return digest.size() >= kLeastDigits && digest.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Result<void> make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return {};
  return os::errno_error(errno, "making " + text::visible(path));
}

}  // namespace

Result<BlobFolder> BlobFolder::open(const std::string& path) {
  TRY(make_folder(path));
  TRY(make_folder(path + std::string(kNew)));
  std::error_code ignored;
  for (const fs::directory_entry& left : fs::directory_iterator(path + std::string(kNew), ignored))
    fs::remove_all(left.path(), ignored);
  return BlobFolder(path);
}

std::string BlobFolder::path_for_new() { return path_ + std::string(kNew) + "/" + std::to_string((*next_)++); }

// Two digits make a folder: of a million files none has many.
std::string BlobFolder::path_of(std::string_view digest) const {
  return path_ + "/" + std::string(digest.substr(0, 2)) + "/" + std::string(digest.substr(2));
}

Result<void> BlobFolder::keep(const std::string& path, std::string_view digest) {
  Result<void> good = is_digest(digest) ? make_folder(path_ + "/" + std::string(digest.substr(0, 2)))
                                        : fail(ErrorCode::invalid_value, "no digest to keep a file under");
  if (good && ::rename(path.c_str(), path_of(digest).c_str()) != 0)
    good = os::errno_error(errno, "keeping a file in " + text::visible(path_));
  if (!good) ::unlink(path.c_str());
  return good;
}

Result<std::optional<Blob>> BlobFolder::find(std::string_view digest) const {
  if (!is_digest(digest)) return fail(ErrorCode::invalid_value, "no digest to look for");
  const std::string path = path_of(digest);
  os::FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file.valid() && errno == ENOENT) return std::nullopt;
  struct stat facts{};
  if (!file.valid() || ::fstat(file.get(), &facts) != 0)
    return os::errno_error(errno, "opening " + text::visible(path));
  if (!S_ISREG(facts.st_mode)) return fail(ErrorCode::not_a_regular_file, text::visible(path) + " is no file");
  return Blob{std::make_shared<const os::FileDescriptor>(std::move(file)), static_cast<std::uint64_t>(facts.st_size)};
}

void BlobFolder::remove(std::string_view digest) const {
  if (is_digest(digest)) ::unlink(path_of(digest).c_str());
}

std::uint64_t BlobFolder::shrink_to(std::uint64_t bytes) const {
  struct One {
    std::int64_t read = 0;
    std::string path;
    std::uint64_t size = 0;
  };
  std::vector<One> all;
  std::uint64_t sum = 0;
  std::error_code ignored;
  for (auto walk = fs::recursive_directory_iterator(path_, ignored); walk != fs::recursive_directory_iterator();
       walk.increment(ignored)) {
    struct stat facts{};
    if (walk->path().parent_path().filename() == kNew.substr(1)) continue;
    if (::lstat(walk->path().c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) continue;
    all.push_back({std::max(facts.st_atime, facts.st_mtime), walk->path(), static_cast<std::uint64_t>(facts.st_size)});
    sum += all.back().size;
  }
  std::ranges::sort(all, {}, [](const One& one) { return std::tie(one.read, one.path); });
  std::uint64_t removed = 0;
  for (const One& one : all) {
    if (sum <= bytes) break;
    if (::unlink(one.path.c_str()) != 0) continue;
    sum -= one.size;
    ++removed;
  }
  return removed;
}

}  // namespace cordon::store
