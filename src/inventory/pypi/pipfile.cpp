// Pipfile of pipenv: [packages], [dev-packages] and categories of the user's own (github.com/pypa/pipfile).
#include <algorithm>

#include "base/text.h"
#include "base/toml.h"
#include "inventory/pypi/manifest.h"

namespace cordon::inventory::pypi {
namespace {

constexpr std::string_view kOtherTables[] = {"source", "requires", "scripts", "pipenv", "pipfile"};

}  // namespace

Result<Manifest> parse_pipfile(std::string text, const Limits& limits) {
  const Document document = TRY(toml::parse(std::move(text), limits));
  Manifest out;
  for (const Value::Member& table : document.root().members()) {
    if (std::ranges::find(kOtherTables, table.key) != std::end(kOtherTables)) continue;
    if (!table.value.is_object()) {
      out.problems.push_back(
          Error{ErrorCode::wrong_type, text::visible(table.key, 80) + ": not a list of packages", table.line(), 0, {}});
      continue;
    }
    for (const Value::Member& entry : table.value.members()) {
      auto read = parse_tool_dependency(entry.key, entry.value, entry.line());
      if (!read) {
        out.problems.push_back(
            Error{ErrorCode::wrong_type, text::visible(entry.key, 80) + ": not a dependency", entry.line(), 0, {}});
        continue;
      }
      if (table.key != "packages") read->kind = model::EdgeKind::development;
      out.dependencies.push_back(std::move(*read));
    }
  }
  return out;
}

}  // namespace cordon::inventory::pypi
