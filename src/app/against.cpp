#include "app/against.h"

#include <filesystem>
#include <utility>

#include "app/redacted_tree.h"
#include "git/commit_tree.h"
#include "git/revision.h"

namespace cordon::app {
namespace {

constexpr std::string_view kAuto = "auto";
constexpr std::size_t kShownDigits = 12;

// The folder that a target stands in or is.
std::string folder_of(const Target& target) {
  if (target.only_file.empty()) return target.argument;
  const std::size_t slash = target.argument.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : target.argument.substr(0, slash);
}

bool is_path(std::string_view named) {
  return named.starts_with("./") || named.starts_with("../") || named.starts_with('/');
}

}  // namespace

Result<Against> Against::locate(std::string named, std::span<const Target> targets) {
  Against out;
  out.named_ = std::move(named);
  if (out.named_.empty()) return fail(ErrorCode::usage, "no revision, file or folder is named to compare with");
  std::error_code error;
  if (out.named_ != kAuto && std::filesystem::exists(out.named_, error))
    out.file_ = TRY_CONTEXT(open_target(out.named_), "opening --against " + out.named_);
  for (const Target& target : targets) {
    if (is_path(out.named_)) break;
    Result<git::Location> location = git::locate_repository(folder_of(target));
    if (location) out.locations_.emplace_back(std::move(*location));
    else if (location.error().code == ErrorCode::not_found || out.file_) out.locations_.emplace_back();
    else return std::unexpected(location.error());
  }
  out.locations_.resize(targets.size());
  return out;
}

std::vector<std::string> Against::readable() const {
  std::vector<std::string> out;
  for (const std::optional<git::Location>& location : locations_)
    if (location)
      for (std::string& path : location->paths()) out.push_back(std::move(path));
  if (file_) out.push_back(folder_of(*file_));
  return out;
}

Result<Target> Against::open_commit(const Target& target, std::size_t index, const git::Variables& variables) {
  if (!locations_[index] && named_ == kAuto)
    return fail(ErrorCode::not_found,
                folder_of(target) + " stands in no git repository: name a file or folder to compare with");
  if (!locations_[index])
    return fail(ErrorCode::not_found,
                folder_of(target) + " stands in no git repository, and there is no file " + named_);
  repositories_.push_back(std::make_unique<git::Repository>(TRY(git::Repository::open(*locations_[index]))));
  const git::Repository& repository = *repositories_.back();
  git::Base base;
  if (named_ == kAuto) base = TRY(git::default_base(repository, variables));
  else base = {TRY(git::resolve(repository, named_)), named_};
  histories_.push_back(std::make_unique<LockfileHistory>(repository, base.commit));
  const std::string commit = git::to_hex(base.commit.id).substr(0, kShownDigits);
  if (what_.empty()) what_ = commit + " (" + base.why + ")";
  const std::string& folder = locations_[index]->prefix;
  Result<std::unique_ptr<FileTree>> tree = git::open_commit(repository, base.commit, folder);
  // A folder that is new was empty before.
  if (!tree && tree.error().code == ErrorCode::not_found)
    tree = std::make_unique<MemoryTree>(std::map<std::string, std::string, std::less<>>{});
  if (!tree) return std::unexpected(tree.error());
  const std::string argument = commit + ":" + folder;
  if (target.only_file.empty()) return Target{argument, redact(std::move(*tree)), {}, target.mounted_at};
  return Target{
      argument + (folder.empty() ? "" : "/") + target.only_file, redact(std::move(*tree)), target.only_file, {}};
}

std::optional<bool> Against::had(std::size_t index, const std::string& inside, std::string_view name) const {
  if (index >= histories_.size()) return std::nullopt;
  const std::string& prefix = locations_[index]->prefix;
  return histories_[index]->had(prefix.empty() ? inside : prefix + "/" + inside, name);
}

Result<std::vector<Target>> Against::open(std::span<const Target> targets, const git::Variables& variables) {
  std::vector<Target> out;
  std::optional<Error> no_revision;
  for (std::size_t i = 0; i < targets.size() && !is_path(named_); ++i) {
    Result<Target> target = open_commit(targets[i], i, variables);
    if (target) {
      out.push_back(std::move(*target));
      continue;
    }
    if (!out.empty() || !file_ || target.error().code != ErrorCode::not_found) return std::unexpected(target.error());
    break;  // it is a file
  }
  if (!out.empty()) return out;
  if (!file_) return fail(ErrorCode::not_found, "there is no file or folder " + named_);
  if (targets.size() != 1)
    return fail(ErrorCode::usage,
                "--against " + named_ + " is a file or folder: it can be compared with one PATH only");
  if (file_->place == targets.front().place)
    return fail(ErrorCode::usage, named_ + " is what is looked at: nothing can differ");
  what_ = named_;
  out.push_back(std::move(*file_));
  return out;
}

}  // namespace cordon::app
