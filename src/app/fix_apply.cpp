#include "app/fix_apply.h"

#include <cstdio>
#include <filesystem>
#include <set>

#include "base/os/amend_file.h"
#include "base/os/file_lock.h"
#include "base/sha256.h"

namespace cordon::app {
namespace {

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

constexpr std::size_t kMostBackups = 100;

std::string numbered_backup(const std::string& path, std::size_t number) {
  return path + ".cordon-backup" + (number < 2 ? "" : "." + std::to_string(number));
}

bool is_there(const std::string& path) {
  std::error_code error;
  return std::filesystem::symlink_status(path, error).type() != std::filesystem::file_type::not_found;
}

// The first that is not there.
std::size_t next_number(const std::string& path) {
  std::size_t number = 1;
  while (number <= kMostBackups && is_there(numbered_backup(path, number))) ++number;
  return number;
}

}  // namespace

std::string backup_of(const std::string& path) {
  const std::size_t next = next_number(path);
  return numbered_backup(path, next > kMostBackups ? 1 : next);
}

std::string last_backup_of(const std::string& path) {
  const std::size_t next = next_number(path);
  return next == 1 ? "" : numbered_backup(path, next - 1);
}

Result<void> write_all_or_none(const std::vector<FileToWrite>& files) {
  std::set<std::string> folders;
  for (const FileToWrite& file : files) folders.insert(folder_of(file.path));
  std::vector<os::FileLock> locks;
  for (const std::string& folder : folders) locks.push_back(TRY(os::FileLock::take_folder(folder, false)));
  for (const FileToWrite& file : files) {
    TRY(os::check_amendable(file.path, sha256(file.before)));
    if (is_there(file.backup))
      return fail(ErrorCode::invalid_value, file.backup + " is there already: look at it, and move it away");
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    const Result<void> done = os::amend_file(files[i].path, sha256(files[i].before), files[i].after, files[i].backup);
    if (done) continue;
    for (std::size_t j = i; j-- > 0;) std::rename(files[j].backup.c_str(), files[j].path.c_str());
    return done;
  }
  return {};
}

}  // namespace cordon::app
