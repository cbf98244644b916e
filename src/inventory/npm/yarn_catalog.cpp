#include "inventory/npm/yarn_catalog.h"

#include "base/yaml.h"

namespace cordon::inventory::npm {
namespace {

constexpr std::string_view kProtocol = "catalog:";
constexpr std::string_view kFile = ".yarnrc.yml";

std::string key_of(std::string_view catalog, std::string_view name) {
  std::string key(catalog);
  key += '\n';
  return key.append(name);
}

std::string display_path(const ReadContext& context) {
  const std::size_t slash = context.display_path.rfind('/');
  std::string path = slash == std::string::npos ? std::string() : context.display_path.substr(0, slash + 1);
  return path.append(kFile);
}

}  // namespace

YarnCatalogs::YarnCatalogs(const ReadContext& context, std::vector<model::FileUnread>& unread) {
  if (context.tree == nullptr) return;
  std::string path = context.directory;
  if (!path.empty()) path += '/';
  Result<std::string> text = context.tree->read(path.append(kFile), context.limits.bytes);
  if (!text && text.error().code == ErrorCode::not_found) return;
  const Result<Document> document = text ? yaml::parse(*text, context.limits) : std::unexpected(text.error());
  if (!document) {
    const Error& error = document.error();
    unread.push_back({display_path(context), error.line, std::string(to_string(error.code)), error.message, false});
    return;
  }
  const auto read = [&](std::string_view catalog, Value list) {
    for (const Value::Member& member : list.members())
      ranges_.insert_or_assign(key_of(catalog, member.key), std::string(member.value.text()));
  };
  read("", document->root()["catalog"]);
  for (const Value::Member& catalog : document->root()["catalogs"].members()) read(catalog.key, catalog.value);
}

std::string_view YarnCatalogs::range_of(std::string_view name, std::string_view range) const {
  if (!range.starts_with(kProtocol)) return {};
  const auto found = ranges_.find(key_of(range.substr(kProtocol.size()), name));
  return found == ranges_.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace cordon::inventory::npm
