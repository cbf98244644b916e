#include "@INCLUDE@"

#include <utility>

#include "base/json.h"
#include "base/text.h"

namespace @NAMESPACE@ {
namespace {

// Nothing is understood yet, and the answer says so.
void read_entry(const Value::Member& entry, const ReadContext& context, model::Inventory& inventory) {
  inventory.unread.push_back({.path = context.display_path + "#" + text::visible(entry.key),
                              .line = entry.line(),
                              .code = std::string(to_string(ErrorCode::unsupported_format)),
                              .reason = "this part of the file is not understood",
                              .incomplete = true});
}

}  // namespace

Result<model::Inventory> read_@NAME@(std::string text, const ReadContext& context) {
  json::Options options;
  options.limits = context.limits;
  const Document document = TRY(json::parse(std::move(text), options));
  if (!document.root().is_object()) return fail(ErrorCode::wrong_type, "expected an object", document.root().line());
  model::Inventory inventory;
  inventory.path = context.display_path;
  inventory.format = "@NAME@";
  for (const Value::Member entry : document.root().members()) read_entry(entry, context, inventory);
  return inventory;
}

}  // namespace @NAMESPACE@
