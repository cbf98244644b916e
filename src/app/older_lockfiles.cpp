#include "app/older_lockfiles.h"

#include "base/limits.h"

namespace cordon::app {
namespace {

constexpr std::string_view kNames[] = {"npm-shrinkwrap.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml"};

Result<OlderLockfile> read_one(const FileTree& tree, const std::string& file, std::string display_path) {
  std::string text = TRY_CONTEXT(tree.read(file, Limits{}.bytes), "reading " + display_path);
  const LockfileKind kind = TRY_CONTEXT(kind_of_lockfile(text), "reading " + display_path);
  return OlderLockfile{std::move(display_path), kind, std::move(text)};
}

}  // namespace

Result<LockfileKind> kind_of_lockfile(std::string_view text) {
  const std::size_t begin = text.find_first_not_of("\xEF\xBB\xBF \t\r\n");
  if (begin != std::string_view::npos && text[begin] == '{' &&
      text.find("\"lockfileVersion\"") != std::string_view::npos)
    return LockfileKind::package_lock;
  if (text.starts_with("lockfileVersion:") || text.find("\nlockfileVersion:") != std::string_view::npos)
    return LockfileKind::pnpm;
  if (text.find("# yarn lockfile v1") != std::string_view::npos) return LockfileKind::yarn_classic;
  return fail(ErrorCode::unsupported_format, "no lockfile of npm, of yarn 1 or of pnpm");
}

Result<std::vector<OlderLockfile>> older_lockfiles(const FileTree& tree, const std::string& file,
                                                   const std::string& display_path) {
  std::vector<OlderLockfile> out;
  if (!file.empty()) {
    out.push_back(TRY(read_one(tree, file, display_path)));
    return out;
  }
  for (const std::string_view name : kNames) {
    if (!tree.info(name)) continue;
    out.push_back(TRY(read_one(tree, std::string(name), display_path + "/" + std::string(name))));
  }
  if (out.empty()) return fail(ErrorCode::not_found, display_path + " has no lockfile of npm, of yarn 1 or of pnpm");
  return out;
}

}  // namespace cordon::app
