#include "app/target.h"

namespace cordon::app {

std::string Target::display(std::string_view inside) const {
  if (!only_file.empty()) {
    const std::size_t slash = argument.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : argument.substr(0, slash + 1);
    return folder + std::string(inside);
  }
  std::string base = argument;
  while (base.size() > 1 && base.ends_with('/')) base.pop_back();
  if (base == ".") return inside.empty() ? "." : std::string(inside);
  if (inside.empty()) return base;
  return base == "/" ? "/" + std::string(inside) : base + "/" + std::string(inside);
}

Result<Target> open_target(const std::string& argument) {
  Result<std::unique_ptr<FileTree>> tree = open_directory(argument);
  if (tree) return Target{argument, std::move(*tree), {}};
  if (tree.error().code != ErrorCode::not_a_regular_file && tree.error().code != ErrorCode::wrong_type)
    return std::unexpected(std::move(tree.error()));
  const std::size_t slash = argument.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : slash == 0 ? "/" : argument.substr(0, slash);
  std::unique_ptr<FileTree> parent = TRY(open_directory(folder));
  return Target{argument, std::move(parent), argument.substr(slash == std::string::npos ? 0 : slash + 1)};
}

}  // namespace cordon::app
