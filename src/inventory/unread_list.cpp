#include "inventory/unread_list.h"

#include <iterator>

namespace cordon::inventory {

void UnreadList::add(std::uint32_t line, std::string_view code, std::string reason, bool incomplete) {
  if (entries_.size() < kMaxEntries) {
    entries_.push_back({path_, line, std::string(code), std::move(reason), incomplete});
    return;
  }
  ++more_;
  more_incomplete_ = more_incomplete_ || incomplete;
}

void UnreadList::move_to(std::vector<model::FileUnread>& out) {
  out.insert(out.end(), std::make_move_iterator(entries_.begin()), std::make_move_iterator(entries_.end()));
  if (more_ > 0) {
    out.push_back({path_, 0, std::string(to_string(ErrorCode::too_many)),
                   std::to_string(more_) + " more parts of this file were not understood", more_incomplete_});
  }
  entries_.clear();
  more_ = 0;
  more_incomplete_ = false;
}

}  // namespace cordon::inventory
