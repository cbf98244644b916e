#include "change/rewrite/text_edits.h"

#include <algorithm>

namespace cordon::change {

Result<std::string> TextEdits::apply(std::string_view source) const {
  std::vector<const Edit*> order;
  order.reserve(edits_.size());
  for (const Edit& edit : edits_) order.push_back(&edit);
  std::ranges::stable_sort(order, {}, [](const Edit* edit) { return edit->begin; });
  std::string out;
  out.reserve(source.size());
  std::size_t at = 0;
  for (const Edit* edit : order) {
    if (edit->begin < at || edit->end < edit->begin || edit->end > source.size())
      return fail(ErrorCode::internal, "changes of one text overlap");
    out.append(source, at, edit->begin - at).append(edit->text);
    at = edit->end;
  }
  return out.append(source, at);
}

}  // namespace cordon::change
