#include "change/rewrite/json_text.h"

#include <algorithm>

#include "base/json.h"

namespace cordon::change {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

std::size_t end_of_string(std::string_view source, std::size_t begin) {
  std::size_t at = begin + 1;
  while (at < source.size() && source[at] != '"') at += source[at] == '\\' ? 2 : 1;
  return std::min(at + 1, source.size());
}

// A place in the order of names: what is no letter first, then digits, then letters whatever their case.
unsigned rank(char c) {
  static constexpr std::string_view kSigns = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";
  if (c >= '0' && c <= '9') return 100 + static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'z') return 200 + static_cast<unsigned>(c - 'a');
  if (c >= 'A' && c <= 'Z') return 200 + static_cast<unsigned>(c - 'A');
  const std::size_t sign = kSigns.find(c);
  return sign == std::string_view::npos ? 300 + static_cast<unsigned char>(c) : static_cast<unsigned>(sign);
}

std::string quoted(std::string_view text) {
  std::string out;
  json::append_quoted(out, text);
  return out;
}

class Printer {
 public:
  Printer(std::string_view source, const JsonLayout* layout) : source_(source), layout_(layout) {}

  // Recursion is bounded by the parser's limit of depth.
  void print(const Value& value, std::size_t depth) {
    if (value.is_object() && value.size() > 0) {
      out += '{';
      bool first = true;
      for (const Value::Member member : value.members()) {
        next(first, depth + 1);
        out.append(text_of(source_, member.name)).append(is_tight() ? ":" : ": ");
        print(member.value, depth + 1);
      }
      close('}', depth);
    } else if (value.is_array() && value.size() > 0) {
      out += '[';
      bool first = true;
      for (const Value element : value.elements()) {
        next(first, depth + 1);
        print(element, depth + 1);
      }
      close(']', depth);
    } else {
      out += value.is_object() ? "{}" : value.is_array() ? "[]" : text_of(source_, value);
    }
  }

  std::string out;

 private:
  bool is_tight() const { return layout_ == nullptr || layout_->line_break.empty(); }
  void line(std::size_t depth) {
    if (is_tight()) return;
    out += layout_->line_break;
    for (std::size_t i = 0; i < depth; ++i) out += layout_->unit;
  }
  void next(bool& first, std::size_t depth) {
    if (!first) out += ',';
    first = false;
    line(depth);
  }
  void close(char bracket, std::size_t depth) {
    line(depth);
    out += bracket;
  }

  std::string_view source_;
  const JsonLayout* layout_;
};

}  // namespace

std::size_t end_of_value(std::string_view source, std::size_t begin) {
  if (begin >= source.size()) return source.size();
  if (source[begin] == '"') return end_of_string(source, begin);
  if (source[begin] != '{' && source[begin] != '[')
    return std::min(source.find_first_of(" \t\r\n,]}", begin), source.size());
  std::size_t depth = 0, at = begin;
  while (at < source.size()) {
    const char c = source[at];
    if (c == '"') {
      at = end_of_string(source, at);
      continue;
    }
    ++at;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) break;
  }
  return at;
}

std::string_view text_of(std::string_view source, const Value& value) {
  return source.substr(value.offset(), end_of_value(source, value.offset()) - value.offset());
}

JsonLayout layout_of(std::string_view source) {
  const std::size_t line = source.find('\n');
  if (line == std::string_view::npos) return {"", ""};
  JsonLayout out;
  if (line > 0 && source[line - 1] == '\r') out.line_break = "\r\n";
  const std::size_t end = std::min(source.find_first_not_of(" \t", line + 1), source.size());
  if (end > line + 1) out.unit = source.substr(line + 1, end - line - 1);
  return out;
}

Result<std::string> laid_out(std::string_view text, const JsonLayout& layout, std::size_t depth) {
  const Document document = TRY(json::parse(std::string(text)));
  Printer printer(document.source(), &layout);
  printer.print(document.root(), depth);
  return std::move(printer.out);
}

Result<std::string> compact(std::string_view text) {
  const Document document = TRY(json::parse(std::string(text)));
  Printer printer(document.source(), nullptr);
  printer.print(document.root(), 0);
  return std::move(printer.out);
}

bool name_before(std::string_view left, std::string_view right) {
  const std::size_t common = std::min(left.size(), right.size());
  for (std::size_t i = 0; i < common; ++i)
    if (rank(left[i]) != rank(right[i])) return rank(left[i]) < rank(right[i]);
  if (left.size() != right.size()) return left.size() < right.size();
  return left > right;  // a small letter before its capital
}

bool by_name(std::string_view left, bool, std::string_view right, bool) { return name_before(left, right); }

