// The walk's part that knows texts which calls put together: of literals, by the methods of texts and arrays.
#include <algorithm>
#include <charconv>
#include <utility>

#include "inspect/code_walk.h"
#include "inspect/shell.h"

namespace cordon::inspect {

using javascript::Token;
using javascript::TokenKind;

namespace {

constexpr std::size_t kMostMade = 8u << 10, kMostItems = 64;
constexpr std::size_t kMostMadeBytes = 1u << 20;  // of one file, in all passes

// What a regular expression looks for, where that is one text: "XX" of "/XX/g".
std::string_view text_of_regexp(std::string_view regexp) {
  const std::size_t end = regexp.rfind('/');
  if (end == 0 || end == std::string_view::npos) return {};
  const std::string_view text = regexp.substr(1, end - 1);
  return text.find_first_of("\\[](){}.*+?^$|") == std::string_view::npos ? text : std::string_view();
}

std::string replaced(std::string_view text, std::string_view what, std::string_view by, bool all) {
  std::string out;
  for (std::size_t at = text.find(what); at != std::string_view::npos && out.size() < kMostMade;
       at = all ? text.find(what) : std::string_view::npos) {
    out.append(text.substr(0, at)).append(by);
    text.remove_prefix(at + what.size());
  }
  return out.append(text).substr(0, kMostMade);
}

std::vector<std::string> pieces(std::string_view text, std::string_view between) {
  std::vector<std::string> out;
  while (out.size() < kMostItems) {
    const std::size_t at = between.empty() ? 1 : text.find(between);
    if (at >= text.size() && (between.empty() || at == std::string_view::npos)) break;
    out.emplace_back(text.substr(0, at));
    text.remove_prefix(at + between.size());
  }
  out.emplace_back(text);
  return out;
}

std::string joined(const std::vector<std::string>& items, std::string_view between) {
  std::string out;
  for (std::size_t i = 0; i < items.size() && out.size() < kMostMade; ++i) {
    if (i > 0) out.append(between);
    out.append(items[i]);
  }
  return out;
}

}  // namespace

// A hole where it is none that is known.
std::string CodeWalk::text_of_argument(const Frame& frame, std::uint32_t argument) const {
  const std::uint32_t text = frame.argument_text[argument];
  return text < frame.texts.size() ? frame.texts[text] : std::string(1, kHole);
}

// String.fromCharCode(101, 118): letters, by literals alone.
std::optional<std::string> CodeWalk::text_of_codes(const Frame& frame) const {
  std::string out;
  for (std::uint32_t i = frame.token + 1; i < tokens_.partner[frame.token] && out.size() < kMostMade; ++i) {
    if (tokens_.is(i, ',')) continue;
    std::string_view digits = tokens_.of(i);
    const bool is_hex = digits.starts_with("0x") || digits.starts_with("0X");
    if (is_hex) digits.remove_prefix(2);
    unsigned code = 0;
    const char* const end = digits.data() + digits.size();
    const auto [last, error] = std::from_chars(digits.data(), end, code, is_hex ? 16 : 10);
    if (tokens_.tokens[i].kind != TokenKind::number || error != std::errc() || last != end) return std::nullopt;
    if (code < 0x20 || code > 0x7E) return std::nullopt;
    out += static_cast<char>(code);
  }
  return out.empty() ? std::nullopt : std::optional(out);
}

// What a method of a text that is known gives.
std::optional<std::string> CodeWalk::changed_text(const Frame& frame, std::string_view last) {
  const std::string& text = frame.before.text;
  if (last == "toString" || last == "trim" || last == "valueOf" || last == "normalize") return text;
  if (last == "concat") return text + joined(frame.texts, "");
  if (last != "replace" && last != "replaceAll") return std::nullopt;
  const Token& first = tokens_.tokens[frame.token + 1];
  const std::string_view raw = tokens_.of(frame.token + 1);
  const bool is_regexp = first.kind == TokenKind::regexp;
  const std::string what = is_regexp ? std::string(text_of_regexp(raw)) : text_of_argument(frame, 0);
  const std::string by = text_of_argument(frame, 1);
  if (what.empty() || what.contains(kHole) || frame.argument != 1) return std::nullopt;
  return replaced(text, what, by, last == "replaceAll" || (is_regexp && raw.substr(raw.rfind('/')).contains('g')));
}

// The text or the pieces that the call gives, where those are known.
void CodeWalk::make_text(const Frame& frame, Chain& out) {
  const std::string_view path = frame.before.path, last = path.substr(path.rfind('.') + 1);
  const Items& items = frame.before.items;
  const bool is_text = frame.before.is_receiver;
  std::optional<std::string> made;
  if (last == "fromCharCode" || last == "fromCodePoint") made = text_of_codes(frame);
  else if (!is_text && !items) return;
  else if (is_text && last == "split" && may_read(frame.before.text.size())) {
    const std::string between = text_of_argument(frame, 0);
    if (between.contains(kHole)) return;
    out.items = std::make_shared<std::vector<std::string>>(pieces(frame.before.text, between));
  } else if (is_text && may_read(frame.before.text.size())) made = changed_text(frame, last);
  else if (items && last == "reverse")
    out.items = std::make_shared<std::vector<std::string>>(items->rbegin(), items->rend());
  else if (items && last == "join") {
    const std::string between = frame.operands == 0 ? "," : text_of_argument(frame, 0);
    made = joined(*items, between);
    if (!may_read(made->size())) return;
  }
  if (!made) return;
  // Each is read as a text that stood there.
  made_bytes_ += made->size();
  if (made_bytes_ > kMostMadeBytes) {
    has_unread_texts_ = true;
    return;
  }
  out.path = "_";
  out.text = std::move(*made);
  out.has_text = out.is_literal = out.is_made = true;
}

}  // namespace cordon::inspect
