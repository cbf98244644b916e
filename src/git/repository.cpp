#include "git/repository.h"

#include <algorithm>

#include "base/file_tree.h"
#include "git/format.h"

namespace cordon::git {
namespace {

constexpr std::uint64_t kMostConfiguration = 4u << 20, kMostShallow = 64u << 20;

// Empty where there is no such file.
Result<std::string> read_if_there(const FileTree& tree, std::string_view name, std::uint64_t most) {
  Result<std::string> content = tree.read(name, most);
  if (!content && content.error().code == ErrorCode::not_found) return std::string();
  return TRY_CONTEXT(std::move(content), "reading " + std::string(name) + " of the repository");
}

Result<std::vector<ObjectId>> read_ids(std::string_view lines) {
  std::vector<ObjectId> ids;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size());
    const auto id = parse_id(lines.substr(at, end - at));
    if (!id) return fail(ErrorCode::syntax, "the repository's file shallow holds something else than names of commits");
    ids.push_back(*id);
    at = end + 1;
  }
  std::ranges::sort(ids);
  return ids;
}

}  // namespace

Result<Repository> Repository::open(Location location, const ObjectLimits& limits) {
  const auto common = TRY(open_directory(location.common_dir));
  const std::string configuration = TRY(read_if_there(*common, "config", kMostConfiguration));
  const Format format = TRY(read_format(configuration));
  const std::string ends = TRY(read_if_there(*common, "shallow", kMostShallow));
  std::vector<ObjectId> shallow = TRY(read_ids(ends));
  References references = TRY(References::open(location.git_dir, location.common_dir));
  ObjectDatabase objects = TRY(ObjectDatabase::open(location.object_folders, limits));
  Repository repository(std::move(location), std::move(references), std::move(objects));
  repository.shallow_ = std::move(shallow);
  repository.partial_ = format.partial;
  return repository;
}

bool Repository::ends_at(const ObjectId& commit) const { return std::ranges::binary_search(shallow_, commit); }

Error Repository::explain(Error error) const {
  if (error.code != ErrorCode::not_found) return error;
  if (!location_.not_borrowed.empty())
    error.message += "; it borrows objects from " + location_.not_borrowed.front() + ", which are not read";
  if (partial_) error.message += "; it is a partial clone: fetch it without a filter (git fetch --refetch --no-filter)";
  return error;
}

Result<Commit> Repository::commit(const ObjectId& id) const {
  Result<Commit> commit = objects_.commit(id);
  if (!commit) return std::unexpected(explain(std::move(commit.error())));
  if (ends_at(id)) commit->parents.clear();
  return commit;
}

Result<Repository> open_repository(const std::string& folder, const ObjectLimits& limits) {
  return Repository::open(TRY(locate_repository(folder)), limits);
}

}  // namespace cordon::git
