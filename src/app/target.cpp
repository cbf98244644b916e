#include "app/target.h"

#include <algorithm>
#include <filesystem>

#include "app/mounted_tree.h"
#include "app/redacted_tree.h"

namespace cordon::app {
namespace {

constexpr const char* kModules = "node_modules";

}  // namespace

std::string Target::display(std::string_view inside) const {
  if (!only_file.empty()) {
    const std::size_t slash = argument.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : argument.substr(0, slash + 1);
    return folder + std::string(inside);
  }
  if (!mounted_at.empty() && inside.starts_with(mounted_at))
    inside.remove_prefix(std::min(mounted_at.size() + 1, inside.size()));
  std::string base = argument;
  while (base.size() > 1 && base.ends_with('/')) base.pop_back();
  if (base == ".") return inside.empty() ? "." : std::string(inside);
  if (inside.empty()) return base;
  return base == "/" ? "/" + std::string(inside) : base + "/" + std::string(inside);
}

Result<Target> open_target(const std::string& argument) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(argument, error);
  // What cannot be looked at is left to open_directory, whose error says why.
  if (std::filesystem::is_directory(status) || !std::filesystem::exists(status)) {
    std::unique_ptr<FileTree> tree = redact(TRY(open_directory(argument)));
    const std::filesystem::path real = std::filesystem::canonical(argument, error);
    if (real.filename() != kModules) return Target{argument, std::move(tree), {}, {}, real.string(), real.string()};
    return Target{argument, mount(std::move(tree), kModules), {}, kModules, {}, real.parent_path().string()};
  }
  if (!std::filesystem::is_regular_file(status))
    return fail(ErrorCode::not_a_regular_file, "neither a folder nor a regular file");
  const std::size_t slash = argument.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : slash == 0 ? "/" : argument.substr(0, slash);
  std::unique_ptr<FileTree> parent = redact(TRY(open_directory(folder)));
  return Target{argument,
                std::move(parent),
                argument.substr(slash == std::string::npos ? 0 : slash + 1),
                {},
                {},
                std::filesystem::canonical(argument, error).string()};
}

}  // namespace cordon::app
