#include "inventory/npm/real_paths.h"

#include <vector>

#include "inventory/npm/location.h"

namespace cordon::inventory::npm {
namespace {

constexpr int kMaxLinks = 40;  // as Linux follows for one path, path_resolution(7)

// Puts the segments of a path on the stack, the first one on top.
void push_segments(std::string_view path, std::vector<std::string>& stack) {
  while (!path.empty()) {
    const std::size_t slash = path.rfind('/');
    const std::string_view segment = slash == std::string_view::npos ? path : path.substr(slash + 1);
    if (!segment.empty() && segment != ".") stack.emplace_back(segment);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
  }
}

}  // namespace

void RealPaths::know(std::string_view directory) { known_.emplace(directory); }

Result<std::string> RealPaths::follow(std::string_view holder, std::string_view target) {
  if (is_normal_location(target)) {  // "../.pnpm/a@1.0.0/node_modules/a": no link can stand before a ".."
    std::string path = join_location(holder, target);
    if (known_.contains(path)) return path;
  }
  std::string at(holder);
  std::vector<std::string> ahead;
  std::string text(target);
  int links = 0;
  for (;;) {
    if (text.starts_with('/')) return fail(ErrorCode::outside_root, "an absolute symbolic link");
    if (text.size() > kMaxLocationBytes) return fail(ErrorCode::too_large, "a path longer than any");
    push_segments(text, ahead);
    if (++links > kMaxLinks) return fail(ErrorCode::symlink_loop, "symbolic links that lead to each other");
    bool link = false;
    while (!link && !ahead.empty()) {
      const std::string segment = std::move(ahead.back());
      ahead.pop_back();
      if (segment == "..") {
        if (at.empty()) return fail(ErrorCode::outside_root, "a symbolic link out of the tree");
        const std::size_t slash = at.rfind('/');
        at.resize(slash == std::string::npos ? 0 : slash);
        continue;
      }
      std::string next = at.empty() ? segment : at + "/" + segment;
      if (next.size() > kMaxLocationBytes) return fail(ErrorCode::too_large, "a path longer than any");
      if (!known_.contains(next)) {
        const FileInfo info = TRY(tree_.info(next));
        if (info.kind == EntryKind::symlink) {
          text = TRY(tree_.read_link(next));
          link = true;
          continue;
        }
        if (info.kind != EntryKind::directory)
          return fail(ErrorCode::wrong_type, "a link to something that is no folder");
        known_.insert(next);
      }
      at = std::move(next);
    }
    if (!link) return at;
  }
}

}  // namespace cordon::inventory::npm
