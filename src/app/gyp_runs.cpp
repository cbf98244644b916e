#include "app/gyp_runs.h"

#include <algorithm>
#include <set>

#include "inspect/gyp_file.h"
#include "inventory/npm/location.h"

namespace cordon::app {
namespace {

constexpr std::uint64_t kGypBytes = 4u << 20;  // of one file; real ones have some thousand

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

class GypWalk {
 public:
  GypWalk(const Target& target, const Limits& limits) : target_(target), limits_(limits) {
    limits_.bytes = std::min(limits_.bytes, kGypBytes);
  }

  GypRuns walk(std::string first) {
    seen_.insert(first);
    pending_.push_back(std::move(first));
    for (std::size_t i = 0; i < pending_.size(); ++i) file(std::string(pending_[i]));
    return std::move(out_);
  }

 private:
  void file(const std::string& path) {
    const Result<std::string> text = target_.tree->read(path, limits_.bytes);
    // What an include names and is not there, gyp cannot read either; a command that is told may write it before.
    if (!text && text.error().code == ErrorCode::not_found && path != pending_.front()) {
      out_.unread.push_back({target_.display(path), 0, "not_written_yet",
                             "included by a gyp file, and not there: a command may write it", false});
      return;
    }
    if (!text) return unread(path, text.error().line, text.error().code, text.error().message);
    const auto gyp = inspect::parse_gyp(*text, limits_);
    if (!gyp) return unread(path, gyp.error().line, gyp.error().code, gyp.error().message);
    for (const inspect::GypCommand& command : gyp->commands)
      out_.runs.push_back(
          {command.kind == inspect::GypCommandKind::action ? "build" : "configure", command.text, path, command.line});
    for (const Error& problem : gyp->problems) unread(path, problem.line, problem.code, problem.message);
    for (const inspect::GypInclude& include : gyp->includes) add(path, include);
  }

  void add(const std::string& from, const inspect::GypInclude& include) {
    const std::string path = inventory::npm::join_location(folder_of(from), include.path);
    if (include.path.find_first_of("<>^$") != std::string::npos)
      return unread(from, include.line, ErrorCode::invalid_value, "an included file is named by a variable");
    if (include.path.starts_with('/') || path.starts_with(".."))
      return unread(from, include.line, ErrorCode::outside_root, "an included file stands outside of what is read");
    if (!seen_.insert(path).second) return;
    if (pending_.size() == kMostGypFiles)
      return unread(from, include.line, ErrorCode::too_many, "more included files than the limit");
    pending_.push_back(path);
  }

  void unread(const std::string& path, std::uint32_t line, ErrorCode code, const std::string& message) {
    out_.unread.push_back({target_.display(path), line, std::string(to_string(code)), message, true});
  }

  const Target& target_;
  Limits limits_;
  std::set<std::string> seen_;
  std::vector<std::string> pending_;
  GypRuns out_;
};

}  // namespace

GypRuns read_gyp_runs(const Target& target, std::string_view directory, const Limits& limits) {
  return GypWalk(target, limits)
      .walk(directory.empty() ? std::string("binding.gyp") : std::string(directory) + "/binding.gyp");
}

}  // namespace cordon::app
