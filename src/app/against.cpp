#include "app/against.h"

#include <filesystem>
#include <utility>

#include "app/redacted_tree.h"
#include "git/commit_tree.h"
#include "git/revision.h"
#include "git/submodules.h"

namespace cordon::app {
namespace {

constexpr std::string_view kAuto = "auto";
constexpr std::size_t kShownDigits = 12;

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
    Result<git::Location> location = git::locate_repository(target.folder());
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
  if (file_) out.push_back(file_->folder());
  return out;
}

Result<Target> Against::open_commit(const Target& target, std::size_t index, const git::Variables& variables) {
  if (!locations_[index] && named_ == kAuto)
    return fail(ErrorCode::not_found,
                target.folder() + " stands in no git repository: name a file or folder to compare with");
  if (!locations_[index])
    return fail(ErrorCode::not_found, target.folder() + " stands in no git repository, and there is no file " + named_);
  repositories_.push_back(std::make_unique<git::Repository>(TRY(git::Repository::open(*locations_[index]))));
  const git::Repository& repository = *repositories_.back();
  const git::Base base = TRY(base_for(repository, variables));
  histories_.push_back(base.is_nothing ? nullptr : std::make_unique<LockfileHistory>(repository, base.commit));
  const std::string commit = base.is_nothing ? "nothing" : git::to_hex(base.commit.id).substr(0, kShownDigits);
  if (what_.empty()) what_ = commit + " (" + base.why + ")";
  const std::string& folder = locations_[index]->prefix;
  const auto open = [&](const std::string& path) -> Result<std::unique_ptr<FileTree>> {
    const auto nothing = [] { return std::make_unique<MemoryTree>(std::map<std::string, std::string, std::less<>>{}); };
    if (base.is_nothing) return nothing();
    Result<std::unique_ptr<FileTree>> tree = git::open_commit(repository, base.commit, path);
    // A folder that is new was empty before.
    if (!tree && tree.error().code == ErrorCode::not_found) return nothing();
    return tree;
  };
  std::unique_ptr<FileTree> tree = TRY(open(folder));
  bases_.push_back({locations_[index]->work_tree, TRY(open(""))});
  note_submodules(target, index, base);
  const std::string argument = commit + ":" + folder;
  if (target.only_file.empty()) return Target{argument, redact(std::move(tree)), {}, target.mounted_at};
  return Target{
      argument + (folder.empty() ? "" : "/") + target.only_file, redact(std::move(tree)), target.only_file, {}};
}

Result<git::Base> Against::base_for(const git::Repository& repository, const git::Variables& variables) const {
  if (named_ == kAuto) return git::default_base(repository, variables);
  Result<git::Commit> commit = git::resolve(repository, named_);
  if (commit) return git::Base{std::move(*commit), named_};
  // "REV~1" of the first commit of all: nothing was before.
  for (const std::string_view before : {"~1", "^1", "~", "^"}) {
    if (!named_.ends_with(before)) continue;
    const std::string after = named_.substr(0, named_.size() - before.size());
    const Result<git::Commit> named = git::resolve(repository, after);
    if (!named) break;
    // By its own word: of a clone of depth 1 the last commit that is there seems to have no parents either.
    Result<git::Commit> first = repository.objects().commit(named->id);
    if (first && first->parents.empty()) return git::Base{std::move(*first), after + " is the first commit", true};
    break;
  }
  return std::unexpected(std::move(commit.error()));
}

void Against::note_submodules(const Target& target, std::size_t index, const git::Base& base) {
  if (!target.only_file.empty()) return;
  const git::Repository& repository = *repositories_.back();
  const Result<git::Commit> head = git::resolve(repository, "HEAD");
  if (!head) return;
  const std::optional<git::ObjectId> before = base.is_nothing ? std::nullopt : std::optional(base.commit.tree);
  const auto changes = git::changed_submodules(repository, locations_[index]->prefix, before, head->tree);
  if (!changes) {
    unread_.push_back({target.display(""), 0, std::string(to_string(changes.error().code)),
                       "nobody knows which submodules changed: " + changes.error().message, false});
    return;
  }
  for (const git::SubmoduleChange& each : *changes) {
    if (!each.now) continue;
    const auto shown = [](const git::ObjectId& id) { return git::to_hex(id).substr(0, kShownDigits); };
    const auto entries = target.tree->list(each.path);
    const bool is_there = entries && !entries->empty();
    unread_.push_back(
        {target.display(each.path), 0, "submodule",
         (each.before ? "a submodule that was at " + shown(*each.before) + " and is at " : "a new submodule, at ") +
             shown(*each.now) + ": what that changed is in another repository, which is not compared; " +
             (is_there ? "all that stands in it counts as new" : "its files are not here"),
         !is_there});
  }
}

const Against::BaseTree* Against::base_of(const std::string& path) const {
  const BaseTree* found = nullptr;
  for (const BaseTree& base : bases_) {
    if (base.work_tree.empty() || !path.starts_with(base.work_tree)) continue;
    const bool is_below = base.work_tree.ends_with('/') || path.substr(base.work_tree.size()).starts_with('/');
    if (is_below && (found == nullptr || base.work_tree.size() > found->work_tree.size())) found = &base;
  }
  return found;
}

Result<std::optional<std::string>> Against::committed(const std::string& path, std::uint64_t most_bytes) const {
  const BaseTree* const base = base_of(path);
  if (base == nullptr) return std::nullopt;
  std::string_view inside = std::string_view(path).substr(base->work_tree.size());
  while (inside.starts_with('/')) inside.remove_prefix(1);
  Result<std::string> text = base->tree->read(inside, most_bytes);
  if (text) return std::optional(std::move(*text));
  if (text.error().code == ErrorCode::not_found) return std::nullopt;
  return std::unexpected(std::move(text.error()));
}

std::optional<bool> Against::had(std::size_t index, const std::string& inside, std::string_view name) const {
  if (index >= histories_.size() || histories_[index] == nullptr) return std::nullopt;
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
