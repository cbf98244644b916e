#include "inventory/pypi/requirement_files.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/text.h"
#include "inventory/npm/location.h"

namespace cordon::inventory::pypi {
namespace {

constexpr std::array<std::string_view, 4> kOfIndexes{"--index-url", "--extra-index-url", "--no-index", "--find-links"};
constexpr std::array<std::string_view, 7> kOfPip{"--no-binary", "--only-binary",  "--prefer-binary", "--require-hashes",
                                                 "--pre",       "--trusted-host", "--use-feature"};

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return path.substr(0, slash == std::string_view::npos ? 0 : slash);
}

class Reading {
 public:
  Reading(const ReadContext& context, std::vector<model::FileUnread>& unread) : context_(context), unread_(unread) {
    const std::size_t slash = context.display_path.rfind('/');
    folder_ = slash == std::string::npos ? "" : context.display_path.substr(0, slash + 1);
  }

  Result<RequirementFiles> run(std::string_view text) {
    RequirementLines lines = TRY(cut_requirement_lines(text, context_.limits));
    out_.is_compiled = lines.is_compiled;
    const std::string_view name = std::string_view(context_.display_path).substr(folder_.size());
    add(std::move(lines), {std::string(name), context_.display_path, false, 0});
    return std::move(out_);
  }

 private:
  struct File {
    std::string location;  // seen from the folder of the first file
    std::string display;
    bool constraint;
    std::uint32_t depth;
  };

  // Recursion is bounded by kDeepestInclude.
  void add(RequirementLines lines, const File& file) {
    open_.insert(file.location);
    for (RequirementLine& line : lines.lines) {
      const std::uint32_t number = line.line;
      std::vector<LineOption> includes;
      std::erase_if(line.options, [&](LineOption& option) {
        const bool include = option.name == "--requirement" || option.name == "--constraint";
        if (include) includes.push_back(option);
        if (std::ranges::find(kOfIndexes, option.name) != kOfIndexes.end()) out_.options.push_back(option);
        else if (!include) return std::ranges::find(kOfPip, option.name) != kOfPip.end();
        return true;
      });
      for (const LineOption& each : includes)
        include(each.value, each.name == "--constraint" || file.constraint, file, number);
      if (!line.text.empty() || !line.options.empty())
        out_.entries.push_back({std::move(line), file.display, std::string(folder_of(file.location)), file.constraint});
    }
    open_.erase(file.location);
  }

  void include(std::string_view target, bool constraint, const File& from, std::uint32_t line) {
    const auto note = [&](ErrorCode code, const std::string& why, bool incomplete = true) {
      if (unread_.size() < UnreadList::kMaxEntries)
        unread_.push_back({from.display, line, std::string(to_string(code)),
                           text::visible(target, 120) + " is included and " + why, incomplete});
    };
    if (target.empty()) return note(ErrorCode::missing_field, "has no name");
    if (target.find("://") != std::string_view::npos)
      return note(ErrorCode::unsupported_format, "is an address, from which nothing is fetched");
    if (target.size() > npm::kMaxLocationBytes) return note(ErrorCode::too_large, "is longer than any path");
    const std::string location = npm::join_location(folder_of(from.location), target);
    const std::string inside = npm::join_location(context_.directory, location);
    if (context_.tree == nullptr || inside == ".." || inside.starts_with("../") || inside.starts_with('/'))
      return note(ErrorCode::outside_root, "stands outside of what is scanned");
    if (open_.contains(location)) return note(ErrorCode::symlink_loop, "includes this file in turn", false);
    if (!known_.insert(location + (constraint ? "\nc" : "\nr")).second) return;  // read once is enough
    if (from.depth >= kDeepestInclude) return note(ErrorCode::too_deep, "is included more deeply than the limit");
    if (known_.size() > kMostIncluded) return note(ErrorCode::too_many, "is one of more than the limit");
    const Result<std::string> text = context_.tree->read(inside, context_.limits.bytes);
    if (!text) return note(text.error().code, "cannot be read: " + text.error().message);
    Result<RequirementLines> lines = cut_requirement_lines(*text, context_.limits);
    if (!lines) return note(lines.error().code, "cannot be read: " + lines.error().message);
    const bool above = location.starts_with("../");
    add(std::move(*lines),
        {location, above ? npm::join_location(folder_, location) : folder_ + location, constraint, from.depth + 1});
  }

  const ReadContext& context_;
  std::vector<model::FileUnread>& unread_;
  std::string folder_;  // of the first file as displayed: empty or ending in '/'
  RequirementFiles out_;
  std::unordered_set<std::string> open_, known_;
};

}  // namespace

Result<RequirementFiles> read_requirement_files(std::string_view text, const ReadContext& context,
                                                std::vector<model::FileUnread>& unread) {
  return Reading(context, unread).run(text);
}

}  // namespace cordon::inventory::pypi