bool by_npm(std::string_view left, bool left_object, std::string_view right, bool right_object) {
  static constexpr std::string_view kFirst[] = {"name",      "version",  "lockfileVersion", "resolved",
                                                "integrity", "requires", "packages",        "dependencies"};
  if (left_object != right_object) return right_object;
  const auto place = [](std::string_view name) { return std::ranges::find(kFirst, name) - std::begin(kFirst); };
  return place(left) != place(right) ? place(left) < place(right) : name_before(left, right);
}

ObjectEdit::ObjectEdit(std::string_view source, const Value& object, std::size_t depth, JsonLayout layout,
                       MemberOrder order)
    : source_(source), begin_(object.offset()), end_(end_of_value(source, object.offset())), depth_(depth),
      layout_(std::move(layout)), order_(std::move(order)) {
  for (const Value::Member member : object.all_members()) {
    Member& own = members_.emplace_back();
    own.key = member.key;
    own.begin = member.name.offset();
    own.value_begin = member.value.offset();
    own.end = end_of_value(source, own.value_begin);
    own.is_object = member.value.is_object();
  }
}

ObjectEdit::Member* ObjectEdit::find(std::string_view key) {
  const auto found = std::ranges::find(members_, key, &Member::key);
  return found == members_.end() ? nullptr : &*found;
}

Result<void> ObjectEdit::set(std::string_view key, std::string_view text) {
  std::string written = TRY(laid_out(text, layout_, depth_ + 1));
  if (Member* member = find(key)) {
    member->removed = false;
    const std::string_view old = source_.substr(member->value_begin, member->end - member->value_begin);
    if (TRY(compact(old)) == TRY(compact(text))) return {};
    member->changed = true;
    member->text = std::move(written);
    return {};
  }
  New added{std::string(key), std::move(written), text.starts_with('{'), members_.size()};
  for (std::size_t i = 0; i < members_.size(); ++i) {
    if (members_[i].removed || !order_(key, added.is_object, members_[i].key, members_[i].is_object)) continue;
    added.before = i;
    break;
  }
  const auto place = std::ranges::find_if(added_, [&](const New& other) {
    return other.before > added.before ||
           (other.before == added.before && order_(key, added.is_object, other.key, other.is_object));
  });
  added_.insert(place, std::move(added));
  return {};
}

Result<void> ObjectEdit::set_string(std::string_view key, std::string_view value) { return set(key, quoted(value)); }

void ObjectEdit::remove(std::string_view key) {
  if (Member* member = find(key)) member->removed = true;
}

bool ObjectEdit::is_emptied() const { return added_.empty() && std::ranges::all_of(members_, &Member::removed); }

std::string ObjectEdit::member_text(const New& added) const {
  return quoted(added.key) + (layout_.line_break.empty() ? ":" : ": ") + added.text;
}

// Nothing of what was there stays.
void ObjectEdit::write_anew(TextEdits& edits) const {
  std::string out = "{";
  const auto line = [&](std::size_t depth) {
    if (layout_.line_break.empty()) return;
    out += layout_.line_break;
    for (std::size_t i = 0; i < depth; ++i) out += layout_.unit;
  };
  for (const New& added : added_) {
    if (out.size() > 1) out += ',';
    line(depth_ + 1);
    out += member_text(added);
  }
  if (!added_.empty()) line(depth_);
  edits.replace(begin_, end_, out + "}");
}

void ObjectEdit::insert(TextEdits& edits, std::size_t first_kept) const {
  // What stands between two members, or in front of the first.
  const std::size_t open = source_.find_first_not_of(kBlank, begin_ + 1);
  const std::string_view gap = source_.substr(begin_ + 1, open - begin_ - 1);
  for (const New& added : added_) {
    std::size_t after = members_.size();  // the last kept member in front of it
    for (std::size_t i = 0; i < added.before; ++i)
      if (!members_[i].removed) after = i;
    if (after == members_.size())
      edits.replace(members_[first_kept].begin, members_[first_kept].begin,
                    member_text(added) + "," + std::string(gap));
    else edits.replace(members_[after].end, members_[after].end, "," + std::string(gap) + member_text(added));
  }
}

void ObjectEdit::finish(TextEdits& edits) const {
  const auto kept = std::ranges::find(members_, false, &Member::removed);
  if (kept == members_.end()) {
    if (!members_.empty() || !added_.empty()) write_anew(edits);
    return;
  }
  const auto first_kept = static_cast<std::size_t>(kept - members_.begin());
  if (first_kept > 0) edits.replace(members_[0].begin, members_[first_kept].begin, "");
  for (std::size_t i = first_kept; i < members_.size(); ++i) {
    const Member& member = members_[i];
    if (member.changed && !member.removed) edits.replace(member.value_begin, member.end, member.text);
  }
  insert(edits, first_kept);
  for (std::size_t i = first_kept + 1; i < members_.size(); ++i)
    if (members_[i].removed) edits.replace(members_[i - 1].end, members_[i].end, "");
}

}  // namespace cordon::change
