#include "inventory/npm/overrides.h"

#include "inventory/npm/lock_entry.h"

namespace cordon::inventory::npm {
namespace {

constexpr std::string_view kBelow = " > ";
constexpr std::size_t kMaxPatternBytes = 4096;  // a path of names; nesting could otherwise grow it quadratically

class OverrideReader {
 public:
  OverrideReader(std::string_view path, std::vector<model::Override>& out, std::vector<model::FileUnread>& unread)
      : path_(path), out_(out), unread_(unread) {}

  // Recursion is as deep as the document.
  void read(Value rules, const std::string& above) {
    for (const Value::Member& rule : rules.members()) {
      std::string pattern = above;
      if (rule.key != "." || above.empty()) {
        if (!pattern.empty()) pattern += kBelow;
        pattern += rule.key;
      }
      if (pattern.size() > kMaxPatternBytes) {
        unread_.push_back(unread_entry(path_, rule.line(), ErrorCode::too_large, "an override nested too far"));
      } else if (rule.value.is_string()) {
        out_.push_back({std::move(pattern), std::string(rule.value.text()), {std::string(path_), rule.line()}});
      } else if (rule.value.is_object()) {
        read(rule.value, pattern);
      } else {
        unread_.push_back(unread_entry(path_, rule.line(), ErrorCode::wrong_type, "an override that is no text"));
      }
    }
  }

 private:
  std::string_view path_;
  std::vector<model::Override>& out_;
  std::vector<model::FileUnread>& unread_;
};

}  // namespace

void read_overrides(Value overrides, std::string_view path, std::vector<model::Override>& out,
                    std::vector<model::FileUnread>& unread) {
  if (overrides.is_object()) OverrideReader(path, out, unread).read(overrides, {});
  else if (overrides.exists() && !overrides.is_null())
    unread.push_back(unread_entry(path, overrides.line(), ErrorCode::wrong_type, "overrides that are no object"));
}

}  // namespace cordon::inventory::npm
